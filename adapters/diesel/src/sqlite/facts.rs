//! What SQLite says of itself.

use super::Conn;
use crate::{
    facts::{DatabaseFacts, SettingFact},
    fault::Outcome,
};
use diesel::{QueryableByName, RunQueryDsl as _, sql_query, sql_types};

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = sql_types::Text)]
    value: String,
}

pub(super) fn facts(c: &mut Conn) -> Outcome<DatabaseFacts> {
    let mut one = |query: &str| -> Outcome<String> {
        let line: Line = sql_query(query).get_result(c)?;
        Ok(line.value)
    };
    let version = one("select sqlite_version() as value")?;
    // Without it a statement with a bound LIMIT is prepared anew at every call.
    let stable = one("select cast(sqlite_compileoption_used('ENABLE_QPSG') as text) as value")?;
    let journal = one("select journal_mode as value from pragma_journal_mode")?;
    let synchronous = one("select cast(synchronous as text) as value from pragma_synchronous")?;
    Ok(DatabaseFacts {
        engine: "SQLite",
        version,
        clock: None,
        settings: vec![
            SettingFact::new("ENABLE_QPSG", stable.clone(), stable == "1"),
            SettingFact::new("journal_mode", journal.clone(), journal == "wal"),
            // FULL is 2 and EXTRA 3: what was acknowledged is on the disk.
            SettingFact::new(
                "synchronous",
                synchronous.clone(),
                matches!(&*synchronous, "2" | "3"),
            ),
        ],
    })
}
