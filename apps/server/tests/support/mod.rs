//! What the tests of the program share: a data folder of its own for each, the program at work in it, and a
//! small HTTP client.
#![allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    clippy::unwrap_used,
    reason = "each test program uses a part of it, and a failure ends the test"
)]

mod client;
mod place;
mod server;

pub use client::{Answer, Client};
pub use place::{Place, Ran};
pub use server::Server;
