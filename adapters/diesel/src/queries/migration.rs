//! Which migrations are missing, and how they are applied.

use super::{Conn, MIGRATIONS, dialect};
use crate::{error::OpenError, fault::Outcome, schema::applied_migrations};
use ba360_core::store::StoreError;
use diesel::{
    Connection, QueryDsl as _, RunQueryDsl as _,
    migration::{Migration, MigrationSource as _},
};
use diesel_migrations::MigrationHarness as _;
use std::error::Error;

type Backend = <Conn as Connection>::Backend;

/// The names of the migrations that are missing, in order. It changes nothing, so that whoever may only read can
/// ask.
pub(in super::super) fn pending(c: &mut Conn) -> Outcome<Vec<String>> {
    let applied: Vec<String> = if dialect::has_table(c, "__diesel_schema_migrations")? {
        applied_migrations::table
            .select(applied_migrations::version)
            .load(c)?
    } else {
        Vec::new()
    };
    let known: Vec<Box<dyn Migration<Backend>>> = MIGRATIONS.migrations().map_err(StoreError::failed)?;
    let mut missing: Vec<_> = known
        .iter()
        .filter(|migration| {
            let version = migration.name().version().to_string();
            !applied.contains(&version)
        })
        .map(|migration| migration.name().to_string())
        .collect();
    missing.sort();
    Ok(missing)
}

/// Applies the migrations that are missing, in order; answers their names. The caller holds the lock against
/// another process that does the same.
pub(in super::super) fn apply(c: &mut Conn) -> Result<Vec<String>, OpenError> {
    let failed = |name: &str, source: Box<dyn Error + Send + Sync>| OpenError::Migration {
        name: name.to_owned(),
        source,
    };
    let missing = c
        .pending_migrations(MIGRATIONS)
        .map_err(|source| failed("list", source))?;
    let mut applied = Vec::with_capacity(missing.len());
    for migration in missing {
        let name = migration.name().to_string();
        c.run_migration(&*migration)
            .map_err(|source| failed(&name, source))?;
        applied.push(name);
    }
    Ok(applied)
}
