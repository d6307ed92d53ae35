//! An import that is stopped by a signal, and which import it is that goes on.

use crate::{
    rows::{BATCH, IMPORT, at_work, file, named, place, range, tally},
    support::{Engine, Place, Ran, cases, signal},
};
use libtest_mimic::Trial;
use std::{io::Read as _, process::Stdio};

pub(crate) fn trials() -> impl Iterator<Item = Trial> {
    cases![
        a_signal_lets_the_batch_finish_and_tells_where_to_go_on,
        another_file_another_kind_and_from_start_begin_with_the_first_row,
        two_imports_of_one_file_at_once_bring_every_row_in_once,
    ]
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

fn a_signal_lets_the_batch_finish_and_tells_where_to_go_on(engine: Engine) {
    let rows = 6_000;
    let from_input = IMPORT.map(|arg| if arg == "file.csv" { "-" } else { arg });
    // A file is the same import wherever its bytes come from.
    for (name, status, first, second) in [
        ("TERM", 143, IMPORT, from_input),
        ("INT", 130, from_input, IMPORT),
    ] {
        let place = place(engine, rows);
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

fn another_file_another_kind_and_from_start_begin_with_the_first_row(engine: Engine) {
    let rows = 6_000;
    let place = place(engine, rows);
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

fn two_imports_of_one_file_at_once_bring_every_row_in_once(engine: Engine) {
    let rows = 5_000;
    let place = place(engine, rows);
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
