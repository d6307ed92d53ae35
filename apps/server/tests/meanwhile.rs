//! A server at work while an import is: two processes that write to one database.
#![allow(clippy::unwrap_used, reason = "a failure ends the test")]

mod support;

use serde_json::{Value, json};
use std::{
    fs::File,
    process::{Child, ExitCode},
    thread::sleep,
    time::Duration,
};
use support::{Answer, Client, Engine, Place, administrator, cases, run};

fn main() -> ExitCode {
    run(cases![an_administrator_saves_while_an_import_is_at_work])
}

const ROWS: u64 = 20_000;
/// The rows of one transaction.
const BATCH: u64 = 1_000;

/// A place with a company and a file of so many rows. On SQLite each row takes the database a while, as in a great one: a
/// batch follows the other in far less time than it takes itself.
fn place(engine: Engine) -> Place {
    let place = engine.place();
    place.json(&["instance", "create", "acme"]);
    let mut text = "identificador,nombre,idrrss,email,telefono\n".to_owned();
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
        .command(&["import", "contacts", "file.csv", "--instance", "acme", "--json"])
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
