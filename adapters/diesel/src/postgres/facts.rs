//! What PostgreSQL says of itself.

use super::Conn;
use crate::{
    facts::{DatabaseFacts, SettingFact},
    fault::Outcome,
    stored,
};
use diesel::{QueryableByName, RunQueryDsl as _, sql_query, sql_types};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = sql_types::Text)]
    version: String,
    #[diesel(sql_type = sql_types::BigInt)]
    micros: i64,
    #[diesel(sql_type = sql_types::Text)]
    fsync: String,
    #[diesel(sql_type = sql_types::Text)]
    synchronous_commit: String,
}

pub(super) fn facts(c: &mut Conn) -> Outcome<DatabaseFacts> {
    let row: Row = sql_query(
        "select current_setting('server_version') as version,
           (extract(epoch from clock_timestamp()) * 1000000)::bigint as micros,
           current_setting('fsync') as fsync,
           current_setting('synchronous_commit') as synchronous_commit",
    )
    .get_result(c)?;
    let (fsync, commit) = (row.fsync == "on", row.synchronous_commit != "off");
    Ok(DatabaseFacts {
        engine: "PostgreSQL",
        version: row.version,
        clock: Some(stored::moment(row.micros)?),
        settings: vec![
            SettingFact::new("fsync", row.fsync, fsync),
            SettingFact::new("synchronous_commit", row.synchronous_commit, commit),
        ],
    })
}
