//! One body of a case, run on each engine.

use super::{Engine, place};
use libtest_mimic::{Arguments, Failed, Trial};
use std::process::ExitCode;

/// A case on each engine, named `sqlite::…` and `postgres::…`.
pub(crate) fn on_each<F>(name: &str, case: fn(Engine) -> F) -> [Trial; 2]
where
    F: Future<Output = ()> + 'static,
{
    Engine::ALL.map(|engine| {
        engine
            .need()
            .trial(format!("{}::{name}", engine.name()), move || {
                let runtime = tokio::runtime::Builder::new_multi_thread()
                    .enable_all()
                    .build()
                    .map_err(Failed::from)?;
                runtime.block_on(case(engine));
                Ok(())
            })
    })
}

/// The cases by their names, on each engine. One that is not listed is dead code, which the compiler tells.
macro_rules! cases {
    ($($case:ident),+ $(,)?) => {
        [$($crate::common::run::on_each(stringify!($case), $case)),+].into_iter().flatten()
    };
}
pub(crate) use cases;

/// Runs a test program of such cases.
pub(crate) fn run(trials: impl IntoIterator<Item = Trial>) -> ExitCode {
    let conclusion = libtest_mimic::run(&Arguments::from_args(), trials.into_iter().collect());
    place::clear();
    conclusion.exit_code()
}
