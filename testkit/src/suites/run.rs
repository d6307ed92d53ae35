//! What makes a case a trial, and a list of cases a suite.

use super::{StoreFixture, World};
use libtest_mimic::{Failed, Trial};
use std::{error::Error, fmt, sync::Arc};
use tokio::runtime::{Builder, Runtime};

/// How a case ends; an assertion that does not hold panics.
pub(super) type Outcome = Result<(), Wrong>;

/// An error that no case expects, with everything behind it.
pub(super) struct Wrong(String);

impl<E: Error> From<E> for Wrong {
    fn from(error: E) -> Self {
        let mut told = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            told.push_str(": ");
            told.push_str(&cause.to_string());
            source = cause.source();
        }
        Self(told)
    }
}

impl fmt::Debug for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Makes, of one list of cases, the function that lists them as trials and the names of the rules. A case that
/// is not in the list is dead code, which the compiler tells.
macro_rules! suite {
    ($(#[$doc:meta])* $name:ident($fixture:ty) through $trial:path, $rules:ident: $($case:ident),+ $(,)?) => {
        $(#[$doc])*
        #[must_use]
        pub fn $name(fixture: std::sync::Arc<$fixture>) -> Vec<libtest_mimic::Trial> {
            let ignored = fixture.ignored();
            let listed = vec![$({
                let name = format!("{}::{}::{}", fixture.label(), stringify!($name), stringify!($case));
                $crate::suites::run::listed($trial(fixture.clone(), name, $case), fixture.label(), ignored.as_deref())
            }),+];
            drop(fixture);
            listed
        }
        pub(super) const $rules: (&str, &[&str]) = (stringify!($name), &[$(stringify!($case)),+]);
    };
}
pub(super) use suite;

/// A case on a world of its own.
pub(super) fn on_a_world<F, Fut>(fixture: Arc<dyn StoreFixture>, name: String, case: F) -> Trial
where
    F: FnOnce(Arc<World>) -> Fut + Send + 'static,
    Fut: Future<Output = Outcome> + Send + 'static,
{
    Trial::test(name, move || {
        let runtime = runtime()?;
        let world = Arc::new(runtime.block_on(fixture.world()));
        let outcome = ended(&runtime, case(world.clone()));
        // The runtime first: a world that waits for its threads must not do so on a worker.
        drop(runtime);
        drop(world);
        outcome
    })
}

/// A case that makes what it needs by the fixture itself.
pub(super) fn on_a_fixture<T, F, Fut>(fixture: Arc<T>, name: String, case: F) -> Trial
where
    T: ?Sized + Send + Sync + 'static,
    F: FnOnce(Arc<T>) -> Fut + Send + 'static,
    Fut: Future<Output = Outcome> + Send + 'static,
{
    Trial::test(name, move || ended(&runtime()?, case(fixture)))
}

/// A trial as it stands in the list: of its kind, or ignored with the reason in the kind's place.
pub(super) fn listed(trial: Trial, label: &str, ignored: Option<&str>) -> Trial {
    match ignored {
        None => trial.with_kind(label),
        Some(reason) => trial
            .with_kind(format!("{label}, not run: {reason}"))
            .with_ignored_flag(true),
    }
}

fn runtime() -> Result<Runtime, Failed> {
    Ok(Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?)
}

/// Runs a case as a task, so that a panic in it ends it and is told.
fn ended(runtime: &Runtime, case: impl Future<Output = Outcome> + Send + 'static) -> Result<(), Failed> {
    match runtime.block_on(runtime.spawn(case)) {
        Ok(Ok(())) => Ok(()),
        Ok(Err(Wrong(told))) => Err(Failed::from(told)),
        Err(error) => Err(match error.try_into_panic() {
            Ok(panic) => Failed::from(panic_text(&*panic)),
            Err(error) => Failed::from(error),
        }),
    }
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    panic
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
        .unwrap_or_else(|| "the case panicked".to_owned())
}
