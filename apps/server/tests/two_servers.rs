//! Two servers on one database: what must be unique is so, and what one of them ended is ended on the other.
#![allow(clippy::unwrap_used, reason = "a failure ends the test")]

#[path = "attacks/console.rs"]
mod console;
mod support;

use serde_json::Value;
use std::{
    process::ExitCode,
    sync::{Arc, Barrier},
    thread,
    time::Duration,
};
use support::{Answer, Client, Company, Engine, LOGIN, Place, Server, administrator, cases, link, run};

fn main() -> ExitCode {
    run(cases![
        p1_and_p3_equal_first_logins_at_once_make_one_user,
        p2_of_different_passwords_at_once_the_winners_alone_opens,
        p6_no_token_comes_from_a_secretkey_that_is_being_replaced,
        p7_names_that_differ_by_case_make_one_user,
        e4_and_f12_a_regenerated_secretkey_is_refused_on_the_other_server_at_once,
        t9_a_deactivated_user_is_refused_on_the_other_server_at_once,
        t9_revoked_tokens_are_refused_on_the_other_server_at_once,
        s9_a_role_that_is_taken_away_counts_on_the_other_server_at_once,
        e5_the_count_of_tries_is_one_for_both_servers_and_survives_a_restart,
    ])
}

const CROWD: usize = 64;
/// Each round costs up to two password hashes an asker: fifty of them on both engines take minutes, so that many are made
/// where `BA360_RACE_ROUNDS=50` asks for them.
const ROUNDS: usize = 8;
const PASS: &str = "una-clave-de-afuera-7";

/// A company, and two servers on its database.
fn two(engine: Engine) -> (Place, [Server; 2], Company) {
    let place = engine.place();
    let company = Company::create(&place, "acme", &[]);
    let servers = [place.serve(&[]), place.serve(&[])];
    (place, servers, company)
}

/// A crowd that asks at once, half of it each server, and asks again when it is told that there is too much to do.
/// The user and the password of each are what `who` says.
fn crowd(servers: &[Server; 2], company: &Company, who: impl Fn(usize) -> (String, String)) -> Vec<Answer> {
    let barrier = Arc::new(Barrier::new(CROWD));
    let askers: Vec<_> = (0..CROWD)
        .map(|n| {
            let (user, pass) = who(n);
            let sent = company.credentials(&user, &pass);
            let mut client = servers[n % 2].client();
            let barrier = barrier.clone();
            thread::spawn(move || {
                barrier.wait();
                loop {
                    let answer = client.post_json(LOGIN, &sent);
                    match answer.status {
                        429 | 503 => assert!(answer.header("retry-after").is_some(), "{}", answer.body),
                        _ => return answer,
                    }
                    thread::sleep(Duration::from_millis(50));
                }
            })
        })
        .collect();
    askers.into_iter().map(|asker| asker.join().unwrap()).collect()
}

#[expect(clippy::disallowed_methods, reason = "a test's switches are variables")]
fn rounds() -> usize {
    let asked = std::env::var("BA360_RACE_ROUNDS").ok();
    asked.and_then(|rounds| rounds.parse().ok()).unwrap_or(ROUNDS)
}

fn made(answers: &[Answer]) -> usize {
    let made = |answer: &&Answer| answer.status == 200 && answer.json()["user_created"] == true;
    answers.iter().filter(made).count()
}

fn rows(place: &Place, name: &str) -> String {
    place.value(&format!(
        "select count(*) from users where lower(name) = '{name}'"
    ))
}

fn p1_and_p3_equal_first_logins_at_once_make_one_user(engine: Engine) {
    let (place, servers, company) = two(engine);
    for round in 0..rounds() {
        let name = format!("user-{round}");
        let answers = crowd(&servers, &company, |_| (name.clone(), PASS.to_owned()));
        for answer in &answers {
            assert_eq!(answer.status, 200, "round {round}: {}", answer.body);
        }
        assert_eq!(made(&answers), 1, "round {round}");
        assert_eq!(rows(&place, &name), "1", "round {round}");
    }
}

fn p2_of_different_passwords_at_once_the_winners_alone_opens(engine: Engine) {
    let (place, servers, company) = two(engine);
    let pass = |n: usize| format!("{PASS}-{n}");
    let answers = crowd(&servers, &company, |n| ("ana".to_owned(), pass(n)));
    let winners: Vec<usize> = (0..CROWD).filter(|&n| answers[n].status == 200).collect();
    let [winner] = winners[..] else {
        panic!("{winners:?}")
    };
    assert!(answers.iter().all(|answer| matches!(answer.status, 200 | 401)));
    assert_eq!((made(&answers), rows(&place, "ana").as_str()), (1, "1"));
    assert_eq!(company.log_in(&servers[0], "ana", &pass(winner)).status, 200);
    for other in [(winner + 1) % CROWD, (winner + 2) % CROWD] {
        assert_eq!(company.log_in(&servers[1], "ana", &pass(other)).status, 401);
    }
}

fn p6_no_token_comes_from_a_secretkey_that_is_being_replaced(engine: Engine) {
    let (place, servers, _) = two(engine);
    for round in 0..3 {
        let company = Company::of("acme", &place.json(&["keys", "show", "--instance", "acme"]));
        let name = |n: usize| format!("user-{round}-{n}");
        let answers = thread::scope(|scope| {
            let asked = scope.spawn(|| crowd(&servers, &company, |n| (name(n), PASS.to_owned())));
            company.regenerate(&place, &[]);
            asked.join().unwrap()
        });
        for (n, answer) in answers.iter().enumerate() {
            // Either all of it was before, or none of it is.
            let expected = match answer.status {
                200 => "1",
                401 => "0",
                _ => panic!("{}", answer.body),
            };
            assert_eq!(rows(&place, &name(n)), expected);
        }
        assert_eq!(company.log_in(&servers[round % 2], "late", PASS).status, 401);
    }
}

fn p7_names_that_differ_by_case_make_one_user(engine: Engine) {
    let (place, servers, company) = two(engine);
    for round in 0..2 {
        let (small, capital) = (format!("ana-{round}"), format!("ANA-{round}"));
        let answers = crowd(&servers, &company, |n| {
            let name = if n % 4 < 2 { &small } else { &capital };
            (name.clone(), PASS.to_owned())
        });
        assert!(answers.iter().all(|answer| answer.status == 200));
        assert_eq!((made(&answers), rows(&place, &small).as_str()), (1, "1"));
    }
}

fn e4_and_f12_a_regenerated_secretkey_is_refused_on_the_other_server_at_once(engine: Engine) {
    let (place, servers, mut company) = two(engine);
    let (mut jefa, _) = administrator(&place, &servers[0], "acme");
    for round in 0..4 {
        // Both servers have just used the old one, so neither asks for it for the first time.
        for server in &servers {
            assert_eq!(company.log_in(server, "ana", PASS).status, 200);
        }
        let old = company.clone();
        company = match round % 2 {
            0 => company.regenerate(&place, &[]),
            _ => regenerate_by_page(&mut jefa, &place),
        };
        for server in &servers {
            assert_eq!(old.log_in(server, "ana", PASS).status, 401, "round {round}");
            assert_eq!(company.log_in(server, "ana", PASS).status, 200, "round {round}");
        }
    }
}

/// Presses *Regenerar* on the page of external applications and confirms it.
fn regenerate_by_page(client: &mut Client, place: &Place) -> Company {
    let page = client.get("/admin/aplicaciones-externas");
    assert_eq!(page.status, 200);
    let confirm = client.get("/admin/aplicaciones-externas/regenerar");
    let form = if confirm.status == 200 { confirm } else { page };
    let token = form.input("_token");
    let answer = client.post("/admin/aplicaciones-externas/regenerar", &[("_token", &token)]);
    assert!(matches!(answer.status, 200 | 303), "{}", answer.body);
    let keys: Value = place.json(&["keys", "show", "--instance", "acme"]);
    Company::of("acme", &keys)
}

/// A user of an external system, who may do everything and whom both servers know: the administrator, who works on the
/// first server, the token, and the user's browser on each.
fn known_to_both(place: &Place, servers: &[Server; 2], company: &Company) -> (Client, String, [Client; 2]) {
    let mut jefa = administrator(place, &servers[0], "acme").0;
    let role = console::path_in(&mut jefa, console::ROLES, console::ADMINISTRATOR);
    console::mark_default(&mut jefa, &role, "si");
    let token = company.token(&servers[0], "ana", PASS);
    let mut here = servers[0].client();
    here.open_link("998874563", &token);
    let there = here.moved_to(servers[1].authority());
    let mut browsers = [here, there];
    for (server, browser) in servers.iter().zip(&mut browsers) {
        assert_eq!(browser.get("/contactos").status, 200);
        assert!(by_link(server, &token));
        assert_eq!(by_api(server, &token), 200);
    }
    (jefa, token, browsers)
}

/// Whether a link with that token opens the console, and not the login.
fn by_link(server: &Server, token: &str) -> bool {
    let mut client = server.client();
    let (at, page) = client.follow(&link("998874563", token));
    match (at.starts_with("/login"), client.session()) {
        (true, None) => false,
        (false, Some(_)) if page.status == 200 => true,
        _ => panic!("{} at {at}", page.status),
    }
}

/// What the API answers to that token.
fn by_api(server: &Server, token: &str) -> u16 {
    let bearer = format!("Bearer {token}");
    let head = [("Authorization", bearer.as_str())];
    server
        .client()
        .request("GET", "/api/v1/contacts?q=ana", &head, b"")
        .status
}

fn t9_a_deactivated_user_is_refused_on_the_other_server_at_once(engine: Engine) {
    let (place, servers, company) = two(engine);
    let (mut jefa, token, mut browsers) = known_to_both(&place, &servers, &company);
    console::press(&mut jefa, "ana", "desactivar");
    // The other server first: nothing has told it before this request.
    for (server, browser) in servers.iter().zip(&mut browsers).rev() {
        let (at, _) = browser.follow("/contactos");
        assert!(at.starts_with("/login"), "the session goes on: {at}");
        assert!(!by_link(server, &token), "the token is good");
        assert_eq!(by_api(server, &token), 401);
        assert_eq!(company.log_in(server, "ana", PASS).status, 401);
    }
    // Whoever is let in again signs in again: what was issued before stays refused.
    console::press(&mut jefa, "ana", "activar");
    for (server, browser) in servers.iter().zip(&mut browsers).rev() {
        assert_eq!(browser.get("/contactos").status, 303);
        assert!(!by_link(server, &token), "the token is good");
        assert_eq!(by_api(server, &token), 401);
        assert_eq!(company.log_in(server, "ana", PASS).status, 200);
    }
}

fn t9_revoked_tokens_are_refused_on_the_other_server_at_once(engine: Engine) {
    let (place, servers, company) = two(engine);
    let (mut jefa, token, mut browsers) = known_to_both(&place, &servers, &company);
    console::press(&mut jefa, "ana", "revocar");
    for (server, browser) in servers.iter().zip(&mut browsers).rev() {
        assert!(!by_link(server, &token), "the token is good");
        assert_eq!(by_api(server, &token), 401);
        // That was about tokens: a session that was started goes on, as the page says.
        assert_eq!(browser.get("/contactos").status, 200);
    }
    let newer = company.token(&servers[1], "ana", PASS);
    for server in &servers {
        assert!(by_link(server, &newer));
        assert_eq!(by_api(server, &newer), 200);
    }
}

fn s9_a_role_that_is_taken_away_counts_on_the_other_server_at_once(engine: Engine) {
    let (place, servers, company) = two(engine);
    let (mut jefa, token, mut browsers) = known_to_both(&place, &servers, &company);
    let form = console::path_in(&mut jefa, console::USERS, "ana") + "/editar";
    let version = jefa.get(&form).input("version");
    let saved = console::send_form(&mut jefa, &form, &form, &[("version", &version), ("rol", "")]);
    assert_eq!(saved.status, 303, "{}", saved.body);
    for (server, browser) in servers.iter().zip(&mut browsers).rev() {
        assert_eq!(browser.get("/contactos").status, 403);
        assert_eq!(by_api(server, &token), 403);
    }
}

fn e5_the_count_of_tries_is_one_for_both_servers_and_survives_a_restart(engine: Engine) {
    let (place, servers, company) = two(engine);
    company.token(&servers[0], "ana", PASS);
    let guess = |server: &Server, n: usize| company.log_in(server, "ana", &format!("guess-{n}"));
    let mut refused = 0;
    let throttled = (0..100)
        .map(|n| guess(&servers[n % 2], n))
        .inspect(|answer| refused += usize::from(answer.status == 401))
        .find(|answer| answer.status == 429)
        .expect("guessing is not slowed down");
    assert!(
        refused <= 80 && throttled.header("retry-after").is_some(),
        "{refused}"
    );
    // As after many more of them, when each has to wait for half an hour.
    place.sql("update throttles set failures = 90");
    // The right password has to wait too, on either server and on one that starts only now.
    let late = place.serve(&[]);
    for server in servers.iter().chain([&late]) {
        assert_eq!(company.log_in(server, "ana", PASS).status, 429);
    }
    // Others are not slowed, and after the half hour the user comes in and all of it is forgotten.
    assert_eq!(company.log_in(&late, "berta", PASS).status, 200);
    place.sql("update throttles set last_at = last_at - 3601000000");
    assert_eq!(company.log_in(&late, "ana", PASS).status, 200);
    assert_eq!(place.value("select count(*) from throttles"), "0");
    assert_eq!(guess(&late, 300).status, 401);
}
