//! *Sesiones*: who is signed in, and ending it.

use crate::support::{Browser, PASSWORD, Server, World};
use ba360_core::access::{Action, Permission, PermissionSet, View};
use jiff::SignedDuration;

const PAGE: &str = "/admin/sesiones";
const END: &str = "/admin/sesiones/terminar";

fn started() -> (World, Server) {
    let world = World::new();
    world.user("jefa", Some(PermissionSet::all()));
    world.user("agente", Some(PermissionSet::all()));
    let server = Server::start(&world);
    (world, server)
}

/// The keys on the page, in its order.
fn keys(body: &str) -> Vec<String> {
    let values = body.split("name=\"sesion\" value=\"").skip(1);
    values
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect()
}

fn is_in(browser: &mut Browser<'_>) -> bool {
    browser.get("/contactos").status == 200
}

fn end(browser: &mut Browser<'_>, key: &str) -> crate::support::Answer {
    let token = browser.get("/logout").field("_token");
    browser.post(END, &[("_token", &token), ("sesion", key)])
}

#[test]
fn s5_an_ended_session_is_out_at_the_next_request() {
    let (world, server) = started();
    let mut agent = Browser::signed_in(&server, "agente");
    world.doubles.clock.advance(SignedDuration::from_secs(60));
    let mut admin = Browser::signed_in(&server, "jefa");
    let page = admin.get(PAGE);
    assert_eq!(page.status, 200);
    assert!(page.body.contains("2 sesiones") && page.body.contains("jefa (esta sesión)"));
    let keys = keys(&page.body);
    assert_eq!(keys.len(), 2, "{}", page.body);
    for secret in [&agent.cookies["__Host-ba360"], &admin.cookies["__Host-ba360"]] {
        assert!(!page.body.contains(secret.as_str()), "a key opens nothing");
    }
    let done = end(&mut admin, &keys[1]);
    assert_eq!(done.location(), "/admin/sesiones?page=1&size=10&aviso=terminada");
    let page = admin.get(done.location());
    assert!(page.body.contains("Se terminó la sesión.") && page.body.contains("1 sesión"));
    assert!(!is_in(&mut agent) && is_in(&mut admin));
    assert_eq!(
        end(&mut admin, &keys[1]).status,
        303,
        "ending it again does nothing"
    );
}

#[test]
fn ending_ones_own_session_signs_out() {
    let (_world, server) = started();
    let mut admin = Browser::signed_in(&server, "jefa");
    let kept = admin.cookies.clone();
    let own = keys(&admin.get(PAGE).body).remove(0);
    let done = end(&mut admin, &own);
    assert_eq!(done.status, 200);
    assert!(done.body.contains("Sesión cerrada"));
    assert!(!admin.cookies.contains_key("__Host-ba360"));
    admin.cookies = kept;
    assert!(!is_in(&mut admin));
}

#[test]
fn a2_another_companys_session_is_neither_listed_nor_ended() {
    let (world, server) = started();
    world.user_of(&world.two, "ajena", Some(PermissionSet::all()));
    let mut other = Browser::at(&server, crate::support::OTHER_HOST);
    assert_eq!(other.sign_in("ajena", PASSWORD, "").status, 303);
    let theirs = keys(&other.get(PAGE).body).remove(0);
    let mut admin = Browser::signed_in(&server, "jefa");
    let page = admin.get(PAGE);
    assert!(!page.body.contains("ajena") && !page.body.contains(&theirs));
    let known = end(&mut admin, &theirs);
    let nobodys = end(&mut admin, &"a7".repeat(32));
    assert_eq!(
        (known.status, known.location()),
        (nobodys.status, nobodys.location())
    );
    assert!(is_in(&mut other));
}

#[test]
fn a3_who_may_only_see_ends_nothing() {
    let (world, server) = started();
    let see = PermissionSet::NONE.with(Permission {
        view: View::Sessions,
        action: Action::See,
    });
    world.user("mirona", Some(see));
    let mut agent = Browser::signed_in(&server, "agente");
    world.doubles.clock.advance(SignedDuration::from_secs(60));
    let mut admin = Browser::signed_in(&server, "jefa");
    let key = keys(&admin.get(PAGE).body).remove(1);
    let mut browser = Browser::signed_in(&server, "mirona");
    let page = browser.get(PAGE);
    assert_eq!((page.status, keys(&page.body).len()), (200, 0));
    assert_eq!(end(&mut browser, &key).status, 403);
    assert!(is_in(&mut agent));
}

#[test]
fn what_names_no_session_is_refused_and_pages_are_pages() {
    let (_world, server) = started();
    let sessions: Vec<_> = (0..11).map(|_| Browser::signed_in(&server, "agente")).collect();
    let mut admin = Browser::signed_in(&server, "jefa");
    for bad in ["", "x", "'; DROP TABLE sessions --", &"A".repeat(65)] {
        assert_eq!(end(&mut admin, bad).status, 400, "{bad}");
    }
    assert_eq!(end(&mut admin, &"A7".repeat(32)).status, 303);
    let (first, second) = (admin.get(PAGE), admin.get("/admin/sesiones?page=2&size=10"));
    assert_eq!((keys(&first.body).len(), keys(&second.body).len()), (10, 2));
    assert!(first.body.contains("1–10 de 12"));
    drop(sessions);
}
