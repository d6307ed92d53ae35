//! `import`: what is brought in, what is told about bad rows, and that twice is once.
#![allow(clippy::unwrap_used, reason = "a failure ends the test")]

mod support;

use ba360_testkit::needs::{self, Need};
use serde_json::{Value, json};
use std::{
    iter::once,
    process::{Command, ExitCode, Stdio},
};
use support::{Engine, Place, Ran, cases, run};

fn main() -> ExitCode {
    let cases = cases![
        a_file_twice_changes_nothing_and_an_edited_row_changes_one,
        every_kind_of_record_comes_in,
        a_bad_row_is_told_with_its_line_and_hinders_no_other,
        a_forgotten_quote_takes_no_row_along,
        a_value_with_line_breaks_is_one_bad_row_that_names_its_last_line,
        a_row_about_the_same_record_as_an_earlier_one_is_bad_and_twice_changes_nothing,
        a_row_that_names_an_unknown_record_is_bad,
        columns_stand_in_any_order_behind_a_byte_order_mark,
        a_header_that_lacks_or_adds_a_column_is_an_error_that_names_it,
        rows_come_in_batches_and_from_standard_input,
        an_unknown_instance_or_file_is_one_line,
    ];
    let terminal = Engine::Sqlite.need().and(script).trial(
        "sqlite::at_a_terminal_a_bar_shows_how_far_it_is_and_goes",
        || {
            at_a_terminal_a_bar_shows_how_far_it_is_and_goes();
            Ok(())
        },
    );
    run(cases.chain([terminal]))
}

const CONTACTS: &str = "identificador,nombre,idrrss,email,telefono\n";

fn place(engine: Engine) -> Place {
    let place = engine.place();
    place.json(&["instance", "create", "acme"]);
    place
}

fn import(place: &Place, kind: &str, bytes: impl AsRef<[u8]>) -> (i32, Value, String) {
    place.write("file.csv", bytes);
    let ran = place.run(&["import", kind, "file.csv", "--instance", "acme", "--json"]);
    (ran.code, ran.object(), ran.err)
}

fn tally(object: &Value) -> [u64; 4] {
    ["made", "changed", "same", "bad"].map(|name| object[name].as_u64().unwrap())
}

fn a_file_twice_changes_nothing_and_an_edited_row_changes_one(engine: Engine) {
    let place = place(engine);
    let text = format!(
        "{CONTACTS}17.925.916-8,Ana Soto,@ana,ana@correo.example,+56 9 9887 4563\n2-7,Juan Pérez,,,\n"
    );
    let (code, first, err) = import(&place, "contacts", &text);
    assert_eq!((code, tally(&first), err.as_str()), (0, [2, 0, 0, 0], ""));
    assert_eq!(tally(&import(&place, "contacts", &text).1), [0, 0, 2, 0]);
    let edited = text.replace("Juan Pérez", "Juan Pérez Díaz");
    assert_eq!(tally(&import(&place, "contacts", edited).1), [0, 1, 1, 0]);
}

fn every_kind_of_record_comes_in(engine: Engine) {
    let place = place(engine);
    let steps = [
        ("contacts", format!("{CONTACTS}1-9,Ana Soto,,,\n")),
        (
            "accounts",
            "identificador,representante,razon_social,giro,direccion\n76.086.428-5,Ana Soto,Acme SpA,Comercio,Calle 1\n"
                .to_owned(),
        ),
        (
            "memberships",
            "contacto_identificador,cuenta_identificador\n1-9,760864285\n".to_owned(),
        ),
        (
            "cases",
            "numero,contacto_identificador,cuenta_identificador,canal,asunto\n210112-000000,19,76086428-5,Voz,Consulta\n"
                .to_owned(),
        ),
    ];
    for (kind, text) in &steps {
        let (code, first, err) = import(&place, kind, text);
        assert_eq!((code, tally(&first)), (0, [1, 0, 0, 0]), "{kind}: {err}");
        let (code, second, _) = import(&place, kind, text);
        assert_eq!((code, tally(&second)), (0, [0, 0, 1, 0]), "{kind}");
    }
}

fn a_bad_row_is_told_with_its_line_and_hinders_no_other(engine: Engine) {
    let place = place(engine);
    let mut text = format!("{CONTACTS}1-9,Ana,,,\n").into_bytes();
    text.extend_from_slice(b",No Identifier,,,\n");
    text.extend_from_slice(b"3-5,Jos\xe9 in Latin-1,,,\n");
    text.extend_from_slice(b"\n4-3,too,few\n");
    text.extend_from_slice(format!("5-1,{},,,\n", "x".repeat(257)).as_bytes());
    text.extend_from_slice(b"6-K,\"two\nlines\",,,\n");
    text.extend_from_slice(b"7-8,\"never closed,,,\n");
    text.extend_from_slice(b"8-6,Juan,,,\r\n9-4,Eva,,,");
    let (code, object, err) = import(&place, "contacts", &text);
    assert_eq!((code, tally(&object)), (1, [3, 0, 0, 6]), "{err}");
    let lines: Vec<u64> = object["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["line"].as_u64().unwrap())
        .collect();
    assert_eq!(lines, [3, 4, 6, 7, 8, 10], "in the order of the lines");
    for line in [3, 4, 6, 7, 8, 10] {
        assert!(err.contains(&format!("line {line}: ")), "line {line}: {err}");
    }
    assert!(
        !err.contains("No Identifier") && !err.contains("Juan"),
        "a value is in a message: {err}"
    );
    let (_, again, _) = import(&place, "contacts", &text);
    assert_eq!(tally(&again), [0, 0, 3, 6]);
}

fn a_forgotten_quote_takes_no_row_along(engine: Engine) {
    let place = place(engine);
    let text = format!("{CONTACTS}1-9,\"Ana,,,\n2-7,Eva,,,\n3-5,\"Luis\",,,\n");
    let (code, object, err) = import(&place, "contacts", &text);
    assert_eq!((code, tally(&object)), (1, [2, 0, 0, 1]), "{err}");
    let bad = &object["errors"][0];
    assert_eq!(
        (&bad["line"], &bad["code"]),
        (&json!(2), &json!("import_row_quote"))
    );
    let closed = text.replace("\"Ana", "\"Ana\"");
    assert_eq!(tally(&import(&place, "contacts", closed).1), [1, 0, 2, 0]);
}

fn a_value_with_line_breaks_is_one_bad_row_that_names_its_last_line(engine: Engine) {
    let place = place(engine);
    // Whoever may write a name elsewhere must not write rows by it.
    let text = format!("{CONTACTS}1-9,\"Ana\n2-7,Eva,,,\n\",,,\n3-5,Luis,,,\n");
    let (code, object, err) = import(&place, "contacts", &text);
    assert_eq!((code, tally(&object)), (1, [1, 0, 0, 1]), "{err}");
    assert_eq!(object["errors"][0]["code"], "import_row_line_break");
    assert!(err.starts_with("line 2: ") && err.contains("to line 4."), "{err}");
}

fn a_row_about_the_same_record_as_an_earlier_one_is_bad_and_twice_changes_nothing(engine: Engine) {
    let place = place(engine);
    let mut text = format!("{CONTACTS}DD-1,Primero,,,\n,Nadie,,,\n");
    // The repetition stands in another batch.
    for n in 0..600 {
        text += &format!("R{n},Persona,,,\n");
    }
    text += "d.d.1,Segundo,,,\n";
    let (code, first, _) = import(&place, "contacts", &text);
    assert_eq!((code, tally(&first)), (1, [601, 0, 0, 2]));
    let named: Vec<_> = first["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["line"])
        .collect();
    assert_eq!(named, [3, 604]);
    assert_eq!(first["errors"][1]["code"], "row_repeated");
    assert_eq!(tally(&import(&place, "contacts", &text).1), [0, 0, 601, 2]);
}

fn a_row_that_names_an_unknown_record_is_bad(engine: Engine) {
    let place = place(engine);
    let text =
        "numero,contacto_identificador,cuenta_identificador,canal,asunto\n210112-000000,1-9,,Voz,x\nx,,,,\n";
    let (code, object, _) = import(&place, "cases", text);
    assert_eq!((code, tally(&object)), (1, [0, 0, 0, 2]));
    assert_eq!(object["errors"][0]["code"], "contact_unknown");
}

fn columns_stand_in_any_order_behind_a_byte_order_mark(engine: Engine) {
    let place = place(engine);
    let text = "\u{feff}telefono;email;idrrss;nombre;identificador\r\n+56 9 1;a@b.example;;Ana;1-9\r\n";
    assert_eq!(tally(&import(&place, "contacts", text).1), [1, 0, 0, 0]);
    let same = format!("\u{feff}{CONTACTS}1-9,Ana,,a@b.example,+56 9 1\n");
    assert_eq!(tally(&import(&place, "contacts", same).1), [0, 0, 1, 0]);
}

fn a_header_that_lacks_or_adds_a_column_is_an_error_that_names_it(engine: Engine) {
    let place = place(engine);
    for (header, named) in [
        ("identificador,nombre,idrrss,email", "telefono"),
        ("identificador,nombre,idrrss,email,telefono,edad", "edad"),
        ("1-9,Ana,,,", "1-9"),
        ("", "identificador"),
    ] {
        let (code, object, err) = import(&place, "contacts", header);
        assert_eq!((code, err.lines().count()), (1, 1), "{err}");
        assert_eq!(object["error"]["code"], "import_header_bad");
        assert!(err.contains(named), "{err}");
    }
}

fn rows_come_in_batches_and_from_standard_input(engine: Engine) {
    let place = place(engine);
    let mut text = CONTACTS.to_owned();
    for n in 0..1_203 {
        text.push_str(&format!("{n}-x,Persona {n},,,\n"));
    }
    let args = ["import", "contacts", "-", "--instance", "acme", "--json"];
    let ran = place.run_with_input(&args, text.as_bytes());
    assert_eq!(
        (ran.code, tally(&ran.object())),
        (0, [1_203, 0, 0, 0]),
        "{}",
        ran.err
    );
}

fn an_unknown_instance_or_file_is_one_line(engine: Engine) {
    let place = place(engine);
    place.write("file.csv", CONTACTS);
    for (file, instance, code) in [
        ("file.csv", "nobody", "instance_unknown"),
        ("nowhere.csv", "acme", "import_unreadable"),
        (".", "acme", "import_unreadable"),
    ] {
        let ran = place.run(&["import", "contacts", file, "--instance", instance, "--json"]);
        assert_eq!((ran.code, &ran.object()["error"]["code"]), (1, &json!(code)));
        assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    }
}

/// A terminal is what `script` makes. With `BA360_REQUIRE_SCRIPT=1` the case fails without it.
fn script() -> Need {
    let mut script = Command::new("script");
    let there = script
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    match there.is_ok_and(|status| status.success()) {
        true => Need::met(),
        false => Need::missing("script", needs::required("BA360_REQUIRE_SCRIPT")),
    }
}

/// Runs a command at a terminal; all that it says there is its output.
fn at_a_terminal(place: &Place, args: &[&str]) -> Ran {
    let command = place.command(args);
    let words: Vec<_> = once(command.get_program())
        .chain(command.get_args())
        .map(|word| format!("'{}'", word.to_str().unwrap()))
        .collect();
    let set = command
        .get_envs()
        .filter_map(|(name, value)| Some((name, value?)));
    let mut script = Command::new("script");
    script
        .args(["-qec", &words.join(" "), "/dev/null"])
        .env_clear()
        .envs(set)
        .env("PATH", "/usr/bin:/bin")
        .env("TERM", "xterm")
        .current_dir(place.path(""))
        .stdin(Stdio::null());
    Ran::of(&script.output().unwrap())
}

fn at_a_terminal_a_bar_shows_how_far_it_is_and_goes() {
    let place = place(Engine::Sqlite);
    let mut text = format!("{CONTACTS},nobody,,,\n");
    for n in 0..3_000 {
        text += &format!("{n}-x,Persona {n},,,\n");
    }
    place.write("file.csv", text);
    let ran = at_a_terminal(&place, &["import", "contacts", "file.csv", "--instance", "acme"]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    for shown in ["Reading", "Bringing in", " 0/3001", "line 2: "] {
        assert!(ran.out.contains(shown), "{shown}: {:?}", ran.out);
    }
    // It is wiped away before what is said in the end.
    let (_, end) = ran.out.rsplit_once("Bringing in").unwrap();
    assert!(end.contains("\u{1b}[2K") && end.contains("3000"), "{end:?}");
}
