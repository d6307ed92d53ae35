//! Published texts: naughty strings, bodies that are or are not JSON, and addresses that lead astray.

use crate::support::Engine;
use ba360_testkit::needs::{self, Need};
use libtest_mimic::Trial;
use serde_json::Value;
use std::{env, fs, path::PathBuf};

/// Whether the texts are there.
pub(crate) fn need() -> Need {
    match folder() {
        Some(_) => Need::met(),
        None => Need::missing(
            "the folder of BA360_VECTORS",
            needs::required("BA360_REQUIRE_VECTORS"),
        ),
    }
}

/// A case on each engine that reads published texts.
pub(crate) fn on_each(name: &str, case: fn(Engine)) -> [Trial; 2] {
    Engine::ALL.map(|engine| {
        let need = engine.need().and(need);
        need.trial(format!("{}::{name}", engine.name()), move || {
            case(engine);
            Ok(())
        })
    })
}

/// The list of naughty strings.
pub(crate) fn naughty() -> Vec<String> {
    let bytes = fs::read(file("blns/blns.json")).unwrap();
    let texts: Vec<Value> = serde_json::from_slice(&bytes).unwrap();
    assert!(texts.len() > 500, "the list is all there");
    let texts = texts.iter().filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}

/// The bodies of the test suite for parsers of JSON, each with its name: `y_` is JSON, `n_` is none, `i_` may be either.
pub(crate) fn json_bodies() -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(file("jsontestsuite/test_parsing"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "json"))
        .collect();
    files.sort();
    assert!(files.len() > 300, "the suite is all there");
    let named = |path: PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, fs::read(path).unwrap())
    };
    files.into_iter().map(named).collect()
}

/// Addresses that would lead off the own origin.
pub(crate) fn astray() -> Vec<String> {
    let mut lines = Vec::new();
    for name in ["oauth2-proxy.txt", "mod_auth_openidc.txt"] {
        let text = fs::read(file("openredirect").join(name)).unwrap();
        lines.extend(String::from_utf8_lossy(&text).lines().map(str::to_owned));
    }
    assert!(lines.len() > 1_300, "the lists are all there");
    lines.retain(|line| !line.is_empty());
    lines
}

fn file(name: &str) -> PathBuf {
    folder().unwrap().join(name)
}

#[expect(
    clippy::disallowed_methods,
    reason = "tests are told where published texts lie"
)]
fn folder() -> Option<PathBuf> {
    // An empty variable is none, as for the shell that sets it.
    let folder = env::var_os("BA360_VECTORS").filter(|folder| !folder.is_empty());
    folder.map(PathBuf::from)
}
