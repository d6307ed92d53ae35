//! What an import holds in memory, however long it is.

use crate::{
    rows::{HEADER, IMPORT, place_with, tally},
    support::{Engine, Ran, cases},
};
use libtest_mimic::Trial;
use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Stdio},
    thread::sleep,
    time::Duration,
};

pub(crate) fn trials() -> impl Iterator<Item = Trial> {
    cases![
        many_bad_rows_need_no_more_memory_than_few,
        many_good_rows_need_no_more_memory_than_few,
    ]
}

fn many_bad_rows_need_no_more_memory_than_few(engine: Engine) {
    // A value that cannot be, so that little time goes into saving.
    let peak = |rows| {
        let (peak, tally) = peak(engine, rows, |row| format!("R{row},Persona\u{1} {row},,,\n"));
        assert_eq!(tally, [0, 0, 0, rows]);
        peak
    };
    // A set of the identities would take more than 3 MiB.
    let (few, many) = (peak(2_000), peak(200_000));
    assert!(
        many < few + 2 * 1_024,
        "{few} KiB for few rows, {many} KiB for many"
    );
}

fn many_good_rows_need_no_more_memory_than_few(engine: Engine) {
    // With the first rows grows what SQLite keeps of its file, up to 32 MB for the one that writes.
    let few = match engine {
        Engine::Sqlite => 60_000,
        Engine::Postgres => 20_000,
    };
    let more = 30_000;
    let grown = grown(engine, few, few + more);
    // A hundred bytes of each row would be too much.
    assert!(
        grown * 1_024 < more * 100,
        "{grown} KiB for {more} rows behind {few}"
    );
}

/// The most memory that an import of so many rows held, in KiB, and what became of them. Every row has an identifier of
/// its own.
fn peak(engine: Engine, rows: u64, row: impl Fn(u64) -> String) -> (u64, [u64; 4]) {
    let mut text = HEADER.to_owned();
    (0..rows).for_each(|number| text += &row(number));
    let place = place_with(engine, text);
    let child = place
        .command(&IMPORT)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let (peak, ran) = ended(child);
    (peak, tally(&ran.object()))
}

/// By how many KiB the most memory that an import has held grows behind the first so many of its rows.
fn grown(engine: Engine, first: u64, rows: u64) -> u64 {
    let mut text = HEADER.to_owned();
    for row in 1..=rows {
        // The last of the first is bad, which tells when they are in.
        let identifier = if row == first {
            String::new()
        } else {
            format!("R{row}")
        };
        text += &format!("{identifier},Persona {row} Soto,,p{row}@correo.example,+56 9 {row:08}\n");
    }
    let place = place_with(engine, text);
    let mut child = place
        .command(&IMPORT)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut err = BufReader::new(child.stderr.take().unwrap());
    err.read_line(&mut line).unwrap();
    assert!(line.starts_with(&format!("line {}: ", first + 1)), "{line}");
    let before = held(&child).unwrap();
    let (peak, ran) = ended(child);
    assert_eq!(tally(&ran.object()), [rows - 1, 0, 0, 1]);
    peak - before
}

/// The most memory that a process held until its end, in KiB, and what it did.
fn ended(mut child: Child) -> (u64, Ran) {
    let mut peak = 0;
    while child.try_wait().unwrap().is_none() {
        peak = held(&child).unwrap_or(peak);
        sleep(Duration::from_millis(1));
    }
    assert!(peak > 1_024, "{peak} KiB is no program");
    (peak, Ran::of(&child.wait_with_output().unwrap()))
}

/// The most memory that a process has held so far, in KiB.
fn held(child: &Child) -> Option<u64> {
    let text = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}
