//! How each engine finds things, on a store with data in it: every statement that reads, changes or removes is
//! explained, none walks through a table, and each names the instance.
#![allow(
    clippy::unwrap_used,
    reason = "what a test cannot go on without, it fails for"
)]

#[path = "../common/mod.rs"]
mod common;
mod everything;
mod postgres;
mod sqlite;

use common::{Engine, Place, cases, instance, make_account, make_contact, run};
use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use std::{
    collections::BTreeSet,
    process::ExitCode,
    sync::{Mutex, PoisonError},
};

fn main() -> ExitCode {
    set_default_instrumentation(|| Some(Box::new(Listener))).unwrap();
    run(cases![
        nothing_walks_through_a_table,
        every_statement_names_the_instance
    ])
}

/// The statements that were sent by any connection of this process.
static SENT: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
/// Held by the case that listens.
static LISTENING: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

struct Listener;

impl Instrumentation for Listener {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            let sent = query.to_string();
            let sql = sent.split(" -- binds").next().unwrap_or_default().trim();
            let verb = sql.split(' ').next().unwrap_or_default().to_ascii_uppercase();
            if ["SELECT", "UPDATE", "DELETE"].contains(&verb.as_str()) {
                SENT.lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .insert(sql.to_owned());
            }
        }
    }
}

/// The statements that all calls send together, on a store with 1,500 contacts and accounts.
async fn sent(place: &Place) -> BTreeSet<String> {
    let database = place.open();
    let stores = database.stores();
    let one = instance(&stores, "one").await;
    let mut changes = Vec::new();
    for n in 0..1_500 {
        let identifier = format!("{n}-7");
        let name = format!("María {} Soto", ["Ana", "Luz", "Paz"][n % 3]);
        let email = format!("m{n}@correo.cl");
        changes.push(make_contact([&identifier, &name, "", &email, ""]));
        changes.push(make_account([
            &identifier,
            &name,
            "Soto y Compañía",
            "giro",
            "calle 1",
        ]));
    }
    stores.records.save(one, changes).await.unwrap();
    SENT.lock().unwrap().clear();
    everything::read_everything(&stores, one).await;
    everything::write_everything(&stores, one).await;
    let sent = SENT.lock().unwrap().clone();
    assert!(
        sent.len() > 25,
        "only {} statements were seen: {sent:#?}",
        sent.len()
    );
    sent
}

async fn nothing_walks_through_a_table(engine: Engine) {
    // Nothing that another case sends is to be heard.
    let _listening = LISTENING.lock().await;
    let place = engine.migrated();
    let sent = sent(&place).await;
    let mut walked = match engine {
        Engine::Sqlite => sqlite::walked(&place, sent),
        Engine::Postgres => postgres::walked(&place, sent),
    };
    // The list of all instances is the one that is meant to be whole, and the first two of it are read by age.
    walked.retain(|(sql, _)| !is_list_of_instances(sql));
    assert!(walked.is_empty(), "{walked:#?}");
}

async fn every_statement_names_the_instance(engine: Engine) {
    // Nothing that another case sends is to be heard.
    let _listening = LISTENING.lock().await;
    let place = engine.migrated();
    let nameless: Vec<_> = sent(&place)
        .await
        .into_iter()
        .filter(|sql| {
            let (_, condition) = sql.split_once(" WHERE ").unwrap_or(("", ""));
            !condition.contains("instance_id")
        })
        // By its host or its name an instance is found; keys and locks are nobody's data, and the one row of the
        // installation is no instance's. A row's key in SQLite's index of parts holds the instance, and so does what
        // tries are counted by: a digest of the instance too, where the address of a stranger has one.
        .filter(|sql| {
            let plain = sql.replace(['`', '"'], "");
            ![
                "FROM instances",
                "FROM hosts WHERE (hosts.host =",
                "field_text.rowid",
                "FROM sqlite_sequence",
                "FROM throttles",
                "UPDATE throttles",
                "FROM installation",
                "nextval(",
                "pg_advisory",
                "set_config(",
            ]
            .iter()
            .any(|known| plain.contains(known))
        })
        .collect();
    assert!(nameless.is_empty(), "{nameless:#?}");
}

fn is_list_of_instances(sql: &str) -> bool {
    sql.replace(['`', '"'], "")
        .contains("FROM instances ORDER BY instances.id")
}
