//! What PostgreSQL says of itself.

use super::Conn;
use crate::{
    facts::{DatabaseFacts, SettingFact},
    fault::Outcome,
    stored,
};
use diesel::{QueryResult, QueryableByName, RunQueryDsl as _, dsl::sql, sql_query, sql_types};

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
    #[diesel(sql_type = sql_types::Text)]
    server_encoding: String,
    #[diesel(sql_type = sql_types::Text)]
    lc_messages: String,
}

/// How a database has to keep texts.
const ENCODING: &str = "UTF8";

/// How the database keeps texts, where that is not as it has to be.
pub(super) fn other_encoding(c: &mut Conn) -> QueryResult<Option<String>> {
    let encoding: String =
        diesel::select(sql::<sql_types::Text>("current_setting('server_encoding')")).get_result(c)?;
    Ok(Some(encoding).filter(|encoding| encoding != ENCODING))
}

/// Whether errors are told in English, by which some of them are known.
fn is_english(messages: &str) -> bool {
    ["", "C", "POSIX"].contains(&messages) || messages.starts_with("C.") || messages.starts_with("en")
}

pub(super) fn facts(c: &mut Conn) -> Outcome<DatabaseFacts> {
    let row: Row = sql_query(
        "select current_setting('server_version') as version,
           (extract(epoch from clock_timestamp()) * 1000000)::bigint as micros,
           current_setting('fsync') as fsync,
           current_setting('synchronous_commit') as synchronous_commit,
           current_setting('server_encoding') as server_encoding,
           current_setting('lc_messages') as lc_messages",
    )
    .get_result(c)?;
    let (fsync, commit) = (row.fsync == "on", row.synchronous_commit != "off");
    let (encoding, english) = (row.server_encoding == ENCODING, is_english(&row.lc_messages));
    Ok(DatabaseFacts {
        engine: "PostgreSQL",
        version: row.version,
        clock: Some(stored::moment(row.micros)?),
        settings: vec![
            SettingFact::new("fsync", row.fsync, fsync),
            SettingFact::new("synchronous_commit", row.synchronous_commit, commit),
            SettingFact::new("server_encoding", row.server_encoding, encoding),
            SettingFact::new("lc_messages", row.lc_messages, english),
        ],
    })
}
