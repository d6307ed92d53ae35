//! How each engine finds things, on a store with data in it: every statement that reads, changes or removes is
//! explained, none walks through a table, and each names the instance.
#![allow(
    clippy::unwrap_used,
    reason = "what a test cannot go on without, it fails for"
)]

#[path = "../common/mod.rs"]
mod common;
mod issued;
mod lookups;
mod postgres;
mod reading;
mod sqlite;
mod writing;

use ba360_core::{Stores, instance::InstanceId};
use common::{Engine, Place, cases, instance, run};
use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use std::{
    collections::BTreeSet,
    process::ExitCode,
    sync::{Mutex, PoisonError},
};

fn main() -> ExitCode {
    set_default_instrumentation(|| Some(Box::new(Listener))).unwrap();
    let trials = cases![
        nothing_walks_through_a_table,
        a_change_looks_things_up_before_the_engine_has_counted_them,
        every_statement_names_the_instance
    ];
    let partitioned = Engine::Postgres
        .need()
        .trial("partitioned::nothing_walks_through_a_table", || {
            let runtime = tokio::runtime::Runtime::new()?;
            runtime.block_on(nothing_walks_through(Engine::partitioned));
            Ok(())
        });
    run(trials.chain([partitioned]))
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

/// A store with 1,500 contacts and accounts of one instance, and nothing sent yet.
async fn filled(place: &Place) -> (Stores, InstanceId) {
    let stores = place.open().stores();
    let one = instance(&stores, "one").await;
    reading::fill(&stores, one).await;
    SENT.lock().unwrap().clear();
    (stores, one)
}

/// The statements that all calls send together.
async fn sent(place: &Place) -> (BTreeSet<String>, InstanceId) {
    let (stores, one) = filled(place).await;
    reading::read_everything(&stores, one).await;
    writing::write_everything(&stores, one).await;
    let sent = SENT.lock().unwrap().clone();
    issued::assert_all(place, &sent);
    (sent, one)
}

async fn nothing_walks_through_a_table(engine: Engine) {
    nothing_walks_through(|| engine.migrated()).await;
}

async fn nothing_walks_through(place: impl FnOnce() -> Place) {
    // Nothing that another case sends is to be heard.
    let _listening = LISTENING.lock().await;
    let place = place();
    let (sent, one) = sent(&place).await;
    let mut walked = match place {
        Place::Sqlite(_) => sqlite::walked(&place, sent),
        Place::Postgres(_) => postgres::walked(&place, one, sent),
    };
    // The list of all instances is the one that is meant to be whole, and the first two of it are read by age. All cases
    // of an instance are read by age too.
    walked.retain(|(sql, _)| !is_list_of_instances(sql) && !is_list_of_cases(sql));
    assert!(walked.is_empty(), "{walked:#?}");
}

/// As long as an engine has not counted a table, as while the first import fills it, it takes a few rows for likely. What
/// reads the records themselves is only sent for those that were there before.
async fn a_change_looks_things_up_before_the_engine_has_counted_them(engine: Engine) {
    // Nothing that another case sends is to be heard.
    let _listening = LISTENING.lock().await;
    let place = engine.migrated();
    let (stores, one) = filled(&place).await;
    writing::write_everything(&stores, one).await;
    let sent = SENT.lock().unwrap().clone();
    let looks_up = |sql: &String| !sql.contains("search_index");
    let sent: Vec<String> = sent.into_iter().filter(looks_up).collect();
    for table in lookups::SEARCHED.map(|(table, _)| table) {
        assert!(sent.iter().any(|sql| sql.contains(table)), "{table}: {sent:#?}");
    }
    let misled = match engine {
        Engine::Sqlite => sqlite::misled(&place, sent),
        Engine::Postgres => {
            postgres::forget_counts(&place);
            postgres::misled(&place, one, sent)
        }
    };
    assert!(misled.is_empty(), "{misled:#?}");
}

async fn every_statement_names_the_instance(engine: Engine) {
    // Nothing that another case sends is to be heard.
    let _listening = LISTENING.lock().await;
    let place = engine.migrated();
    let (sent, _) = sent(&place).await;
    let nameless: Vec<_> = sent
        .into_iter()
        .filter(|sql| {
            let sql = sql.to_lowercase();
            let (_, condition) = sql.split_once(" where ").unwrap_or(("", ""));
            !condition.contains("instance_id")
        })
        // What a pool asks of a connection that it has not used for a while.
        .filter(|sql| sql != "select 1")
        // By its host or its name an instance is found; keys and locks are nobody's data, and the one row of the
        // installation is no instance's. A row's key in SQLite's index of parts holds the instance, and so does what
        // tries are counted by: a digest of the instance too, where the address of a stranger has one.
        .filter(|sql| {
            let plain = sql.replace(['`', '"'], "");
            ![
                "FROM instances",
                "FROM hosts WHERE (hosts.host =",
                "UPDATE instances SET",
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

fn is_list_of_cases(sql: &str) -> bool {
    let plain = sql.replace(['`', '"'], "");
    let condition = plain
        .split_once("FROM cases WHERE ")
        .map(|(_, condition)| condition);
    condition.is_some_and(|it| {
        it.starts_with("(cases.instance_id = ") && !it.contains(" AND ") && it.contains("ORDER BY")
    })
}
