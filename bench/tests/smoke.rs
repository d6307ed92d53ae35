//! What needs no database server: pages, logins and refusals. The databases are in `databases.rs`.

use ba360_bench::{logins, refusals, report};
use std::fs;

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

#[test]
fn logins_are_told_beside_argon2_alone() {
    let told = logins::run(1, 2).unwrap();
    assert_eq!(told.callers, 2);
    assert!(
        told.logins_per_second > 0.0 && told.hashes_per_second > 0.0,
        "{told:?}"
    );
    assert_eq!(told.ratio, told.logins_per_second / told.hashes_per_second);
}
