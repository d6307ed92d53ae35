//! S10 and A10: the console inside the pages of others.

use crate::support::{Browser, OTHER_HOST, PASSWORD, Server, World, get_raw};
use ba360_core::access::PermissionSet;

const DESKTOP: &str = "https://apps.mypurecloud.com";

fn started(origins: &[&str]) -> (World, Server) {
    let world = World::framed_by(origins);
    world.user("agente", Some(PermissionSet::all()));
    let server = Server::start(&world);
    (world, server)
}

fn ancestors(policy: &str) -> &str {
    policy.split("frame-ancestors ").nth(1).unwrap()
}

#[test]
fn a10_only_the_instances_origins_frame_its_pages() {
    let (_world, server) = started(&[DESKTOP, "http://localhost:8000"]);
    let mut browser = Browser::signed_in(&server, "agente");
    let all = "'self' https://apps.mypurecloud.com http://localhost:8000";
    for path in [
        "/contactos",
        "/login",
        "/nada",
        "/integracionview/x",
        "/contrasena",
    ] {
        let answer = browser.get(path);
        let policy = answer.header("content-security-policy").unwrap();
        assert_eq!(ancestors(policy), all, "{path}");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"));
    }
    let other = Browser::at(&server, OTHER_HOST).get("/login");
    assert_eq!(
        ancestors(other.header("content-security-policy").unwrap()),
        "'self'"
    );
    for path in ["/healthz", "/metrics"] {
        let answer = get_raw(&server, path);
        assert_eq!(
            ancestors(answer.header("content-security-policy").unwrap()),
            "'self'"
        );
    }
}

#[test]
fn s10_cookies_count_in_frames_only_where_frames_are_allowed() {
    let (world, server) = started(&[DESKTOP]);
    let mut browser = Browser::new(&server);
    let form = browser.get("/login");
    let signed_in = browser.sign_in("agente", PASSWORD, "");
    let framed = |cookie: &str| {
        ["HttpOnly", "Secure", "SameSite=None", "Partitioned", "Path=/"]
            .iter()
            .all(|attribute| cookie.contains(attribute))
    };
    assert!(framed(form.header("set-cookie").unwrap()), "{form:?}");
    let set: Vec<_> = signed_in
        .headers
        .iter()
        .filter(|(name, _)| name == "set-cookie")
        .collect();
    assert!(set.iter().all(|(_, cookie)| framed(cookie)), "{set:?}");
    assert_eq!(set.len(), 2);
    world.user_of(&world.two, "ajena", Some(PermissionSet::all()));
    let other = Browser::at(&server, OTHER_HOST).get("/login");
    let own = other.header("set-cookie").unwrap();
    assert!(
        own.contains("SameSite=Lax") && !own.contains("Partitioned"),
        "{own}"
    );
}

#[test]
fn s10_a_form_in_a_frame_needs_its_token_all_the_same() {
    let (_world, server) = started(&[DESKTOP]);
    let mut browser = Browser::signed_in(&server, "agente");
    let token = browser.get("/logout").field("_token");
    for foreign in [
        &[("origin", DESKTOP), ("sec-fetch-site", "cross-site")][..],
        &[("origin", DESKTOP)],
    ] {
        let answer = browser.post_with("/logout", foreign, &[("_token", &token)]);
        assert_eq!(answer.status, 403, "{foreign:?}");
    }
    assert_eq!(browser.post("/logout", &[]).status, 403);
    assert_eq!(browser.post("/logout", &[("_token", &token)]).status, 200);
}

#[test]
fn a_cookie_from_before_frames_were_allowed_is_taken_away() {
    let (_world, server) = started(&[DESKTOP]);
    let mut browser = Browser::new(&server);
    browser.cookies.insert("__Host-ba360".to_owned(), "A".repeat(43));
    let signed_in = browser.sign_in("agente", PASSWORD, "");
    let set: Vec<&str> = signed_in
        .headers
        .iter()
        .filter(|(name, value)| name == "set-cookie" && value.starts_with("__Host-ba360="))
        .map(|(_, value)| value.as_str())
        .collect();
    // In this order, so that a browser that knows no partitions keeps the new one.
    let [gone, new] = set[..] else { panic!("{set:?}") };
    assert!(
        gone.contains("Max-Age=0") && !gone.contains("Partitioned"),
        "{gone}"
    );
    assert!(new.contains("Partitioned") && !new.contains("Max-Age"), "{new}");
    assert_eq!(browser.get("/contactos").status, 200);
}
