//! What must never stand in a log (K1): everything secret that a test sends to a server or gets from it, and everything
//! that it searches for there. When the server ends, its log is searched for all of it, so that the whole run of the
//! tests is the test.

use ba360_core::link::Link;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, PoisonError},
};

/// By the authority of the server.
static KNOWN: Mutex<BTreeMap<String, BTreeSet<String>>> = Mutex::new(BTreeMap::new());

/// Shorter texts stand in a log by chance.
const LONG_ENOUGH: usize = 6;
/// Fields of forms and of JSON that hold nothing to hide.
const HARMLESS: [&str; 6] = ["company", "canal", "plataforma", "size", "page", "orden"];
/// Words of the console's own, which may be searched for and stand in a log all the same.
const OF_THE_LOG: [&str; 4] = ["<script>", "localhost", "contacto", "undefined"];

/// Remembers a text.
pub fn remember(authority: &str, text: &str) {
    if text.len() < LONG_ENOUGH || OF_THE_LOG.contains(&text) {
        return;
    }
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    known
        .entry(authority.to_owned())
        .or_default()
        .insert(text.to_owned());
}

/// Remembers what a field holds.
pub fn remember_field(authority: &str, name: &str, value: &str) {
    if !HARMLESS.contains(&name) {
        remember(authority, value);
    }
}

/// Remembers what a target asks for: the values and the token of a link, and the values of a query.
pub fn remember_target(authority: &str, target: &str) {
    if let Some(at) = target.find("/integracionview")
        && let Ok(link) = Link::parse(&target.as_bytes()[at..])
    {
        let criteria = link.criteria();
        let values = [criteria.contact, criteria.account, criteria.case];
        for value in values.into_iter().flatten() {
            remember(authority, value);
        }
        if let Some(token) = link.token() {
            remember(authority, token.expose());
        }
    }
    let query = target.split_once('?').map_or("", |(_, query)| query);
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        remember_field(authority, name, value);
    }
}

/// Fails when the log of that server holds any of it.
pub fn assert_unlogged(authority: &str, log: &str) {
    let known = KNOWN
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .remove(authority);
    for text in known.unwrap_or_default() {
        if let Some(line) = log.lines().find(|line| line.contains(&text)) {
            panic!("K1: {text:?} stands in the log: {line}");
        }
    }
}
