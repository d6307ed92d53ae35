//! The change of one's own password, and guessing at the login page.

use crate::support::{Answer, Browser, PASSWORD, Server, World};
use ba360_core::access::PermissionSet;
use jiff::SignedDuration;

const PAGE: &str = "/contrasena";
const NEW: &str = "otra clave muy distinta";

fn started() -> (World, Server) {
    let world = World::new();
    world.user("agente", Some(PermissionSet::all()));
    let server = Server::start(&world);
    (world, server)
}

fn change(browser: &mut Browser<'_>, current: &str, new: &str, again: &str) -> Answer {
    let token = browser.get(PAGE).field("_token");
    browser.post(
        PAGE,
        &[
            ("_token", &token),
            ("actual", current),
            ("nueva", new),
            ("repetida", again),
        ],
    )
}

#[test]
fn s5_a_changed_password_ends_every_other_session() {
    let (_world, server) = started();
    let mut browser = Browser::signed_in(&server, "agente");
    let mut other = Browser::signed_in(&server, "agente");
    let before = browser.cookies.clone();
    assert!(browser.get("/contactos").body.contains("href=\"/contrasena\""));
    let done = change(&mut browser, PASSWORD, NEW, NEW);
    assert_eq!(
        (done.status, done.location()),
        (303, "/contrasena?aviso=cambiada")
    );
    assert_ne!(browser.cookies, before, "this browser gets a new session");
    let page = browser.get(done.location());
    assert!(page.body.contains("Se cambió la contraseña."));
    assert!(page.body.contains("data-address=\"/contrasena\""));
    assert_eq!(other.get("/contactos").status, 303);
    browser.cookies = before;
    assert_eq!(browser.get("/contactos").status, 303, "the old session is over");
    assert_eq!(Browser::new(&server).sign_in("agente", PASSWORD, "").status, 401);
    assert_eq!(Browser::new(&server).sign_in("agente", NEW, "").status, 303);
}

#[test]
fn what_is_wrong_is_told_at_its_field_and_nothing_is_shown_again() {
    let (_world, server) = started();
    let mut browser = Browser::signed_in(&server, "agente");
    for (current, new, again, field, words) in [
        (
            "equivocada",
            NEW,
            NEW,
            "actual",
            "La contraseña actual no es correcta.",
        ),
        ("", NEW, NEW, "actual", "La contraseña actual no es correcta."),
        (PASSWORD, NEW, "otra", "repetida", "no son iguales"),
        (PASSWORD, "corta", "corta", "nueva", "12 caracteres"),
        (PASSWORD, "", "", "nueva", "Escriba una contraseña."),
        (
            PASSWORD,
            "agente agente",
            "agente agente",
            "nueva",
            "fácil de adivinar",
        ),
        (PASSWORD, PASSWORD, PASSWORD, "nueva", "igual a la actual"),
    ] {
        let answer = change(&mut browser, current, new, again);
        assert_eq!(answer.status, 400, "{words}");
        let error = format!("id=\"campo-{field}-error\">");
        let told = answer
            .body
            .split(&error)
            .nth(1)
            .unwrap_or_else(|| panic!("{words}: {}", answer.body));
        assert!(told.split('<').next().unwrap().contains(words), "{told:.100}");
        assert!(answer.body.contains(&format!("href=\"#campo-{field}\"")));
        assert!(!answer.body.contains(NEW) && !answer.body.contains(PASSWORD));
    }
    assert_eq!(Browser::new(&server).sign_in("agente", PASSWORD, "").status, 303);
    assert_eq!(Browser::new(&server).get(PAGE).location(), "/login");
}

#[test]
fn a_session_that_somebody_left_open_is_no_way_to_guess() {
    let (_world, server) = started();
    let mut browser = Browser::signed_in(&server, "agente");
    for _ in 0..20 {
        assert_eq!(change(&mut browser, "x", NEW, NEW).status, 400);
    }
    let answer = change(&mut browser, PASSWORD, NEW, NEW);
    assert_eq!((answer.status, answer.header("retry-after")), (429, Some("1")));
    assert!(answer.body.contains("demasiados intentos") && answer.body.contains("name=\"nueva\""));
}

#[test]
fn e5_guessing_at_the_login_page_costs_time() {
    let (world, server) = started();
    for user in ["agente", "nadie"] {
        for _ in 0..20 {
            assert_eq!(Browser::new(&server).sign_in(user, "x", "").status, 401);
        }
        let mut browser = Browser::new(&server);
        let answer = browser.sign_in(user, PASSWORD, "");
        assert_eq!(
            (answer.status, answer.header("retry-after")),
            (429, Some("1")),
            "{user}"
        );
        assert!(answer.body.contains("demasiados intentos"));
        assert_eq!(answer.field("usuario"), user);
        assert!(!browser.cookies.contains_key("__Host-ba360"));
    }
    world.doubles.clock.advance(SignedDuration::from_secs(1));
    assert_eq!(Browser::new(&server).sign_in("agente", PASSWORD, "").status, 303);
}

#[test]
fn x8_a_hasher_without_room_says_when_to_come_again() {
    use ba360_core::{App, Ports};
    use ba360_testkit::memory::FastHasher;
    use std::sync::Arc;
    let world = World::new();
    world.user("agente", Some(PermissionSet::all()));
    let mut ports = Ports::new(world.memory.stores(), world.doubles.secrets());
    ports.secrets.hasher = Arc::new(FastHasher::new(world.doubles.random.clone(), 0));
    let router = ba360_http::router_at_base(App::new(ports), Default::default());
    let server = Server::of(router, Default::default());
    let answer = Browser::new(&server).sign_in("agente", PASSWORD, "");
    assert_eq!((answer.status, answer.header("retry-after")), (503, Some("5")));
    let program = crate::support::Program::of(&world, &server, &world.one);
    let answer = program.log_in("ana", "clave");
    assert_eq!((answer.status, answer.header("retry-after")), (503, Some("5")));
    assert_eq!(answer.code(), "store_unavailable");
}
