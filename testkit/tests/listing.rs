//! How the suites list and report their cases.

use async_trait::async_trait;
use ba360_testkit::suites::{self, StoreFixture, World};
use libtest_mimic::{Arguments, Conclusion, Trial};
use std::{collections::BTreeSet, sync::Arc};

/// Stores that are not there.
struct Nowhere {
    reason: Option<&'static str>,
}

#[async_trait]
impl StoreFixture for Nowhere {
    fn label(&self) -> &str {
        "nowhere"
    }

    fn ignored(&self) -> Option<String> {
        self.reason.map(str::to_owned)
    }

    async fn world(&self) -> World {
        panic!("there is no store")
    }
}

/// Runs cases that are not to pass, out of sight: their lines are no result of this test.
fn run(trials: Vec<Trial>) -> Conclusion {
    let told = tempfile::NamedTempFile::new().expect("a temporary file");
    let arguments = Arguments {
        logfile: Some(told.path().to_string_lossy().into_owned()),
        ..Arguments::default()
    };
    libtest_mimic::run(&arguments, trials)
}

#[test]
fn every_rule_is_listed_once_under_its_name() {
    let trials = suites::stores(Arc::new(Nowhere { reason: None }));
    let listed: BTreeSet<_> = trials.iter().map(|trial| trial.name().to_owned()).collect();
    let of_stores = |suite: &str| !["hasher", "tokens", "seal"].contains(&suite);
    let expected: BTreeSet<_> = suites::RULES
        .iter()
        .filter(|(suite, _)| of_stores(suite))
        .flat_map(|(suite, rules)| rules.iter().map(move |rule| format!("nowhere::{suite}::{rule}")))
        .collect();
    assert_eq!(listed, expected);
    assert_eq!(listed.len(), trials.len());
    assert!(
        trials
            .iter()
            .all(|trial| trial.kind() == "nowhere" && !trial.has_ignored_flag())
    );
}

#[test]
fn what_cannot_run_is_listed_as_ignored_with_its_reason() {
    let fixture = Arc::new(Nowhere {
        reason: Some("no server at all"),
    });
    let trials = suites::stores(fixture);
    assert!(trials.iter().all(|trial| trial.has_ignored_flag()));
    assert!(
        trials
            .iter()
            .all(|trial| trial.kind() == "nowhere, not run: no server at all")
    );
    let listed = trials.len() as u64;
    let conclusion = run(trials);
    assert_eq!((conclusion.num_ignored, conclusion.num_passed), (listed, 0));
}

#[test]
fn a_panic_fails_its_own_case() {
    let trials = suites::activity(Arc::new(Nowhere { reason: None }));
    let conclusion = run(trials);
    assert_eq!((conclusion.num_failed, conclusion.num_passed), (6, 0));
}
