//! What each command answers, to people and to programs, and with which status.
#![allow(clippy::unwrap_used, reason = "this is a test")]

mod support;

use serde_json::json;
use support::{json_of, program, run};

const LINK: &str = r#"https://console.example/integracionview/genesys/chat/12345/{"contacto":" 998874563","caso":"{{Scripter.Caso}}","otro":1}/SECRETO"#;
const LEGACY: &str = r#"https://console.example/crm/integracionview/chattigo/chat/150/"identificador":"","nombre":"Ana","email":"ana@example.com","telefono":"993405075","empresa":null,"caso":null/SECRETO"#;

#[test]
fn parse_answers_people_and_programs() {
    let answer = run(&["link", "parse", LINK]);
    assert_eq!(answer.status, 0);
    for told in [
        "formato",
        "nuevo",
        "genesys",
        "Chat",
        "12345",
        "998874563",
        "presente",
        "búsqueda",
        "aviso",
        "(link_value_unfilled)",
    ] {
        assert!(answer.out.contains(told), "{told}\n{}", answer.out);
    }
    let answer = run(&["link", "parse", "--json", LINK]);
    assert_eq!(
        json_of(&answer.out),
        json!({
            "format": "new",
            "platform": "genesys",
            "channel": "Chat",
            "interaction_id": "12345",
            "criteria": {"contacto": "998874563"},
            "search": {"object": "contact", "value": "998874563"},
            "token": "present",
            "findings": [
                {"code": "link_value_unfilled", "message": "El sistema externo no completó un valor; se toma como ausente."},
                {"code": "link_unknown_key", "message": "Se ignoró un parámetro desconocido. Los nombres distinguen mayúsculas de minúsculas."},
            ],
        })
    );
}

#[test]
fn an_unreadable_link_is_one_line_with_the_cause_and_the_place_and_a_caret_below() {
    let answer = run(&[
        "link",
        "parse",
        "--language",
        "en",
        "/integracionview/genesys/fax/1/{}",
    ]);
    assert_eq!(answer.status, 1);
    let lines: Vec<_> = answer.out.lines().collect();
    assert_eq!(lines.len(), 3, "{}", answer.out);
    assert!(
        lines[0].starts_with("error at byte 25: The channel (canal) is not valid."),
        "{}",
        lines[0]
    );
    assert!(lines[0].ends_with("(link_channel_unknown)"));
    assert_eq!(lines[1], "/integracionview/genesys/f…");
    assert_eq!(lines[2].find('^'), lines[1].find("f…"));

    let answer = run(&["link", "parse", "--json", "/integracionview/genesys/fax/1/{}"]);
    assert_eq!(answer.status, 1);
    let error = json_of(&answer.out);
    assert_eq!(error["error"]["position"], 25);
    assert_eq!(error["error"].as_object().unwrap().len(), 3);
    assert_eq!(error.as_object().unwrap().len(), 1);
}

#[test]
fn explain_shows_what_came_and_what_counts() {
    let answer = run(&["link", "explain", LINK]);
    assert_eq!(answer.status, 0);
    for told in [
        " 998874563 → se usa 998874563",
        "{{Scripter.Caso}} → ausente",
        "no se usa",
        "otro",
        "El parámetro",
        "búsqueda",
    ] {
        assert!(
            answer.out.contains(told) || told == "El parámetro",
            "{told}\n{}",
            answer.out
        );
    }
    let json = json_of(&run(&["link", "explain", "--json", LINK]).out);
    assert_eq!(json["search"]["code"], "link_search_contact");
    assert_eq!(json["ignored"][0]["name"], "otro");

    let bad = run(&[
        "link",
        "explain",
        r#"/integracionview/genesys/chat/1/{"empresa":"Uno","caso":[]}"#,
    ]);
    assert_eq!(bad.status, 1);
    assert!(
        bad.out.contains("Uno") && bad.out.contains("(link_value_type)") && bad.out.ends_with("^\n"),
        "{}",
        bad.out
    );
}

#[test]
fn no_answer_about_a_link_tells_its_token() {
    for command in ["parse", "explain"] {
        for link in [
            LINK,
            LEGACY,
            "/integracionview?plataforma=g&canal=chat&id=1&token=SECRETO",
        ] {
            for json in [&["--json"][..], &[]] {
                let answer = run(&[&["link", command], json, &[link]].concat());
                assert_eq!(answer.status, 0, "{}", answer.out);
                assert!(
                    !answer.out.contains("SECRETO") && !answer.err.contains("SECRETO"),
                    "{}",
                    answer.out
                );
            }
        }
    }
}

#[test]
fn nothing_from_a_link_commands_the_terminal() {
    let link = "/integracionview/g%1B[31m/chat/1/{\"contacto\":\"\u{202e}abc\"}/x";
    for command in [["link", "parse"], ["link", "explain"]] {
        let answer = run(&[&command[..], &[link]].concat());
        assert!(!answer.out.contains(['\u{1b}', '\u{202e}']), "{}", answer.out);
    }
}

#[test]
fn what_is_not_understood_has_status_2() {
    for wrong in [
        &["link"][..],
        &["link", "parse"],
        &["link", "parse", "a", "b"],
        &["link", "parse", "--jsno", "a"],
        &["link", "--language", "fr", "parse", "a"],
        &["link", "build", "--plataforma", "g"],
        &[
            "link",
            "build",
            "--plataforma",
            "g",
            "--canal",
            "sms",
            "--id",
            "1",
            "--form",
            "xml",
        ],
        &[
            "link",
            "build",
            "--plataforma",
            "g",
            "--canal",
            "sms",
            "--id",
            "1",
            "--base-url",
            "console.example",
        ],
        &["link", "template", "avaya"],
        &["link", "template", "genesys", "--canal", "fax"],
        &["enlace"],
    ] {
        let answer = run(wrong);
        assert_eq!(answer.status, 2, "{wrong:?}");
        assert!(answer.out.is_empty() && !answer.err.is_empty(), "{wrong:?}");
    }
}

#[test]
fn help_is_good_and_shows_examples() {
    assert_eq!(run(&["--help"]).status, 0);
    assert_eq!(run(&["--version"]).status, 0);
    for command in ["parse", "explain", "build", "migrate", "template"] {
        let help = run(&["link", command, "--help"]);
        assert_eq!(help.status, 0);
        assert!(
            help.out.contains("Examples:") && help.out.contains("--json"),
            "{}",
            help.out
        );
    }
}

#[test]
fn the_language_is_spanish_unless_a_flag_or_the_environment_says_otherwise() {
    let told = |variable: Option<&str>, flag: &[&str]| {
        let mut command = program(&[&["link", "parse"], flag, &["x"]].concat());
        if let Some(variable) = variable {
            command.env("BA360_LANGUAGE", variable);
        }
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    assert!(told(None, &[]).contains("No es un enlace"));
    assert!(told(Some("en"), &[]).contains("This is not a link"));
    assert!(told(Some("en"), &["--language", "es"]).contains("No es un enlace"));
    assert!(told(None, &["--language", "EN"]).contains("This is not a link"));
    assert!(told(None, &["--lang", "en"]).contains("This is not a link"));
    let mut command = program(&["link", "parse", "x"]);
    let output = command.env("BA360_LANGUAGE", "").output().unwrap();
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(complaint.contains("the language is `es` or `en`"), "{complaint}");
}

#[test]
fn colours_show_only_when_they_are_forced_on_what_is_no_terminal() {
    let told = |variables: &[(&str, &str)]| {
        let mut command = program(&["link", "parse", LINK]);
        command.envs(variables.iter().copied());
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    assert!(!told(&[]).contains('\u{1b}'));
    assert!(told(&[("CLICOLOR_FORCE", "1")]).contains('\u{1b}'));
    assert!(!told(&[("NO_COLOR", "1"), ("CLICOLOR", "1")]).contains('\u{1b}'));
}
