//! Which records some identifiers mean, by one statement.

use ba360_core::instance::InstanceId;
use diesel::{
    PgConnection, QueryResult,
    prelude::*,
    sql_types::{Array, BigInt, Integer, SmallInt, Text},
};
use std::collections::HashMap;

/// A look-up for each key. Compared with all of them at once, the planner may take the comparison for a filter, and walk
/// through every key of the instance: it does so as long as it knows nothing of the table, which is while the first
/// import fills it.
const OLDEST: &str = "select wanted.key, oldest.record_id from unnest($3::text[]) as wanted(key) \
    cross join lateral (select match_keys.record_id from match_keys where match_keys.instance_id = $1 \
    and match_keys.kind = $2 and match_keys.key = wanted.key and match_keys.fields & $4 <> 0 \
    order by match_keys.record_id limit 1) as oldest";

#[derive(QueryableByName)]
struct Oldest {
    #[diesel(sql_type = Text)]
    key: String,
    #[diesel(sql_type = BigInt)]
    record_id: i64,
}

/// For each of some keys that any record has in one of some fields (as bits), the oldest such record.
pub(crate) fn oldest(
    c: &mut PgConnection,
    (instance, kind): (InstanceId, i16),
    keys: &[&str],
    fields: i32,
) -> QueryResult<HashMap<String, i64>> {
    let found: Vec<Oldest> = diesel::sql_query(OLDEST)
        .bind::<BigInt, _>(instance.0)
        .bind::<SmallInt, _>(kind)
        .bind::<Array<Text>, _>(keys)
        .bind::<Integer, _>(fields)
        .load(c)?;
    Ok(found.into_iter().map(|row| (row.key, row.record_id)).collect())
}
