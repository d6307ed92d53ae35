//! How far imports have come.

use super::{Conn, Store};
use crate::{
    fault::{Fault, Outcome},
    schema::imports,
    stored,
};
use async_trait::async_trait;
use ba360_core::{
    instance::InstanceId,
    record::{ImportJournal, ImportKey},
    store::StoreResult,
};
use diesel::prelude::*;
use jiff::Timestamp;

fn begin(
    c: &mut Conn,
    instance: InstanceId,
    import: ImportKey,
    at: Timestamp,
    left_before: Timestamp,
) -> Outcome<u64> {
    // There are as few as imports were interrupted and never gone on with.
    diesel::delete(
        imports::table
            .filter(imports::instance_id.eq(instance.0))
            .filter(imports::noted_at.lt(stored::micros(left_before))),
    )
    .execute(c)?;
    let rows: i64 = diesel::insert_into(imports::table)
        .values((
            imports::instance_id.eq(instance.0),
            imports::key.eq(import.0.as_slice()),
            imports::rows_done.eq(0),
            imports::noted_at.eq(stored::micros(at)),
        ))
        .on_conflict((imports::instance_id, imports::key))
        .do_update()
        .set(imports::rows_done.eq(imports::rows_done))
        .returning(imports::rows_done)
        .get_result(c)?;
    u64::try_from(rows).map_err(|_| Fault::damaged("the rows of an import cannot be so many"))
}

/// The condition stands in the statement itself, so that of two at once the higher count stays.
fn note(c: &mut Conn, instance: InstanceId, import: ImportKey, rows: u64, at: Timestamp) -> Outcome<()> {
    let rows = i64::try_from(rows).unwrap_or(i64::MAX);
    diesel::update(
        imports::table
            .filter(imports::instance_id.eq(instance.0))
            .filter(imports::key.eq(import.0.as_slice()))
            .filter(imports::rows_done.lt(rows)),
    )
    .set((
        imports::rows_done.eq(rows),
        imports::noted_at.eq(stored::micros(at)),
    ))
    .execute(c)?;
    Ok(())
}

fn forget(c: &mut Conn, instance: InstanceId, import: ImportKey) -> Outcome<()> {
    diesel::delete(
        imports::table
            .filter(imports::instance_id.eq(instance.0))
            .filter(imports::key.eq(import.0.as_slice())),
    )
    .execute(c)?;
    Ok(())
}

#[async_trait]
impl ImportJournal for Store {
    async fn begin(
        &self,
        instance: InstanceId,
        import: ImportKey,
        at: Timestamp,
        left_before: Timestamp,
    ) -> StoreResult<u64> {
        self.write(move |c| begin(c, instance, import, at, left_before))
            .await
    }

    async fn note(
        &self,
        instance: InstanceId,
        import: ImportKey,
        rows: u64,
        at: Timestamp,
    ) -> StoreResult<()> {
        self.write(move |c| note(c, instance, import, rows, at)).await
    }

    async fn forget(&self, instance: InstanceId, import: ImportKey) -> StoreResult<()> {
        self.write(move |c| forget(c, instance, import)).await
    }
}
