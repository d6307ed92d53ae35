//! What an import holds in memory, however long it is.

use crate::{
    rows::{HEADER, IMPORT, place_with, tally},
    support::{Engine, Ran, cases},
};
use libtest_mimic::Trial;

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
    let peak = |rows| {
        let (peak, tally) = peak(engine, rows, |row| {
            format!("R{row},Persona {row} Soto,,p{row}@correo.example,+56 9 {row:08}\n")
        });
        assert_eq!(tally, [rows, 0, 0, 0]);
        peak
    };
    // What SQLite keeps of its file grows meanwhile, up to 32 MB for the one that writes. A few hundred bytes of each row
    // would be too much beside it.
    let (few, many) = (peak(2_000), peak(20_000));
    assert!(many * 2 < few * 3, "{few} KiB for few rows, {many} KiB for many");
}

/// The most memory that an import of so many rows held, in KiB, and what became of them. Every row has an identifier of
/// its own.
fn peak(engine: Engine, rows: u64, row: impl Fn(u64) -> String) -> (u64, [u64; 4]) {
    let mut text = HEADER.to_owned();
    (0..rows).for_each(|number| text += &row(number));
    let place = place_with(engine, text);
    let mut child = place
        .command(&IMPORT)
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
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
    assert!(peak > 1_024, "{peak} KiB is no program");
    let object = Ran::of(&child.wait_with_output().unwrap()).object();
    (peak, tally(&object))
}
