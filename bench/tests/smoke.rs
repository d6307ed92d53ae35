//! The whole chain on a few records: fill, measure, report.

use ba360_bench::{
    Backend, Machine, Places, Sink,
    data::Dataset,
    refusals, report,
    search::{self, Budget},
};
use std::{fs, time::Duration};

const BUDGET: Budget = Budget {
    time: Duration::from_millis(1),
    calls: 3,
};

#[test]
fn a_small_database_is_filled_measured_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let places = Places::new(Some(folder.path().join("kept")), None).unwrap();
    let set = Dataset::new(1, 200);
    let mut machine = Machine::here(["bench".to_owned()], set.seed());
    machine.databases = places.versions(&[Backend::Sqlite]).unwrap();
    let mut sink = Sink::in_folder(&out, &machine).unwrap();
    let mut run = |expected: bool| {
        let filled = std::cell::Cell::new(false);
        let say = |text: &str| filled.set(filled.get() | text.contains("filled"));
        search::run(&places, Backend::Sqlite, &set, BUDGET, &mut sink, &say).unwrap();
        assert_eq!(filled.get(), expected);
    };
    run(true);
    // What is complete is not filled again.
    run(false);

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
        "`naive_like`",
        "(images/plot.svg)",
        "SQLite 3.",
        "contacts a second",
    ] {
        assert!(written.contains(wanted), "{wanted} is not in:\n{written}");
    }
    let plot = fs::read_to_string(folder.path().join("images/plot.svg")).unwrap();
    assert!(plot.starts_with("<svg") && plot.ends_with("</svg>\n"));
    assert_eq!(plot.matches("class=\"dot\"").count(), 8);
}

#[test]
fn a_page_without_marks_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("page.md");
    fs::write(&page, "no marks").unwrap();
    assert!(
        report::write_page(
            &report::Figures::default(),
            &page,
            &folder.path().join("plot.svg")
        )
        .is_err()
    );
    assert_eq!(fs::read_to_string(&page).unwrap(), "no marks");
}

#[test]
fn every_pair_of_refusals_is_told() {
    let mut told = Vec::new();
    refusals::run(3, &mut |pair| {
        told.push(serde_json::to_value(pair)?);
        Ok(())
    })
    .unwrap();
    let names: Vec<_> = told
        .iter()
        .map(|pair| ["attack", "first", "second"].map(|name| pair[name].as_str().unwrap()))
        .collect();
    assert_eq!(
        names,
        [
            ["M1", "unknown user", "wrong password"],
            ["M2", "unknown company", "wrong clientkey"],
            ["M2", "unknown company", "wrong secretkey"],
            ["control", "wrong password", "wrong password"],
        ]
    );
    for pair in &told {
        assert_eq!(pair["samples"], 3);
        for name in ["first_median_us", "second_median_us"] {
            assert!(pair[name].as_f64().unwrap() > 0.0, "{pair}");
        }
        for name in ["difference_percent", "t_trimmed", "t_untrimmed"] {
            assert!(pair[name].is_f64(), "{pair}");
        }
    }
}
