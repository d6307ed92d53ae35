//! SQLite's side.

pub(crate) mod text;

use diesel::{QueryDsl as _, QueryResult, RunQueryDsl as _, SqliteConnection, dsl, prelude::*};

/// The first `n` rows of a query whose order an index gives. Stepping stops there: a bound LIMIT would make
/// SQLite prepare the statement again at every call in builds with STAT4.
macro_rules! first_n {
    ($c:expr, $n:expr, $row:ty, $query:expr) => {
        diesel::RunQueryDsl::load_iter::<$row, diesel::connection::DefaultLoadingMode>($query, $c)
            .and_then(|rows| rows.take($n).collect::<diesel::QueryResult<Vec<$row>>>())
    };
}
pub(crate) use first_n;

diesel::table! {
    /// SQLite's own list of what is in the database.
    sqlite_schema (name) {
        name -> Text,
        #[sql_name = "type"]
        kind -> Text,
    }
}

/// Whether there is a table of that name.
pub(crate) fn has_table(c: &mut SqliteConnection, name: &str) -> QueryResult<bool> {
    let named = sqlite_schema::table
        .filter(sqlite_schema::kind.eq("table"))
        .filter(sqlite_schema::name.eq(name));
    diesel::select(dsl::exists(named)).get_result(c)
}
