//! What is PostgreSQL's own: who migrates, what a role may do, the ways to the server, several of ours on one database,
//! and a server that goes away.
#![allow(clippy::unwrap_used, reason = "a failure ends the test")]

mod support;

use ba360_testkit::{
    needs::Need,
    postgres::{Cluster, TestDatabase, Way},
};
use libtest_mimic::Trial;
use serde_json::json;
use std::{
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};
use support::{Answer, Client, Engine, Place, Postmaster, Ran, Server, run};

fn main() -> ExitCode {
    let here = Engine::Postgres.need();
    let own = here.clone().and(Postmaster::need);
    let way = |way| here.clone().and(|| Cluster::need(way));
    let case = |need: &Need, name: &str, case: fn()| -> Trial {
        need.trial(name, move || {
            case();
            Ok(())
        })
    };
    run([
        case(
            &here,
            "commands_on_an_empty_database_name_migrate",
            commands_on_an_empty_database_name_migrate,
        ),
        case(
            &here,
            "a_command_whose_server_is_away_ends_with_one_clear_line",
            away_at_the_start,
        ),
        case(
            &here,
            "a_role_that_only_reads_and_writes_is_enough_but_to_migrate",
            least_privilege,
        ),
        case(
            &here,
            "of_two_servers_on_one_database_each_knows_the_others_sessions",
            two_servers,
        ),
        case(&way(Way::Pgbouncer), "the_links_open_through_pgbouncer", || {
            links_open_by(Way::Pgbouncer);
        }),
        case(&way(Way::Tls), "the_links_open_over_tls", || {
            links_open_by(Way::Tls);
        }),
        case(
            &own,
            "f6_a_restart_under_load_loses_nothing_that_was_acknowledged",
            restart_under_load,
        ),
        case(
            &own,
            "f9_a_server_that_is_away_at_the_start_may_come_later",
            away_and_then_there,
        ),
        case(
            &own,
            "f7_a_server_that_hangs_is_told_in_time",
            a_server_that_hangs,
        ),
    ])
}

fn code(ran: &Ran) -> String {
    assert_eq!(ran.code, 1, "{}", ran.err);
    ran.object()["error"]["code"].as_str().unwrap().to_owned()
}

fn commands_on_an_empty_database_name_migrate() {
    let place = Engine::Postgres.empty();
    place.write(
        "c.csv",
        "identificador,nombre,idrrss,email,telefono\n1-9,Ana,,,\n",
    );
    let commands = [
        &["serve", "--listen", "127.0.0.1:0"][..],
        &["instance", "create", "acme"],
        &["user", "create-admin", "ana", "--instance", "acme"],
        &["import", "contacts", "c.csv", "--instance", "acme"],
    ];
    for command in commands {
        for language in ["es", "en"] {
            let ran = place.run(&[command, &["--json", "--lang", language]].concat());
            assert_eq!(code(&ran), "database_behind");
            assert!(ran.err.contains("ba360-server migrate"), "{}", ran.err);
        }
    }
    assert_eq!(
        place
            .database()
            .sql("select count(*) from pg_tables where schemaname = 'public'"),
        "0",
        "nothing was made"
    );
    assert!(!place.json(&["migrate"])["applied"].as_array().unwrap().is_empty());
    for command in &commands[1..] {
        place.json(command);
    }
    let server = place.serve(&[]);
    assert_eq!(server.client().get("/readyz").status, 200);
    server.stop();
    assert!(!place.data().join("ba360.db").exists());
}

fn away_at_the_start() {
    let place = Place::new();
    // Nobody listens at the lowest port.
    let url = "postgres://ana:hunter2@127.0.0.1:1/ba360";
    for command in [&["serve", "--demo"][..], &["migrate"]] {
        let args = [command, &["--json", "--listen", "127.0.0.1:0"]].concat();
        let ran = place.command_on(&args, url).env("BA360_LOG", "trace").output();
        let ran = Ran::of(&ran.unwrap());
        assert_eq!(code(&ran), "database_unopened");
        assert!(ran.err.contains("cannot be connected to"), "{}", ran.err);
        assert!(!ran.err.contains("hunter2") && !ran.out.contains("hunter2"));
    }
}

/// The roles of `docs/sql/roles.sql`, by names of their own; they go before the database does.
struct Roles<'d> {
    database: &'d TestDatabase,
    owner: String,
    app: String,
}

impl<'d> Roles<'d> {
    fn of(database: &'d TestDatabase) -> Self {
        let name = database.sql("select current_database()");
        let this = Self {
            database,
            owner: format!("{name}_owner"),
            app: format!("{name}_app"),
        };
        let sql = include_str!("../../../docs/sql/roles.sql");
        this.database.sql(
            &sql.replace("ba360_owner", &this.owner)
                .replace("ba360_app", &this.app),
        );
        for role in [&this.owner, &this.app] {
            this.database
                .sql(&format!("alter role {role} password 'hunter2'"));
        }
        this
    }

    fn url(&self, role: &str) -> String {
        let url = self.database.url();
        let (scheme, rest) = url.split_once("://").unwrap();
        let (_, server) = rest.split_once('@').unwrap_or(("", rest));
        format!("{scheme}://{role}:hunter2@{server}")
    }
}

impl Drop for Roles<'_> {
    fn drop(&mut self) {
        let (owner, app) = (&self.owner, &self.app);
        let _ = self.database.try_sql(&format!(
            "drop owned by {app}, {owner} cascade; drop role {app}, {owner}"
        ));
    }
}

fn least_privilege() {
    let place = Engine::Postgres.empty();
    let roles = Roles::of(place.database());
    let (owner, app) = (roles.url(&roles.owner), roles.url(&roles.app));
    let on = |url: &str, args: &[&str]| {
        let ran = place.command_on(&[args, &["--json"]].concat(), url).output();
        Ran::of(&ran.unwrap())
    };
    // Whoever may not make tables is told so.
    let refused = on(&app, &["migrate"]);
    assert_eq!(code(&refused), "database_migration");
    assert!(
        refused.err.contains("permission denied") && !refused.err.contains("hunter2"),
        "{}",
        refused.err
    );
    assert_eq!(code(&on(&app, &["serve"])), "database_behind");
    assert_eq!(on(&owner, &["migrate"]).code, 0);
    assert_eq!(on(&app, &["migrate"]).object(), json!({"applied": []}));
    // All of a demonstration, as a role that can make no table.
    let tables = "select count(*) from pg_tables where schemaname = 'public'";
    let before = place.database().sql(tables);
    let server = place.serve_on(&["--demo"], &app);
    links_end_where_they_say(&server);
    make_contact(&mut signed_in(&server), "9-9").unwrap();
    server.stop();
    assert_eq!(place.database().sql(tables), before);
    // The same on partitioned tables, which the owner makes.
    place.database().sql(&format!(
        "grant create on database {} to {owner}; set role {owner}; {}",
        place.database().sql("select current_database()"),
        include_str!("../../../docs/sql/partition.sql"),
        owner = roles.owner,
    ));
    let server = place.serve_on(&["--demo"], &app);
    links_end_where_they_say(&server);
    make_contact(&mut signed_in(&server), "8-8").unwrap();
    server.stop();
    let denied = format!("set role {}; create table of_mine (a integer)", roles.app);
    assert!(
        place
            .database()
            .try_sql(&denied)
            .unwrap_err()
            .contains("permission denied")
    );
}

fn two_servers() {
    let (place, other) = (Engine::Postgres.place(), Place::new());
    let first = place.serve(&["--demo"]);
    // The second has a data folder of its own: both are given the same key.
    std::fs::create_dir(other.data()).unwrap();
    std::fs::copy(place.data().join("master.key"), other.data().join("master.key")).unwrap();
    let second = other.serve_on(&[], &place.database().url());
    let mut client = signed_in(&first);
    let id = make_contact(&mut client, "2-2").unwrap();
    let mut moved = client.moved_to(second.authority());
    assert_eq!(moved.get(&id).status, 200, "the session and the record");
    // A form of one server is taken by the other, and so is a link's token.
    assert!(make_contact(&mut moved, "3-3").is_ok());
    let (target, opens) = first.link("contact");
    let (at, answer) = Client::at_host(second.authority(), first.authority()).follow(&target);
    assert_eq!((at.as_str(), answer.status), (opens.as_str(), 200));
}

fn links_open_by(way: Way) {
    let place = Engine::Postgres.place();
    let url = place.database().url_by(way);
    let cache = if way == Way::Pgbouncer { "false" } else { "true" };
    let server = place.serve_on(&["--demo", "--database-statement-cache", cache], &url);
    for _ in 0..3 {
        links_end_where_they_say(&server);
    }
    server.stop();
}

fn links_end_where_they_say(server: &Server) {
    for name in ["contact", "account", "case", "many", "legacy"] {
        let (target, opens) = server.link(name);
        let (at, answer) = server.client().follow(&target);
        assert_eq!(answer.status, 200, "{name}");
        let shown = answer.canonical().unwrap_or(at);
        let shown = if opens.contains('?') {
            shown.as_str()
        } else {
            shown.split('?').next().unwrap()
        };
        assert_eq!(shown, opens, "{name}");
    }
}

fn signed_in(server: &Server) -> Client {
    let mut client = server.client();
    let form = client.get("/login");
    let (user, password) = server.admin();
    assert_eq!(client.sign_in(&form, user, password).1.status, 200);
    client
}

/// Makes a contact; answers where it is, or what was answered instead.
fn make_contact(client: &mut Client, identifier: &str) -> Result<String, Answer> {
    let form = client.get("/contactos/nuevo");
    if form.status != 200 {
        return Err(form);
    }
    let token = form.input("_token");
    let fields = [
        ("_token", token.as_str()),
        ("identificador", identifier),
        ("nombre", "Ana Soto"),
    ];
    let made = client.post("/contactos/nuevo", &fields);
    match made.status {
        303 => Ok(made.header("location").unwrap().to_owned()),
        _ => Err(made),
    }
}

/// How long an answer may take while PostgreSQL is away.
const PATIENCE: Duration = Duration::from_secs(5);

/// A demonstration on a PostgreSQL that can be taken away.
fn on_its_own() -> (Postmaster, Place, Server) {
    let postmaster = Postmaster::start();
    let place = Place::new();
    let server = place.serve_on(&["--demo"], &postmaster.url());
    (postmaster, place, server)
}

fn patient(mut client: Client) -> Client {
    client.patience = PATIENCE;
    client
}

/// Waits until it is ready, at most ten seconds.
fn ready_again(server: &Server) {
    let mut client = patient(server.client());
    for _ in 0..100 {
        if client.get("/readyz").status == 200 {
            return;
        }
        thread::sleep(Duration::from_millis(100));
    }
    panic!("it is not ready after ten seconds");
}

fn restart_under_load() {
    let (postmaster, place, server) = on_its_own();
    let ended = Arc::new(AtomicBool::new(false));
    let makers: Vec<_> = (0..4)
        .map(|maker| {
            let mut client = patient(signed_in(&server));
            let ended = ended.clone();
            thread::spawn(move || {
                let (mut made, mut refused) = (Vec::new(), 0);
                for n in 0.. {
                    if ended.load(Ordering::Relaxed) {
                        break;
                    }
                    match make_contact(&mut client, &format!("load-{maker}-{n}")) {
                        Ok(at) => made.push(at),
                        Err(answer) => {
                            assert_eq!(answer.status, 503, "{}", answer.body);
                            refused += 1;
                        }
                    }
                }
                (made, refused)
            })
        })
        .collect();
    for _ in 0..2 {
        thread::sleep(Duration::from_millis(500));
        postmaster.down();
        assert_eq!(patient(server.client()).get("/readyz").status, 503);
        assert_eq!(patient(server.client()).get("/login").status, 503);
        assert_eq!(server.client().get("/healthz").status, 200);
        postmaster.up();
        ready_again(&server);
    }
    // Everybody is served again, not only whoever asks whether it is ready.
    thread::sleep(Duration::from_millis(500));
    ended.store(true, Ordering::Relaxed);
    let (mut made, mut refused) = (Vec::new(), 0);
    for maker in makers {
        let (its, others) = maker.join().unwrap_or_else(|_| panic!("{}", place.log()));
        made.extend(its);
        refused += others;
    }
    assert!(
        !made.is_empty() && refused > 0,
        "{} made, {refused} refused",
        made.len()
    );
    let mut client = signed_in(&server);
    for at in made {
        assert_eq!(client.get(&at).status, 200, "{at} was acknowledged");
    }
    make_contact(&mut client, "after").unwrap();
    server.stop();
}

fn away_and_then_there() {
    let postmaster = Postmaster::start();
    let place = Place::new();
    for command in [&["migrate"][..], &["instance", "create", "acme"]] {
        let ran = place
            .command_on(&[command, &["--json"]].concat(), &postmaster.url())
            .output();
        let ran = Ran::of(&ran.unwrap());
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
    postmaster.down();
    let server = place.serve_on(&[], &postmaster.url());
    assert_eq!(server.client().get("/healthz").status, 200);
    for path in ["/readyz", "/login"] {
        assert_eq!(patient(server.client()).get(path).status, 503, "{path}");
    }
    postmaster.up();
    ready_again(&server);
    assert_eq!(server.client().get("/login").status, 200);
    server.stop();
}

fn a_server_that_hangs() {
    let (postmaster, _place, server) = on_its_own();
    let mut client = patient(signed_in(&server));
    postmaster.signal("STOP");
    assert_eq!(client.get("/contactos?q=gonzalez").status, 503);
    assert_eq!(client.get("/readyz").status, 503);
    assert_eq!(client.get("/healthz").status, 200);
    postmaster.signal("CONT");
    ready_again(&server);
    let found = client.get("/contactos?q=gonzalez");
    assert!(found.status == 200 && found.body.contains("23 contactos"));
    make_contact(&mut client, "after").unwrap();
    // It ends although what it asked of the database has no answer yet.
    postmaster.signal("STOP");
    assert_eq!(client.get("/contactos?q=gonzalez").status, 503);
    server.stop();
    postmaster.signal("CONT");
}
