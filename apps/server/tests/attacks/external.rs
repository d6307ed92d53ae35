//! The login by external systems: what is sent, and what is guessed.

use crate::{
    console,
    support::{Answer, Client, Company, Engine, LOGIN, Place, Server, administrator, cases, secrets},
    vectors,
};
use libtest_mimic::Trial;
use serde_json::{Value, json};
use std::{collections::BTreeSet, thread};

pub(crate) fn trials() -> impl Iterator<Item = Trial> {
    cases![
        e1_and_e3_what_is_no_text_is_refused_and_nothing_is_made,
        e2_and_m2_every_refusal_is_one_answer,
        e5_guessing_is_slowed_down_and_locks_nobody_out,
        e6_a_password_is_taken_whole_up_to_its_longest_and_refused_beyond,
        e7_both_forms_of_an_accented_letter_are_one_password,
        e8_a_name_that_could_not_stand_in_an_address_is_refused,
        e9_names_that_differ_by_case_and_blanks_are_one_user,
        e10_an_administrators_name_is_no_way_in_and_is_not_overwritten,
        e11_further_fields_are_ignored,
        e17_a_common_password_is_the_other_systems_choice,
    ]
    .chain(vectors::on_each(
        "e1_naughty_strings_in_every_field",
        naughty_strings,
    ))
}

pub(crate) const PASS: &str = "una-clave-de-afuera-7";

pub(crate) fn acme(engine: Engine) -> (Place, Server, Company) {
    let place = engine.place();
    let company = Company::create(&place, "acme", &[]);
    let server = place.serve(&[]);
    (place, server, company)
}

pub(crate) fn users(place: &Place) -> String {
    place.value("select count(*) from users")
}

pub(crate) fn send(client: &mut Client, head: &[(&str, &str)], body: impl AsRef<[u8]>) -> Answer {
    client.request("POST", LOGIN, head, body.as_ref())
}

pub(crate) const JSON: (&str, &str) = ("Content-Type", "application/json");

fn e1_and_e3_what_is_no_text_is_refused_and_nothing_is_made(engine: Engine) {
    let (place, server, company) = acme(engine);
    for field in ["user", "pass", "company", "secretkey", "clientkey"] {
        for value in [
            json!(null),
            json!(""),
            json!("   "),
            json!(0),
            json!(true),
            json!([]),
            json!(["a"]),
            json!({"a": 1}),
        ] {
            let mut sent = company.credentials("ana", PASS);
            sent[field] = value.clone();
            let answer = server.client().post_json(LOGIN, &sent);
            assert_eq!(answer.status, 400, "{field} = {value}: {}", answer.body);
        }
    }
    assert_eq!(users(&place), "0");
    assert_eq!(place.value("select count(*) from activity"), "0");
}

fn e2_and_m2_every_refusal_is_one_answer(engine: Engine) {
    let (place, server, acme) = acme(engine);
    acme.token(&server, "ana", PASS);
    acme.token(&server, "berta", PASS);
    let (mut jefa, _) = administrator(&place, &server, "acme");
    console::press(&mut jefa, "berta", "desactivar");
    let other = Company::create(&place, "other", &["--host", "other.example"]);
    let swapped = |secretkey: &str, clientkey: &str| Company {
        secretkey: secretkey.to_owned(),
        clientkey: clientkey.to_owned(),
        ..acme.clone()
    };
    let unknown = Company {
        name: "nobody".to_owned(),
        ..acme.clone()
    };
    let impossible = Company {
        name: "a b/..'\"".to_owned(),
        ..acme.clone()
    };
    let refused = [
        swapped(&acme.secretkey, &other.clientkey).log_in(&server, "ana", PASS),
        swapped(&other.secretkey, &acme.clientkey).log_in(&server, "ana", PASS),
        swapped(&other.secretkey, &other.clientkey).log_in(&server, "ana", PASS),
        swapped(&acme.clientkey, &acme.secretkey).log_in(&server, "ana", PASS),
        swapped(&acme.secretkey[..20], &acme.clientkey).log_in(&server, "ana", PASS),
        unknown.log_in(&server, "ana", PASS),
        impossible.log_in(&server, "ana", PASS),
        acme.log_in(&server, "ana", "otra-clave"),
        acme.log_in(&server, "berta", PASS),
    ];
    let told: BTreeSet<(u16, String)> = refused
        .into_iter()
        .map(|answer| {
            let mut object = answer.json();
            // It names the request, so it differs by right.
            object.as_object_mut().unwrap().remove("correlation_id").unwrap();
            (answer.status, object.to_string())
        })
        .collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told.first().unwrap().0, 401);
}

fn e5_guessing_is_slowed_down_and_locks_nobody_out(engine: Engine) {
    let (_place, server, company) = acme(engine);
    company.token(&server, "ana", PASS);
    let statuses: Vec<u16> = (0..100)
        .map(|n| {
            company
                .log_in(&server, "ana", &format!("guess-number-{n}"))
                .status
        })
        .collect();
    let guessed = statuses.iter().filter(|&&status| status == 401).count();
    assert!(
        (64..=74).contains(&guessed),
        "{guessed} of 100 guesses were looked at"
    );
    assert!(statuses.iter().all(|status| matches!(status, 401 | 429)));
    let waits = company.log_in(&server, "ana", PASS);
    assert_eq!((waits.status, waits.code().as_str()), (429, "too_many_tries"));
    let secs: u32 = waits.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=3_600).contains(&secs), "{secs}");
    // By the keys that are not right nobody slows a user of the company's.
    let stranger = Company {
        secretkey: "AAECAwQFBgcICQoLDA0ODw==".to_owned(),
        ..company.clone()
    };
    company.token(&server, "berta", PASS);
    for _ in 0..30 {
        assert_eq!(stranger.log_in(&server, "berta", "x").status, 401);
    }
    assert_eq!(company.log_in(&server, "berta", PASS).status, 200);
}

fn e6_a_password_is_taken_whole_up_to_its_longest_and_refused_beyond(engine: Engine) {
    let (place, server, company) = acme(engine);
    for length in [64, 65, 1024] {
        let (user, pass) = (format!("user-{length}"), "x".repeat(length));
        assert_eq!(company.log_in(&server, &user, &pass).status, 200);
        // Not cut: one that lacks the last letter is another.
        assert_eq!(company.log_in(&server, &user, &pass[1..]).status, 401);
        assert_eq!(company.log_in(&server, &user, &pass).status, 200);
    }
    let made = users(&place);
    let long = company.log_in(&server, "long", &"x".repeat(1025));
    assert_eq!((long.status, long.code().as_str()), (400, "password_too_long"));
    assert_eq!(company.log_in(&server, "long", &"x".repeat(1 << 20)).status, 413);
    assert_eq!(users(&place), made);
}

fn e7_both_forms_of_an_accented_letter_are_one_password(engine: Engine) {
    let (_place, server, company) = acme(engine);
    company.token(&server, "ana", "contrase\u{f1}a-larga");
    assert_eq!(
        company.log_in(&server, "ana", "contrasen\u{303}a-larga").status,
        200
    );
    assert_eq!(company.log_in(&server, "ana", "contrasena-larga").status, 401);
}

fn e8_a_name_that_could_not_stand_in_an_address_is_refused(engine: Engine) {
    let (place, server, company) = acme(engine);
    for bad in [
        "a\r\nBcc: x@example.com",
        "a\0b",
        "\u{202e}ana",
        "an\u{200b}a",
        "a\u{7f}b",
        "a b",
        "a\"b",
        &"a".repeat(10_240),
    ] {
        let answer = company.log_in(&server, bad, PASS);
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (400, "user_name_bad"),
            "{bad:?}"
        );
    }
    assert_eq!(users(&place), "0");
    for good in ["ana@example.com", "Ñandú.Pérez"] {
        assert_eq!(company.log_in(&server, good, PASS).status, 200, "{good}");
    }
    // Whether markup is taken or not, no page shows it as such.
    let markup = "<img/src=x/onerror=alert(1)>";
    let answer = company.log_in(&server, markup, PASS);
    assert!(matches!(answer.status, 200 | 400), "{}", answer.body);
    if let Some(token) = answer.json()["token"].as_str() {
        let mut client = server.client();
        client.open_link("1-9", token);
        let (_, home) = client.follow("/");
        assert!(home.status == 200 && !home.body.contains("<img/"));
    }
}

fn e9_names_that_differ_by_case_and_blanks_are_one_user(engine: Engine) {
    let (place, server, company) = acme(engine);
    company.token(&server, "Admin", PASS);
    for same in ["admin", "ADMIN", " admin ", "ａｄｍｉｎ"] {
        let answer = company.log_in(&server, same, PASS);
        assert_eq!(answer.status, 200, "{same}: {}", answer.body);
        assert_eq!(answer.json()["user_created"], false, "{same}");
    }
    assert_eq!(users(&place), "1");
    // Letters of another alphabet that look alike are other letters, and another user.
    let other = company.log_in(&server, "\u{430}dmin", PASS);
    assert_eq!(other.json()["user_created"], true);
}

fn e10_an_administrators_name_is_no_way_in_and_is_not_overwritten(engine: Engine) {
    let (place, server, company) = acme(engine);
    let (_, password) = administrator(&place, &server, "acme");
    let row = || place.value("select password || coalesce(role_id, 0) from users where name = 'jefa'");
    let before = row();
    for name in ["jefa", "JEFA"] {
        assert_eq!(company.log_in(&server, name, PASS).status, 401);
    }
    assert_eq!(row(), before);
    assert_eq!(company.log_in(&server, "jefa", &password).status, 200);
}

fn e11_further_fields_are_ignored(engine: Engine) {
    let (place, server, company) = acme(engine);
    administrator(&place, &server, "acme");
    let mut sent = company.credentials("ana", PASS);
    let more = json!({"role": "admin", "role_id": 1, "admin": true, "company_id": 7, "id": 1, "email": "x@example.com",
                      "active": false, "group_id": 1, "User": "jefa"});
    for (name, value) in more.as_object().unwrap() {
        sent[name] = value.clone();
    }
    assert_eq!(server.client().post_json(LOGIN, &sent).status, 200);
    let row = place.value("select name || email || coalesce(role_id, 0) from users where made_externally");
    assert_eq!(row, "anaana@authexternalsystem.com0");
}

fn e17_a_common_password_is_the_other_systems_choice(engine: Engine) {
    let (_place, server, company) = acme(engine);
    // The passwords of such users are the other system's to rule.
    assert_eq!(company.log_in(&server, "ana", "123456").status, 200);
}

fn naughty_strings(engine: Engine) {
    let place = engine.place();
    let company = Company::create(&place, "acme", &[]);
    let server = place.serve(&["--trusted-proxies", "127.0.0.1"]);
    let texts: Vec<(usize, String)> = vectors::naughty().into_iter().enumerate().collect();
    let (server, company) = (&server, &company);
    let answered: Vec<(&str, u16)> = thread::scope(|scope| {
        let quarters = texts.chunks(texts.len().div_ceil(4));
        let askers: Vec<_> = quarters
            .map(|texts| {
                let all = texts
                    .iter()
                    .flat_map(|(n, text)| naughty(server, company, *n, text));
                scope.spawn(move || all.collect::<Vec<_>>())
            })
            .collect();
        askers
            .into_iter()
            .flat_map(|asker| asker.join().unwrap())
            .collect()
    });
    // None was turned away unread, as what was guessed too often would be: most were passwords, and keys that are not right.
    for looked_at in [
        ("pass", 200),
        ("company", 401),
        ("secretkey", 401),
        ("clientkey", 401),
    ] {
        let count = answered.iter().filter(|it| **it == looked_at).count();
        assert!(count > 500, "{looked_at:?}: {count}");
    }
}

/// Puts a text into every field; answers the status that each got. What the guard against guessing counts by is another
/// user or another address each time, so that nothing is turned away before it is looked at.
fn naughty(server: &Server, company: &Company, n: usize, text: &str) -> Vec<(&'static str, u16)> {
    let mut answered = Vec::new();
    let mut ask = |field: &'static str, user: &str, sender: usize| {
        let mut sent = company.credentials(user, PASS);
        sent[field] = Value::String(text.to_owned());
        secrets::remember_field(server.authority(), field, text);
        let from = format!("10.{sender}.{}.{}", n / 250, n % 250);
        let head = [JSON, ("X-Forwarded-For", from.as_str())];
        let answer = send(&mut server.client(), &head, sent.to_string());
        answered.push((field, answer.status));
        answer
    };
    // A password is a user's own, whatever is in it: it opens again, or it is none from the beginning.
    let user = format!("user-{n}");
    let [first, again] = [(); 2].map(|()| ask("pass", &user, 0));
    match (first.status, again.status) {
        (200, 200) => assert!(first.json()["user_created"] == true && again.json()["user_created"] == false),
        (400, 400) => {}
        statuses => panic!("{statuses:?} for the password {text:?}: {}", again.body),
    }
    let answer = ask("user", "", 0);
    assert!(
        matches!(answer.status, 200 | 400),
        "{} for the user {text:?}: {}",
        answer.status,
        answer.body
    );
    for (field, sender) in [("company", 1), ("secretkey", 2), ("clientkey", 3)] {
        let answer = ask(field, "ana", sender);
        assert!(
            matches!(answer.status, 400 | 401),
            "{} for {field} = {text:?}: {}",
            answer.status,
            answer.body
        );
    }
    let answer = send(&mut server.client(), &[JSON], text);
    assert_eq!(answer.status, 400, "{text:?}: {}", answer.body);
    answered
}
