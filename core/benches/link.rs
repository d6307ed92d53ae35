//! Reading a link, beside the floor: percent-decode, split and `serde_json` into a borrowed struct, without any
//! of the rules. Read the ratio of the two medians of one case; times are the machine's. `bench report` pairs them by their
//! names: `floor_x` is the floor of `x`, and a case with `findings` in its name has the goal of links with findings.
//!
//! `cargo bench -p ba360-core --bench link`
#![allow(missing_docs, reason = "divan's macros make items without them")]

use ba360_core::link::Link;
use divan::{Bencher, black_box};
use percent_encoding::percent_decode;
use std::borrow::Cow;

const TOKEN: &str = "ZTMgcHJ1ZWJhY2hhdCAxMjM0IHlCeWdPcktxQTAgMjAyMDAyMDc";
const NEW: &str = r#"{"contacto":"998874563","empresa":null,"caso":"210112-000000"}"#;
const LEGACY: &str = r#"{"identificador":"","nombre":"","idrrss":null,"email":"","telefono":"993405075","empresa":null,"caso":null}"#;
const FOUND: &str =
    r#"{"contacto":"998874563","empresa":"{{Scripter.Empresa}}","caso":null,"cola":"ventas"}"#;

/// One link, and how the floor has to read it.
struct Case {
    name: &'static str,
    link: fn() -> String,
    floor: fn(&str),
}

impl std::fmt::Display for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

const CASES: &[Case] = &[
    Case {
        name: "1 new, raw",
        link: || new(NEW),
        floor: floor_path::<1>,
    },
    Case {
        name: "2 new, encoded",
        link: || new(&encoded(NEW)),
        floor: floor_path::<1>,
    },
    Case {
        name: "3 legacy, raw",
        link: || legacy(LEGACY),
        floor: floor_path::<1>,
    },
    Case {
        name: "4 legacy, encoded",
        link: || legacy(&encoded(LEGACY)),
        floor: floor_path::<1>,
    },
    Case {
        name: "5 legacy, braceless",
        link: || legacy(&LEGACY[1..LEGACY.len() - 1]),
        floor: floor_braceless,
    },
    Case {
        name: "6 query form",
        link: query,
        floor: floor_query,
    },
    Case {
        name: "7 findings, raw",
        link: || new(FOUND),
        floor: floor_path::<1>,
    },
    Case {
        name: "8 findings, encoded",
        link: || new(&encoded(FOUND)),
        floor: floor_path::<1>,
    },
    Case {
        name: "9 findings, encoded twice",
        link: || new(&encoded(&encoded(NEW))),
        floor: floor_path::<2>,
    },
];

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

fn new(object: &str) -> String {
    format!("/integracionview/genesys/chat/1234567645/{object}/{TOKEN}")
}

fn legacy(object: &str) -> String {
    format!("/integracionview/chattigo/chat/150/{object}/{TOKEN}")
}

fn query() -> String {
    format!(
        "/integracionview?plataforma=genesys&canal=chat&id=1234567645&contacto=%2B56%20998874563&empresa=&caso=210112-000000&token={TOKEN}"
    )
}

fn main() {
    divan::main();
}

#[divan::bench(args = CASES, sample_count = 1000)]
fn parse(bencher: Bencher<'_, '_>, case: &Case) {
    let link = (case.link)();
    assert!(
        Link::parse(link.as_bytes())
            .is_ok_and(|read| read.findings().is_empty() != case.name.contains("findings"))
    );
    bencher.bench_local(|| Link::parse(black_box(link.as_bytes())));
}

#[divan::bench(args = CASES, sample_count = 1000)]
fn floor_parse(bencher: Bencher<'_, '_>, case: &Case) {
    let link = (case.link)();
    bencher.bench_local(|| (case.floor)(black_box(&link)));
}

/// The dearest links of 8,192 bytes that there are: none may cost much more than its length.
#[divan::bench(args = ["unknown keys", "unknown keys, encoded", "unknown parameters", "escapes", "nesting"])]
fn hostile(bencher: Bencher<'_, '_>, kind: &str) {
    let keys = |quote: &str, count: u32| {
        let keys: Vec<String> = (0..count).map(|key| format!("{quote}{key:x}{quote}:0")).collect();
        keys.join(",")
    };
    let link = match kind {
        "unknown keys" => format!("/integracionview/a/chat/1/{{{}}}", keys("\"", 950)),
        "unknown keys, encoded" => format!("/integracionview/a/chat/1/{{{}}}", keys("%22", 650)),
        "unknown parameters" => {
            let parameters: Vec<String> = (0..1900).map(|name| format!("&{name:x}")).collect();
            format!(
                "/integracionview?plataforma=a&canal=chat&id=1{}",
                parameters.concat()
            )
        }
        "escapes" => format!(
            r#"/integracionview/a/chat/1/{{"x":"{}"}}"#,
            r"\u0041".repeat(1350)
        ),
        _ => format!(
            r#"/integracionview/a/chat/1/{{"x":[{}0]}}"#,
            "[[[[0]]]],".repeat(800)
        ),
    };
    assert!((7000..=8192).contains(&link.len()), "{}", link.len());
    assert!(Link::parse(link.as_bytes()).is_ok());
    bencher.bench_local(|| Link::parse(black_box(link.as_bytes())));
}

#[derive(serde::Deserialize)]
#[allow(dead_code, reason = "read to be thrown away")]
struct Borrowed<'l> {
    contacto: Option<&'l str>,
    identificador: Option<&'l str>,
    nombre: Option<&'l str>,
    idrrss: Option<&'l str>,
    email: Option<&'l str>,
    telefono: Option<&'l str>,
    empresa: Option<&'l str>,
    caso: Option<&'l str>,
}

fn decode(text: &str) -> Cow<'_, str> {
    percent_decode(text.as_bytes()).decode_utf8().unwrap_or_default()
}

fn split(link: &str) -> [&str; 4] {
    let mut segments = link.trim_start_matches("/integracionview/").splitn(4, '/');
    std::array::from_fn(|_| segments.next().unwrap_or_default())
}

fn floor_path<const LEVELS: usize>(link: &str) {
    let [platform, channel, id, rest] = split(link);
    black_box((decode(platform), decode(channel), decode(id)));
    let mut rest = decode(rest);
    if LEVELS == 2 {
        rest = Cow::Owned(decode(&rest).into_owned());
    }
    let (object, token) = rest.rsplit_once('/').unwrap_or_default();
    let object = serde_json::from_str::<Borrowed<'_>>(object);
    assert!(object.is_ok());
    black_box((&object, token));
}

fn floor_braceless(link: &str) {
    let [platform, channel, id, rest] = split(link);
    black_box((decode(platform), decode(channel), decode(id)));
    let rest = decode(rest);
    let (object, token) = rest.split_once('/').unwrap_or_default();
    let object = format!("{{{object}}}");
    let object = serde_json::from_str::<Borrowed<'_>>(&object);
    assert!(object.is_ok());
    black_box((&object, token));
}

fn floor_query(link: &str) {
    let (_, query) = link.split_once('?').unwrap_or_default();
    for parameter in query.split('&') {
        let (name, value) = parameter.split_once('=').unwrap_or_default();
        black_box((decode(name), decode(value)));
    }
}
