//! What is so of SQLite alone: its files, and the lock on them.
#![allow(
    clippy::unwrap_used,
    reason = "what a test cannot go on without, it fails for"
)]

mod common;

use ba360_core::{
    Stores,
    access::{Admission, NewSession, NewUser, PasswordHash, Proof, SessionKey, UserName},
    instance::{Activity, ActivityKind, CorrelationId, InstanceId},
    store::StoreError,
    text::Code,
};
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

/// However many requests mark a session meanwhile, they take one place in the queue, and none of them is lost.
#[tokio::test(flavor = "multi_thread")]
async fn f5_a_session_is_marked_without_waiting_for_the_lock() {
    let folder = Folder::new();
    folder.migrated();
    let options = Options {
        readers: 1,
        queue: 4,
        ..Options::default()
    };
    let database = Database::open(&folder.url(), options).unwrap();
    let stores = database.stores();
    let one = instance(&stores, "one").await;
    let sessions = [SessionKey([1; 32]), SessionKey([2; 32])];
    for key in sessions {
        let asked = admission(&stores, one, key).await;
        stores.admissions.admit(asked).await.unwrap().unwrap();
    }
    let mut other = folder.raw();
    other.batch_execute("begin immediate").unwrap();
    let host = "one.example".parse().unwrap();
    for n in 0..100 {
        for key in sessions {
            stores.sessions.seen(one, key, at(300 + n));
        }
        let entry = stores
            .admissions
            .enter(&host, Some(sessions[0]), at(300 + n))
            .await;
        assert_eq!(
            entry.unwrap().signed_in.unwrap().seen_at,
            at(0),
            "it is not written yet"
        );
    }
    let records = stores.records.clone();
    let change = vec![make_contact(["1-9", "", "", "", ""])];
    let save = tokio::spawn(async move { records.save(one, change).await });
    other.batch_execute("commit").unwrap();
    save.await.unwrap().unwrap();
    // What was accepted is finished at the end.
    stores.sessions.seen(one, sessions[1], at(500));
    tokio::task::spawn_blocking(|| database.close()).await.unwrap();
    stores.sessions.seen(one, sessions[1], at(600));
    let stores = folder.open().stores();
    for (key, seen_at) in [(sessions[0], at(399)), (sessions[1], at(500))] {
        let entry = stores.admissions.enter(&host, Some(key), at(600)).await;
        assert_eq!(entry.unwrap().signed_in.unwrap().seen_at, seen_at);
    }
}

/// Somebody to let in, who is made for it.
async fn admission(stores: &Stores, instance: InstanceId, key: SessionKey) -> Admission {
    let new = NewUser {
        name: UserName::new("ana").unwrap(),
        password: PasswordHash::new("hash".into()),
        role: None,
        at: at(0),
    };
    let (ana, _) = stores.users.insert_if_absent(instance, new).await.unwrap();
    Admission {
        instance,
        session: NewSession {
            key,
            user: ana.id,
            starts_at: at(0),
            expires_at: at(3_600),
            replaces: None,
        },
        proof: Proof::Token(at(0)),
        interaction: None,
        activity: Activity {
            instance,
            at: at(0),
            correlation: CorrelationId::stored("0".into()),
            user: None,
            session: None,
            kind: ActivityKind::SignIn,
            outcome: Code::Ok,
            platform: None,
            search: None,
        },
    }
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
