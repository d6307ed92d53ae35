//! Which records some identifiers mean, by one statement.

use crate::schema::match_keys;
use ba360_core::instance::InstanceId;
use diesel::{PgConnection, QueryResult, dsl::min, prelude::*};
use std::collections::HashMap;

/// For each of some keys that any record has in one of some fields (as bits), the oldest such record.
pub(crate) fn oldest(
    c: &mut PgConnection,
    (instance, kind): (InstanceId, i16),
    keys: &[&str],
    fields: i32,
) -> QueryResult<HashMap<String, i64>> {
    let found: Vec<(String, Option<i64>)> = match_keys::table
        .filter(match_keys::instance_id.eq(instance.0))
        .filter(match_keys::kind.eq(kind))
        .filter(match_keys::key.eq_any(keys))
        .filter(crate::fields::in_any(fields))
        .group_by(match_keys::key)
        .select((match_keys::key, min(match_keys::record_id)))
        .load(c)?;
    Ok(found
        .into_iter()
        .filter_map(|(key, record)| Some((key, record?)))
        .collect())
}
