//! E: logins by external systems.

use crate::support::{
    Browser, HOST, LOGIN, OTHER_HOST, PASSWORD, Program, Server, World, raw, world::block_on,
};
use ba360_core::access::{PermissionSet, UserId};
use ba360_http::Settings;
use jiff::SignedDuration;
use serde_json::json;
use std::thread;

fn started() -> (World, Server) {
    let world = World::new();
    let server = Server::start(&world);
    (world, server)
}

/// The address that is kept of a user of the first instance.
fn email_of(world: &World, user: UserId) -> String {
    let directory = world.memory.stores().directory;
    let file = block_on(async { directory.by_id(world.one.id, user).await });
    let email = file.unwrap().unwrap().details.email;
    email.unwrap().as_str().to_owned()
}

#[test]
fn a_new_user_is_made_and_the_token_opens_a_link() {
    let (world, server) = started();
    let marked = block_on(async {
        let stores = world.memory.stores();
        let role = stores
            .users
            .ensure_role(world.one.id, "agente", PermissionSet::all())
            .await?;
        stores.roles.mark_default(world.one.id, Some(role)).await
    });
    assert!(marked.unwrap());
    let program = Program::of(&world, &server, &world.one);
    let first = program.log_in("ana@empresa.cl", "clave");
    assert_eq!(first.status, 200, "{first:?}");
    assert_eq!(first.header("content-type"), Some("application/json"));
    assert_eq!(first.header("cache-control"), Some("no-store"));
    let answer = first.json();
    assert_eq!(
        (
            &answer["token_type"],
            &answer["expires_in"],
            &answer["user_created"]
        ),
        (&json!("Bearer"), &json!(28_800), &json!(true))
    );
    assert_eq!(answer.as_object().unwrap().len(), 4);
    let again = program.log_in("ana@empresa.cl", "clave").json();
    assert_eq!(again["user_created"], json!(false));
    let token = again["token"].as_str().unwrap();
    let mut browser = Browser::new(&server);
    let link = format!("/integracionview/genesys/chat/Q1/%7B%7D/{token}");
    let opened = browser.get(&link);
    assert!(!opened.location().contains(token));
    assert_eq!(browser.get(opened.location()).status, 200);
    let mut elsewhere = Browser::at(&server, OTHER_HOST);
    assert!(elsewhere.get(&link).location().starts_with("/login"), "T10");
}

#[test]
fn e1_nothing_is_done_without_user_and_pass() {
    let (world, server) = started();
    let program = Program::of(&world, &server, &world.one);
    let before = world.doubles.hasher.computed();
    for field in ["user", "pass"] {
        for value in [
            json!(null),
            json!(""),
            json!("   "),
            json!("\u{a0}\t"),
            json!(7),
            json!(["ana"]),
            json!({"a": "b"}),
            json!(true),
        ] {
            let mut body = program.body("ana", "clave");
            body[field] = value.clone();
            let answer = program.send(&body);
            assert_eq!(answer.status, 400, "{field} {value}");
            assert_eq!(answer.code(), "external_fields_missing");
            assert_eq!(answer.json()["fields"], json!([field]), "{value}");
        }
        let mut body = program.body("ana", "clave");
        body.as_object_mut().unwrap().remove(field);
        assert_eq!(program.send(&body).json()["fields"], json!([field]));
    }
    let all = ["user", "pass", "company", "secretkey", "clientkey"];
    assert_eq!(program.send(&json!({})).json()["fields"], json!(all));
    assert!(world.find_user(&world.one, "ana").is_none());
    assert_eq!(world.doubles.hasher.computed(), before, "nothing is computed");
}

#[test]
fn e3_keys_of_another_type_are_missing() {
    let (world, server) = started();
    let program = Program::of(&world, &server, &world.one);
    for field in ["company", "secretkey", "clientkey"] {
        for value in [json!([program.secretkey]), json!(null), json!(0), json!("")] {
            let mut body = program.body("ana", "clave");
            body[field] = value;
            assert_eq!(program.send(&body).json()["fields"], json!([field]));
        }
    }
    assert!(world.find_user(&world.one, "ana").is_none());
}

#[test]
fn e6_a_password_counts_whole_and_has_a_limit() {
    let (world, server) = started();
    let program = Program::of(&world, &server, &world.one);
    for length in [64, 65, 1024] {
        let (user, pass) = (format!("ana{length}"), "x".repeat(length));
        assert_eq!(program.log_in(&user, &pass).status, 200);
        let cut = program.log_in(&user, &pass[..length - 1]);
        assert_eq!(cut.status, 401, "no part of it is enough");
    }
    let before = world.doubles.hasher.computed();
    let long = program.log_in("ana", &"x".repeat(1025));
    assert_eq!((long.status, long.code().as_str()), (400, "password_too_long"));
    assert_eq!(program.log_in("ana", &"x".repeat(1024 * 1024)).status, 413);
    assert_eq!(world.doubles.hasher.computed(), before);
}

#[test]
fn e7_the_same_letters_typed_two_ways_are_one_password() {
    let (world, server) = started();
    let program = Program::of(&world, &server, &world.one);
    assert_eq!(program.log_in("ana", "contrase\u{f1}a").status, 200);
    assert_eq!(program.log_in("ana", "contrasen\u{303}a").status, 200);
    assert_eq!(program.log_in("ana", "contrasena").status, 401);
}

#[test]
fn e8_names_that_could_not_stand_in_an_address_are_refused() {
    let (world, server) = started();
    let program = Program::of(&world, &server, &world.one);
    let long = "a".repeat(10 * 1024);
    for bad in [
        "a\r\nBcc: x",
        "a\"b",
        "<img>",
        "a b",
        "\u{202e}a",
        "a\u{200b}b",
        "a\0",
        long.as_str(),
    ] {
        let answer = program.log_in(bad, "clave");
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (400, "user_name_bad"),
            "{bad:.20}"
        );
    }
    assert_eq!(program.log_in("a@b", "clave").status, 200);
    let user = world.find_user(&world.one, "a@b").unwrap();
    assert_eq!(email_of(&world, user.id), "a%40b@authexternalsystem.com");
}

#[test]
fn e9_names_that_differ_in_case_or_width_are_one_user() {
    let (world, server) = started();
    let program = Program::of(&world, &server, &world.one);
    assert_eq!(
        program.log_in("admin", "clave").json()["user_created"],
        json!(true)
    );
    for same in ["ADMIN", "admin ", "ａｄｍｉｎ"] {
        let answer = program.log_in(same, "clave");
        assert_eq!(answer.json()["user_created"], json!(false), "{same}");
        assert_eq!(program.log_in(same, "otra").status, 401, "{same}");
    }
    let other = program.log_in("\u{430}dmin", "otra");
    assert_eq!(
        other.json()["user_created"],
        json!(true),
        "another script is another name"
    );
}

#[test]
fn e10_a_user_of_the_console_is_not_overwritten() {
    let (world, server) = started();
    world.user("jefa", Some(PermissionSet::all()));
    let program = Program::of(&world, &server, &world.one);
    let answer = program.log_in("jefa", "mi propia clave");
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (401, "external_login_refused")
    );
    Browser::signed_in(&server, "jefa");
    assert_eq!(program.log_in("jefa", PASSWORD).status, 200);
}

#[test]
fn e11_other_fields_are_ignored() {
    let (world, server) = started();
    let program = Program::of(&world, &server, &world.one);
    let mut body = program.body("ana", "clave");
    for field in ["role", "admin", "company_id", "id", "email"] {
        body[field] = json!("otro@otra.cl");
    }
    assert_eq!(program.send(&body).status, 200);
    let user = world.find_user(&world.one, "ana").unwrap();
    assert_eq!(user.role, None);
    assert_eq!(email_of(&world, user.id), "ana@authexternalsystem.com");
}

#[test]
fn e16_a_forged_forwarding_dodges_no_limit() {
    let world = World::new();
    let server = Server::start(&world);
    let mut program = Program::of(&world, &server, &world.one);
    let right = program.secretkey.clone();
    "otra".clone_into(&mut program.secretkey);
    let from = |program: &Program<'_>, n: u32| {
        let forwarded = format!("203.0.113.{}", n % 200);
        let headers = [
            ("Content-Type", "application/json"),
            ("X-Forwarded-For", forwarded.as_str()),
        ];
        program.send_with(&headers, program.body("ana", "clave").to_string())
    };
    for n in 0..100 {
        assert_eq!(from(&program, n).status, 401, "{n}");
    }
    let throttled = from(&program, 100);
    assert_eq!(
        (throttled.status, throttled.code().as_str()),
        (429, "too_many_tries")
    );
    let wait: i64 = throttled.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=900).contains(&wait), "{wait}");
    program.secretkey = right;
    assert_eq!(from(&program, 101).status, 200, "who has the keys is let in");
    // Behind a proxy that is trusted each address has its own count.
    let behind = Settings {
        trusted_proxies: vec!["127.0.0.0/8".parse().unwrap()],
        ..Settings::default()
    };
    let server = Server::with(&world, behind, Default::default());
    let mut program = Program::of(&world, &server, &world.one);
    "otra".clone_into(&mut program.secretkey);
    for n in 0..150 {
        assert_eq!(from(&program, n).status, 401, "{n}");
    }
}

#[test]
fn e17_the_other_system_answers_for_its_passwords() {
    let (world, server) = started();
    let program = Program::of(&world, &server, &world.one);
    assert_eq!(program.log_in("ana", "123456").status, 200);
}

#[test]
fn e5_guessing_one_users_password_costs_time_and_locks_nobody_out_for_good() {
    let (world, server) = started();
    let program = Program::of(&world, &server, &world.one);
    program.token("ana", "clave");
    for n in 0..64 {
        assert_eq!(program.log_in("ana", &format!("otra {n}")).status, 401);
    }
    let throttled = program.log_in("ana", "clave");
    assert_eq!(
        (throttled.status, throttled.header("retry-after")),
        (429, Some("1"))
    );
    assert_eq!(throttled.code(), "too_many_tries");
    assert_eq!(program.log_in("berta", "clave").status, 200, "nobody else waits");
    world.doubles.clock.advance(SignedDuration::from_secs(1));
    assert_eq!(program.log_in("ana", "otra").status, 401);
    assert_eq!(program.log_in("ana", "clave").header("retry-after"), Some("2"));
    world.doubles.clock.advance(SignedDuration::from_secs(2));
    assert_eq!(program.log_in("ana", "clave").status, 200);
    assert_eq!(
        program.log_in("ana", "clave").status,
        200,
        "the count begins anew"
    );
}

#[test]
fn p1_p2_many_first_logins_at_once_make_one_user() {
    let (world, server) = started();
    let program = Program::of(&world, &server, &world.one);
    let statuses = |passes: &[String]| -> Vec<(u16, bool)> {
        thread::scope(|scope| {
            let user = if passes[0] == passes[1] { "ana" } else { "berta" };
            let program = &program;
            let logins: Vec<_> = passes
                .iter()
                .map(|pass| scope.spawn(move || program.log_in(user, pass)))
                .collect();
            let answers = logins.into_iter().map(|login| login.join().unwrap());
            answers
                .map(|answer| (answer.status, answer.json()["user_created"] == json!(true)))
                .collect()
        })
    };
    let same = statuses(&vec!["clave".to_owned(); 64]);
    assert!(same.iter().all(|(status, _)| *status == 200), "{same:?}");
    assert_eq!(same.iter().filter(|(_, made)| *made).count(), 1);
    let passes: Vec<String> = (0..64).map(|n| format!("clave {n}")).collect();
    let different = statuses(&passes);
    let winners: Vec<usize> = (0..64).filter(|&n| different[n].0 == 200).collect();
    // Those who come once the user is there have guessed, and after some they have to wait.
    let refused = |&(status, _): &(u16, bool)| [200, 401].contains(&status);
    assert!(different.iter().all(refused), "{different:?}");
    assert_eq!(winners.len(), 1, "{different:?}");
    world.doubles.clock.advance(SignedDuration::from_mins(30));
    assert_eq!(program.log_in("berta", &passes[winners[0]]).status, 200);
}

#[test]
fn the_company_is_the_bodys_whatever_the_host() {
    let (world, server) = started();
    let program = Program::of(&world, &server, &world.two);
    let json = [("Content-Type", "application/json")];
    let body = program.body("ana", "clave").to_string();
    for host in ["api.example", HOST, OTHER_HOST, "127.0.0.1"] {
        assert_eq!(program.send_to(host, &json, &body).status, 200, "{host}");
    }
    assert!(world.find_user(&world.two, "ana").is_some());
    assert!(world.find_user(&world.one, "ana").is_none());
    for hosts in ["", "Host: a b\r\n", "Host: a\r\nHost: a\r\n"] {
        let request = format!(
            "POST {LOGIN} HTTP/1.1\r\n{hosts}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        assert_eq!(raw(&server, request).status, 400, "{hosts}");
    }
    let wrong = program.body("ana", "otra").to_string();
    let detail = |host| program.send_to(host, &json, &wrong).json()["detail"].clone();
    assert!(
        detail(OTHER_HOST)
            .as_str()
            .unwrap()
            .starts_with("Authentication error")
    );
    assert!(detail("api.example").as_str().unwrap().starts_with("Error de"));
}
