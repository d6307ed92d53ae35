//! Every rule of every port that keeps things, on each engine.
#![allow(
    clippy::unwrap_used,
    reason = "what a test cannot go on without, it fails for"
)]

mod common;

use async_trait::async_trait;
use ba360_core::{access::UserId, instance::InstanceId};
use ba360_testkit::postgres::{Cluster, Way};
use ba360_testkit::suites::{self, StoreFixture, World, WorldHooks};
use common::{Engine, Place, run};
use jiff::Timestamp;
use std::{process::ExitCode, sync::Arc};

#[async_trait]
impl StoreFixture for Engine {
    fn label(&self) -> &str {
        self.name()
    }

    fn ignored(&self) -> Option<String> {
        self.need().ignored()
    }

    async fn world(&self) -> World {
        let place = Arc::new(self.migrated());
        let stores = place.open().stores();
        World::new(stores, Arc::new(ByHand(place.clone()))).with_guard(place)
    }
}

/// PostgreSQL as installations have it, beside the bare one.
#[derive(Clone, Copy)]
enum Variant {
    /// Over TLS, with a password, in a database that compares texts as a dictionary does.
    Tls,
    /// Through pgbouncer, whose connections keep no prepared statement.
    Pgbouncer,
    /// With the big tables in partitions, by the SQL that the documentation shows.
    Partitioned,
}

impl Variant {
    const ALL: [Self; 3] = [Self::Tls, Self::Pgbouncer, Self::Partitioned];

    fn way(self) -> Way {
        match self {
            Self::Tls => Way::Tls,
            Self::Pgbouncer => Way::Pgbouncer,
            Self::Partitioned => Way::Direct,
        }
    }
}

#[async_trait]
impl StoreFixture for Variant {
    fn label(&self) -> &str {
        match self {
            Self::Tls => "postgres_tls",
            Self::Pgbouncer => "postgres_pgbouncer",
            Self::Partitioned => "postgres_partitioned",
        }
    }

    fn ignored(&self) -> Option<String> {
        Engine::Postgres
            .need()
            .and(|| Cluster::need(self.way()))
            .ignored()
    }

    async fn world(&self) -> World {
        let place = Arc::new(match self {
            Self::Partitioned => Engine::partitioned(),
            Self::Tls => Engine::in_chile(),
            Self::Pgbouncer => Engine::Postgres.migrated(),
        });
        let stores = place.open_by(self.way()).stores();
        World::new(stores, Arc::new(ByHand(place.clone()))).with_guard(place)
    }
}

/// Does what no port offers behind the adapter's back.
struct ByHand(Arc<Place>);

impl ByHand {
    fn change(&self, instance: InstanceId, user: UserId, set: &str) {
        let this_user = format!("instance_id = {} and id = {}", instance.0, user.0);
        self.0.sql(&format!("update users set {set} where {this_user}"));
        let changed = self
            .0
            .value(&format!("select count(*) from users where {this_user} and {set}"));
        assert_eq!(changed, "1", "there is no such user");
    }
}

#[async_trait]
impl WorldHooks for ByHand {
    async fn deactivate_user(&self, instance: InstanceId, user: UserId) {
        self.change(instance, user, "active = false");
    }

    async fn revoke_tokens(&self, instance: InstanceId, user: UserId, at: Timestamp) {
        let set = format!("tokens_not_before = {}", at.as_microsecond());
        self.change(instance, user, &set);
    }
}

fn main() -> ExitCode {
    let engines = Engine::ALL
        .into_iter()
        .flat_map(|engine| suites::stores(Arc::new(engine)));
    let variants = Variant::ALL
        .into_iter()
        .flat_map(|variant| suites::stores(Arc::new(variant)));
    run(engines.chain(variants))
}
