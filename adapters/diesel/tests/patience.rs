//! How long anything waits on PostgreSQL: a writer that never ends, and a statement that takes too long, keep nobody's
//! thread.
#![allow(
    clippy::unwrap_used,
    reason = "what a test cannot go on without, it fails for"
)]

#[cfg(feature = "postgres")]
mod common;

#[cfg(not(feature = "postgres"))]
fn main() {}

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
    use std::process::ExitCode;

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
