//! `ba360 link parse --json` answers every vector as the vectors say, one by one and in a stream.
#![allow(clippy::unwrap_used, reason = "this is a test")]

mod support;

use serde_json::Value;
use std::{ffi::OsString, fs, os::unix::ffi::OsStringExt as _};
use support::{run, run_with};

fn cases() -> Vec<Value> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testkit/vectors/links.json");
    let vectors: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let Value::Array(cases) = vectors["cases"].clone() else {
        panic!("no cases")
    };
    assert!(cases.len() > 200, "only {} vectors", cases.len());
    cases
}

fn link(case: &Value) -> Vec<u8> {
    if let Some(link) = case["link"].as_str() {
        return link.into();
    }
    if let Some(hex) = case["link_hex"].as_str() {
        return (0..hex.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
            .collect();
    }
    let text = |name: &str| case["link_repeat"][name].as_str().unwrap();
    let times = case["link_repeat"]["times"].as_u64().unwrap() as usize;
    [text("prefix"), &text("repeat").repeat(times), text("suffix")]
        .concat()
        .into_bytes()
}

/// The answer as the vectors write it: without words.
fn bare(answer: &str) -> Value {
    let mut answer: Value = serde_json::from_str(answer).unwrap();
    let wordless = |object: &mut Value| {
        let message = object.as_object_mut().unwrap().remove("message").unwrap();
        assert!(!message.as_str().unwrap().is_empty());
    };
    if let Some(error) = answer.get_mut("error") {
        wordless(error);
    } else {
        for finding in answer["findings"].as_array_mut().unwrap() {
            wordless(finding);
        }
    }
    answer
}

fn is_bad(case: &Value) -> bool {
    case["expect"].get("error").is_some()
}

#[test]
fn each_vector_by_itself() {
    for case in cases() {
        let link = link(&case);
        // An argument holds no NUL, and the shell gives none that long.
        if link.contains(&0) || link.len() > 100_000 || link == b"-" {
            continue;
        }
        let arguments = ["link", "parse", "--json", "--"].map(OsString::from).into_iter();
        let arguments: Vec<_> = arguments.chain([OsString::from_vec(link)]).collect();
        let run = run(&arguments);
        assert_eq!(run.out.matches('\n').count(), 1, "{}", case["name"]);
        assert_eq!(bare(&run.out), case["expect"], "{}", case["name"]);
        assert_eq!(run.status, i32::from(is_bad(&case)), "{}", case["name"]);
        assert_eq!(run.err, "", "{}", case["name"]);
    }
}

#[test]
fn all_vectors_in_a_stream_with_either_end_of_line() {
    let cases: Vec<_> = cases()
        .into_iter()
        .filter(|case| !link(case).contains(&b'\n') && !link(case).ends_with(b"\r"))
        .collect();
    for end in [b"\n".as_slice(), b"\r\n"] {
        let input: Vec<u8> = cases
            .iter()
            .flat_map(|case| [link(case), end.to_vec()].concat())
            .collect();
        let run = run_with(&["link", "parse", "--json", "-"], &input);
        assert_eq!(run.status, 1);
        assert_eq!(run.out.lines().count(), cases.len());
        for (answer, case) in run.out.lines().zip(&cases) {
            assert_eq!(bare(answer), case["expect"], "{}", case["name"]);
        }
    }
}

#[test]
fn what_explain_and_parse_say_of_a_vector_agrees() {
    let input: Vec<u8> = cases()
        .iter()
        .map(link)
        .filter(|link| !link.contains(&b'\n'))
        .flat_map(|link| [link, b"\n".to_vec()].concat())
        .collect();
    let parsed = run_with(&["link", "parse", "--json", "-"], &input);
    let explained = run_with(&["link", "explain", "--json", "-"], &input);
    assert_eq!((parsed.status, explained.status), (1, 1));
    assert_eq!(parsed.out.lines().count(), explained.out.lines().count());
    for (parsed, explained) in parsed.out.lines().zip(explained.out.lines()) {
        let [parsed, explained] =
            [parsed, explained].map(|text| serde_json::from_str::<Value>(text).unwrap());
        assert_eq!(parsed["error"], explained["error"]);
        assert_eq!(parsed["format"], explained["format"]);
        assert_eq!(parsed["token"], explained["token"]);
        if parsed.get("error").is_none() {
            assert_eq!(parsed["search"]["object"], explained["search"]["object"]);
            assert_eq!(parsed["search"]["value"], explained["search"]["value"]);
        }
    }
}

#[test]
fn in_a_stream_explain_and_parse_say_the_same_line_of_every_vector() {
    let input: Vec<u8> = cases()
        .iter()
        .map(link)
        .filter(|link| !link.contains(&b'\n'))
        .flat_map(|link| [link, b"\n".to_vec()].concat())
        .collect();
    let parsed = run_with(&["link", "parse", "-"], &input);
    let explained = run_with(&["link", "explain", "-"], &input);
    assert!(parsed.out.lines().count() > 200);
    for (parsed, explained) in parsed.out.lines().zip(explained.out.lines()) {
        assert_eq!(explained, parsed);
    }
    assert_eq!(explained.out.len(), parsed.out.len());
}

#[test]
fn migrated_vectors_are_links_that_search_the_same() {
    let links: Vec<_> = cases()
        .iter()
        .filter(|case| !is_bad(case))
        .map(link)
        .filter(|link| !link.contains(&b'\n'))
        .collect();
    let input: Vec<u8> = links
        .iter()
        .flat_map(|link| [link.as_slice(), b"\n"].concat())
        .collect();
    let before = run_with(&["link", "parse", "--json", "-"], &input);
    let migrated = run_with(&["link", "migrate", "--json", "-"], &input);
    let mut compared = 0;
    for (before, migrated) in before.out.lines().zip(migrated.out.lines()) {
        let [before, migrated] = [before, migrated].map(|text| serde_json::from_str::<Value>(text).unwrap());
        // Encoded, a raw link of the greatest length may have become too long.
        let Some(link) = migrated["link"].as_str() else {
            assert_eq!(migrated["error"]["code"], "link_too_long");
            continue;
        };
        let after = run(&["link", "parse", "--json", link]);
        let after: Value = serde_json::from_str(&after.out).unwrap();
        assert_eq!(after["search"], before["search"]);
        assert_eq!(after["token"], before["token"]);
        // A token is passed on as it came, also one that nothing filled in.
        let findings = after["findings"].as_array().unwrap();
        assert!(
            findings
                .iter()
                .all(|finding| finding["code"] == "link_token_unfilled"),
            "{link}"
        );
        assert_ne!(after["format"], "legacy");
        compared += 1;
    }
    assert!(compared > 50, "only {compared} were compared");
}
