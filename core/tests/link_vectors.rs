//! Every case of the link vectors, with one list of all that fail.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test")]

use ba360_core::{
    link::{Explanation, Link, LinkError, Summary},
    text::Language,
};
use serde_json::{Value, json};

fn vectors() -> Vec<Value> {
    let file: Value = serde_json::from_str(include_str!("../../testkit/vectors/links.json")).unwrap();
    assert_eq!(file["version"], 1);
    file["cases"].as_array().unwrap().clone()
}

fn input(case: &Value) -> Vec<u8> {
    if let Some(link) = case["link"].as_str() {
        return link.as_bytes().to_vec();
    }
    if let Some(hex) = case["link_hex"].as_str() {
        let digits: Vec<u32> = hex.chars().map(|digit| digit.to_digit(16).unwrap()).collect();
        return digits
            .chunks(2)
            .map(|pair| u8::try_from(pair[0] * 16 + pair[1]).unwrap())
            .collect();
    }
    let repeat = &case["link_repeat"];
    let text = |key: &str| repeat[key].as_str().unwrap();
    let times = usize::try_from(repeat["times"].as_u64().unwrap()).unwrap();
    format!(
        "{}{}{}",
        text("prefix"),
        text("repeat").repeat(times),
        text("suffix")
    )
    .into_bytes()
}

/// What is printed, without the words.
fn answer(result: &Result<Link, LinkError>) -> Value {
    let mut answer = serde_json::to_value(Summary::of_result(result, Language::English)).unwrap();
    let without_words =
        |value: &mut Value| assert!(value.as_object_mut().unwrap().remove("message").is_some());
    if answer["error"].is_null() {
        answer["findings"]
            .as_array_mut()
            .unwrap()
            .iter_mut()
            .for_each(without_words);
    } else {
        without_words(&mut answer["error"]);
    }
    answer
}

/// The complaint about one case, if there is one.
fn run(case: &Value) -> Option<String> {
    let input = input(case);
    let result = Link::parse(&input);
    let answer = answer(&result);
    if answer != case["expect"] {
        return Some(format!("read as {answer}\n  instead of {}", case["expect"]));
    }
    let explained = serde_json::to_value(Explanation::of(&input, Language::Spanish)).unwrap();
    match &result {
        Err(error) if explained["error"]["code"] != error.code.as_str() => {
            Some("explained otherwise".to_owned())
        }
        Ok(_) if explained["search"]["object"] != answer["search"]["object"] => {
            Some("explained otherwise".to_owned())
        }
        Ok(link) => {
            let again = Link::parse(link.to_target().as_bytes());
            (again.as_ref() != Ok(link)).then(|| format!("built as {}", link.to_target()))
        }
        Err(_) => None,
    }
}

#[test]
fn every_vector_is_read_as_it_says() {
    let failures: Vec<String> = vectors()
        .iter()
        .filter_map(|case| Some(format!("[{}] {}: {}", case["rule"], case["name"], run(case)?)))
        .collect();
    assert!(
        failures.is_empty(),
        "{} failed:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn the_vectors_are_many_named_and_of_every_rule() {
    let vectors = vectors();
    let mut names: Vec<&str> = vectors
        .iter()
        .map(|case| case["name"].as_str().unwrap())
        .collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), vectors.len());
    assert!(vectors.len() >= 120);
    for rule in ["page", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7"] {
        assert!(vectors.iter().any(|case| case["rule"] == json!(rule)), "{rule}");
    }
}

#[test]
fn the_vendors_own_links_come_first() {
    for case in &vectors()[..6] {
        assert_eq!(case["rule"], "page");
        assert!(
            case["link"]
                .as_str()
                .unwrap()
                .ends_with("ZTMgcHJ1ZWJhY2hhdCAxMjM0IHlCeWdPcktxQTAgMjAyMDAyMDc")
        );
    }
}
