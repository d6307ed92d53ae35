//! A PostgreSQL that goes away while an import is at work.

use crate::{
    rows::{IMPORT, at_work, contacts, contacts_at, file, place, range, tally},
    support::{Engine, Place, Postmaster, Ran},
};
use libtest_mimic::Trial;
use std::{
    io::Read as _,
    process::{Command, Stdio},
    thread::sleep,
    time::Duration,
};

pub(crate) fn trial() -> Trial {
    let need = Engine::Postgres.need().and(Postmaster::need);
    need.trial(
        "postgres::an_import_whose_database_goes_away_tells_the_row_behind_which_the_next_goes_on",
        || {
            an_import_whose_database_goes_away_tells_the_row_behind_which_the_next_goes_on();
            Ok(())
        },
    )
}

fn an_import_whose_database_goes_away_tells_the_row_behind_which_the_next_goes_on() {
    let rows = 8_000;
    let postmaster = Postmaster::start();
    let url = postmaster.url();
    let on = |args: &[&'static str]| [args, &["--database-url", &url]].concat();
    let left = Place::new();
    left.json(&on(&["migrate"]));
    left.json(&on(&["instance", "create", "acme"]));
    left.write("file.csv", file(rows));

    let (child, mut err) = at_work(&left, &on(&IMPORT));
    // Somebody else holds the contacts, so that it goes away while a batch is brought in.
    let hold = "begin; lock table contacts in exclusive mode; select pg_sleep(600)";
    let mut holder = psql(&url, hold).spawn().unwrap();
    while told(&url, "select count(*) from pg_locks where not granted") != "1" {
        sleep(Duration::from_millis(10));
    }
    postmaster.down();
    holder.wait().unwrap();
    let mut said = String::new();
    err.read_to_string(&mut said).unwrap();
    let ran = Ran::of(&child.wait_with_output().unwrap());
    assert_eq!(ran.code, 1, "{said}");
    assert_eq!(ran.object()["error"]["code"], "store_unavailable", "{said}");
    let (_, behind) = said.split_once("Interrupted behind row ").expect(&said);
    let (behind, _) = behind.split_once(' ').unwrap();
    let behind: u64 = behind.parse().unwrap();

    postmaster.up();
    let ran = left.run(&on(&IMPORT));
    assert!(
        ran.err
            .starts_with(&format!("Going on behind row {behind} of {rows}")),
        "{said}{}",
        ran.err
    );
    let object = ran.object();
    assert_eq!(range(&object), (behind + 1, rows));
    // Nothing of the batch that was under way is there.
    assert_eq!(tally(&object), [rows - behind - 1, 0, 0, 1], "{}", ran.err);

    let whole = place(Engine::Postgres, rows);
    whole.run(&IMPORT);
    let expected = contacts(Engine::Postgres, &whole);
    assert!(contacts_at(&url) == expected.all, "the two differ");
    assert_eq!(told(&url, "select count(*) from match_keys"), expected.keys);
}

fn psql(url: &str, sql: &str) -> Command {
    let mut command = Command::new("psql");
    command
        .args([
            "--no-psqlrc",
            "--quiet",
            "--no-align",
            "--tuples-only",
            "--dbname",
            url,
            "--command",
            sql,
        ])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

fn told(url: &str, sql: &str) -> String {
    let output = psql(url, sql).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}
