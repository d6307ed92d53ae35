//! Where a login leads: only ever into the own console.

use crate::{
    external::acme,
    support::{Answer, Engine, administrator, cases},
    vectors,
};
use libtest_mimic::Trial;

pub(crate) fn trials() -> impl Iterator<Item = Trial> {
    cases![
        r2_to_r8_an_address_of_ones_own_making_leads_home,
        r9_a_link_is_returned_to_without_its_token,
    ]
    .chain(vectors::on_each(
        "r1_the_published_addresses_lead_nowhere_else",
        published,
    ))
}

/// Where an administrator begins.
const FIRST_VIEW: &str = "/contactos";

/// It leads to a path of this console, if anywhere.
fn assert_home(answer: &Answer, given: &str) {
    assert!(answer.status < 500, "{given:?}: {}", answer.status);
    let Some(location) = answer.header("location") else {
        return;
    };
    let rest = location
        .strip_prefix('/')
        .unwrap_or_else(|| panic!("{given:?} leads to {location}"));
    assert!(
        !rest.starts_with(['/', '\\']) && !rest.contains("example") && !rest.contains("evil"),
        "{given:?} leads to {location}"
    );
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn r2_to_r8_an_address_of_ones_own_making_leads_home(engine: Engine) {
    let (place, server, _) = acme(engine);
    let (mut inside, password) = administrator(&place, &server, "acme");
    let long = format!("/{}", "a".repeat(64 * 1024));
    for given in [
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/%09/evil.example",
        "///evil.example",
        "/./\\evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "https://127.0.0.1@evil.example",
        "https://127.0.0.1:1/",
        "/contactos\r\nSet-Cookie: evil=1",
        "/logout",
        "/admin/aplicaciones-externas/regenerar",
        "/casos",
        &long,
    ] {
        if given.len() < 4_000 {
            let answer = inside.get(&format!("/login?continuar={}", encoded(given)));
            assert_home(&answer, given);
            assert_eq!(answer.header("set-cookie").filter(|it| it.contains("evil")), None);
            // Nothing that was not sealed here is gone to, not even a view of the console's own.
            assert_eq!(answer.header("location"), Some("/"), "{given:?}");
        }
        let mut client = server.client();
        let token = client.get("/login").input("_token");
        let fields = [
            ("_token", token.as_str()),
            ("continuar", given),
            ("usuario", "jefa"),
            ("contrasena", password.as_str()),
        ];
        let answer = client.post("/login", &fields);
        assert_home(&answer, given);
        if given.len() < 4_000 {
            assert_eq!(answer.header("location"), Some(FIRST_VIEW), "{given:?}");
        }
    }
    // Who is signed out by none of it is still signed in.
    assert_eq!(inside.get("/contactos").status, 200);
}

fn r9_a_link_is_returned_to_without_its_token(engine: Engine) {
    let (place, server, _) = acme(engine);
    let (_, password) = administrator(&place, &server, "acme");
    let mut client = server.client();
    let (at, form) = client.open_link("998874563", "eyJ0.not-a-token.x");
    assert!(at.starts_with("/login?continuar="), "{at}");
    assert!(!at.contains("not-a-token") && !form.body.contains("not-a-token"));
    let fields = [
        ("_token", form.input("_token")),
        ("continuar", form.input("continuar")),
        ("usuario", "jefa".to_owned()),
        ("contrasena", password),
    ];
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let answer = client.post("/login", &fields);
    let location = answer.header("location").unwrap();
    assert!(
        location.starts_with("/integracionview/") && !location.contains("not-a-token"),
        "{location}"
    );
}

fn published(engine: Engine) {
    let (place, server, _) = acme(engine);
    let (mut inside, password) = administrator(&place, &server, "acme");
    for (n, given) in vectors::astray().iter().enumerate() {
        let answer = inside.get(&format!("/login?continuar={}", encoded(given)));
        assert_home(&answer, given);
        assert_eq!(answer.header("location"), Some("/"), "{given:?}");
        // As the form sends it, by some of them: each costs a password. All go through it in `tests/published.rs` of
        // adapters/http, where a password costs nothing.
        if n % 25 == 0 {
            let mut client = server.client();
            let token = client.get("/login").input("_token");
            let fields = [
                ("_token", token.as_str()),
                ("continuar", given),
                ("usuario", "jefa"),
                ("contrasena", password.as_str()),
            ];
            let answer = client.post("/login", &fields);
            assert_home(&answer, given);
            assert_eq!(answer.header("location"), Some(FIRST_VIEW), "{given:?}");
        }
    }
}
