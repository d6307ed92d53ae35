//! Which records some identifiers mean: a kept statement, once for each. One for all would be prepared each time.

use crate::schema::match_keys;
use ba360_core::instance::InstanceId;
use diesel::{QueryResult, SqliteConnection, prelude::*};
use std::collections::HashMap;

/// For each of some keys that any record has in one of some fields (as bits), the oldest such record.
pub(crate) fn oldest(
    c: &mut SqliteConnection,
    (instance, kind): (InstanceId, i16),
    keys: &[&str],
    fields: i32,
) -> QueryResult<HashMap<String, i64>> {
    let mut found = HashMap::new();
    for key in keys {
        let oldest = super::first_n!(
            c,
            1,
            i64,
            match_keys::table
                .filter(match_keys::instance_id.eq(instance.0))
                .filter(match_keys::kind.eq(kind))
                .filter(match_keys::key.eq(key))
                .filter(crate::fields::in_any(fields))
                .order(match_keys::record_id)
                .select(match_keys::record_id)
        )?;
        found.extend(oldest.into_iter().map(|record| ((*key).to_owned(), record)));
    }
    Ok(found)
}
