//! Attacks on the program as it runs, with its own storage, by the ids of `docs/attacks.md`. Those with published texts need
//! the folder that `BA360_VECTORS` names; without it they are listed as ignored, and with `BA360_REQUIRE_VECTORS=1` they
//! fail instead.
#![allow(clippy::unwrap_used, reason = "a failure ends the test")]

mod console;
mod external;
mod load;
mod provisioning;
mod return_to;
mod searching;
mod sessions;
#[path = "../support/mod.rs"]
mod support;
mod unlogged;
mod vectors;
mod wire;

use std::process::ExitCode;
use support::run;

fn main() -> ExitCode {
    let trials = searching::trials()
        .chain(external::trials())
        .chain(wire::trials())
        .chain(provisioning::trials())
        .chain(return_to::trials())
        .chain(sessions::trials())
        .chain(load::trials())
        .chain(unlogged::trials());
    run(trials)
}
