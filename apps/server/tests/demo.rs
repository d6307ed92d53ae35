//! `serve --demo`: what is printed, that every link does what is said of it, and that a second start keeps all.
#![allow(clippy::unwrap_used, reason = "a failure ends the test")]

mod support;

use serde_json::Value;
use std::collections::BTreeSet;
use std::process::ExitCode;
use support::{Client, Engine, Server, cases, run};

fn main() -> ExitCode {
    run(cases![
        one_line_of_the_contracts_shape_is_printed,
        every_link_ends_where_it_says,
        where_a_link_ends_can_be_asked_for_again,
        the_expired_link_asks_for_the_password_and_then_opens_its_contact,
        the_vendors_own_links_open_their_records_after_the_login,
        a_second_start_keeps_the_records_and_gives_a_new_password,
        an_installation_with_other_instances_is_not_played_in,
        below_a_base_path_every_link_goes_through_it,
        no_secret_and_no_value_is_in_the_log,
    ])
}

const NAMES: [&str; 7] = ["contact", "account", "case", "many", "none", "legacy", "expired"];

fn keys(object: &Value) -> BTreeSet<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

/// Opens a link in a browser that has been nowhere; answers the path where it ends, as a browser with scripts
/// shows it.
fn open(server: &Server, target: &str) -> (String, Client) {
    let mut client = server.client();
    let (at, answer) = client.follow(target);
    assert_eq!(answer.status, 200, "{at}");
    let shown = answer.canonical().unwrap_or(at);
    (shown, client)
}

fn one_line_of_the_contracts_shape_is_printed(engine: Engine) {
    let place = engine.place();
    let mut server = place.serve(&["--demo"]);
    let line = &server.line;
    assert_eq!(
        keys(line),
        BTreeSet::from(["listening", "instance", "admin", "links"])
    );
    assert_eq!(line["instance"], "demo");
    assert_eq!(keys(&line["admin"]), BTreeSet::from(["user", "password"]));
    let listening = line["listening"].as_str().unwrap();
    assert!(
        listening.starts_with("http://127.0.0.1:") && !listening.ends_with(":0"),
        "{listening}"
    );
    let links = line["links"].as_array().unwrap();
    let names: Vec<&str> = links.iter().map(|link| link["name"].as_str().unwrap()).collect();
    assert_eq!(names, NAMES);
    for link in links {
        assert_eq!(keys(link), BTreeSet::from(["name", "url", "opens"]));
        assert!(
            link["url"]
                .as_str()
                .unwrap()
                .starts_with(&format!("{listening}/integracionview/"))
        );
    }
    server.signal("TERM");
    let (status, rest) = server.ended();
    assert!(status.success());
    assert_eq!(rest, "", "more than one line was printed");
}

fn every_link_ends_where_it_says(engine: Engine) {
    // It makes its own tables.
    let place = engine.empty();
    let server = place.serve(&["--demo"]);
    for name in NAMES {
        let (target, opens) = server.link(name);
        let (at, _) = open(&server, &target);
        let at = match opens.contains('?') {
            true => at.as_str(),
            false => at.split('?').next().unwrap(),
        };
        assert_eq!(at, opens, "{name}");
    }
    server.stop();
}

fn where_a_link_ends_can_be_asked_for_again(engine: Engine) {
    let place = engine.place();
    let server = place.serve(&["--demo"]);
    let (_, mut client) = open(&server, &server.link("contact").0);
    for name in NAMES {
        let (_, opens) = server.link(name);
        assert!(matches!(client.get(&opens).status, 200 | 303), "{name}");
    }
}

fn the_expired_link_asks_for_the_password_and_then_opens_its_contact(engine: Engine) {
    let place = engine.place();
    let server = place.serve(&["--demo"]);
    let (user, password) = server.admin();
    let mut client = server.client();
    let (_, form) = client.follow(&server.link("expired").0);
    let (at, contact) = client.sign_in(&form, user, password);
    assert_eq!(
        (at.as_str(), contact.status),
        (server.link("contact").1.as_str(), 200)
    );
}

fn the_vendors_own_links_open_their_records_after_the_login(engine: Engine) {
    let place = engine.place();
    let server = place.serve(&["--demo"]);
    let (user, password) = server.admin();
    let (contact, legacy) = (server.link("contact").1, server.link("legacy").1);
    let sample = "ZTMgcHJ1ZWJhY2hhdCAxMjM0IHlCeWdPcktxQTAgMjAyMDAyMDc";
    for (link, opens) in [
        (
            r#"genesys/chat/1234567645/{"contacto":"998874563","empresa":null,"caso":"210112-000000"}"#,
            "/casos/210112-000000",
        ),
        (
            r#"genesys/chat/1234567645/{"contacto":"998874563","empresa":null,"caso":null}"#,
            contact.as_str(),
        ),
        (
            r#"chattigo/chat/150/{"identificador":"179259168","nombre":"","idrrss":null,"email":"","telefono":"","empresa":null,"caso":"201201-000005"}"#,
            "/casos/201201-000005",
        ),
        (
            r#"chattigo/chat/150/"identificador":"","nombre":"","idrrss":null,"email":"","telefono":"993405075","empresa":null,"caso":null"#,
            legacy.as_str(),
        ),
    ] {
        let mut client = server.client();
        let (at, form) = client.follow(&format!("/integracionview/{link}/{sample}"));
        assert_eq!(
            (at.split('?').next().unwrap(), form.status),
            ("/login", 200),
            "{link}"
        );
        let (at, answer) = client.sign_in(&form, user, password);
        assert_eq!((at.as_str(), answer.status), (opens, 200), "{link}");
    }
}

fn a_second_start_keeps_the_records_and_gives_a_new_password(engine: Engine) {
    let place = engine.place();
    let first = place.serve(&["--demo"]);
    let (opens, old) = (NAMES.map(|name| first.link(name).1), first.admin().1.to_owned());
    first.stop();
    let second = place.serve(&["--demo"]);
    assert_eq!(NAMES.map(|name| second.link(name).1), opens);
    let (user, new) = second.admin();
    assert_ne!(old, new);
    let try_in = |password: &str| {
        let mut client = second.client();
        let form = client.get("/login");
        client.sign_in(&form, user, password).1.status
    };
    assert_eq!(try_in(new), 200);
    assert!(try_in(&old) >= 400);
}

fn an_installation_with_other_instances_is_not_played_in(engine: Engine) {
    let place = engine.place();
    place.json(&["instance", "create", "acme"]);
    let ran = place.run(&["serve", "--demo", "--json", "--listen", "127.0.0.1:0"]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.object()["error"]["code"], "demo_folder_in_use");
}

fn below_a_base_path_every_link_goes_through_it(engine: Engine) {
    let place = engine.place();
    let server = place.serve(&["--demo", "--base-path", "/crm"]);
    for name in NAMES {
        let (target, opens) = server.link(name);
        assert!(
            target.starts_with("/crm/integracionview/") && opens.starts_with("/crm/"),
            "{name}"
        );
    }
}

fn no_secret_and_no_value_is_in_the_log(engine: Engine) {
    let place = engine.place();
    let server = place.serve(&["--demo"]);
    let (user, password) = server.admin();
    for name in NAMES {
        open(&server, &server.link(name).0);
    }
    let mut client = server.client();
    let form = client.get("/login");
    client.sign_in(&form, user, password);
    let tokens: Vec<String> = NAMES
        .iter()
        .map(|name| server.link(name).0.rsplit('/').next().unwrap().to_owned())
        .collect();
    let password = password.to_owned();
    server.stop();
    let log = place.log();
    assert!(!log.is_empty(), "nothing was logged");
    for secret in tokens.iter().chain([&password]) {
        assert!(!log.contains(secret.as_str()), "a secret is in the log");
    }
    for value in ["998874563", "993405075", "gonzalez", "911111111"] {
        assert!(!log.contains(value), "{value} is in the log");
    }
}
