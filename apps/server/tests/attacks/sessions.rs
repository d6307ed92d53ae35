//! Tokens in links and sessions, as the whole program keeps them.

use crate::{
    console,
    external::{PASS, acme},
    support::{Client, Company, Engine, administrator, cases},
};
use libtest_mimic::Trial;

pub(crate) fn trials() -> impl Iterator<Item = Trial> {
    cases![
        m3_and_t2_every_bad_token_gets_one_page,
        t3_a_token_may_be_used_again_until_it_expires,
        t4_and_t5_a_token_is_base64url_and_the_vendors_sample_is_none,
        t7_guessed_tokens_are_slowed_down_and_still_answered_alike,
        x15_links_that_open_nothing_are_answered_alike_however_few_are_written_down,
        t8_nothing_in_the_database_opens_a_session,
        t10_a_token_of_another_company_opens_nothing_and_is_written_down,
        s5_a_changed_password_ends_the_other_sessions,
        s7_an_idle_session_ends,
        s10_and_a10_frames_and_their_cookies_are_for_named_origins,
        a1_a_form_without_its_token_changes_nothing,
        k3_no_page_is_kept_by_a_browser,
    ]
}

fn asks_for_the_password(client: &mut Client, token: &str) -> String {
    let (at, form) = client.open_link("998874563", token);
    assert!(at.starts_with("/login") && form.status == 200, "{at}");
    form.body
}

/// A page without what differs from one request to the next by right.
fn shape(page: &str) -> String {
    let mut shape = String::new();
    for (n, part) in page.split('"').enumerate() {
        // Every attribute's value that is long is a seal, a token or an id.
        shape.push_str(if n % 2 == 1 && part.len() > 30 {
            "…"
        } else {
            part
        });
    }
    shape
}

fn m3_and_t2_every_bad_token_gets_one_page(engine: Engine) {
    let (place, server, company) = acme(engine);
    let good = company.token(&server, "ana", PASS);
    let gone = company.token(&server, "berta", PASS);
    let (mut jefa, _) = administrator(&place, &server, "acme");
    console::press(&mut jefa, "berta", "desactivar");
    let mut pages: Vec<String> = [
        "garbage",
        "ZTMgcHJ1ZWJh",
        &good[..good.len() - 1],
        &format!("{good}A"),
        &good.to_uppercase(),
        &gone,
    ]
    .into_iter()
    .map(|token| shape(&asks_for_the_password(&mut server.client(), token)))
    .collect();
    company.regenerate(&place, &["--revoke-tokens"]);
    pages.push(shape(&asks_for_the_password(&mut server.client(), &good)));
    pages.dedup();
    assert_eq!(pages.len(), 1);
}

fn t3_a_token_may_be_used_again_until_it_expires(engine: Engine) {
    // It is not for single use: a platform opens a link for each interaction with the token of the day.
    let (_place, server, company) = acme(engine);
    let token = company.token(&server, "ana", PASS);
    for _ in 0..3 {
        let (at, _) = server.client().open_link("998874563", &token);
        assert!(!at.starts_with("/login"), "{at}");
    }
}

fn t4_and_t5_a_token_is_base64url_and_the_vendors_sample_is_none(engine: Engine) {
    let (_place, server, company) = acme(engine);
    let token = company.token(&server, "prueba-chat", PASS);
    let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    assert!(token.chars().all(letter), "it can stand in a path");
    assert!(!token.contains("prueba") && !token.contains(PASS));
    for foreign in [
        "ZTMgcHJ1ZWJhY2hhdCAxMjM0IHlCeWdPcktxQTAgMjAyMDAyMDc",
        "a%2Fb%2Bc%3D%3D",
        "a/b+c==",
    ] {
        asks_for_the_password(&mut server.client(), foreign);
    }
}

fn t7_guessed_tokens_are_slowed_down_and_still_answered_alike(engine: Engine) {
    let (place, server, company) = acme(engine);
    let good = company.token(&server, "ana", PASS);
    let refused = "select count(*) from activity where outcome = 'token_refused'";
    for n in 0..150 {
        asks_for_the_password(&mut server.client(), &format!("guess-{n}"));
    }
    // From some number on they are not even looked at, so they cost the store nothing.
    let written: u32 = place.value(refused).parse().unwrap();
    assert!(
        (100..140).contains(&written),
        "{written} guesses were written down"
    );
    // Who has a token of ours is not slowed.
    let (at, _) = server.client().open_link("998874563", &good);
    assert!(!at.starts_with("/login"), "{at}");
}

fn x15_links_that_open_nothing_are_answered_alike_however_few_are_written_down(engine: Engine) {
    let (place, server, company) = acme(engine);
    let good = company.token(&server, "ana", PASS);
    let page = || {
        let page = server.client().get("/integracionview/x");
        assert_eq!(page.status, 400, "{}", page.body);
        shape(&page.body).replace(page.header("x-correlation-id").unwrap(), "…")
    };
    let first = page();
    for n in 0..350 {
        assert_eq!(page(), first, "after {n} others");
    }
    let refused = "select count(*) from activity where kind = 'link_refused'";
    let written: u32 = place.value(refused).parse().unwrap();
    assert!((300..320).contains(&written), "{written} were written down");
    // Neither links nor logins from there are slowed.
    let (at, _) = server.client().open_link("998874563", &good);
    assert!(!at.starts_with("/login"), "{at}");
    assert_eq!(company.log_in(&server, "ana", PASS).status, 200);
}

fn t8_nothing_in_the_database_opens_a_session(engine: Engine) {
    let (place, server, company) = acme(engine);
    let (jefa, password) = administrator(&place, &server, "acme");
    let token = company.token(&server, "ana", PASS);
    let (name, cookie) = jefa.session().unwrap();
    // Every text that is kept, whatever its table.
    let kept = [
        ("users", "password || name || coalesce(email, '')"),
        (
            "sessions",
            if engine == Engine::Sqlite {
                "hex(key)"
            } else {
                "encode(key, 'hex')"
            },
        ),
        ("external_keys", "client_key || secret_key"),
        ("activity", "correlation || kind || outcome"),
        ("installation", "seal_check"),
    ];
    for (table, columns) in kept {
        let all = match engine {
            Engine::Sqlite => format!("select group_concat({columns}, ' ') from {table}"),
            Engine::Postgres => format!("select string_agg({columns}, ' ') from {table}"),
        };
        let text = place.value(&all);
        for secret in [
            &password,
            PASS,
            &token,
            cookie,
            &company.secretkey,
            &company.clientkey,
        ] {
            assert!(!text.contains(secret), "{table} holds a secret as it is");
        }
        for stolen in text.split(' ').filter(|word| word.len() > 20) {
            let mut thief = server.client();
            thief.set_cookie(name, stolen);
            assert_eq!(thief.get("/contactos").status, 303, "{table} opens a session");
        }
    }
}

fn t10_a_token_of_another_company_opens_nothing_and_is_written_down(engine: Engine) {
    let place = engine.place();
    let one = Company::create(&place, "one", &["--host", "one.example"]);
    let two = Company::create(&place, "two", &["--host", "two.example"]);
    let server = place.serve(&[]);
    let token = one.token(&server, "ana", PASS);
    two.token(&server, "ana", PASS);
    let at_host = |host| Client::at_host(server.authority(), host);
    asks_for_the_password(&mut at_host("two.example"), &token);
    let written = "select count(*) from activity a join instances i on i.id = a.instance_id \
                   where i.name = 'two' and a.outcome = 'token_refused'";
    assert_eq!(place.value(written), "1");
    let (at, _) = at_host("one.example").open_link("998874563", &token);
    assert!(!at.starts_with("/login"), "{at}");
}

fn s5_a_changed_password_ends_the_other_sessions(engine: Engine) {
    let (place, server, _) = acme(engine);
    let (mut here, password) = administrator(&place, &server, "acme");
    let mut elsewhere = server.client();
    let form = elsewhere.get("/login");
    elsewhere.sign_in(&form, "jefa", &password);
    assert_eq!(elsewhere.get("/contactos").status, 200);
    let form = here.get(PASSWORD);
    assert_eq!(form.status, 200, "{}", form.body);
    let token = form.input("_token");
    let before = here.session().unwrap().1.to_owned();
    let fields = [
        ("_token", token.as_str()),
        ("actual", password.as_str()),
        ("nueva", "tres tristes tigres"),
        ("repetida", "tres tristes tigres"),
    ];
    let answer = here.post(PASSWORD, &fields);
    assert!(
        matches!(answer.status, 200 | 303),
        "{} {}",
        answer.status,
        answer.body
    );
    assert_eq!(
        elsewhere.get("/contactos").status,
        303,
        "the other session goes on"
    );
    assert_eq!(here.get("/contactos").status, 200);
    assert_ne!(here.session().unwrap().1, before);
}

fn s7_an_idle_session_ends(engine: Engine) {
    let (place, server, _) = acme(engine);
    let (mut jefa, _) = administrator(&place, &server, "acme");
    place.sql("update sessions set seen_at = seen_at - 7000000000");
    assert_eq!(jefa.get("/contactos").status, 200, "a little less than two hours");
    place.sql("update sessions set seen_at = seen_at - 7300000000");
    assert_eq!(jefa.get("/contactos").status, 303, "a little more than two hours");
}

fn s10_and_a10_frames_and_their_cookies_are_for_named_origins(engine: Engine) {
    let place = engine.place();
    let origin = "https://apps.mypurecloud.com";
    let framed = ["--host", "framed.example", "--frame-origin", origin];
    place.json(&[&["instance", "create", "framed"], &framed[..]].concat());
    place.json(&["instance", "create", "closed", "--host", "closed.example"]);
    let server = place.serve(&[]);
    let look = |host| Client::at_host(server.authority(), host).get("/login");
    let (open, closed) = (look("framed.example"), look("closed.example"));
    let policy = |page: &crate::support::Answer| page.header("content-security-policy").unwrap().to_owned();
    assert!(
        policy(&open).contains(&format!("frame-ancestors 'self' {origin}")),
        "{}",
        policy(&open)
    );
    assert!(
        !policy(&closed).contains(origin) && policy(&closed).contains("frame-ancestors"),
        "{}",
        policy(&closed)
    );
    let cookie = |page: &crate::support::Answer| page.headers("set-cookie").join("\n");
    assert!(cookie(&open).contains("SameSite=None") && cookie(&open).contains("Partitioned"));
    assert!(cookie(&closed).contains("SameSite=Lax") && !cookie(&closed).contains("Partitioned"));
    for cookie in [cookie(&open), cookie(&closed)] {
        assert!(
            cookie.contains("HttpOnly") && cookie.contains("Secure"),
            "{cookie}"
        );
    }
}

fn a1_a_form_without_its_token_changes_nothing(engine: Engine) {
    let (place, server, company) = acme(engine);
    let (mut jefa, _) = administrator(&place, &server, "acme");
    let regenerate = "/admin/aplicaciones-externas/regenerar";
    let good = jefa.get(regenerate).input("_token");
    let own = format!("http://{}", server.authority());
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    let with_token = format!("_token={good}");
    for (origin, body) in [
        (own.as_str(), ""),
        (own.as_str(), "_token=AAAA"),
        ("https://evil.example", with_token.as_str()),
        ("null", with_token.as_str()),
    ] {
        let answer = jefa.request("POST", regenerate, &[form, ("Origin", origin)], body.as_bytes());
        assert_eq!(answer.status, 403, "{origin} {body}");
    }
    assert_eq!(
        company.log_in(&server, "ana", PASS).status,
        200,
        "the key is still the same"
    );
    // To look at it changes nothing.
    jefa.get(regenerate);
    assert_eq!(company.log_in(&server, "ana", PASS).status, 200);
    let good = [("_token", good.as_str())];
    assert_eq!(jefa.post(regenerate, &good).status, 303);
    assert_eq!(company.log_in(&server, "ana", PASS).status, 401);
}

fn k3_no_page_is_kept_by_a_browser(engine: Engine) {
    let (place, server, _) = acme(engine);
    let (mut jefa, _) = administrator(&place, &server, "acme");
    for path in ["/contactos", "/admin/aplicaciones-externas", "/casos", "/logout"] {
        let page = jefa.get(path);
        assert_eq!(page.status, 200, "{path}");
        let kept = page.header("cache-control").unwrap();
        assert!(kept.contains("no-store"), "{path}: {kept}");
        // K2: what such a page asks for does not tell where it was asked from.
        assert_eq!(page.header("referrer-policy"), Some("no-referrer"), "{path}");
    }
}

/// Where a user changes their own password.
const PASSWORD: &str = "/contrasena";
