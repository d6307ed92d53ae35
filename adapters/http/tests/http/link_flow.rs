//! What opening a link does: what it leads to, by which way, and for whom.

use crate::support::{Browser, HOST, OTHER_HOST, PASSWORD, Server, World, encoded, get_raw};
use ba360_core::{
    access::{Action, Permission, PermissionSet, View},
    instance::ActivityKind,
};

pub(crate) const LINK: &str = "/integracionview/genesys/chat/Q1/%7B%22contacto%22%3A%2217.925.916-8%22%7D";
const WITHOUT_TOKEN: &str = "/integracionview/genesys/Chat/Q1/%7B%22contacto%22%3A%2217%2E925%2E916%2D8";

pub(crate) fn with_token(token: &str) -> String {
    format!("{LINK}/{token}")
}

/// Whether an address is that of the link without its token.
pub(crate) fn is_the_link(address: &str) -> bool {
    address.starts_with("/integracionview/genesys/Chat/Q1/%7B%22contacto%22%3A%2217.925.916-8%22")
        || address.starts_with(WITHOUT_TOKEN)
}

#[test]
fn a_link_opens_its_one_record_at_exactly_its_path() {
    let world = World::new();
    world.user("agente", Some(PermissionSet::all()));
    let contact = world.contact("17925916-8", "Ana");
    let account = world.account("76000000-1", "Andes");
    world.case_of(&world.one, "210112-000000", "17925916-8");
    let server = Server::start(&world);
    let mut browser = Browser::signed_in(&server, "agente");
    let mut opened = |criteria: &str| {
        let answer = browser.get(&format!("/integracionview/genesys/chat/Q1/{}", encoded(criteria)));
        assert_eq!(answer.status, 303);
        answer.location().to_owned()
    };
    assert_eq!(
        opened(r#"{"contacto":"179259168"}"#),
        format!("/contactos/{contact}")
    );
    assert_eq!(opened(r#"{"empresa":"Andes"}"#), format!("/cuentas/{account}"));
    assert_eq!(opened(r#"{"caso":"210112-000000"}"#), "/casos/210112-000000");
}

#[test]
fn another_companys_case_looks_exactly_like_one_that_does_not_exist() {
    let world = World::new();
    world.user("agente", Some(PermissionSet::all()));
    world.contact_of(&world.two, "1-9", "Otra");
    world.case_of(&world.two, "210112-000000", "1-9");
    let server = Server::start(&world);
    let mut browser = Browser::signed_in(&server, "agente");
    let mut shown = |number: &str| {
        let answer = browser.get(&format!(
            "/integracionview/genesys/chat/Q1/%7B%22caso%22%3A%22{number}%22%7D"
        ));
        assert_eq!(answer.status, 200);
        answer.body_without_correlation().replace(number, "NUMBER")
    };
    let others = shown("210112-000000");
    let nobodys = shown("210112-000001");
    assert!(others == nobodys, "{others}\n----\n{nobodys}");
}

#[test]
fn without_a_token_the_login_leads_back_to_the_link() {
    let world = World::new();
    world.user("agente", Some(PermissionSet::all()));
    let contact = world.contact("17925916-8", "Ana");
    let server = Server::start(&world);
    let mut browser = Browser::new(&server);
    let first = browser.get(LINK);
    assert_eq!(first.status, 303);
    assert!(
        !first.location().contains("17925916"),
        "the sealed path tells nothing"
    );
    let form = browser.get(first.location());
    assert_eq!(form.status, 200);
    assert!(!form.body.contains("17.925.916-8"));
    let fields = [
        ("_token", form.field("_token")),
        ("continuar", form.field("continuar")),
        ("usuario", "agente".to_owned()),
        ("contrasena", PASSWORD.to_owned()),
    ];
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let signed_in = browser.post("/login", &fields);
    assert_eq!(signed_in.status, 303);
    assert!(is_the_link(signed_in.location()), "{}", signed_in.location());
    let opened = browser.get(signed_in.location());
    assert_eq!(opened.location(), format!("/contactos/{contact}"));
}

#[test]
fn a_search_view_that_a_link_opens_tells_its_own_address() {
    let world = World::new();
    world.user("agente", Some(PermissionSet::all()));
    let server = Server::start(&world);
    let mut browser = Browser::signed_in(&server, "agente");
    let view = browser.get(LINK);
    let address = view.header("content-location").unwrap_or_default();
    assert!(
        address.starts_with("/contactos?q=17.925.916-8&interaccion="),
        "{address}"
    );
    assert_eq!(browser.get(address).status, 200);
}

#[test]
fn k7_a_bad_link_is_shown_without_its_values_and_its_token() {
    let world = World::new();
    let server = Server::start(&world);
    for bad in [
        "/integracionview/genesys/fax/Q1/%7B%22contacto%22%3A%22Juana%22%7D/SECRETTOKEN",
        "/integracionview/genesys/chat/Q1/%7B%22contacto%22%3A%22Juana%7D/SECRETTOKEN",
        "/integracionview/genesys/chat/Q1/%7B%22contacto%22%3A%22Juana%22%7DSECRETTOKEN",
        "/integracionview?plataforma=a&canal=fax&id=1&contacto=Juana&token=SECRETTOKEN",
        "/integracionview/SECRETTOKEN/%7B%22contacto%22%3A%22Juana%22%7D",
    ] {
        let answer = get_raw(&server, bad);
        assert_eq!(answer.status, 400, "{bad}");
        assert!(!answer.body.contains("SECRETTOKEN"), "{}", answer.body);
        assert!(!answer.body.contains("Juana"), "{}", answer.body);
        let newest = &world.activity()[0];
        assert_eq!(newest.kind, ActivityKind::LinkRefused);
        assert_eq!(
            newest.correlation.as_str(),
            answer.header("x-correlation-id").unwrap()
        );
    }
}

#[test]
fn k2_nothing_that_a_link_leads_to_tells_where_it_was_asked_from() {
    let world = World::new();
    let agent = world.user("agente", Some(PermissionSet::all()));
    world.contact("17925916-8", "Ana");
    let server = Server::start(&world);
    let mut browser = Browser::new(&server);
    let bad = "/integracionview/genesys/fax/Q1/%7B%22contacto%22%3A%22Juana%22%7D/SECRETTOKEN";
    let search = "/integracionview/genesys/chat/Q1/%7B%22contacto%22%3A%22Juana%22%7D";
    for (target, status) in [
        (LINK.to_owned(), 303),
        (with_token("basura"), 303),
        ("/login".to_owned(), 200),
        (with_token(&world.token(agent, 60)), 303),
        (LINK.to_owned(), 303),
        (search.to_owned(), 200),
        (bad.to_owned(), 400),
    ] {
        let answer = browser.get(&target);
        assert_eq!(answer.status, status, "{target}");
        assert_eq!(
            answer.header("referrer-policy"),
            Some("no-referrer"),
            "{target}: {status}"
        );
    }
}

#[test]
fn the_query_form_opens_like_a_path() {
    let world = World::new();
    let agent = world.user("agente", Some(PermissionSet::all()));
    let contact = world.contact("17925916-8", "Ana");
    let server = Server::start(&world);
    let mut browser = Browser::new(&server);
    for slash in ["", "/"] {
        let token = world.token(agent, 60);
        let first = browser.get(&format!(
            "/integracionview{slash}?plataforma=genesys&canal=chat&id=Q1&contacto=17925916-8&token={token}"
        ));
        assert_eq!(first.status, 303);
        assert!(!first.location().contains(&token));
        let second = browser.get(first.location());
        assert_eq!(second.location(), format!("/contactos/{contact}"));
    }
}

#[test]
fn a_user_without_a_role_is_signed_in_and_told_whom_to_ask() {
    let world = World::new();
    let agent = world.user("nueva", None);
    let server = Server::start(&world);
    let mut browser = Browser::new(&server);
    let first = browser.get(&with_token(&world.token(agent, 60)));
    assert!(first.header("set-cookie").is_some());
    let denied = browser.get(first.location());
    assert_eq!(denied.status, 403);
    assert!(denied.body.contains("administrador"));
}

#[test]
fn a3_a_link_to_what_one_may_not_see_is_refused() {
    let world = World::new();
    let set = PermissionSet::NONE.with(Permission {
        view: View::Contacts,
        action: Action::See,
    });
    world.user("solo contactos".replace(' ', "-").as_str(), Some(set));
    let server = Server::start(&world);
    let mut browser = Browser::signed_in(&server, "solo-contactos");
    let answer = browser.get("/integracionview/genesys/chat/Q1/%7B%22caso%22%3A%22210112-000000%22%7D");
    assert_eq!(answer.status, 403);
}

#[test]
fn t10_a_session_is_good_on_its_own_host_alone() {
    let world = World::new();
    world.user("agente", Some(PermissionSet::all()));
    let server = Server::start(&world);
    let browser = Browser::signed_in(&server, "agente");
    let mut elsewhere = Browser::at(&server, OTHER_HOST);
    elsewhere.cookies = browser.cookies;
    assert!(elsewhere.get(LINK).location().starts_with("/login"));
    let mut nowhere = Browser::at(&server, "nadie.example");
    let unknown = nowhere.get("/login");
    assert_eq!(unknown.status, 404);
    assert!(unknown.body.contains(unknown.header("x-correlation-id").unwrap()));
    assert_eq!(
        Browser::at(&server, &HOST.to_uppercase()).get("/login").status,
        200
    );
}

#[test]
fn everything_goes_through_the_base_path() {
    let world = World::new();
    let agent = world.user("agente", Some(PermissionSet::all()));
    let contact = world.contact("17925916-8", "Ana");
    let settings = ba360_http::Settings {
        base: "/crm".parse().unwrap(),
        ..Default::default()
    };
    let server = Server::with(&world, settings, Default::default());
    let mut browser = Browser::new(&server);
    let first = browser.get(&format!("/crm{}", with_token(&world.token(agent, 60))));
    assert!(first.location().starts_with("/crm/integracionview/"));
    let cookie = first.header("set-cookie").unwrap();
    assert!(
        cookie.starts_with("__Secure-ba360=") && cookie.contains("Path=/crm"),
        "{cookie}"
    );
    let second = browser.get(first.location());
    assert_eq!(second.location(), format!("/crm/contactos/{contact}"));
    let mut stranger = Browser::new(&server);
    assert!(
        stranger
            .get(&format!("/crm{LINK}"))
            .location()
            .starts_with("/crm/login?continuar=")
    );
    let form = stranger.get("/crm/login");
    assert!(form.body.contains("action=\"/crm/login\""), "{}", form.body);
}
