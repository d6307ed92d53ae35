//! How long anything waits on PostgreSQL: a writer that never ends, and a statement that takes too long, keep nobody's
//! thread.
#![allow(
    clippy::unwrap_used,
    reason = "what a test cannot go on without, it fails for"
)]

#[cfg(feature = "postgres")]
mod common;

#[cfg(not(feature = "postgres"))]
fn main() -> std::process::ExitCode {
    use ba360_testkit::{needs::Need, postgres::Cluster};
    let need = Need::missing("the feature `postgres`", Cluster::is_required());
    let trial = need.trial("postgres::patience", || Ok(()));
    libtest_mimic::run(&libtest_mimic::Arguments::from_args(), vec![trial]).exit_code()
}

#[cfg(feature = "postgres")]
fn main() -> std::process::ExitCode {
    on_postgres::main()
}

#[cfg(feature = "postgres")]
mod on_postgres {
    use super::common::{Engine, Place, any, first_page, instance, make_contact, run};
    use ba360_core::{Stores, instance::InstanceId, store::StoreError};
    use ba360_diesel::{Database, Options};
    use ba360_testkit::postgres::{Cluster, Way};
    use diesel::{Connection as _, PgConnection, connection::SimpleConnection as _};
    use libtest_mimic::{Failed, Trial};
    use std::{process::ExitCode, time::Duration};

    /// How long a caller waits, in milliseconds.
    const PATIENCE_MS: u32 = 400;
    /// How many threads there are.
    const THREADS: usize = 2;

    pub(super) fn main() -> ExitCode {
        run([
            trial(
                Way::Direct,
                "a_writer_that_never_ends_keeps_no_thread",
                writer_that_never_ends,
            ),
            trial(
                Way::Pgbouncer,
                "a_writer_that_never_ends_keeps_no_thread",
                writer_that_never_ends,
            ),
            trial(
                Way::Direct,
                "a_crowd_of_writers_that_come_one_by_one_keeps_one_thread",
                crowd_of_writers,
            ),
            trial(Way::Direct, "a_full_queue_is_unavailable_at_once", full_queue),
            trial(
                Way::Direct,
                "a_statement_that_takes_too_long_is_ended",
                statement_too_long,
            ),
        ])
    }

    fn trial<F>(way: Way, name: &str, case: fn(Way) -> F) -> Trial
    where
        F: Future<Output = ()> + 'static,
    {
        let by = match way {
            Way::Pgbouncer => "pgbouncer",
            _ => "postgres",
        };
        Cluster::need(way).trial(format!("{by}::{name}"), move || {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .enable_all()
                .build()
                .map_err(Failed::from)?;
            runtime.block_on(case(way));
            Ok(())
        })
    }

    /// A store of few threads and little patience, an instance of it, and somebody else's connection.
    async fn world(way: Way) -> (Place, Database, Stores, InstanceId, PgConnection) {
        let place = Engine::Postgres.migrated();
        let Place::Postgres(there) = &place else {
            unreachable!("it is on PostgreSQL")
        };
        let options = Options {
            connections: THREADS,
            answer_timeout_ms: PATIENCE_MS,
            statement_cache: way != Way::Pgbouncer,
            ..Options::default()
        };
        let database = Database::open(&there.url_by(way).parse().unwrap(), options).unwrap();
        let other = PgConnection::establish(&there.url()).unwrap();
        let stores = database.stores();
        let one = instance(&stores, "one").await;
        (place, database, stores, one, other)
    }

    async fn writer_that_never_ends(way: Way) {
        let (_place, _database, stores, one, mut other) = world(way).await;
        other
            .batch_execute(&format!("begin; select pg_advisory_xact_lock({})", one.0))
            .unwrap();
        let save = || {
            let records = stores.records.clone();
            async move {
                records
                    .save(one, vec![make_contact(["1-9", "", "", "", ""])])
                    .await
            }
        };
        for _ in 0..THREADS * 3 {
            let told = save().await;
            assert!(matches!(told, Err(StoreError::Unavailable(_))), "{told:?}");
        }
        assert_eq!(
            stores.instances.all().await.unwrap().len(),
            1,
            "everybody else is answered"
        );
        other.batch_execute("rollback").unwrap();
        save().await.unwrap();
        let found = stores
            .records
            .find_contacts(one, &any("1-9"), first_page())
            .await
            .unwrap();
        assert_eq!(found.total.count, 1, "what was given up was not done later");
    }

    /// Each gives up while the next has begun: what one has left behind must not take a further thread.
    async fn crowd_of_writers(way: Way) {
        let (_place, _database, stores, one, mut other) = world(way).await;
        other
            .batch_execute(&format!("begin; select pg_advisory_xact_lock({})", one.0))
            .unwrap();
        let mut waiting = Vec::new();
        for n in 0..24 {
            let records = stores.records.clone();
            let change = make_contact([&format!("{n}"), "", "", "", ""]);
            waiting.push(tokio::spawn(async move { records.save(one, vec![change]).await }));
            tokio::time::sleep(Duration::from_millis(u64::from(PATIENCE_MS) / 8)).await;
            let told = stores.instances.all().await;
            assert_eq!(told.expect("everybody else is answered").len(), 1, "after {n}");
        }
        for writer in waiting {
            let told = writer.await.unwrap();
            assert!(matches!(told, Err(StoreError::Unavailable(_))), "{told:?}");
        }
        other.batch_execute("rollback").unwrap();
    }

    async fn full_queue(way: Way) {
        let (place, _database, _, one, mut other) = world(way).await;
        let Place::Postgres(there) = &place else {
            unreachable!("it is on PostgreSQL")
        };
        let options = Options {
            connections: 1,
            queue: 2,
            answer_timeout_ms: PATIENCE_MS,
            ..Options::default()
        };
        let database = Database::open(&there.url_by(way).parse().unwrap(), options).unwrap();
        let records = database.stores().records;
        other
            .batch_execute("begin; lock table contacts in access exclusive mode")
            .unwrap();
        let calls: Vec<_> = (0..8)
            .map(|_| {
                let records = records.clone();
                tokio::spawn(async move { records.contacts_after(one, None, 1).await })
            })
            .collect();
        // One is at work at most, and two wait.
        let refused = || calls.iter().filter(|call| call.is_finished()).count();
        while refused() < 5 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        other.batch_execute("rollback").unwrap();
        let mut told = Vec::new();
        for call in calls {
            told.push(call.await.unwrap().is_ok());
        }
        let answered = told.iter().filter(|ok| **ok).count();
        assert!((1..=3).contains(&answered), "{told:?}");
    }

    async fn statement_too_long(way: Way) {
        let (_place, _database, stores, one, mut other) = world(way).await;
        other
            .batch_execute("begin; lock table contacts in access exclusive mode")
            .unwrap();
        for _ in 0..THREADS * 3 {
            let told = stores.records.contacts_after(one, None, 1).await;
            assert!(matches!(told, Err(StoreError::Unavailable(_))), "{told:?}");
        }
        assert_eq!(
            stores.instances.all().await.unwrap().len(),
            1,
            "everybody else is answered"
        );
        other.batch_execute("rollback").unwrap();
        assert!(
            stores
                .records
                .contacts_after(one, None, 1)
                .await
                .unwrap()
                .is_empty()
        );
    }
}
