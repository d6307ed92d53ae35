//! *Aplicaciones externas*: the keys, made once and replaced.

use crate::support::{Browser, OTHER_HOST, Program, Server, World, world::block_on};
use ba360_core::{
    access::{Action, Permission, PermissionSet, View},
    instance::ActivityKind,
    text::Code,
};

const PAGE: &str = "/admin/aplicaciones-externas";
const REGENERATE: &str = "/admin/aplicaciones-externas/regenerar";

fn started() -> (World, Server) {
    let world = World::new();
    world.user("jefa", Some(PermissionSet::all()));
    let server = Server::start(&world);
    (world, server)
}

fn has_keys(world: &World) -> bool {
    let external = world.memory.stores().external;
    block_on(external.keys(world.one.id)).unwrap().is_some()
}

fn shown(browser: &mut Browser<'_>, name: &str) -> String {
    let page = browser.get(PAGE);
    assert_eq!(page.status, 200, "{page:?}");
    let start = page.body.find(&format!("id=\"campo-{name}\"")).unwrap();
    let value = page.body[start..].split("value=\"").nth(1).unwrap();
    value.split('"').next().unwrap().to_owned()
}

fn regenerate(browser: &mut Browser<'_>, more: &[(&str, &str)]) -> crate::support::Answer {
    let token = browser.get(REGENERATE).field("_token");
    let mut fields = vec![("_token", token.as_str())];
    fields.extend(more);
    browser.post(REGENERATE, &fields)
}

#[test]
fn p8_the_first_visit_makes_the_keys_once() {
    let (world, server) = started();
    world.user("otra", Some(PermissionSet::all()));
    let mut browser = Browser::signed_in(&server, "jefa");
    browser.head(PAGE);
    for name in ["sec-purpose", "purpose", "x-moz"] {
        assert_eq!(browser.get_with(PAGE, &[(name, "prefetch")]).body, "");
    }
    assert!(!has_keys(&world), "a mere look makes nothing");
    let first = shown(&mut browser, "secretkey");
    let client = shown(&mut browser, "clientkey");
    assert_eq!((first.len(), client.len()), (24, 24));
    assert_ne!(first, client);
    let mut other = Browser::signed_in(&server, "otra");
    assert_eq!(shown(&mut other, "secretkey"), first);
    assert_eq!(shown(&mut other, "clientkey"), client);
    assert_eq!((first, client), world.keys_of(&world.one));
}

#[test]
fn the_page_tells_how_the_keys_are_used() {
    let (world, server) = started();
    let mut browser = Browser::signed_in(&server, "jefa");
    let page = browser.get(PAGE);
    assert!(
        page.body
            .contains("https://uno.example/ba360/apir/v10/login/authexternalsystem")
    );
    assert!(page.body.contains("nunca") && page.body.contains("Otros"));
    let (_, example) = page.body.split_once("<pre").unwrap();
    let example = example.split_once('>').unwrap().1.split_once("</pre>").unwrap().0;
    let example = example.replace("&#34;", "\"");
    let example: serde_json::Value = serde_json::from_str(&example).unwrap();
    assert_eq!(example["company"], "uno");
    assert_eq!(example["secretkey"], world.keys_of(&world.one).0);
    Program::of(&world, &server, &world.one).token("ana", "clave");
    assert!(
        !browser.get(PAGE).body.contains("nunca"),
        "the use of both keys is shown"
    );
    let mut elsewhere = Browser::at(&server, OTHER_HOST);
    assert_eq!(elsewhere.get(PAGE).status, 303);
}

#[test]
fn e4_a_regenerated_secret_is_refused_at_once_and_tokens_stay_good() {
    let (world, server) = started();
    let mut browser = Browser::signed_in(&server, "jefa");
    let mut program = Program::of(&world, &server, &world.one);
    let token = program.token("ana", "clave");
    let client = shown(&mut browser, "clientkey");
    let asked = browser.get(REGENERATE);
    assert!(asked.body.contains("name=\"revocar\"") && asked.body.contains("de inmediato"));
    program.token("ana", "clave");
    let done = regenerate(&mut browser, &[]);
    assert_eq!(
        (done.status, done.location()),
        (303, "/admin/aplicaciones-externas?aviso=regenerado")
    );
    assert!(browser.get(done.location()).body.contains("ya no sirve"));
    assert_eq!(program.log_in("ana", "clave").status, 401);
    assert_eq!(shown(&mut browser, "clientkey"), client);
    program.secretkey = shown(&mut browser, "secretkey");
    program.token("ana", "clave");
    let link = format!("/integracionview/genesys/chat/Q1/%7B%7D/{token}");
    assert!(!Browser::new(&server).get(&link).location().starts_with("/login"));
    let line = &world.activity()[1..];
    assert!(
        line.iter()
            .any(|line| line.kind == ActivityKind::SecretRegenerated)
    );
    let refused = |line: &&ba360_core::instance::Activity| line.outcome == Code::ExternalKeysRefused;
    assert_eq!(line.iter().filter(refused).count(), 1);
}

#[test]
fn t9_tokens_are_revoked_with_the_secret_when_that_is_ticked() {
    let (world, server) = started();
    let mut browser = Browser::signed_in(&server, "jefa");
    let mut program = Program::of(&world, &server, &world.one);
    let token = program.token("ana", "clave");
    let done = regenerate(&mut browser, &[("revocar", "si")]);
    assert_eq!(done.location(), "/admin/aplicaciones-externas?aviso=revocado");
    let link = |token: &str| format!("/integracionview/genesys/chat/Q1/%7B%7D/{token}");
    assert!(
        Browser::new(&server)
            .get(&link(&token))
            .location()
            .starts_with("/login")
    );
    program.secretkey = shown(&mut browser, "secretkey");
    let fresh = program.token("ana", "clave");
    assert!(
        !Browser::new(&server)
            .get(&link(&fresh))
            .location()
            .starts_with("/login")
    );
    assert_eq!(regenerate(&mut browser, &[("revocar", "x")]).status, 400);
}

#[test]
fn a1_nobody_regenerates_by_a_link_or_a_foreign_form() {
    let (world, server) = started();
    let mut browser = Browser::signed_in(&server, "jefa");
    let secret = shown(&mut browser, "secretkey");
    let token = browser.get(REGENERATE).field("_token");
    let mine = [("_token", token.as_str())];
    for foreign in [
        &[("origin", "https://evil.example")][..],
        &[("origin", "null")],
        &[
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://uno.example"),
        ],
        &[("sec-fetch-site", "same-site")],
    ] {
        assert_eq!(
            browser.post_with(REGENERATE, foreign, &mine).status,
            403,
            "{foreign:?}"
        );
    }
    world.user("otra", Some(PermissionSet::all()));
    let theirs = Browser::signed_in(&server, "otra")
        .get(REGENERATE)
        .field("_token");
    for bad in ["", "x", theirs.as_str()] {
        assert_eq!(browser.post(REGENERATE, &[("_token", bad)]).status, 403);
    }
    assert_eq!(shown(&mut browser, "secretkey"), secret);
}

#[test]
fn a3_who_may_only_see_is_offered_nothing_else() {
    let (world, server) = started();
    let see = PermissionSet::NONE.with(Permission {
        view: View::ExternalApplications,
        action: Action::See,
    });
    world.user("mirona", Some(see));
    let mut browser = Browser::signed_in(&server, "mirona");
    assert_eq!(browser.get("/").location(), PAGE);
    let page = browser.get(PAGE);
    assert_eq!(page.status, 200);
    assert!(!page.body.contains("regenerar"), "{}", page.body);
    assert!(!page.body.contains("Sesiones"));
    assert_eq!(browser.get(REGENERATE).status, 403);
    let token = page.field("_token");
    assert_eq!(browser.post(REGENERATE, &[("_token", &token)]).status, 403);
}
