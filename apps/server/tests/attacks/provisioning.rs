//! Users that external systems make.

use crate::{
    console::{self, GROUPS, ROLES},
    external::{PASS, acme, users},
    support::{Client, Company, Engine, LOGIN, Place, Server, administrator, cases},
};
use libtest_mimic::Trial;
use std::{io::Write as _, net::TcpStream, thread, time::Duration};

pub(crate) fn trials() -> impl Iterator<Item = Trial> {
    cases![
        p4_a_default_role_or_group_that_is_deleted_leaves_nobody_with_it,
        p5_a_killed_server_leaves_the_user_whole_or_absent,
        p5_a_server_that_is_killed_behind_the_insert_has_made_the_user,
        x12_only_so_many_users_are_made_within_an_hour,
    ]
}

fn p4_a_default_role_or_group_that_is_deleted_leaves_nobody_with_it(engine: Engine) {
    let (place, server, company) = acme(engine);
    let (mut jefa, _) = administrator(&place, &server, "acme");
    let [deleted, in_use] = thread::scope(|scope| {
        let administration = scope.spawn(|| make_and_delete(&place, &mut jefa));
        // Meanwhile one user after the other comes in for the first time.
        thread::scope(|scope| {
            for asker in 0..3 {
                let (administration, company, server) = (&administration, &company, &server);
                let names = (0..).map(move |n| format!("user-{asker}-{n}"));
                scope.spawn(move || {
                    for name in names.take_while(|_| !administration.is_finished()) {
                        let answer = company.log_in(server, &name, PASS);
                        assert_eq!(answer.status, 200, "{}", answer.body);
                    }
                });
            }
        });
        administration.join().unwrap()
    });
    assert_eq!(deleted, 2 * ROUNDS);
    assert!(in_use > 0, "nobody had any of them, so that nothing was at stake");
    for (column, table) in [("role_id", "roles"), ("group_id", "groups")] {
        let left = format!("select count(*) from {table} where name like 'casual-%'");
        assert_eq!(place.value(&left), "0");
        let dangling = format!(
            "select count(*) from users where {column} is not null and {column} not in (select id from {table})"
        );
        assert_eq!(place.value(&dangling), "0");
    }
}

const ROUNDS: usize = 6;

/// Round by round makes a role and a group, which somebody gets as the default, and deletes them; answers how often they
/// were deleted, and how often that was refused because users had them.
fn make_and_delete(place: &Place, jefa: &mut Client) -> [usize; 2] {
    let (mut deleted, mut in_use) = (0, 0);
    for round in 0..ROUNDS {
        let name = format!("casual-{round}");
        let paths = [ROLES, GROUPS].map(|list| console::make(jefa, list, &name));
        for path in &paths {
            console::mark_default(jefa, path, "si");
        }
        wait_for_somebody_with(place, &name);
        for path in &paths {
            // In half of the rounds it is still the default when it goes.
            if round % 2 == 0 {
                console::mark_default(jefa, path, "no");
            }
            in_use += delete(place, jefa, path);
            deleted += 1;
        }
    }
    [deleted, in_use]
}

/// Waits until an external system's user has the role and the group of that name.
fn wait_for_somebody_with(place: &Place, name: &str) {
    let has = format!(
        "select count(*) from users where role_id in (select id from roles where name = '{name}') \
         and group_id in (select id from groups where name = '{name}')"
    );
    for _ in 0..1_500 {
        if place.value(&has) != "0" {
            return;
        }
        thread::sleep(Duration::from_millis(20));
    }
    panic!("nobody gets {name}");
}

/// Deletes the role or the group of that path while users come in who may get it; answers how often it was in use.
fn delete(place: &Place, jefa: &mut Client, path: &str) -> usize {
    let (_, id) = path.rsplit_once('/').unwrap();
    let column = if path.starts_with(ROLES) {
        "role_id"
    } else {
        "group_id"
    };
    for in_use in 0..200 {
        let answer = console::delete(jefa, path);
        match answer.status {
            303 => return in_use,
            409 => {}
            status => panic!("{status}: {}", answer.body),
        }
        // Whoever takes it away takes it from its users first.
        place.sql(&format!("update users set {column} = null where {column} = {id}"));
    }
    panic!("{path} is in use for ever");
}

/// Sends a first login and waits for no answer.
fn begin_login(server: &Server, company: &Company, name: &str) -> TcpStream {
    let (sent, authority) = (company.credentials(name, PASS).to_string(), server.authority());
    let request = format!(
        "POST {LOGIN} HTTP/1.1\r\nHost: {authority}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{sent}",
        sent.len()
    );
    let mut stream = TcpStream::connect(authority).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    stream
}

fn rows(place: &Place, name: &str) -> String {
    place.value(&format!("select count(*) from users where name = '{name}'"))
}

/// The user is there as a whole.
fn assert_whole(place: &Place, name: &str) {
    let whole = "password <> '' and email like '%@authexternalsystem.com' and time_zone is not null";
    let query = format!("select count(*) from users where name = '{name}' and {whole}");
    assert_eq!(place.value(&query), "1");
}

fn p5_a_killed_server_leaves_the_user_whole_or_absent(engine: Engine) {
    let place = engine.place();
    let company = Company::create(&place, "acme", &[]);
    for round in 0..5 {
        let server = place.serve(&[]);
        let name = format!("user-{round}");
        let _asked = begin_login(&server, &company, &name);
        thread::sleep(Duration::from_millis(8 * round));
        drop(server); // it is killed
        let server = place.serve(&[]);
        let there = rows(&place, &name);
        let again = company.log_in(&server, &name, PASS);
        assert_eq!(again.status, 200, "{}", again.body);
        assert_eq!(again.json()["user_created"], there == "0");
        assert_whole(&place, &name);
    }
}

fn p5_a_server_that_is_killed_behind_the_insert_has_made_the_user(engine: Engine) {
    let place = engine.place();
    let company = Company::create(&place, "acme", &[]);
    for round in 0..3 {
        let server = place.serve(&[]);
        let name = format!("user-{round}");
        let _asked = begin_login(&server, &company, &name);
        // As soon as the row is there, and whether or not the token was signed and sent.
        let end = (0..30_000).find(|_| {
            thread::sleep(Duration::from_millis(1));
            rows(&place, &name) == "1"
        });
        drop(server);
        assert!(end.is_some(), "no user was made");
        let server = place.serve(&[]);
        assert_whole(&place, &name);
        let again = company.log_in(&server, &name, PASS);
        assert_eq!(again.status, 200, "{}", again.body);
        assert_eq!(again.json()["user_created"], false);
        let (at, _) = server
            .client()
            .open_link("998874563", again.json()["token"].as_str().unwrap());
        assert!(!at.starts_with("/login"), "{at}");
    }
}

fn x12_only_so_many_users_are_made_within_an_hour(engine: Engine) {
    let (place, server, company) = acme(engine);
    company.token(&server, "ana", PASS);
    // As many as may be made, but for one, were made just now.
    let made = match engine {
        Engine::Sqlite => "with recursive n (x) as (select 1 union all select x + 1 from n where x < 1998)",
        Engine::Postgres => "with n as (select x from generate_series(1, 1998) x)",
    };
    place.sql(&format!(
        "{made} insert into users (instance_id, name, name_compared, password, active, created_at, given_name, surname, \
         email, email_placeholder, made_externally, version) select u.instance_id, 'u' || x, 'u' || x, u.password, u.active, \
         u.created_at, '', '', null, u.email_placeholder, u.made_externally, u.version from users u, n where u.name = 'ana'"
    ));
    assert_eq!(company.log_in(&server, "berta", PASS).status, 200);
    let refused = company.log_in(&server, "carla", PASS);
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (429, "too_many_users_made")
    );
    assert!(refused.header("retry-after").is_some());
    // Whoever is there comes in.
    assert_eq!(company.log_in(&server, "ana", PASS).status, 200);
    assert_eq!(users(&place), "2000");
}
