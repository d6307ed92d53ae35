//! What is searched for is text, whatever it looks like.

use crate::{
    support::{Client, Engine, Place, Server, cases},
    vectors,
};
use ba360_core::link::{Criteria, Link, LinkParts};
use libtest_mimic::Trial;

pub(crate) fn trials() -> impl Iterator<Item = Trial> {
    cases![
        l18_sql_and_wildcards_are_letters,
        l18_a_search_that_matches_everything_is_bounded,
        x10_a_term_of_wildcards_or_of_ten_thousand_letters_is_bounded,
    ]
    .chain(vectors::on_each(
        "l17_naughty_strings_are_found_as_text_or_refused",
        l17_naughty_strings_are_found_as_text_or_refused,
    ))
}

/// A demonstration, and somebody signed in there.
pub(crate) fn signed_in(place: &Place) -> (Server, Client) {
    let server = place.serve(&["--demo"]);
    let mut client = server.client();
    let form = client.get("/login");
    let (user, password) = server.admin();
    let (_, answer) = client.sign_in(&form, user, password);
    assert_eq!(answer.status, 200);
    (server, client)
}

/// The targets that search for a text: a link of either format and the console's own searches.
fn targets(text: &str) -> Vec<String> {
    let parts = |criteria| LinkParts {
        platform: "genesys",
        channel: "Chat",
        interaction_id: "attack",
        criteria,
        ..LinkParts::default()
    };
    let new = Criteria {
        contact: Some(text),
        ..Criteria::default()
    };
    let account = Criteria {
        account: Some(text),
        ..Criteria::default()
    };
    let links = [parts(new), parts(account)];
    let mut targets: Vec<_> = links
        .iter()
        .filter_map(|it| Link::build(it).ok())
        .map(|it| it.to_target())
        .collect();
    let encoded: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
    for path in [
        "/contactos?q=",
        "/contactos?telefono=",
        "/cuentas?q=",
        "/casos?q=",
        "/contactos/",
        "/casos/",
    ] {
        if text.len() < 2_000 {
            targets.push(format!("{path}{encoded}"));
        }
    }
    targets
}

/// Searches for a text everywhere: no answer is a fault of the server's, and none holds it as markup.
fn assert_harmless(client: &mut Client, text: &str) {
    for target in targets(text) {
        let (_, answer) = client.follow(&target);
        assert!(
            matches!(answer.status, 200 | 400 | 404),
            "{} for {text:?} at {target}",
            answer.status
        );
        if text.contains('<') && text.len() > 3 {
            assert!(
                !answer.body.contains(text),
                "{text:?} stands unescaped at {target}"
            );
        }
    }
}

fn l18_sql_and_wildcards_are_letters(engine: Engine) {
    let place = engine.place();
    let (_server, mut client) = signed_in(&place);
    for text in [
        "' OR '1'='1",
        "'; DROP TABLE contacts; --",
        "\" XQ \"\"=\"",
        "1) UNION SELECT name, password FROM users --",
        "%%%",
        "___",
        "***",
        "\\%\\_",
        "NEAR(gonzalez, 2)",
        "gonzalez OR rojas",
        "name:gonzalez",
        "{{7*7}}",
    ] {
        assert_harmless(&mut client, text);
        let link = targets(text).remove(0);
        let (_, answer) = client.follow(&link);
        assert!(answer.body.contains("0 contactos"), "{text:?} found something");
    }
    let (_, answer) = client.follow("/contactos?q=gonzalez");
    assert!(
        answer.body.contains("23 contactos"),
        "the contacts are still there"
    );
}

fn l18_a_search_that_matches_everything_is_bounded(engine: Engine) {
    let place = engine.place();
    let (_server, mut client) = signed_in(&place);
    let long = "a".repeat(256);
    assert_harmless(&mut client, &long);
    assert_eq!(client.get(&format!("/contactos?q={long}a")).status, 400);
    // Every address of the demonstration ends with it.
    let (_, answer) = client.follow("/contactos?q=.example&size=50");
    assert_eq!(answer.status, 200);
    assert!(
        answer.body.matches("/contactos/").count() < 200,
        "a page is a page"
    );
}

fn l17_naughty_strings_are_found_as_text_or_refused(engine: Engine) {
    let place = engine.place();
    let (server, mut client) = signed_in(&place);
    for text in vectors::naughty() {
        assert_harmless(&mut client, &text);
    }
    // A contact that bears such a name is shown escaped, and found again.
    let name = "<script>alert(1)</script> \"onmouseover='x' {{7*7}}";
    let form = client.get("/contactos/nuevo");
    let token = form.input("_token");
    let fields = [
        ("_token", token.as_str()),
        ("nombre", name),
        ("identificador", "naughty-1"),
    ];
    let made = client.post("/contactos/nuevo", &fields);
    assert_eq!(made.status, 303, "{}", made.body);
    let (_, record) = client.go_on(String::new(), made);
    assert!(record.body.contains("&#60;script&#62;") && !record.body.contains("<script>alert"));
    let (ended, _) = client.follow(&targets(name).remove(0));
    assert!(ended.starts_with("/contactos/"), "{ended}");
    drop(server);
    assert!(!place.log().contains("onmouseover"), "no value reaches the log");
}

fn x10_a_term_of_wildcards_or_of_ten_thousand_letters_is_bounded(engine: Engine) {
    let place = engine.place();
    let (_server, mut client) = signed_in(&place);
    for (term, status) in [
        ("%25".repeat(8), 200),
        ("a".repeat(10_000), 400),
        ("%5F".repeat(256), 200),
    ] {
        for path in ["contactos", "cuentas", "casos"] {
            let answer = client.get(&format!("/{path}?q={term}"));
            assert_eq!(answer.status, status, "{path} {} letters", term.len());
        }
    }
    // Longer than a target may be.
    assert_eq!(
        client.get(&format!("/contactos?q={}", "a".repeat(20_000))).status,
        414
    );
}
