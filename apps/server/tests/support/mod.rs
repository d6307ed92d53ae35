//! What the tests of the program share: a data folder of its own for each, the program at work in it, and a
//! small HTTP client.
#![allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    unused_macros,
    clippy::unwrap_used,
    reason = "each test program uses a part of it, and a failure ends the test"
)]

mod client;
mod engine;
mod external;
mod place;
mod postmaster;
mod run;
pub mod secrets;
mod server;

pub use client::{Answer, Client};
pub use engine::Engine;
pub use external::{Company, LOGIN, administrator, link};
pub use place::{Place, Ran};
pub use postmaster::Postmaster;
pub(crate) use run::cases;
pub use run::{on_each, run};
pub use server::Server;

use std::process::{Child, Command};

/// Sends a child a signal by name; answers whether it was sent. The shell does it, whose `kill` is its own: a small
/// system has no program of that name.
pub fn signal(child: &Child, name: &str) -> bool {
    let sent = Command::new("sh")
        .args(["-c", &format!("kill -{name} {}", child.id())])
        .status();
    sent.is_ok_and(|status| status.success())
}
