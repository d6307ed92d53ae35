//! Standard input: a line each, whatever it holds.
#![allow(clippy::unwrap_used, reason = "this is a test")]

mod support;

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    process::Stdio,
};
use support::{program, run_with};

const GOOD: &str = r#"/integracionview/genesys/chat/12345/{"contacto":"998874563"}"#;

fn codes(out: &str) -> Vec<String> {
    out.lines()
        .map(|line| {
            let answer: serde_json::Value = serde_json::from_str(line).unwrap();
            answer["error"]["code"].as_str().unwrap_or("good").to_owned()
        })
        .collect()
}

#[test]
fn every_line_is_answered_by_one_line_blank_ones_too() {
    let input = format!("{GOOD}\n\n   \n{GOOD}\r\n\r\nx\n{GOOD}");
    let expected = [
        "good",
        "link_address",
        "link_address",
        "good",
        "link_address",
        "link_address",
        "good",
    ];
    let run = run_with(&["link", "parse", "--json", "-"], input.as_bytes());
    assert_eq!(codes(&run.out), expected);
    assert_eq!(run.status, 1);
    for command in [
        ["link", "parse", "-"],
        ["link", "explain", "-"],
        ["link", "migrate", "-"],
    ] {
        let run = run_with(&command, input.as_bytes());
        assert_eq!(run.out.matches('\n').count(), 7, "{command:?}\n{}", run.out);
        assert_eq!(run.status, 1);
    }
}

#[test]
fn good_lines_alone_and_no_lines_at_all_are_good() {
    for input in [String::new(), GOOD.to_owned(), format!("{GOOD}\n{GOOD}\n")] {
        let run = run_with(&["link", "parse", "--json", "-"], input.as_bytes());
        assert_eq!(run.status, 0);
        assert_eq!(codes(&run.out), vec!["good"; input.lines().count()]);
    }
}

#[test]
fn a_line_that_is_too_long_is_an_error_and_the_next_is_read() {
    for length in [8193, 8194, 8195, 8196, 70_000, 5_000_000] {
        let mut input = GOOD.as_bytes().to_vec();
        input.resize(length, b'/');
        input.extend(format!("\n{GOOD}\n").bytes());
        let run = run_with(&["link", "parse", "--json", "-"], &input);
        assert_eq!(codes(&run.out), ["link_too_long", "good"], "{length}");
        assert!(run.out.contains(r#""position":8192"#));
    }
}

#[test]
fn a_line_that_is_not_utf8_is_an_error_at_its_byte() {
    let input = [
        b"/integracionview/genesys/chat/1/{\"contacto\":\"\xff\"}\n\xfe\n".as_slice(),
        GOOD.as_bytes(),
    ]
    .concat();
    let run = run_with(&["link", "parse", "--json", "-"], &input);
    assert_eq!(codes(&run.out), ["link_not_utf8", "link_address", "good"]);
    assert!(
        run.out.starts_with(r#"{"error":{"code":"link_not_utf8""#) && run.out.contains(r#""position":45"#),
        "{}",
        run.out
    );
}

#[test]
fn a_bad_line_of_a_migration_is_a_blank_line_and_told_beside_by_its_number() {
    let input =
        format!("{GOOD}\nx\n/integracionview/chattigo/chat/1/\"nombre\":\"Ana\",\"email\":\"a@b.cl\"\n");
    let run = run_with(&["link", "migrate", "-"], input.as_bytes());
    let lines: Vec<_> = run.out.lines().collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[1], "");
    assert!(lines[2].contains("a%40b.cl") && !lines[2].contains("Ana"));
    assert!(run.err.starts_with("línea 2: error"), "{}", run.err);
    assert!(
        run.err.contains("línea 3: aviso") && run.err.contains("nombre"),
        "{}",
        run.err
    );
}

#[test]
fn an_answer_comes_before_the_next_question() {
    let mut child = program(&["link", "parse", "--json", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut questions = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap());
    for _ in 0..3 {
        writeln!(questions, "{GOOD}").unwrap();
        let mut answer = String::new();
        answers.read_line(&mut answer).unwrap();
        assert_eq!(codes(&answer), ["good"]);
    }
    drop(questions);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_reader_that_goes_away_ends_the_program_quietly() {
    for command in [
        ["link", "parse", "--json", "-"],
        ["link", "migrate", "--json", "-"],
    ] {
        let mut child = program(&command)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut questions = child.stdin.take().unwrap();
        let mut answers = BufReader::new(child.stdout.take().unwrap());
        writeln!(questions, "{GOOD}").unwrap();
        let mut first = String::new();
        answers.read_line(&mut first).unwrap();
        drop(answers);
        // The program stops reading once it cannot write; until then it is fed.
        while questions
            .write_all(format!("{GOOD}\n").repeat(1000).as_bytes())
            .is_ok()
        {}
        drop(questions);
        let mut complaints = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut complaints)
            .unwrap();
        assert_eq!(complaints, "");
        assert_eq!(child.wait().unwrap().code(), Some(0));
    }
}
