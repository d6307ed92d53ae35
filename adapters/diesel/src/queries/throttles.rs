//! The count of tries that failed. No row names an instance: what a key is a digest of does, where there is one.

use super::{Conn, Store, activity, dialect};
use crate::{
    fault::{Fault, Outcome},
    schema::throttles,
    stored,
};
use async_trait::async_trait;
use ba360_core::{
    access::throttle::{Counted, FORGOTTEN_AFTER, Failure, ThrottleKey, Throttles, Tries},
    store::StoreResult,
};
use diesel::{dsl::case_when, prelude::*};
use jiff::Timestamp;

/// How many old counts are removed with each new failure: more than one, so that they never pile up.
const REMOVED_AT_ONCE: usize = 8;

/// A count as its row has it.
type Row = (Vec<u8>, i64, i64);

fn tries(c: &mut Conn, keys: &[ThrottleKey]) -> Outcome<Vec<Option<Tries>>> {
    let wanted: Vec<&[u8]> = keys.iter().map(|key| key.0.as_slice()).collect();
    let rows = dialect::by_ids!(
        c,
        wanted,
        Row,
        throttles::key,
        throttles::table.select((throttles::key, throttles::failures, throttles::last_at))
    )?;
    let of = |key: &ThrottleKey| {
        let row = rows.iter().find(|(found, ..)| *found == key.0.as_slice());
        row.map(|(_, failures, last_at)| {
            Ok(Tries {
                failures: u32::try_from(*failures).map_err(|_| Fault::damaged("a count cannot be one"))?,
                last_at: stored::moment(*last_at)?,
            })
        })
        .transpose()
    };
    keys.iter().map(of).collect()
}

/// Counts one more failure, or the first where the last ones are forgotten. The statement decides, so that of many at
/// once none is lost.
fn count(c: &mut Conn, counted: &Counted, at: Timestamp) -> QueryResult<()> {
    let (at, forgotten_before) = (stored::micros(at), stored::micros(counted.forgotten_before));
    diesel::insert_into(throttles::table)
        .values((
            throttles::key.eq(counted.key.0.as_slice()),
            throttles::failures.eq(1),
            throttles::last_at.eq(at),
        ))
        .on_conflict(throttles::key)
        .do_update()
        .set((
            throttles::failures.eq(case_when(
                throttles::last_at
                    .gt(forgotten_before)
                    .and(throttles::failures.lt(i64::from(u32::MAX))),
                throttles::failures + 1,
            )
            .when(throttles::last_at.gt(forgotten_before), throttles::failures)
            .otherwise(1)),
            throttles::last_at.eq(case_when(throttles::last_at.gt(at), throttles::last_at).otherwise(at)),
        ))
        .execute(c)
        .map(drop)
}

fn failed(c: &mut Conn, failure: &Failure) -> Outcome<()> {
    // In one order, so that of two that count by several keys nobody waits in a circle.
    let mut keys = failure.keys.clone();
    keys.sort_by_key(|counted| counted.key);
    for counted in &keys {
        count(c, counted, failure.at)?;
    }
    if let Some(line) = &failure.activity {
        activity::record(c, line)?;
    }
    remove_old(c, failure.at)
}

/// Removes a few of the counts that nobody asks for any more. Those that somebody else counts by at the moment stay,
/// so that nobody waits for them.
fn remove_old(c: &mut Conn, now: Timestamp) -> Outcome<()> {
    let Ok(before) = now.checked_sub(FORGOTTEN_AFTER) else {
        return Ok(());
    };
    let old = dialect::first_free_n!(
        c,
        REMOVED_AT_ONCE,
        Vec<u8>,
        throttles::table
            .filter(throttles::last_at.lt(stored::micros(before)))
            .order(throttles::last_at)
            .select(throttles::key)
    )?;
    for key in old {
        forget(c, &key)?;
    }
    Ok(())
}

fn forget(c: &mut Conn, key: &[u8]) -> QueryResult<()> {
    diesel::delete(throttles::table.filter(throttles::key.eq(key)))
        .execute(c)
        .map(drop)
}

#[async_trait]
impl Throttles for Store {
    async fn tries(&self, keys: &[ThrottleKey]) -> StoreResult<Vec<Option<Tries>>> {
        let keys = keys.to_vec();
        self.look_up(move |c| tries(c, &keys)).await
    }

    async fn failed(&self, failure: Failure) -> StoreResult<()> {
        self.write(move |c| failed(c, &failure)).await
    }

    async fn take_turn(&self, key: ThrottleKey, read: Tries, at: Timestamp) -> StoreResult<bool> {
        self.write(move |c| {
            let taken = diesel::update(
                throttles::table
                    .filter(throttles::key.eq(key.0.as_slice()))
                    .filter(throttles::failures.eq(i64::from(read.failures)))
                    .filter(throttles::last_at.eq(stored::micros(read.last_at))),
            )
            .set((
                throttles::failures.eq(i64::from(read.failures.saturating_add(1))),
                throttles::last_at.eq(stored::micros(at)),
            ))
            .execute(c)?;
            Ok(taken > 0)
        })
        .await
    }

    async fn forget(&self, keys: &[ThrottleKey]) -> StoreResult<()> {
        let mut keys = keys.to_vec();
        keys.sort();
        self.write(move |c| {
            for key in keys {
                forget(c, &key.0)?;
            }
            Ok(())
        })
        .await
    }
}
