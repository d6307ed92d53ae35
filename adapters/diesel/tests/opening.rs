//! Opening, migrating and closing.
#![allow(
    clippy::unwrap_used,
    reason = "what a test cannot go on without, it fails for"
)]

mod common;

use ba360_core::store::StoreError;
use ba360_diesel::{Database, OpenError, Options};
use common::{Folder, at, first_page, instance, make_contact};
use diesel::connection::SimpleConnection as _;
use std::{os::unix::fs::PermissionsExt as _, sync::Barrier, thread};

const ALL: [&str; 2] = ["00000000000001_first", "00000000000002_imports"];

#[test]
fn a_fresh_file_is_migrated_once() {
    let folder = Folder::new();
    let database = folder.open();
    assert_eq!(database.pending().unwrap(), ALL);
    assert_eq!(database.migrate().unwrap(), ALL);
    assert!(database.pending().unwrap().is_empty());
    assert!(database.migrate().unwrap().is_empty());
    assert!(folder.open().migrate().unwrap().is_empty());
}

#[test]
fn asking_what_is_pending_changes_nothing() {
    let folder = Folder::new();
    let database = folder.open();
    database.pending().unwrap();
    let tables: Vec<String> = {
        use diesel::prelude::*;
        diesel::dsl::sql::<diesel::sql_types::Text>("select name from sqlite_schema")
            .load(&mut folder.raw())
            .unwrap()
    };
    assert!(tables.is_empty(), "{tables:?}");
}

#[test]
fn of_two_that_migrate_at_once_one_does_it() {
    for _ in 0..10 {
        let folder = Folder::new();
        let databases = [folder.open(), folder.open()];
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

#[tokio::test(flavor = "multi_thread")]
async fn the_files_are_the_owners_alone() {
    let folder = Folder::new();
    let database = folder.migrated();
    instance(&database.stores(), "one").await;
    let mut seen = 0;
    for suffix in ["", "-wal", "-shm"] {
        let file = format!("{}{suffix}", folder.file().display());
        let mode = std::fs::metadata(&file).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{file}");
        seen += 1;
    }
    assert_eq!(seen, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_is_ready_once_it_is_migrated() {
    let folder = Folder::new();
    let database = folder.open();
    assert!(matches!(database.ready().await, Err(StoreError::Unavailable(_))));
    database.migrate().unwrap();
    database.ready().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_finishes_what_was_accepted_and_refuses_the_rest() {
    let folder = Folder::new();
    let database = folder.migrated();
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
    let reopened = folder.open().stores();
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

#[test]
fn a_file_that_cannot_be_made_is_told() {
    let folder = Folder::new();
    let url = format!("sqlite:{}/no/such/folder.db", folder.file().display());
    let told = Database::open(&url.parse().unwrap(), Options::default());
    assert!(matches!(told, Err(OpenError::File(_))), "{told:?}");
}

#[test]
fn a_file_that_is_no_database_is_told() {
    let folder = Folder::new();
    std::fs::write(folder.file(), "this is a letter and no database".repeat(100)).unwrap();
    let told = Database::open(&folder.url(), Options::default());
    assert!(matches!(told, Err(OpenError::Database(_))), "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_that_is_held_too_long_makes_writes_unavailable_and_reads_go_on() {
    let folder = Folder::new();
    folder.migrated();
    let options = Options {
        readers: 1,
        busy_timeout_ms: 50,
        ..Options::default()
    };
    let database = Database::open(&folder.url(), options).unwrap();
    let stores = database.stores();
    let one = instance(&stores, "one").await;
    let mut other = folder.raw();
    other.batch_execute("begin immediate").unwrap();
    let change = || vec![make_contact(["1-9", "", "", "", ""])];
    let told = stores.records.save(one, change()).await;
    assert!(matches!(told, Err(StoreError::Unavailable(_))), "{told:?}");
    assert_eq!(stores.instances.all().await.unwrap().len(), 1);
    let host = "one.example".parse().unwrap();
    assert!(
        stores
            .admissions
            .enter(&host, None, at(0))
            .await
            .unwrap()
            .instance
            .is_some()
    );
    other.batch_execute("commit").unwrap();
    stores.records.save(one, change()).await.unwrap();
}
