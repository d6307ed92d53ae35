//! What the threads promise beyond the ports.

use super::{Conn, Store};
use crate::{
    Options,
    fault::{Fault, Outcome},
    schema::{hosts, instances},
};
use ba360_core::store::{StoreError, StoreResult};
use diesel::{connection::SimpleConnection as _, prelude::*, result::Error};
use std::{sync::mpsc, time::Duration};
use tempfile::TempDir;

const QUEUE: usize = 256;

/// A store in a folder of its own. The store is dropped first.
struct World {
    store: Store,
    _folder: TempDir,
}

fn world() -> World {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("ba360.db");
    let options = Options {
        readers: 2,
        queue: QUEUE,
        ..Options::default()
    };
    let store = Store::open(path.to_str().unwrap(), &options).unwrap();
    store.migrate().unwrap();
    World {
        store,
        _folder: folder,
    }
}

/// Keeps one row.
fn put(c: &mut Conn, name: &str) -> Outcome<()> {
    diesel::insert_into(instances::table)
        .values((
            instances::name.eq(name),
            instances::time_zone.eq("UTC"),
            instances::language.eq("es"),
            instances::country.eq("CL"),
            instances::national_length.eq(9),
        ))
        .execute(c)?;
    Ok(())
}

/// How many rows were kept.
async fn rows(store: &Store) -> i64 {
    store
        .read(|c| Ok(instances::table.count().get_result(c)?))
        .await
        .unwrap()
}

/// Holds the writer until the answer is dropped, so that what is sent meanwhile becomes one batch.
async fn hold(store: &Store) -> mpsc::Sender<()> {
    let (release, released) = mpsc::channel::<()>();
    let (began, begun) = tokio::sync::oneshot::channel();
    let held = store.clone();
    tokio::spawn(async move {
        held.write(move |_| {
            let _ = began.send(());
            let _ = released.recv();
            Ok(())
        })
        .await
    });
    begun.await.unwrap();
    release
}

/// What became of a bad command and of the four that shared its transaction.
struct Batch {
    bad: StoreResult<()>,
    others: Vec<StoreResult<()>>,
    kept: i64,
}

async fn batch_with(bad: fn(&mut Conn) -> Outcome<()>) -> Batch {
    let world = world();
    let store = &world.store;
    let release = hold(store).await;
    let good = |n: u32| store.write(move |c| put(c, &format!("good {n}")));
    let all = async { tokio::join!(good(1), good(2), store.write(bad), good(3), good(4)) };
    let releasing = async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        drop(release);
    };
    let ((a, b, bad, d, e), ()) = tokio::join!(all, releasing);
    let kept = rows(store).await;
    store.write(|c| put(c, "later")).await.unwrap();
    assert_eq!(rows(store).await, kept + 1, "the next command is written");
    Batch {
        bad,
        others: vec![a, b, d, e],
        kept,
    }
}

/// Panics without a page of back trace.
fn panic_on_purpose() -> ! {
    std::panic::resume_unwind(Box::new("on purpose"))
}

/// Commands that fail after they have written something.
const BAD: [fn(&mut Conn) -> Outcome<()>; 5] = [
    |c| {
        put(c, "half")?;
        Err(Fault::Driver(Error::RollbackTransaction))
    },
    |c| {
        put(c, "half")?;
        Err(StoreError::Conflict.into())
    },
    |c| {
        put(c, "half")?;
        panic_on_purpose()
    },
    |c| {
        put(c, "half")?;
        put(c, "half")
    },
    |c| {
        c.transaction(|c| {
            put(c, "half")?;
            c.transaction(|c| {
                put(c, "other half")?;
                panic_on_purpose()
            })
        })
    },
];

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_command_leaves_its_batch_alone() {
    for bad in BAD {
        let batch = batch_with(bad).await;
        assert!(batch.bad.is_err());
        assert!(batch.others.iter().all(Result::is_ok), "{:?}", batch.others);
        assert_eq!(batch.kept, 4);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_command_that_is_alone_leaves_nothing() {
    let world = world();
    for (n, bad) in (0..).zip(BAD) {
        assert!(world.store.write(bad).await.is_err());
        assert_eq!(rows(&world.store).await, n, "what came before stays");
        world.store.write(move |c| put(c, &n.to_string())).await.unwrap();
    }
}

/// As SQLite itself does after some errors, with a command that is alone.
#[tokio::test(flavor = "multi_thread")]
async fn a_lost_transaction_of_one_command_is_told_and_healed() {
    let world = world();
    let told = world.store.write::<(), _>(|c| {
        put(c, "half")?;
        c.batch_execute("rollback")?;
        Err(StoreError::Conflict.into())
    });
    assert!(matches!(told.await, Err(StoreError::Conflict)));
    let told = world.store.write(|c| Ok(c.batch_execute("rollback")?)).await;
    assert!(told.is_err());
    world.store.write(|c| put(c, "later")).await.unwrap();
    assert_eq!(rows(&world.store).await, 1);
}

/// What SQLite says of its list of writes.
#[derive(QueryableByName)]
struct Listed {
    #[diesel(sql_type = diesel::sql_types::Integer)]
    log: i32,
    #[diesel(sql_type = diesel::sql_types::Integer)]
    checkpointed: i32,
}

async fn listed(store: &Store) -> Listed {
    store
        .look_up(|c| Ok(diesel::sql_query("pragma wal_checkpoint(noop)").get_result(c)?))
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_is_brought_into_the_database_by_itself() {
    let world = world();
    for n in 0..3 {
        world.store.write(move |c| put(c, &n.to_string())).await.unwrap();
        assert!(listed(&world.store).await.log > 0);
        let mut waits = 0;
        while {
            let listed = listed(&world.store).await;
            listed.checkpointed < listed.log
        } {
            waits += 1;
            assert!(waits < 1_000, "it is still in the list");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

/// As SQLite itself does after some errors: the whole transaction goes.
#[tokio::test(flavor = "multi_thread")]
async fn a_lost_transaction_is_told_to_all_and_healed() {
    let batch = batch_with(|c| {
        c.batch_execute("rollback")?;
        Err(Fault::Driver(Error::RollbackTransaction))
    })
    .await;
    assert!(batch.bad.is_err());
    assert!(batch.others.iter().all(Result::is_err), "{:?}", batch.others);
    assert_eq!(batch.kept, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_unavailable_and_never_told_as_success() {
    let batch = batch_with(|c| {
        c.batch_execute("pragma max_page_count = 1")?;
        put(c, "half")?;
        let outcome = put(c, &"x".repeat(10_000_000));
        c.batch_execute("pragma max_page_count = 1000000")?;
        outcome
    })
    .await;
    assert!(
        matches!(batch.bad, Err(StoreError::Unavailable(_))),
        "{:?}",
        batch.bad
    );
    let told = batch.others.iter().filter(|outcome| outcome.is_ok()).count();
    assert_eq!(batch.kept as usize, told);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_call_is_done_whole_or_not_at_all() {
    let world = world();
    let store = &world.store;
    // Dropped before it begins: not at all.
    let release = hold(store).await;
    let early = tokio::time::timeout(Duration::from_millis(10), store.write(|c| put(c, "early"))).await;
    assert!(early.is_err());
    drop(release);
    store.write(|_| Ok(())).await.unwrap();
    assert_eq!(rows(store).await, 0);
    // Dropped in the middle: whole.
    let (go_on, goes_on) = mpsc::channel::<()>();
    let middle = store.write(move |c| {
        put(c, "one")?;
        let _ = goes_on.recv();
        put(c, "two")
    });
    assert!(
        tokio::time::timeout(Duration::from_millis(50), middle)
            .await
            .is_err()
    );
    drop(go_on);
    store.write(|_| Ok(())).await.unwrap();
    assert_eq!(rows(store).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_queue_is_unavailable_at_once() {
    let world = world();
    let release = hold(&world.store).await;
    let tasks: Vec<_> = (0..QUEUE + 44)
        .map(|n| {
            let store = world.store.clone();
            tokio::spawn(async move { store.write(move |c| put(c, &n.to_string())).await })
        })
        .collect();
    // Those that were refused are answered while the writer is still held.
    let refused = || tasks.iter().filter(|task| task.is_finished()).count();
    while refused() < 44 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    assert_eq!(refused(), 44);
    drop(release);
    let mut kept = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(()) => kept += 1,
            Err(error) => assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}"),
        }
    }
    assert_eq!((kept, rows(&world.store).await), (QUEUE, QUEUE as i64));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_in_a_reader_is_healed() {
    let world = world();
    for _ in 0..4 {
        let told = world.store.read::<(), _>(|_| panic_on_purpose()).await;
        assert!(matches!(told, Err(StoreError::Failed(_))));
    }
    assert_eq!(rows(&world.store).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_cannot_write() {
    let world = world();
    let told = world.store.read(|c| put(c, "x")).await;
    assert!(matches!(told, Err(StoreError::Unavailable(_))), "{told:?}");
    assert_eq!(rows(&world.store).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_points_at_nothing_is_a_conflict() {
    let world = world();
    let told = world
        .store
        .write(|c| {
            diesel::insert_into(hosts::table)
                .values((
                    hosts::host.eq("x"),
                    hosts::instance_id.eq(99),
                    hosts::position.eq(0),
                ))
                .execute(c)?;
            Ok(())
        })
        .await;
    assert!(matches!(told, Err(StoreError::Conflict)), "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_acknowledged_write_is_synced() {
    let world = world();
    let pragmas = world
        .store
        .write(|c| {
            let synchronous = diesel::dsl::sql::<diesel::sql_types::Integer>("pragma synchronous");
            let journal = diesel::dsl::sql::<diesel::sql_types::Text>("pragma journal_mode");
            Ok((
                synchronous.get_result::<i32>(c)?,
                journal.get_result::<String>(c)?,
            ))
        })
        .await
        .unwrap();
    assert_eq!(pragmas, (2, "wal".to_owned()));
}
