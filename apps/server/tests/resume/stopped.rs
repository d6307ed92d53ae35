//! An import that is stopped by a signal, and which import it is that goes on.

use crate::{
    rows::{BATCH, HEADER, IMPORT, at_work, file, named, place, place_with, range, tally},
    support::{Engine, Place, Ran, cases, signal},
};
use libtest_mimic::Trial;
use serde_json::json;
use std::{io::Read as _, process::Stdio, thread::sleep, time::Duration};

pub(crate) fn trials() -> impl Iterator<Item = Trial> {
    cases![
        a_signal_lets_the_batch_finish_and_tells_where_to_go_on,
        another_file_another_kind_and_from_start_begin_with_the_first_row,
        two_imports_of_one_file_at_once_bring_every_row_in_once,
        bad_rows_before_an_interruption_are_not_forgotten_at_the_end,
        an_interrupted_import_without_bad_rows_ends_well,
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

fn bad_rows_before_an_interruption_are_not_forgotten_at_the_end(engine: Engine) {
    let rows = 6_000;
    // The ties before those whom they tie.
    let (mut ties, mut contacts) = (
        "contacto_identificador,cuenta_identificador\n".to_owned(),
        HEADER.to_owned(),
    );
    for row in 1..=rows {
        ties += &format!("R{row},A1\n");
        contacts += &format!("R{row},Persona {row},,,\n");
    }
    let place = place_with(engine, contacts);
    place.write("ties.csv", ties);
    place.write(
        "accounts.csv",
        "identificador,representante,razon_social,giro,direccion\nA1,,Acme,,\n",
    );
    let import = |kind, file| ["import", kind, file, "--instance", "acme", "--json"];
    let (ties, accounts) = (
        import("memberships", "ties.csv"),
        import("accounts", "accounts.csv"),
    );
    let object = interrupted(&place, &ties, "INT").object();
    let (from, to) = range(&object);
    assert_eq!(
        (from, tally(&object)[3], &object["bad_before"]),
        (1, to, &json!(false))
    );
    for import in [accounts, IMPORT] {
        assert_eq!(place.run(&import).code, 0);
    }

    let ran = place.run(&ties);
    let object = ran.object();
    assert_eq!(
        (range(&object), tally(&object)),
        ((to + 1, rows), [rows - to, 0, 0, 0])
    );
    assert_eq!(
        (ran.code, &object["bad_before"]),
        (1, &json!(true)),
        "{}",
        ran.err
    );
    assert!(
        ran.err.contains(&format!("Up to row {to} there were bad rows")),
        "{}",
        ran.err
    );

    // It has ended, so what was refused is looked at again.
    let ran = place.run(&ties);
    let object = ran.object();
    assert_eq!(
        (range(&object), tally(&object)),
        ((1, rows), [to, 0, rows - to, 0])
    );
    assert_eq!(
        (ran.code, &object["bad_before"]),
        (0, &json!(false)),
        "{}",
        ran.err
    );
}

fn an_interrupted_import_without_bad_rows_ends_well(engine: Engine) {
    let rows = 8_000;
    let mut text = HEADER.to_owned();
    (1..=rows).for_each(|row| text += &format!("R{row},Persona {row},,,\n"));
    let place = place_with(engine, text);
    let child = place
        .command(&IMPORT)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    while place.value("select coalesce(max(rows_done), 0) from imports") == "0" {
        sleep(Duration::from_millis(5));
    }
    assert!(signal(&child, "TERM"));
    let stopped = Ran::of(&child.wait_with_output().unwrap());
    assert_eq!(stopped.code, 143, "{}", stopped.err);
    let (_, to) = range(&stopped.object());

    let ran = place.run(&IMPORT);
    let object = ran.object();
    assert_eq!(
        (range(&object), tally(&object)),
        ((to + 1, rows), [rows - to, 0, 0, 0])
    );
    assert_eq!(
        (ran.code, &object["bad_before"]),
        (0, &json!(false)),
        "{}",
        ran.err
    );
}
