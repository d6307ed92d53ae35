//! Every page of the console in a real browser: in both languages, narrow and wide, light and dark, held against axe-core;
//! and the walk of somebody who reads the console alone. What is missing is told as in `browser.rs`. With
//! `BA360_SCREENSHOTS=FOLDER` each page is kept as a picture.
#![allow(clippy::unwrap_used, reason = "a failure ends the test")]

mod axe;
#[path = "../chromium/mod.rs"]
mod chromium;
mod company;
mod newcomer;
mod screen;
#[path = "../support/mod.rs"]
mod support;
mod table;
mod visit;

use ba360_testkit::needs::{self, Need};
use libtest_mimic::{Failed, Trial};
use std::{future::Future, process::ExitCode};
use support::{Engine, run};

fn main() -> ExitCode {
    let chromium = |engine: Engine| {
        engine.need().and(|| match chromium::missing() {
            Some(program) => Need::missing(program, needs::required("BA360_REQUIRE_CHROMIUM")),
            None => Need::met(),
        })
    };
    let axe = chromium(Engine::Sqlite).and(|| match axe::source() {
        Some(_) => Need::met(),
        None => Need::missing("axe-core, or npm", needs::required("BA360_REQUIRE_CHROMIUM")),
    });
    let mut trials = vec![
        trial(&axe, "sqlite::every_page_in_spanish", || visit::every_page("es")),
        trial(&axe, "sqlite::every_page_in_english", || visit::every_page("en")),
    ];
    for engine in Engine::ALL {
        let name = format!("{}::a_newcomer_finds_the_way", engine.name());
        trials.push(trial(&chromium(engine), &name, move || newcomer::walk(engine)));
    }
    run(trials)
}

fn trial<F: Future<Output = ()>>(
    need: &Need,
    name: &str,
    case: impl FnOnce() -> F + Send + 'static,
) -> Trial {
    need.trial(name, move || {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(Failed::from)?
            .block_on(case());
        Ok(())
    })
}
