//! What is interrupted and goes on: `import` stopped by a signal, killed or left by its database, `migrate` killed. And
//! what an import holds in memory, however long it is.
#![allow(clippy::unwrap_used, reason = "a failure ends the test")]

mod away;
mod killed;
#[cfg(target_os = "linux")]
mod memory;
mod rows;
mod stopped;
#[path = "../support/mod.rs"]
mod support;

use std::process::ExitCode;
use support::run;

fn main() -> ExitCode {
    let trials = stopped::trials().chain(killed::trials()).chain([away::trial()]);
    #[cfg(target_os = "linux")]
    let trials = trials.chain(memory::trials());
    run(trials)
}
