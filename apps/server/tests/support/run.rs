//! One body of a case, run on each engine.

use super::{Engine, engine};
use libtest_mimic::{Arguments, Trial};
use std::process::ExitCode;

/// A case on each engine, named `sqlite::…` and `postgres::…`.
pub fn on_each(name: &str, case: fn(Engine)) -> [Trial; 2] {
    Engine::ALL.map(|engine| {
        engine
            .need()
            .trial(format!("{}::{name}", engine.name()), move || {
                case(engine);
                Ok(())
            })
    })
}

/// The cases by their names, on each engine. One that is not listed is dead code, which the compiler tells.
macro_rules! cases {
    ($($case:ident),+ $(,)?) => {
        [$($crate::support::on_each(stringify!($case), $case)),+].into_iter().flatten()
    };
}
pub(crate) use cases;

/// Runs a test program of such cases.
pub fn run(trials: impl IntoIterator<Item = Trial>) -> ExitCode {
    let conclusion = libtest_mimic::run(&Arguments::from_args(), trials.into_iter().collect());
    engine::clear();
    conclusion.exit_code()
}
