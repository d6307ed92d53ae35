//! `import` interrupted: what a killed and a stopped run leave, where the next one goes on, and what it all holds in
//! memory.
#![allow(clippy::unwrap_used, reason = "a failure ends the test")]

mod support;

use ba360_core::record::{Contact, ContactId, PageRequest, PageSize};
use ba360_diesel::{Database, Options};
use serde_json::Value;
use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    os::unix::process::ExitStatusExt as _,
    process::{Child, ChildStderr, Stdio},
};
use support::{Place, Ran, signal};

const HEADER: &str = "identificador,nombre,idrrss,email,telefono\n";
const IMPORT: [&str; 6] = ["import", "contacts", "file.csv", "--instance", "acme", "--json"];
/// The rows of one transaction.
const BATCH: u64 = 1_000;

/// A place with a file of so many rows. Row 2,400 is bad, which tells when its batch was brought in, and the last
/// row repeats the tenth.
fn place(rows: u64) -> Place {
    let place = Place::new();
    place.json(&["instance", "create", "acme"]);
    place.write("file.csv", file(rows));
    place
}

fn file(rows: u64) -> String {
    let mut text = HEADER.to_owned();
    for row in 1..=rows {
        let identifier = match row {
            2_400 => String::new(),
            row if row == rows => "R-10".to_owned(),
            row => format!("R{row}"),
        };
        text += &format!("{identifier},Persona {row},,p{row}@correo.example,\n");
    }
    text
}

/// An import at work, of which row 2,400 was told.
fn at_work(place: &Place, args: &[&str]) -> (Child, BufReader<ChildStderr>) {
    let mut child = place
        .command(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut err = BufReader::new(child.stderr.take().unwrap());
    if args.contains(&"-") {
        let bytes = std::fs::read(place.path("file.csv")).unwrap();
        child.stdin.take().unwrap().write_all(&bytes).unwrap();
    }
    let mut line = String::new();
    while !line.starts_with("line 2401: ") {
        line.clear();
        assert!(err.read_line(&mut line).unwrap() > 0, "it ended too early");
    }
    (child, err)
}

/// Ends an import by a signal once row 2,400 was told.
fn interrupted(place: &Place, args: &[&str], name: &str) -> Ran {
    let (child, mut err) = at_work(place, args);
    assert!(signal(&child, name));
    let mut rest = String::new();
    err.read_to_string(&mut rest).unwrap();
    let output = child.wait_with_output().unwrap();
    Ran {
        err: rest,
        ..Ran::of(&output)
    }
}

fn number(object: &Value, name: &str) -> u64 {
    object[name]
        .as_u64()
        .unwrap_or_else(|| panic!("{name}: {object}"))
}

fn tally(object: &Value) -> [u64; 4] {
    ["made", "changed", "same", "bad"].map(|name| number(object, name))
}

/// The rows from which and to which a run went; every one of them was counted.
fn range(object: &Value) -> (u64, u64) {
    let (from, to) = (number(object, "from_row"), number(object, "to_row"));
    assert_eq!(tally(object).iter().sum::<u64>(), to + 1 - from, "{object}");
    (from, to)
}

fn named(object: &Value) -> Vec<(u64, &str)> {
    let errors = object["errors"].as_array().unwrap();
    errors
        .iter()
        .map(|error| (number(error, "line"), error["code"].as_str().unwrap()))
        .collect()
}

/// Every contact of the first instance, as it is kept.
fn contacts(place: &Place) -> Vec<Contact> {
    let url = format!("sqlite:{}", place.data().join("ba360.db").display());
    let database = Database::open(&url.parse().unwrap(), Options::default()).unwrap();
    let stores = database.stores();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let contacts = runtime.block_on(async {
        let instance = stores.instances.all().await.unwrap()[0].id;
        let page = PageRequest::first(PageSize::Ten);
        let mut contacts = Vec::new();
        while let Some(file) = {
            let next = ContactId((contacts.len() + 1).to_string());
            stores.records.contact(instance, &next, page).await.unwrap()
        } {
            contacts.push(file.contact);
        }
        contacts
    });
    database.close();
    contacts
}

#[test]
fn a_killed_import_goes_on_and_leaves_what_an_uninterrupted_one_leaves() {
    let rows = 8_000;
    let killed = place(rows);
    let (mut child, _err) = at_work(&killed, &IMPORT);
    child.kill().unwrap();
    assert_eq!(child.wait().unwrap().signal(), Some(9), "it had ended");

    let ran = killed.run(&IMPORT);
    let object = ran.object();
    let (from, to) = range(&object);
    // The batch of row 2,400 is the third; at least the two before it are noted.
    assert!(from > 2 * BATCH && (from - 1) % BATCH == 0, "{object}");
    assert_eq!((number(&object, "rows"), to), (rows, rows));
    assert!(
        ran.err
            .starts_with(&format!("Going on behind row {} of {rows}", from - 1))
    );
    let [made, changed, same, bad] = tally(&object);
    assert!(made > 0 && changed == 0 && same <= 2 * BATCH, "{object}");
    // What is repeated stands in the part that was skipped, and is known all the same.
    assert_eq!(named(&object).last(), Some(&(rows + 1, "row_repeated")));
    assert_eq!((ran.code, bad), (1, if from > 2_400 { 1 } else { 2 }));

    let whole = place(rows);
    let object = whole.run(&IMPORT).object();
    assert_eq!((tally(&object), range(&object)), ([rows - 2, 0, 0, 2], (1, rows)));
    let kept = contacts(&killed);
    assert_eq!(kept.len() as u64, rows - 2);
    assert!(kept == contacts(&whole), "the two differ");
    // It has ended, so the next import looks at every row again.
    let object = killed.run(&IMPORT).object();
    assert_eq!((tally(&object), range(&object)), ([0, 0, rows - 2, 2], (1, rows)));
}

#[test]
fn a_signal_lets_the_batch_finish_and_tells_where_to_go_on() {
    let rows = 6_000;
    let from_input = IMPORT.map(|arg| if arg == "file.csv" { "-" } else { arg });
    // A file is the same import wherever its bytes come from.
    for (name, status, first, second) in [
        ("TERM", 143, IMPORT, from_input),
        ("INT", 130, from_input, IMPORT),
    ] {
        let place = place(rows);
        let stopped = interrupted(&place, &first, name);
        let object = stopped.object();
        let (from, to) = range(&object);
        assert_eq!((stopped.code, from), (status, 1), "{}", stopped.err);
        assert!(to < rows && to % BATCH == 0 && to >= 3 * BATCH, "{object}");
        assert!(
            stopped
                .err
                .contains(&format!("Interrupted behind row {to} of {rows}")),
            "{}",
            stopped.err
        );
        let before = tally(&object);
        assert_eq!(named(&object), [(2_401, "row_without_identifier")]);

        let ran = match second.contains(&"-") {
            true => place.run_with_input(&second, file(rows).as_bytes()),
            false => place.run(&second),
        };
        let object = ran.object();
        assert_eq!(
            range(&object),
            (to + 1, rows),
            "not a row twice, and none left out"
        );
        let after = tally(&object);
        assert_eq!([before[0] + after[0], before[3] + after[3]], [rows - 2, 2]);
        assert_eq!(named(&object), [(rows + 1, "row_repeated")]);
    }
}

#[test]
fn another_file_another_kind_and_from_start_begin_with_the_first_row() {
    let rows = 6_000;
    let place = place(rows);
    let (_, to) = range(&interrupted(&place, &IMPORT, "TERM").object());
    let begun = |args: &[&str]| range(&place.run(args).object()).0;

    place.json(&["instance", "create", "other", "--host", "other.example"]);
    let elsewhere = IMPORT.map(|arg| if arg == "acme" { "other" } else { arg });
    assert_eq!(begun(&elsewhere), 1, "another instance");
    place.write("file.csv", file(rows).replacen("Persona 7,", "Persona Siete,", 1));
    assert_eq!(begun(&IMPORT), 1, "a file that was changed");

    place.write("file.csv", file(rows));
    let object = place.run(&[&IMPORT[..], &["--from-start"]].concat()).object();
    assert_eq!(range(&object), (1, rows));
    // The changed file had brought the rest in; what it had changed is changed back.
    assert_eq!(tally(&object), [0, 1, rows - 3, 2]);
    assert!(to < rows);
    assert_eq!(begun(&IMPORT), 1, "it had ended");
}

#[test]
fn two_imports_of_one_file_at_once_bring_every_row_in_once() {
    let rows = 5_000;
    let place = place(rows);
    let children = [(), ()].map(|()| {
        place
            .command(&IMPORT)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    });
    let made: u64 = children
        .map(|child| {
            let ran = Ran::of(&child.wait_with_output().unwrap());
            let object = ran.object();
            assert_eq!((ran.code, range(&object).1), (1, rows), "{}", ran.err);
            tally(&object)[0]
        })
        .iter()
        .sum();
    assert_eq!(made, rows - 2);
    let object = place.run(&IMPORT).object();
    assert_eq!((tally(&object), range(&object)), ([0, 0, rows - 2, 2], (1, rows)));
}

/// The most memory that an import of so many rows held, in KiB. Every row has an identifier of its own, and a value
/// that cannot be, so that little time goes into saving.
#[cfg(target_os = "linux")]
fn peak(rows: u64) -> u64 {
    let place = Place::new();
    place.json(&["instance", "create", "acme"]);
    let mut text = HEADER.to_owned();
    for row in 0..rows {
        text += &format!("R{row},Persona\u{1} {row},,,\n");
    }
    place.write("file.csv", text);
    let mut child = place
        .command(&IMPORT)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait().unwrap().is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        if let Some(kib) = line.and_then(|line| line.trim().strip_suffix(" kB")) {
            peak = kib.parse().unwrap();
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    let object = Ran::of(&child.wait_with_output().unwrap()).object();
    assert_eq!(tally(&object), [0, 0, 0, rows]);
    peak
}

#[cfg(target_os = "linux")]
#[test]
fn many_rows_need_no_more_memory_than_few() {
    // A set of the identities would take more than 3 MiB.
    let (few, many) = (peak(2_000), peak(200_000));
    assert!(few > 1_024, "{few} KiB is no program");
    assert!(
        many < few + 2 * 1_024,
        "{few} KiB for few rows, {many} KiB for many"
    );
}
