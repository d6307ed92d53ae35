//! What is so of SQLite alone: its files, and the lock on them.
#![allow(
    clippy::unwrap_used,
    reason = "what a test cannot go on without, it fails for"
)]

mod common;

use ba360_core::store::StoreError;
use ba360_diesel::{Database, OpenError, Options};
use common::{Folder, any, at, first_page, instance, make_contact};
use diesel::{QueryableByName, RunQueryDsl as _, connection::SimpleConnection as _, sql_types::BigInt};
use std::{
    os::unix::fs::PermissionsExt as _,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

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

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_writes_begins_anew_while_others_read_and_after_a_moment_of_quiet() {
    let folder = Folder::new();
    let database = folder.migrated();
    let stores = database.stores();
    let one = instance(&stores, "one").await;
    let ended = Arc::new(AtomicBool::new(false));
    let readers = [(), (), ()].map(|()| {
        let (records, ended) = (stores.records.clone(), ended.clone());
        tokio::spawn(async move {
            while !ended.load(Ordering::Relaxed) {
                records
                    .find_contacts(one, &any("soto"), first_page())
                    .await
                    .unwrap();
            }
        })
    });
    let save = async |n: u32| {
        let contact = |n: u32| {
            let name = format!("Ana {:x} Soto", n.wrapping_mul(0x9e37_79b9));
            make_contact([&format!("{n}-7"), &name, "", "", ""])
        };
        let changes = (n * 40..n * 40 + 40).map(contact).collect();
        stores.records.save(one, changes).await.unwrap();
    };
    // At 32,000 pages the writer takes care of it.
    let (mut longest, mut saves) = (0, 0);
    loop {
        save(saves).await;
        saves += 1;
        let [pages, _] = listed(&folder);
        if pages < longest {
            break;
        }
        assert!(pages < 40_000, "it grows and grows");
        longest = pages;
    }
    save(saves).await;
    ended.store(true, Ordering::Relaxed);
    for reader in readers {
        reader.await.unwrap();
    }
    let mut waits = 0;
    let written = loop {
        match listed(&folder) {
            [written, done] if written == done => break written,
            state => assert!(waits < 200, "{state:?}: what was written stays in the list"),
        }
        waits += 1;
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    stores
        .records
        .save(one, vec![make_contact(["1-9", "Ana", "", "", ""])])
        .await
        .unwrap();
    let [again, _] = listed(&folder);
    assert!(
        again < written,
        "{again} pages are in the list, behind {written} that are not needed"
    );
}

/// How many pages the list of writes (the WAL) holds, and how many of them are in the database already.
fn listed(folder: &Folder) -> [i64; 2] {
    let told: Checkpoint = diesel::sql_query("pragma wal_checkpoint(noop)")
        .get_result(&mut folder.raw())
        .unwrap();
    [told.log, told.checkpointed]
}

#[derive(QueryableByName)]
struct Checkpoint {
    #[diesel(sql_type = BigInt)]
    log: i64,
    #[diesel(sql_type = BigInt)]
    checkpointed: i64,
}
