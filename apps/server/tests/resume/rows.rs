//! The file that is brought in, and what is told and kept of it.

use crate::support::{Engine, Place};
use ba360_core::record::ContactDetails;
use ba360_diesel::{Database, Options};
use serde_json::Value;
use std::{
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, ChildStderr, Stdio},
};

pub(crate) const HEADER: &str = "identificador,nombre,idrrss,email,telefono\n";
pub(crate) const IMPORT: [&str; 6] = ["import", "contacts", "file.csv", "--instance", "acme", "--json"];
/// The rows of one transaction.
pub(crate) const BATCH: u64 = 1_000;

/// A place with a company and a file of so many rows. Row 2,400 is bad, which tells when its batch was brought in, and
/// the last row repeats the tenth.
pub(crate) fn place(engine: Engine, rows: u64) -> Place {
    place_with(engine, file(rows))
}

/// A place with a company and a file.
pub(crate) fn place_with(engine: Engine, file: String) -> Place {
    let place = engine.place();
    place.json(&["instance", "create", "acme"]);
    place.write("file.csv", file);
    place
}

pub(crate) fn file(rows: u64) -> String {
    let mut text = HEADER.to_owned();
    for row in 1..=rows {
        let identifier = match row {
            2_400 => String::new(),
            row if row == rows => "R-10".to_owned(),
            row => format!("R{row}"),
        };
        text += &format!("{identifier},Persona {row},,p{row}@correo.example,\n");
    }
    text
}

/// An import at work, of which row 2,400 was told.
pub(crate) fn at_work(place: &Place, args: &[&str]) -> (Child, BufReader<ChildStderr>) {
    let mut child = place
        .command(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut err = BufReader::new(child.stderr.take().unwrap());
    if args.contains(&"-") {
        let bytes = std::fs::read(place.path("file.csv")).unwrap();
        child.stdin.take().unwrap().write_all(&bytes).unwrap();
    }
    let mut line = String::new();
    while !line.starts_with("line 2401: ") {
        line.clear();
        assert!(err.read_line(&mut line).unwrap() > 0, "it ended too early");
    }
    (child, err)
}

pub(crate) fn number(object: &Value, name: &str) -> u64 {
    object[name]
        .as_u64()
        .unwrap_or_else(|| panic!("{name}: {object}"))
}

pub(crate) fn tally(object: &Value) -> [u64; 4] {
    ["made", "changed", "same", "bad"].map(|name| number(object, name))
}

/// The rows from which and to which a run went; every one of them was counted.
pub(crate) fn range(object: &Value) -> (u64, u64) {
    let (from, to) = (number(object, "from_row"), number(object, "to_row"));
    assert_eq!(tally(object).iter().sum::<u64>(), to + 1 - from, "{object}");
    (from, to)
}

pub(crate) fn named(object: &Value) -> Vec<(u64, &str)> {
    let errors = object["errors"].as_array().unwrap();
    errors
        .iter()
        .map(|error| (number(error, "line"), error["code"].as_str().unwrap()))
        .collect()
}

/// Every contact of the first instance as it is kept, the oldest first: its version and what it holds. The keys by which
/// they are found are as many as those that are told beside them.
#[derive(PartialEq, Eq)]
pub(crate) struct Contacts {
    pub(crate) all: Vec<(i64, ContactDetails)>,
    pub(crate) keys: String,
}

pub(crate) fn contacts(engine: Engine, place: &Place) -> Contacts {
    let url = match engine {
        Engine::Sqlite => format!("sqlite:{}", place.data().join("ba360.db").display()),
        Engine::Postgres => place.database().url(),
    };
    Contacts {
        all: contacts_at(&url),
        keys: place.value("select count(*) from match_keys"),
    }
}

/// Every contact of the first instance of the database at that URL, as [`Contacts`] has them.
pub(crate) fn contacts_at(url: &str) -> Vec<(i64, ContactDetails)> {
    let database = Database::open(&url.parse().unwrap(), Options::default()).unwrap();
    let stores = database.stores();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let all = runtime.block_on(async {
        let instance = stores.instances.all().await.unwrap()[0].id;
        let mut all = Vec::new();
        let mut last = None;
        loop {
            let next = stores.records.contacts_after(instance, last, 1_000).await;
            let next = next.unwrap();
            let Some(newest) = next.last() else { return all };
            last = Some(newest.id.clone());
            all.extend(next.into_iter().map(|contact| (contact.version, contact.details)));
        }
    });
    database.close();
    all
}
