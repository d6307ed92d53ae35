//! `doctor`: what it says of an installation that is well, and of each thing that may be amiss.
#![allow(clippy::unwrap_used, reason = "a failure ends the test")]

mod support;

use std::{collections::BTreeMap, fs, os::unix::fs::PermissionsExt as _, process::ExitCode};
use support::{Engine, Place, Ran, cases, run};

fn main() -> ExitCode {
    run(cases![
        an_installation_that_is_well_is_told_so,
        before_the_first_start_it_makes_nothing,
        a_missing_migration_is_told,
        another_master_key_is_told,
        before_the_first_command_it_binds_no_master_key,
        a_folder_that_others_may_read_is_told,
        activity_that_lies_ahead_is_told,
        a_database_that_is_away_is_told_with_what_to_do,
        settings_that_are_no_good_are_told,
    ])
}

/// Looks the place over; answers the exit status, and by its name whether each part is well and what is said of it.
fn look(place: &Place, args: &[&str]) -> (i32, BTreeMap<String, (bool, String)>) {
    seen(&place.run(&[&["doctor", "--json"], args].concat()))
}

fn seen(ran: &Ran) -> (i32, BTreeMap<String, (bool, String)>) {
    let object = ran.object();
    assert_eq!(object.as_object().unwrap().len(), 2, "{object}");
    let checks: BTreeMap<_, _> = object["checks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|check| {
            let text = |name: &str| check[name].as_str().unwrap().to_owned();
            (text("name"), (check["ok"].as_bool().unwrap(), text("message")))
        })
        .collect();
    let all = checks.values().all(|(ok, _)| *ok);
    assert_eq!(object["ok"], all);
    assert_eq!(ran.code, i32::from(!all), "{object}");
    (ran.code, checks)
}

fn good(engine: Engine) -> Place {
    let place = engine.place();
    place.json(&["instance", "create", "acme"]);
    place
}

fn an_installation_that_is_well_is_told_so(engine: Engine) {
    let place = good(engine);
    let (code, checks) = look(&place, &[]);
    let names: Vec<&str> = checks.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "clock",
            "data_folder",
            "database",
            "database_settings",
            "master_key",
            "master_key_file",
            "migrations",
            "settings"
        ]
    );
    let ill: Vec<_> = checks.iter().filter(|(_, (ok, _))| !ok).collect();
    match engine {
        Engine::Sqlite => assert!(code == 0 && ill.is_empty(), "{ill:?}"),
        // The PostgreSQL of the tests may lose what it acknowledged, and that is what it is told of.
        Engine::Postgres => assert!(
            ill.len() <= 1 && ill.iter().all(|(_, (_, message))| message.contains("fsync")),
            "{ill:?}"
        ),
    }
    let database = &checks["database"].1;
    let name = match engine {
        Engine::Sqlite => "SQLite 3.",
        Engine::Postgres => "PostgreSQL 1",
    };
    assert!(database.starts_with(name), "{database}");
    let sentences = place.run(&["doctor"]);
    assert_eq!(sentences.out.lines().count(), checks.len(), "{}", sentences.out);
    assert!(sentences.out.contains("ok  migrations: "), "{}", sentences.out);
}

fn before_the_first_start_it_makes_nothing(engine: Engine) {
    let place = engine.empty();
    let (code, checks) = look(&place, &[]);
    assert_eq!(code, 1);
    assert!(!checks["data_folder"].0 && !checks["master_key_file"].0);
    assert!(!place.data().exists(), "it made the folder");
    match engine {
        Engine::Sqlite => assert!(!checks["database"].0),
        Engine::Postgres => assert!(!checks["migrations"].0),
    }
}

fn a_missing_migration_is_told(engine: Engine) {
    let place = good(engine);
    place.sql("delete from __diesel_schema_migrations where version = (select max(version) from __diesel_schema_migrations)");
    let (_, checks) = look(&place, &[]);
    let (ok, message) = &checks["migrations"];
    assert!(!ok && message.contains("ba360-server migrate"), "{message}");
}

fn another_master_key_is_told(engine: Engine) {
    let place = good(engine);
    let key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    let (_, checks) = look(&place, &["--master-key", key]);
    let (ok, message) = &checks["master_key"];
    assert!(
        !ok && message.contains("master.key") && !message.contains(key),
        "{message}"
    );
    let (_, checks) = look(&place, &["--master-key", "hunter2"]);
    let (ok, message) = &checks["master_key_file"];
    assert!(!ok && !message.contains("hunter2"), "{message}");
    fs::remove_file(place.data().join("master.key")).unwrap();
    let (_, checks) = look(&place, &[]);
    assert!(!checks["master_key_file"].0);
    assert!(!place.data().join("master.key").exists(), "it made one");
}

fn before_the_first_command_it_binds_no_master_key(engine: Engine) {
    let place = good(engine);
    place.sql("delete from installation");
    let key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    let (_, checks) = look(&place, &["--master-key", key]);
    assert!(checks["master_key"].0, "{}", checks["master_key"].1);
    place.json(&["keys", "show", "--instance", "acme"]);
    let (_, checks) = look(&place, &["--master-key", key]);
    assert!(!checks["master_key"].0, "the look has bound the other key");
}

fn a_folder_that_others_may_read_is_told(engine: Engine) {
    let place = good(engine);
    let mode = |path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    mode(place.data(), 0o755);
    let (_, checks) = look(&place, &[]);
    let (ok, message) = &checks["data_folder"];
    assert!(!ok && message.contains("chmod go="), "{message}");
    mode(place.data(), 0o700);
    assert!(look(&place, &[]).1["data_folder"].0);
    let file = place.write("data/copy.db", "");
    mode(file, 0o644);
    let (_, checks) = look(&place, &[]);
    let (ok, message) = &checks["data_folder"];
    assert!(!ok && message.contains("copy.db"), "{message}");
}

fn activity_that_lies_ahead_is_told(engine: Engine) {
    let place = good(engine);
    place.sql(
        "insert into activity (instance_id, at, correlation, kind, outcome) \
         select id, 4102444800000000, 'x', 'sign_in', 'ok' from instances",
    );
    let (_, checks) = look(&place, &[]);
    let (ok, message) = &checks["clock"];
    assert!(!ok && message.contains("clock"), "{message}");
}

fn a_database_that_is_away_is_told_with_what_to_do(engine: Engine) {
    let place = Place::new();
    fs::create_dir(place.data()).unwrap();
    fs::write(
        place.data().join("ba360.db"),
        "this is no database, whatever its name says",
    )
    .unwrap();
    let (url, advice) = match engine {
        Engine::Sqlite => (
            format!("sqlite:{}", place.data().join("ba360.db").display()),
            "SQLite",
        ),
        // Nobody listens at the lowest port.
        Engine::Postgres => (
            "postgres://ana:hunter2@127.0.0.1:1/ba360".to_owned(),
            "BA360_DATABASE_URL",
        ),
    };
    let ran = Ran::of(&place.command_on(&["doctor", "--json"], &url).output().unwrap());
    let (code, checks) = seen(&ran);
    assert_eq!(code, 1);
    let (ok, message) = &checks["database"];
    assert!(!ok && message.contains(advice), "{message}");
    assert!(!ran.out.contains("hunter2") && !ran.err.contains("hunter2"));
    assert!(
        !checks.contains_key("migrations"),
        "what cannot be looked at is not told of"
    );
    assert!(checks.contains_key("data_folder"));
}

fn settings_that_are_no_good_are_told(engine: Engine) {
    let place = engine.place();
    place.write("settings.toml", "listen_at = '127.0.0.1:1'\n");
    let (code, checks) = look(&place, &["--config", "settings.toml"]);
    let (ok, message) = &checks["settings"];
    assert!(code == 1 && !ok && message.contains("listen_at"), "{message}");
    assert_eq!(checks.len(), 1);
}
