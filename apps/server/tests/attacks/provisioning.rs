//! Users that external systems make.

use crate::{
    external::{PASS, acme, users},
    support::{Company, Engine, LOGIN, cases},
};
use libtest_mimic::Trial;
use std::{io::Write as _, net::TcpStream, thread, time::Duration};

pub(crate) fn trials() -> impl Iterator<Item = Trial> {
    cases![
        p4_a_default_role_that_vanishes_leaves_nobody_with_it,
        p5_a_killed_server_leaves_the_user_whole_or_absent,
        x12_only_so_many_users_are_made_within_an_hour,
    ]
}

fn p4_a_default_role_that_vanishes_leaves_nobody_with_it(engine: Engine) {
    let (place, server, company) = acme(engine);
    place.sql(
        "insert into roles (instance_id, name, permissions, is_default, version) select id, 'Casual', '', true, 1 from instances",
    );
    let asked = thread::scope(|scope| {
        let asked = scope.spawn(|| {
            let log_in = |n| company.log_in(&server, &format!("user-{n}"), PASS).status;
            (0..12).map(log_in).collect::<Vec<_>>()
        });
        // Whoever takes a role away takes it from its users first.
        place.sql("update users set role_id = null where role_id in (select id from roles where name = 'Casual'); update roles set is_default = false where name = 'Casual'");
        asked.join().unwrap()
    });
    assert!(asked.iter().all(|status| *status == 200), "{asked:?}");
    let dangling =
        "select count(*) from users where role_id is not null and role_id not in (select id from roles)";
    assert_eq!(place.value(dangling), "0");
}

fn p5_a_killed_server_leaves_the_user_whole_or_absent(engine: Engine) {
    let place = engine.place();
    let company = Company::create(&place, "acme", &[]);
    for round in 0..5 {
        let server = place.serve(&[]);
        let name = format!("user-{round}");
        let (sent, authority) = (company.credentials(&name, PASS).to_string(), server.authority());
        let request = format!(
            "POST {LOGIN} HTTP/1.1\r\nHost: {authority}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{sent}",
            sent.len()
        );
        let mut stream = TcpStream::connect(authority).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        thread::sleep(Duration::from_millis(8 * round));
        drop(server); // it is killed
        let server = place.serve(&[]);
        let rows = place.value(&format!("select count(*) from users where name = '{name}'"));
        let again = company.log_in(&server, &name, PASS);
        assert_eq!(again.status, 200, "{}", again.body);
        assert_eq!(again.json()["user_created"], rows == "0");
        let whole = "password <> '' and email like '%@authexternalsystem.com' and time_zone is not null";
        assert_eq!(
            place.value(&format!(
                "select count(*) from users where name = '{name}' and {whole}"
            )),
            "1"
        );
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
