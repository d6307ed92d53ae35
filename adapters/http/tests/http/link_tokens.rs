//! The tokens of links: good ones, bad ones, and somebody else's.

use crate::{
    link_flow::{LINK, is_the_link, with_token},
    support::{Answer, Browser, Server, World, get_raw, world::block_on},
};
use ba360_core::{access::PermissionSet, instance::ActivityKind, text::Code};
use jiff::SignedDuration;
use std::collections::BTreeMap;

#[test]
fn t1_a_good_token_starts_a_session_and_is_gone_from_the_address() {
    let world = World::new();
    let agent = world.user("agente", Some(PermissionSet::all()));
    let contact = world.contact("17925916-8", "Ana");
    let server = Server::start(&world);
    let token = world.token(agent, 60);
    let mut browser = Browser::new(&server);
    let first = browser.get(&with_token(&token));
    assert_eq!(first.status, 303);
    assert!(is_the_link(first.location()), "{}", first.location());
    assert!(!first.location().contains(&token));
    let cookie = first.header("set-cookie").unwrap();
    assert!(cookie.starts_with("__Host-ba360="), "{cookie}");
    for attribute in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    let second = browser.get(first.location());
    assert_eq!(second.status, 303);
    assert_eq!(second.location(), format!("/contactos/{contact}"));
    let again = browser.get(&with_token(&token));
    assert_eq!(
        again.header("set-cookie"),
        None,
        "the same user goes on in the same session"
    );
    assert!(is_the_link(again.location()));
}

#[test]
fn m3_t2_t6_t9_t10_every_bad_token_gets_one_page() {
    let world = World::new();
    let agent = world.user("agente", Some(PermissionSet::all()));
    let [gone, revoked] = ["ida", "revocada"].map(|name| world.user(name, Some(PermissionSet::all())));
    let other = world.user_of(&world.two, "agente", Some(PermissionSet::all()));
    let server = Server::start(&world);
    let good = world.token(agent, 60);
    let flipped = {
        let mut token = good.clone().into_bytes();
        let last = token.len() - 2;
        token[last] = if token[last] == b'A' { b'B' } else { b'A' };
        String::from_utf8(token).unwrap()
    };
    let (of_gone, of_revoked) = (world.token(gone, 60), world.token(revoked, 60));
    world.memory.deactivate_user(world.one.id, gone);
    let now = world.doubles.secrets().clock.now();
    let directory = world.memory.stores().directory;
    block_on(directory.revoke_tokens(world.one.id, revoked, now)).unwrap();
    let bad = [
        ("expired", world.token(agent, 0)),
        ("another company's", world.token_of(&world.two, other, 60)),
        ("of somebody deactivated", of_gone),
        ("revoked", of_revoked),
        ("changed", flipped),
        ("cut short", good[..good.len() - 4].to_owned()),
        ("longer", format!("{good}A")),
        ("in capitals", good.to_uppercase()),
        (
            "the vendor's sample",
            "ZTMgcHJ1ZWJhY2hhdCAxMjM0IHlCeWdPcktxQTAgMjAyMDAyMDc=".to_owned(),
        ),
        ("unknown", "basura".to_owned()),
        ("encoded", "a%2Fb%2B%3D".to_owned()),
    ];
    world.doubles.clock.advance(SignedDuration::from_secs(1));
    let mut pages = BTreeMap::new();
    for (what, token) in bad {
        let mut browser = Browser::new(&server);
        let answer = browser.get(&with_token(&token));
        assert_eq!(answer.status, 303, "{what}");
        assert!(
            answer.location().starts_with("/login?continuar="),
            "{}",
            answer.location()
        );
        assert_eq!(answer.header("set-cookie"), None, "{what}");
        assert!(!answer.location().contains(&token));
        let newest = &world.activity()[0];
        assert_eq!(
            (newest.kind, newest.outcome),
            (ActivityKind::LinkRefused, Code::TokenRefused)
        );
        let page = browser.get(answer.location());
        assert_eq!(page.status, 200, "{what}");
        pages.entry(shape(&page)).or_insert_with(Vec::new).push(what);
    }
    assert_eq!(pages.len(), 1, "{pages:?}");
    let (page, _) = pages.pop_first().unwrap();
    assert!(page.contains("name=\"contrasena\""), "{page}");
}

/// A login page without what differs from one request to the next by right: the seals of the form and of the way back,
/// and the correlation.
fn shape(page: &Answer) -> String {
    let mut shape = page.body_without_correlation();
    for field in ["_token", "continuar"] {
        let value = page.field(field);
        assert!(value.len() > 20, "{field} is {value:?}");
        shape = shape.replace(&value, "");
    }
    shape
}

#[test]
fn t2_a_bad_token_asks_for_the_password_whoever_is_signed_in() {
    let world = World::new();
    let agent = world.user("agente", Some(PermissionSet::all()));
    let contact = world.contact("17925916-8", "Ana");
    let server = Server::start(&world);
    let mut browser = Browser::signed_in(&server, "agente");
    let expired = browser.get(&with_token(&world.token(agent, 0)));
    assert_eq!(expired.status, 303);
    let form = browser.get(expired.location());
    assert_eq!(form.status, 200, "the login page, and not the record");
    assert!(form.body.contains("name=\"contrasena\""));
    // The session that was there goes on.
    assert_eq!(browser.get(&format!("/contactos/{contact}")).status, 200);
    assert_eq!(
        browser.get("/login").status,
        303,
        "without a link there is nothing to sign in for"
    );
}

#[test]
fn t11_s2_a_token_of_another_user_asks_before_it_switches() {
    let world = World::new();
    world.user("primera", Some(PermissionSet::all()));
    let second = world.user("segunda", Some(PermissionSet::all()));
    world.contact("17925916-8", "Ana");
    let server = Server::start(&world);
    let mut browser = Browser::signed_in(&server, "primera");
    let before = browser.cookies.clone();
    let token = world.token(second, 60);
    let asked = browser.get(&with_token(&token));
    assert_eq!(asked.status, 200);
    assert_eq!(
        browser.cookies, before,
        "nothing happens before the person chooses"
    );
    assert!(asked.body.contains("primera") && asked.body.contains("segunda"));
    assert!(!asked.body.contains(&token), "the token is sealed");
    let form_token = asked.field("_token");
    let sealed = asked.field("enlace");
    let forged = browser.post("/login/cambiar", &[("_token", "otro"), ("enlace", &sealed)]);
    assert_eq!(forged.status, 403);
    let switched = browser.post("/login/cambiar", &[("_token", &form_token), ("enlace", &sealed)]);
    assert_eq!(switched.status, 303);
    assert!(is_the_link(switched.location()));
    assert_ne!(browser.cookies["__Host-ba360"], before["__Host-ba360"]);
    let mut old = Browser::new(&server);
    old.cookies = before;
    assert!(
        old.get(LINK).location().starts_with("/login"),
        "the session before has ended"
    );
}

#[test]
fn t13_a_mere_look_starts_nothing() {
    let world = World::new();
    let agent = world.user("agente", Some(PermissionSet::all()));
    let server = Server::start(&world);
    let target = with_token(&world.token(agent, 60));
    let before = world.activity().len();
    let mut browser = Browser::new(&server);
    let looks = [
        browser.head(&target),
        browser.get_with(&target, &[("sec-purpose", "prefetch;prerender")]),
        browser.get_with(&target, &[("purpose", "prefetch")]),
    ];
    for look in looks {
        assert_eq!((look.status, look.header("set-cookie")), (200, None));
    }
    assert_eq!(world.activity().len(), before);
    assert!(
        browser.get(&target).header("set-cookie").is_some(),
        "the token is as good as before"
    );
}

#[test]
fn t7_guesses_of_tokens_are_slowed_down_and_flood_no_record() {
    let world = World::new();
    let agent = world.user("agente", Some(PermissionSet::all()));
    let server = Server::start(&world);
    let mut first = None;
    for n in 0..130 {
        let answer = get_raw(&server, with_token(&format!("eyJhbGciOiJFZERTQSJ9.e30.{n}")));
        assert_eq!(answer.status, 303);
        assert!(answer.location().starts_with("/login"), "{n}");
        first.get_or_insert(answer.headers.len());
        assert_eq!(
            Some(answer.headers.len()),
            first,
            "M3: every guess gets one answer"
        );
    }
    let stores = world.memory.stores();
    let kept = block_on(stores.activity.recent(world.one.id, 1000)).unwrap();
    assert_eq!(kept.len(), 100);
    let good = get_raw(&server, with_token(&world.token(agent, 60)));
    assert!(is_the_link(good.location()), "who has a token is let in");
}

#[test]
fn t12_a_token_elsewhere_is_ignored() {
    let world = World::new();
    let agent = world.user("agente", Some(PermissionSet::all()));
    let server = Server::start(&world);
    let token = world.token(agent, 60);
    let mut browser = Browser::new(&server);
    let bearer = format!("Bearer {token}");
    let answer = browser.get_with(&format!("{LINK}?token={token}"), &[("authorization", &bearer)]);
    assert!(answer.location().starts_with("/login?continuar="));
    assert_eq!(answer.header("set-cookie"), None);
    browser.cookies.insert("token".to_owned(), token);
    assert!(browser.get(LINK).location().starts_with("/login"));
}
