//! A link allocates what the result owns: its text, and the list of findings where there are any. The counts are of this
//! program's allocator, and a list or text that grows counts anew each time.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test")]

use allocation_counter::measure;
use ba360_core::link::Link;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::hint::black_box;

const NEW: &str = r#"{"contacto":"998874563","empresa":null,"caso":"210112-000000"}"#;
const LEGACY: &str =
    r#"{"identificador":"1-9","nombre":"Ana Núñez","idrrss":null,"email":"","telefono":"993405075"}"#;
const QUERY: &str =
    "/integracionview?plataforma=genesys&canal=chat&id=1&contacto=%2B56%20998874563&empresa=&token=a.b.c";

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

fn path(object: &str) -> String {
    format!("/integracionview/genesys/chat/1234567645/{object}/a.b.c")
}

/// What reading a link allocated.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Allocations {
    /// All that were made.
    made: u64,
    /// Those that the link owns: they are alive with it and gone without it.
    owned: u64,
    /// How many findings the link has.
    findings: usize,
}

/// Reads a link; nothing when it is none.
fn read(link: &[u8]) -> Option<Allocations> {
    let mut read = None;
    let reading = measure(|| read = Some(Link::parse(black_box(link))));
    let link = read.unwrap().ok()?;
    let findings = link.findings().len();
    let leaving = measure(|| drop(black_box(link)));
    let left = reading.count_current + leaving.count_current;
    assert_eq!(left, 0, "what is alive beside a link is not its own");
    Some(Allocations {
        made: reading.count_total,
        owned: u64::try_from(reading.count_current).unwrap(),
        findings,
    })
}

fn of(link: &str) -> Allocations {
    read(link.as_bytes()).unwrap_or_else(|| panic!("{link} cannot be read"))
}

#[test]
fn a_plain_link_allocates_its_text_and_nothing_else() {
    let whole = |scheme: &str| format!("{scheme}://crm.example:8443{}", path(NEW));
    let links = [
        path(NEW),
        path(&encoded(NEW)),
        path(LEGACY),
        path(&encoded(LEGACY)),
        path(&LEGACY[1..LEGACY.len() - 1]),
        path(&encoded(&LEGACY[1..LEGACY.len() - 1])),
        path("{}"),
        path(" { }"),
        "/integracionview/genesys/chat/1234567645/{}".to_owned(),
        format!("/integracionview/Mi%20CRM/%57hatsapp/%C3%B1/{}", encoded(NEW)),
        whole("https"),
        whole("HTTP"),
        format!("https://crm.example{QUERY}"),
        QUERY.to_owned(),
        QUERY.replacen('?', "/?", 1),
        QUERY.replace("contacto", "%63ontacto"),
        // A route whose letters are encoded, and one behind other segments.
        path(NEW).replacen("integracionview", "%69ntegracionvie%77", 1),
        format!("https://crm.example/a/b%2F/integracionvie{}", path(NEW)),
        // As long as a link may be.
        path(&format!(r#"{{"contacto":null}}/{}"#, "x".repeat(8_100))),
    ];
    for link in links {
        let expected = Allocations {
            made: 1,
            owned: 1,
            findings: 0,
        };
        assert_eq!(of(&link), expected, "{link}");
    }
}

#[test]
fn findings_take_one_more_for_their_list() {
    let links = [
        path(r#"{"contacto":"{{Scripter.Contacto}}","caso":null}"#),
        path(r#"{"contacto":998874563}"#),
        path(r#"{"contacto":"a","cola":{"b":[1,2]}}"#),
        path(&encoded(
            r#"{"contacto":"{{a}}","empresa":"undefined","caso":1,"cola":""}"#,
        )),
        path(&encoded(&encoded(NEW))),
        format!("{}?a=b", path(NEW)),
        format!("{}#a", path(&encoded(NEW))),
        format!("{QUERY}&cola=ventas&%61gente=1#a"),
    ];
    for link in links {
        let found = of(&link);
        assert_eq!((found.made, found.owned), (2, 2), "{link}");
        assert!(found.findings > 0, "{link}");
    }
}

#[test]
fn what_is_escaped_lets_the_text_grow_once() {
    // The unescaped text of a string stands behind what came, which is read on to its end. It is never longer, so that a
    // text that doubles has room for all strings.
    let value = r#""\u0041\\\u0042""#;
    let all = format!(r#"{{"contacto":{value},"empresa":{value},"caso":{value}}}"#);
    for link in [path(&all), path(&encoded(&all))] {
        let found = of(&link);
        assert_eq!((found.owned, found.findings), (1, 0), "{link}");
        assert!(found.made <= 2, "{link}: {found:?}");
    }
}

#[test]
fn so_it_is_with_every_link_of_the_vectors() {
    let file: serde_json::Value =
        serde_json::from_str(include_str!("../../testkit/vectors/links.json")).unwrap();
    let links = file["cases"].as_array().unwrap().iter();
    let links: Vec<&str> = links.filter_map(|case| case["link"].as_str()).collect();
    let mut plain = 0;
    for link in links {
        let Some(found) = read(link.as_bytes()) else {
            continue;
        };
        assert_eq!(found.owned, 1 + u64::from(found.findings > 0), "{link}");
        let is_escaped = link.contains('\\') || link.contains("%5C") || link.contains("%5c");
        // A list has room for four at first.
        if !is_escaped && found.findings <= 4 {
            assert_eq!(found.made, found.owned, "{link}");
            plain += 1;
        }
    }
    assert!(plain > 50, "{plain}");
}
