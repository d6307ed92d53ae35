//! Every rule of every port that keeps things, on SQLite.
#![allow(
    clippy::unwrap_used,
    reason = "what a test cannot go on without, it fails for"
)]

mod common;

use async_trait::async_trait;
use ba360_core::{access::UserId, instance::InstanceId};
use ba360_testkit::suites::{self, StoreFixture, World, WorldHooks};
use common::Folder;
use diesel::{RunQueryDsl as _, sql_types::BigInt};
use jiff::Timestamp;
use libtest_mimic::Arguments;
use std::{process::ExitCode, sync::Arc};

struct Sqlite;

#[async_trait]
impl StoreFixture for Sqlite {
    fn label(&self) -> &str {
        "sqlite"
    }

    async fn world(&self) -> World {
        let folder = Arc::new(Folder::new());
        let stores = folder.migrated().stores();
        World::new(stores, Arc::new(ByHand(folder.clone()))).with_guard(folder)
    }
}

/// Does what no port offers yet on a connection of its own.
struct ByHand(Arc<Folder>);

impl ByHand {
    fn change(&self, sql: &str, [first, second, third]: [i64; 3]) {
        let changed = diesel::sql_query(sql)
            .bind::<BigInt, _>(first)
            .bind::<BigInt, _>(second)
            .bind::<BigInt, _>(third)
            .execute(&mut self.0.raw())
            .unwrap();
        assert_eq!(changed, 1, "there is no such user");
    }
}

#[async_trait]
impl WorldHooks for ByHand {
    async fn deactivate_user(&self, instance: InstanceId, user: UserId) {
        self.change(
            "update users set active = ?1 where instance_id = ?2 and id = ?3",
            [0, instance.0, user.0],
        );
    }

    async fn revoke_tokens(&self, instance: InstanceId, user: UserId, at: Timestamp) {
        self.change(
            "update users set tokens_not_before = ?1 where instance_id = ?2 and id = ?3",
            [at.as_microsecond(), instance.0, user.0],
        );
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    libtest_mimic::run(&arguments, suites::stores(Arc::new(Sqlite))).exit_code()
}
