//! A server at work while another process is at the same database: an import, or one that keeps its lock.
#![allow(clippy::unwrap_used, reason = "a failure ends the test")]

mod support;

use ba360_core::{
    App, Ports,
    access::Operator,
    instance::{InstanceSettings, NationalLength},
};
use ba360_crypto::{Limits, MasterKey};
use ba360_diesel::{Database, Options};
use serde_json::{Value, json};
use std::{
    fs::File,
    process::{Child, ExitCode, Stdio},
    thread::sleep,
    time::Duration,
};
use support::{Answer, Client, Engine, Place, Ran, administrator, cases, run};

fn main() -> ExitCode {
    let locked = Engine::Sqlite.need().trial(
        "sqlite::f5_a_page_is_shown_while_another_process_has_the_lock",
        || {
            f5_a_page_is_shown_while_another_process_has_the_lock();
            Ok(())
        },
    );
    let cases = cases![
        an_administrator_saves_while_an_import_is_at_work,
        a_national_length_that_changes_meanwhile_holds_for_what_is_brought_in,
    ];
    run(cases.chain([locked]))
}

const HEADER: &str = "identificador,nombre,idrrss,email,telefono\n";
const IMPORT: [&str; 6] = ["import", "contacts", "file.csv", "--instance", "acme", "--json"];
const ROWS: u64 = 20_000;
/// The rows of one transaction.
const BATCH: u64 = 1_000;

/// A place with a company and a file of so many rows. On SQLite each row takes the database a while, as in a great one: a
/// batch follows the other in far less time than it takes itself.
fn place(engine: Engine) -> Place {
    let place = engine.place();
    place.json(&["instance", "create", "acme"]);
    let mut text = HEADER.to_owned();
    for row in 1..=ROWS {
        text += &format!("R{row},Persona {row} Soto,,p{row}@correo.example,+56 9 {row:08}\n");
    }
    place.write("file.csv", text);
    if engine == Engine::Sqlite {
        place.sql(
            "create trigger slow before insert on contacts
             begin select hex(zeroblob(500000 + new.id % 2)); end",
        );
    }
    place
}

/// An import whose first batch is brought in. What it says goes to files: nobody reads it meanwhile.
fn importing(place: &Place) -> Child {
    let to_file = |name| File::create(place.path(name)).unwrap();
    let mut import = place
        .command(&IMPORT)
        .stdout(to_file("out"))
        .stderr(to_file("err"))
        .spawn()
        .unwrap();
    while place.value("select count(*) from contacts") == "0" {
        assert!(import.try_wait().unwrap().is_none(), "it ended too early");
        sleep(Duration::from_millis(10));
    }
    import
}

fn assert_every_row_is_in(place: &Place) {
    let said = |name| std::fs::read_to_string(place.path(name)).unwrap();
    assert_eq!(said("err"), "");
    let object: Value = serde_json::from_str(&said("out")).unwrap();
    assert_eq!((&object["made"], &object["rows"]), (&json!(ROWS), &json!(ROWS)));
}

fn make_contact(client: &mut Client, identifier: &str) -> Answer {
    let form = client.get("/contactos/nuevo");
    assert_eq!(form.status, 200, "{}", form.body);
    let token = form.input("_token");
    let fields = [
        ("_token", token.as_str()),
        ("identificador", identifier),
        ("nombre", "Ana Soto"),
    ];
    client.post("/contactos/nuevo", &fields)
}

fn an_administrator_saves_while_an_import_is_at_work(engine: Engine) {
    let place = place(engine);
    let server = place.serve(&[]);
    let (mut jefa, _) = administrator(&place, &server, "acme");
    let mut import = importing(&place);
    let mut saved = Vec::new();
    while import.try_wait().unwrap().is_none() {
        let answer = make_contact(&mut jefa, &format!("C{}", saved.len()));
        assert_eq!(
            answer.status,
            303,
            "after {} others: {}",
            saved.len(),
            answer.body
        );
        saved.push(answer.header("location").unwrap().to_owned());
    }
    assert_every_row_is_in(&place);
    for at in &saved {
        assert_eq!(jefa.get(at).status, 200, "{at} was acknowledged");
    }
    let kept = |like: &str| {
        place.value(&format!(
            "select count(*) from contacts where identifier like '{like}%'"
        ))
    };
    assert_eq!(
        [kept("R"), kept("C")],
        [ROWS.to_string(), saved.len().to_string()]
    );
    // How often somebody else's contact stands before a row of the file, by age: each time it was their turn.
    let turns = place.value(
        "select count(*) from (select identifier, lag(identifier) over (order by id) as before from contacts) as one
           where identifier like 'R%' and before like 'C%'",
    );
    assert!(
        turns.parse::<u64>().unwrap() >= ROWS / BATCH * 2 / 3,
        "{turns} turns between {} batches, {} saved",
        ROWS / BATCH,
        saved.len()
    );
    server.stop();
}

/// PostgreSQL has no lock of that kind.
fn f5_a_page_is_shown_while_another_process_has_the_lock() {
    let place = Engine::Sqlite.place();
    place.json(&["instance", "create", "acme"]);
    let server = place.serve(&[]);
    let (mut jefa, _) = administrator(&place, &server, "acme");
    // Every request of a session that was not used for five minutes marks it as in use.
    place.sql("update sessions set seen_at = seen_at - 600000000");
    let before = place.value("select seen_at from sessions");
    let lock = place.locked();
    jefa.patience = NOT_WAITING;
    for _ in 0..20 {
        assert_eq!(jefa.get("/contactos").status, 200);
    }
    assert_eq!(place.value("select seen_at from sessions"), before);
    drop(lock);
    jefa.patience = Duration::from_secs(30);
    while place.value("select seen_at from sessions") == before {
        assert_eq!(jefa.get("/contactos").status, 200);
        sleep(Duration::from_millis(10));
    }
    server.stop();
}

/// A bound below the five seconds for which a command waits for the lock, and no speed.
const NOT_WAITING: Duration = Duration::from_secs(4);

fn a_national_length_that_changes_meanwhile_holds_for_what_is_brought_in(engine: Engine) {
    let place = engine.place();
    place.json(&["instance", "create", "acme"]);
    let mut text = HEADER.to_owned();
    for row in 1..=6_000 {
        // What is told of those in the middle is more than a pipe holds.
        let identifier = match row {
            2_001..=4_000 => String::new(),
            row => format!("R{row}"),
        };
        text += &format!("{identifier},Persona,,,+56 9 {row:08}\n");
    }
    place.write("file.csv", text);
    let mut import = place
        .command(&IMPORT)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Nobody listens, so it waits between two batches, and the next one is ready.
    let mut before = String::new();
    loop {
        assert!(import.try_wait().unwrap().is_none(), "it ended too early");
        let there = place.value("select count(*) from contacts");
        let noted = place.value("select coalesce(max(rows_done), 0) from imports");
        if there == "2000" && noted == before {
            break;
        }
        before = noted;
        sleep(Duration::from_millis(500));
    }
    assert_eq!(with_national_length(engine, &place, 8), 2_000);
    let ran = Ran::of(&import.wait_with_output().unwrap());
    assert_eq!((ran.code, &ran.object()["made"]), (1, &json!(4_000)));
    let phones = "select count(*) from match_keys where key like '%0____' and length(key) =";
    let of_length = |digits| place.value(&format!("{phones} {digits}"));
    assert_eq!([of_length(8), of_length(9)], ["4000", "0"]);
}

/// Changes how many digits a national phone number has, as an administrator does, and goes through the contacts, as a
/// server does then; answers how many there were.
fn with_national_length(engine: Engine, place: &Place, digits: u8) -> u64 {
    let url = match engine {
        Engine::Sqlite => format!("sqlite:{}", place.data().join("ba360.db").display()),
        Engine::Postgres => place.database().url(),
    };
    let database = Database::open(&url.parse().unwrap(), Options::default()).unwrap();
    let key = MasterKey::load_or_create(&place.data().join("master.key")).unwrap();
    let ports = Ports::new(database.stores(), ba360_crypto::secrets(&key, Limits::default()));
    let operator = Operator::of_this_installation(&*ports.secrets.random);
    let app = App::new(ports);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let count = runtime.block_on(async {
        let instance = app.find_instance.all(&operator).await.unwrap().remove(0);
        let settings = InstanceSettings {
            national_length: NationalLength::new(digits).unwrap(),
            ..InstanceSettings::of(&instance)
        };
        let (seen, by) = (instance.version, "acme.example".parse().unwrap());
        let operator_there = operator.at(instance);
        app.change_settings
            .run(&operator_there, &by, seen, settings)
            .await
            .unwrap();
        app.reindex.run(&operator).await.unwrap()
    });
    database.close();
    count
}
