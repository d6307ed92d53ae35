//! R, S and A1: where one goes on, whose session it is, and whose form.

use crate::support::{Browser, PASSWORD, Server, World, encoded};
use ba360_core::access::PermissionSet;
use jiff::SignedDuration;

const VIEW: &str = "/integracionview/genesys/chat/Q1/%7B%7D";

fn started() -> (World, Server) {
    let world = World::new();
    world.user("agente", Some(PermissionSet::all()));
    let server = Server::start(&world);
    (world, server)
}

/// Whether the browser's session is alive.
fn is_in(browser: &mut Browser<'_>) -> bool {
    browser.get(VIEW).status == 200
}

#[test]
fn r1_r8_only_a_path_that_we_sealed_is_returned_to() {
    let (_world, server) = started();
    let first = Browser::new(&server).get(VIEW);
    let sealed = first.location().strip_prefix("/login?continuar=").unwrap();
    let sealed = percent_encoding::percent_decode_str(sealed)
        .decode_utf8()
        .unwrap()
        .into_owned();
    let changed = sealed.replacen(|c: char| c.is_ascii_lowercase(), "A", 20);
    let long = "A".repeat(60 * 1024);
    let default = Browser::new(&server)
        .sign_in("agente", PASSWORD, "")
        .location()
        .to_owned();
    for bad in [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/%09/evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://uno.example@evil.example",
        "https://uno.example:1/",
        "/contactos",
        "/logout",
        "/\r\nSet-Cookie: a=b",
        changed.as_str(),
        long.as_str(),
    ] {
        let mut browser = Browser::new(&server);
        let answer = browser.sign_in("agente", PASSWORD, bad);
        assert_eq!(answer.status, 303, "{bad:.40}");
        assert_eq!(answer.location(), default, "{bad:.40}");
    }
    let mut browser = Browser::new(&server);
    let answer = browser.sign_in("agente", PASSWORD, &sealed);
    assert!(answer.location().starts_with("/integracionview/genesys/Chat/Q1/"));
}

#[test]
fn r5_a_sealed_path_of_another_company_is_dropped() {
    let (world, server) = started();
    world.user_of(&world.two, "agente", Some(PermissionSet::all()));
    let first = Browser::new(&server).get(VIEW);
    let mut elsewhere = Browser::at(&server, crate::support::OTHER_HOST);
    let form = elsewhere.get(first.location());
    assert_eq!((form.status, form.field("continuar").as_str()), (200, ""));
}

#[test]
fn a_wrong_password_shows_the_form_again_with_the_name() {
    let (_world, server) = started();
    let mut browser = Browser::new(&server);
    let answer = browser.sign_in("agente", "otra", "");
    assert_eq!(answer.status, 401);
    assert_eq!(answer.field("usuario"), "agente");
    assert!(answer.body.contains("no son correctos"));
    let unknown = Browser::new(&server).sign_in("nadie", PASSWORD, "");
    assert_eq!(unknown.status, 401);
    assert!(unknown.body.contains("no son correctos"));
    assert_eq!(Browser::new(&server).sign_in("", "", "").status, 400);
    let script = Browser::new(&server).sign_in("\"><script>x</script>", "otra", "");
    assert!(!script.body.contains("<script>x"));
}

#[test]
fn s1_a_form_from_another_site_signs_nobody_in() {
    let (_world, server) = started();
    let mut browser = Browser::new(&server);
    let token = browser.get("/login").field("_token");
    let fields = [
        ("_token", token.as_str()),
        ("usuario", "agente"),
        ("contrasena", PASSWORD),
    ];
    for foreign in [
        &[("origin", "https://evil.example")][..],
        &[("origin", "null")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
    ] {
        assert_eq!(
            browser.post_with("/login", foreign, &fields).status,
            403,
            "{foreign:?}"
        );
    }
    let without_cookie = Browser::new(&server).post_with("/login", &[], &fields);
    assert_eq!(without_cookie.status, 403, "the token is tied to the browser");
    let none = browser.post_with("/login", &[], &fields[1..]);
    assert_eq!(none.status, 403);
    let twice = [fields[0], fields[0], fields[1], fields[2]];
    assert_eq!(browser.post_with("/login", &[], &twice).status, 400);
    let own = browser.post_with("/login", &[("origin", "https://uno.example")], &fields);
    assert_eq!(own.status, 303);
}

#[test]
fn s3_signing_in_makes_a_new_session() {
    let (_world, server) = started();
    let mut browser = Browser::new(&server);
    let planted = "A".repeat(43);
    browser.cookies.insert("__Host-ba360".to_owned(), planted.clone());
    let answer = browser.sign_in("agente", PASSWORD, "");
    assert_eq!(answer.status, 303);
    assert_ne!(browser.cookies["__Host-ba360"], planted);
    assert!(is_in(&mut browser));
}

#[test]
fn s4_two_cookies_of_the_name_are_no_session() {
    let (_world, server) = started();
    let mut browser = Browser::signed_in(&server, "agente");
    let value = browser.cookies["__Host-ba360"].clone();
    assert!(is_in(&mut browser));
    browser
        .cookies
        .insert("a".to_owned(), format!("b; __Host-ba360={value}"));
    assert!(!is_in(&mut browser));
}

#[test]
fn s5_s6_signing_out_is_a_form_and_ends_the_session_for_good() {
    let (_world, server) = started();
    let mut browser = Browser::signed_in(&server, "agente");
    let kept = browser.cookies.clone();
    let asked = browser.get("/logout");
    assert_eq!(asked.status, 200);
    assert!(is_in(&mut browser), "asking ends nothing");
    assert_eq!(browser.post("/logout", &[]).status, 403);
    let token = asked.field("_token");
    let out = browser.post("/logout", &[("_token", &token)]);
    assert_eq!(out.status, 200);
    assert!(!browser.cookies.contains_key("__Host-ba360"));
    browser.cookies = kept;
    assert!(!is_in(&mut browser), "the cookie opens nothing any more");
}

#[test]
fn s5_a_deactivated_user_is_out_at_the_next_request() {
    let (world, server) = started();
    let user = world.user("otra", Some(PermissionSet::all()));
    let mut browser = Browser::signed_in(&server, "otra");
    assert!(is_in(&mut browser));
    world.memory.deactivate_user(world.one.id, user);
    assert!(!is_in(&mut browser));
}

#[test]
fn s7_a_session_ends_after_its_time() {
    let (world, server) = started();
    let mut browser = Browser::signed_in(&server, "agente");
    world.doubles.clock.advance(SignedDuration::from_hours(13));
    assert!(!is_in(&mut browser));
}

#[test]
fn s7_a_session_that_nobody_uses_ends_earlier() {
    let (world, server) = started();
    let mut browser = Browser::signed_in(&server, "agente");
    for _ in 0..5 {
        world.doubles.clock.advance(SignedDuration::from_mins(110));
        assert!(is_in(&mut browser), "it is in use");
    }
    world.doubles.clock.advance(SignedDuration::from_mins(120));
    assert!(!is_in(&mut browser));
}

#[test]
fn k3_nothing_of_the_console_is_kept_by_a_browser() {
    let (_world, server) = started();
    let mut browser = Browser::signed_in(&server, "agente");
    for path in [
        "/contactos",
        "/contrasena",
        "/admin/aplicaciones-externas",
        "/admin/sesiones",
        "/logout",
    ] {
        let answer = browser.get(path);
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"), "{path}");
    }
    let token = browser.get("/logout").field("_token");
    let out = browser.post("/logout", &[("_token", &token)]);
    assert_eq!(out.header("cache-control"), Some("no-store"));
    assert!(!out.body.contains("agente"), "the page is nobody's");
}

#[test]
fn s8_oversized_cookies_are_ignored_or_refused() {
    let (_world, server) = started();
    let mut browser = Browser::new(&server);
    browser
        .cookies
        .insert("__Host-ba360".to_owned(), "A".repeat(4097));
    assert_eq!(browser.get("/login").status, 200);
    for n in 0..200 {
        browser.cookies.insert(format!("c{n}"), "v".repeat(10));
    }
    assert_eq!(browser.get("/login").status, 200);
    for n in 0..200 {
        browser.cookies.insert(format!("c{n}"), "v".repeat(500));
    }
    assert_eq!(browser.get("/login").status, 431);
}

#[test]
fn the_root_leads_to_the_login_or_on() {
    let (world, server) = started();
    assert_eq!(Browser::new(&server).get("/").location(), "/login");
    world.user("nueva", None);
    let mut browser = Browser::signed_in(&server, "nueva");
    let answer = browser.get("/");
    assert_eq!(answer.status, 200);
    assert!(answer.body.contains("no tiene un rol"), "{}", answer.body);
    assert_eq!(browser.get("/login").location(), "/", "who is in needs no form");
}

#[test]
fn the_return_path_survives_a_wrong_password() {
    let (_world, server) = started();
    let mut browser = Browser::new(&server);
    let first = browser.get(VIEW);
    let form = browser.get(first.location());
    let sealed = form.field("continuar");
    let wrong = browser.sign_in("agente", "otra", &sealed);
    assert_eq!(wrong.field("continuar"), sealed);
    assert!(encoded(&sealed).len() < 1024);
}
