//! Opening, migrating and closing.
#![allow(
    clippy::unwrap_used,
    reason = "what a test cannot go on without, it fails for"
)]

mod common;

use ba360_core::store::StoreError;
use common::{Engine, cases, first_page, instance, make_contact, run};
use std::{process::ExitCode, sync::Barrier, thread};

const ALL: [&str; 4] = [
    "00000000000001_first",
    "00000000000002_imports",
    "00000000000003_access",
    "00000000000004_administration",
];

fn main() -> ExitCode {
    let trials = cases![
        a_fresh_database_is_migrated_once,
        asking_what_is_pending_changes_nothing,
        of_two_that_migrate_at_once_one_does_it,
        a_database_is_ready_once_it_is_migrated,
        closing_finishes_what_was_accepted_and_refuses_the_rest,
    ];
    let encoding = Engine::Postgres.need().trial(
        "postgres::a_database_that_cannot_hold_every_text_is_not_migrated",
        || {
            not_every_text();
            Ok(())
        },
    );
    run(trials.chain([encoding]))
}

fn not_every_text() {
    let place = Engine::latin();
    let told = place.open().migrate().unwrap_err();
    assert!(
        matches!(&told, ba360_diesel::OpenError::Encoding(encoding) if encoding == "LATIN9"),
        "{told:?}"
    );
    let facts = place.open().facts().unwrap();
    let encoding = facts.settings.iter().find(|fact| fact.name == "server_encoding");
    assert!(encoding.is_some_and(|fact| !fact.good), "{facts:?}");
    assert_eq!(
        place.value("select count(*) from pg_tables where schemaname = 'public'"),
        "0"
    );
}

async fn a_fresh_database_is_migrated_once(engine: Engine) {
    let place = engine.empty();
    let database = place.open();
    assert_eq!(database.pending().unwrap(), ALL);
    assert_eq!(database.migrate().unwrap(), ALL);
    assert!(database.pending().unwrap().is_empty());
    assert!(database.migrate().unwrap().is_empty());
    assert!(place.open().migrate().unwrap().is_empty());
}

async fn asking_what_is_pending_changes_nothing(engine: Engine) {
    let place = engine.empty();
    let database = place.open();
    database.pending().unwrap();
    let tables = place.value(match engine {
        Engine::Sqlite => "select count(*) from sqlite_schema",
        Engine::Postgres => "select count(*) from pg_tables where schemaname = 'public'",
    });
    assert_eq!(tables, "0");
}

async fn of_two_that_migrate_at_once_one_does_it(engine: Engine) {
    for _ in 0..10 {
        let place = engine.empty();
        let databases = [place.open(), place.open()];
        let start = Barrier::new(2);
        let applied: Vec<_> = thread::scope(|scope| {
            let threads = databases.each_ref().map(|database| {
                scope.spawn(|| {
                    start.wait();
                    database.migrate().unwrap().len()
                })
            });
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(applied.iter().sum::<usize>(), ALL.len(), "{applied:?}");
    }
}

async fn a_database_is_ready_once_it_is_migrated(engine: Engine) {
    let place = engine.empty();
    let database = place.open();
    assert!(matches!(database.ready().await, Err(StoreError::Unavailable(_))));
    database.migrate().unwrap();
    database.ready().await.unwrap();
}

async fn closing_finishes_what_was_accepted_and_refuses_the_rest(engine: Engine) {
    let place = engine.migrated();
    let database = place.open();
    let stores = database.stores();
    let one = instance(&stores, "one").await;
    let tasks: Vec<_> = (0..200)
        .map(|n| {
            let records = stores.records.clone();
            let change = make_contact([&format!("{n}"), "", "", "", ""]);
            tokio::spawn(async move { records.save(one, vec![change]).await })
        })
        .collect();
    // Some of them are still queued, and the rest not yet called.
    tokio::task::yield_now().await;
    tokio::task::spawn_blocking(|| database.close()).await.unwrap();
    let mut kept = Vec::new();
    for task in tasks {
        match task.await.unwrap() {
            Ok(saved) => kept.extend(saved),
            Err(error) => assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}"),
        }
    }
    let refused = stores
        .records
        .save(one, vec![make_contact(["x", "", "", "", ""])])
        .await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))));
    assert!(matches!(
        stores.instances.all().await,
        Err(StoreError::Unavailable(_))
    ));
    let reopened = place.open().stores();
    for saved in kept {
        let ba360_core::record::Saved::Made(id) = saved else {
            panic!("{saved:?}")
        };
        let id = ba360_core::record::ContactId(id);
        assert!(
            reopened
                .records
                .contact(one, &id, first_page())
                .await
                .unwrap()
                .is_some()
        );
    }
}
