//! The whole chain on a few records, on each engine: fill, measure, report.
#![allow(
    clippy::unwrap_used,
    reason = "what a test cannot go on without, it fails for"
)]

use ba360_bench::{
    Backend, Machine, Places, Sink,
    data::Dataset,
    fill, report,
    search::{self, Budget},
};
use ba360_testkit::{
    needs::Need,
    postgres::{Cluster, TestDatabase, Way},
};
use libtest_mimic::{Arguments, Trial};
use std::{cell::Cell, fs, process::ExitCode, time::Duration};

const BUDGET: Budget = Budget {
    time: Duration::from_millis(1),
    calls: 3,
};
/// More than two batches of an import, so that one is noted while another comes.
const CONTACTS: u64 = 2_100;
/// As a small benchmark prints it.
const MICRO: &str = "\
link                 fastest       │ slowest       │ median        │ mean          │ samples │ iters
├─ floor_parse                     │               │               │               │         │
│  ╰─ 1 new, raw     310.4 ns      │ 1.101 µs      │ 318.2 ns      │ 320 ns        │ 1000    │ 16000
╰─ parse                           │               │               │               │         │
   ╰─ 1 new, raw     300 ns        │ 1.2 µs        │ 310.4 ns      │ 312 ns        │ 1000    │ 16000
";

fn main() -> ExitCode {
    let trials = Backend::ALL.map(|backend| {
        let name = format!("{backend}: a_small_database_is_filled_measured_and_told").to_lowercase();
        need(backend).trial(name, move || {
            a_small_database_is_filled_measured_and_told(backend);
            Ok(())
        })
    });
    let trials: Vec<Trial> = trials.into();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn need(backend: Backend) -> Need {
    match backend {
        Backend::Sqlite => Need::met(),
        Backend::Postgres if cfg!(feature = "postgres") => Cluster::need(Way::Direct),
        Backend::Postgres => Need::missing("the feature `postgres`", Cluster::is_required()),
    }
}

/// A server on which the benchmark makes its database; that one goes with this, since it can be somebody's own server.
struct Given(TestDatabase);

impl Given {
    fn new() -> Self {
        let given = Self(Cluster::given().unwrap().database());
        given.sweep();
        given
    }

    fn sweep(&self) {
        self.0.sql(&format!(
            "drop database if exists ba360_bench_{CONTACTS} with (force)"
        ));
    }
}

impl Drop for Given {
    fn drop(&mut self) {
        self.sweep();
    }
}

fn a_small_database_is_filled_measured_and_told(backend: Backend) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let given = (backend == Backend::Postgres).then(Given::new);
    let address = given.as_ref().map(|given| given.0.url());
    let places = Places::new(Some(folder.path().join("kept")), address.as_deref()).unwrap();
    let set = Dataset::new(1, CONTACTS);
    let mut machine = Machine::here(["bench".to_owned()], set.seed());
    machine.databases = places.versions(&[backend]).unwrap();
    // As processes of their own would, each has a file of its own.
    let run = |measured: bool, expected: [&str; 3]| {
        let mut sink = Sink::in_folder(&out, &machine).unwrap();
        let told = ["filled", "complete already", "measuring"].map(|wanted| (wanted, Cell::new("")));
        let say = |text: &str| {
            let of = told.iter().filter(|(wanted, _)| text.contains(wanted));
            of.for_each(|(wanted, told)| told.set(wanted));
        };
        match measured {
            true => search::run(&places, backend, &set, BUDGET, &mut sink, &say).unwrap(),
            false => fill::run(&places, backend, &set, &mut sink, &say).unwrap(),
        }
        assert_eq!(told.map(|(_, told)| told.get()), expected);
    };
    run(false, ["filled", "", ""]);
    // What is complete is not filled again.
    run(true, ["", "complete already", "measuring"]);
    fs::write(out.join("micro.txt"), MICRO).unwrap();

    let figures = report::read(&[out]).unwrap();
    let page = folder.path().join("page.md");
    fs::write(
        &page,
        "before\n<!-- figures: begin -->old<!-- figures: end -->\nafter\n",
    )
    .unwrap();
    report::write_page(&figures, &page, &folder.path().join("images/plot.svg")).unwrap();
    let written = fs::read_to_string(&page).unwrap();
    assert!(written.starts_with("before\n") && written.ends_with("-->\nafter\n") && !written.contains("old"));
    for wanted in [
        "`exact_phone`",
        "`floor_contact`",
        "`naive_like`",
        "(images/plot.svg)",
        &machine.databases[0],
        "contacts a second",
        "| accounts a second | memberships a second | cases a second |",
        "| link: parse: 1 new, raw | 310 ns | 318 ns | 0.98 |",
        "0.98 × (310 ns beside 318 ns; 1 new, raw) | yes |",
    ] {
        assert!(written.contains(wanted), "{wanted} is not in:\n{written}");
    }
    let plot = fs::read_to_string(folder.path().join("images/plot.svg")).unwrap();
    assert!(plot.starts_with("<svg") && plot.ends_with("</svg>\n"));
    assert_eq!(plot.matches("class=\"dot\"").count(), 8);
}
