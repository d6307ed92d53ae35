//! The published addresses that lead astray, every one of them by every way that an address is come back to (R1). They need
//! the folder that `BA360_VECTORS` names; without it the cases are listed as ignored, and with `BA360_REQUIRE_VECTORS=1`
//! they fail instead.
#![allow(
    clippy::unwrap_used,
    reason = "a test stops where something is not as it should be"
)]

#[path = "http/support/mod.rs"]
#[allow(dead_code, unused_imports, reason = "this program uses a part of it")]
mod support;

use ba360_core::{
    access::PermissionSet,
    seal::{Seal as _, SealPlace},
};
use ba360_testkit::needs::{self, Need};
use libtest_mimic::Arguments;
use std::{env, fs, path::PathBuf, process::ExitCode};
use support::{Browser, PASSWORD, Server, World};

/// The cases, by their names.
const CASES: [(&str, fn()); 3] = [
    (
        "r1_the_login_leads_to_none_that_was_typed",
        r1_the_login_leads_to_none_that_was_typed,
    ),
    (
        "r1_the_login_leads_to_none_that_was_sealed_here",
        r1_the_login_leads_to_none_that_was_sealed_here,
    ),
    (
        "r1_no_record_has_one_as_its_way_back",
        r1_no_record_has_one_as_its_way_back,
    ),
];

fn main() -> ExitCode {
    let need = match folder() {
        Some(_) => Need::met(),
        None => Need::missing(
            "the folder of BA360_VECTORS",
            needs::required("BA360_REQUIRE_VECTORS"),
        ),
    };
    let trials = CASES.map(|(name, case)| {
        need.trial(name, move || {
            case();
            Ok(())
        })
    });
    libtest_mimic::run(&Arguments::from_args(), trials.into()).exit_code()
}

/// Where somebody begins who may see everything.
const FIRST_VIEW: &str = "/contactos";

/// Where the login leads with that address to go on to.
fn led_to(server: &Server, onward: &str) -> String {
    let answer = Browser::new(server).sign_in("agente", PASSWORD, onward);
    assert_eq!(answer.status, 303, "{onward:?}: {answer:?}");
    answer.location().to_owned()
}

fn r1_the_login_leads_to_none_that_was_typed() {
    let world = World::new();
    world.user("agente", Some(PermissionSet::all()));
    let server = Server::start(&world);
    for address in astray() {
        assert_eq!(led_to(&server, &address), FIRST_VIEW, "{address:?}");
    }
}

/// As if one had come to be sealed: what is opened is asked once more whether it is a view of ours.
fn r1_the_login_leads_to_none_that_was_sealed_here() {
    let world = World::new();
    world.user("agente", Some(PermissionSet::all()));
    let server = Server::start(&world);
    let place = SealPlace {
        instance: world.one.id,
        purpose: "return-path",
    };
    let led = |address: &str| led_to(&server, world.doubles.seal.seal(&place, address).as_str());
    assert_eq!(led("/casos?q=1"), "/casos?q=1", "a view of ours is gone to");
    for address in astray() {
        assert_eq!(led(&address), FIRST_VIEW, "{address:?}");
    }
}

fn r1_no_record_has_one_as_its_way_back() {
    let world = World::new();
    world.user("agente", Some(PermissionSet::all()));
    let contact = world.contact("17925916-8", "Ana");
    let server = Server::start(&world);
    let mut browser = Browser::signed_in(&server, "agente");
    let mut shown = |back: &str| {
        let back = support::encoded(back);
        let page = browser.get(&format!("/contactos/{contact}?volver={back}"));
        assert_eq!(page.status, 200, "{back}");
        page.body_without_correlation()
    };
    let plain = shown("");
    assert_ne!(
        shown("/contactos?q=ana"),
        plain,
        "a search of ours is come back to"
    );
    for address in astray() {
        assert!(shown(&address) == plain, "{address:?} changes the page");
    }
}

/// The lines of both lists.
fn astray() -> Vec<String> {
    let mut lines = Vec::new();
    for name in ["oauth2-proxy.txt", "mod_auth_openidc.txt"] {
        let text = fs::read(folder().unwrap().join("openredirect").join(name)).unwrap();
        lines.extend(String::from_utf8_lossy(&text).lines().map(str::to_owned));
    }
    assert!(lines.len() > 1_300, "the lists are all there");
    lines.retain(|line| !line.is_empty());
    lines
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
