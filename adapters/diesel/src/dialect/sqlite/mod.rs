//! SQLite's side.

pub(crate) mod keys;
pub(crate) mod text;
pub(crate) mod there;

use crate::fault::{Fault, Outcome};
use ba360_core::{access::UserId, instance::InstanceId, record::Object};
use diesel::{
    Connection as _, QueryDsl as _, QueryResult, RunQueryDsl as _, SqliteConnection, dsl, prelude::*,
    result::Error,
};

/// The first `n` rows of a query whose order an index gives. Stepping stops there: a bound LIMIT would make
/// SQLite prepare the statement again at every call in builds with STAT4.
macro_rules! first_n {
    ($c:expr, $n:expr, $row:ty, $query:expr) => {
        diesel::RunQueryDsl::load_iter::<$row, diesel::connection::DefaultLoadingMode>($query, $c)
            .and_then(|rows| rows.take($n).collect::<diesel::QueryResult<Vec<$row>>>())
    };
}
pub(crate) use first_n;

/// As `first_n!`: there is one writer at a time.
macro_rules! first_free_n {
    ($c:expr, $n:expr, $row:ty, $query:expr) => {
        $crate::dialect::sqlite::first_n!($c, $n, $row, $query)
    };
}
pub(crate) use first_free_n;

/// The key of a row, if there is one: there is one writer at a time.
macro_rules! hold_key {
    ($c:expr, $query:expr) => {
        diesel::OptionalExtension::optional(diesel::RunQueryDsl::get_result::<i64>($query, $c))
    };
}
pub(crate) use hold_key;

/// Whether a column is one of some texts: always the same number of them, since a statement that is not always
/// the same is not kept prepared.
macro_rules! one_of {
    ($column:expr, $texts:expr) => {{
        let [a, b, c, d, e, f, g, h] = $texts;
        $column
            .eq(a)
            .or($column.eq(b))
            .or($column.eq(c))
            .or($column.eq(d))
            .or($column.eq(e))
            .or($column.eq(f))
            .or($column.eq(g))
            .or($column.eq(h))
    }};
}
pub(crate) use one_of;

/// The rows of a query whose column is one of some keys: a kept statement for each.
macro_rules! by_ids {
    ($c:expr, $ids:expr, $row:ty, $column:expr, $query:expr) => {
        $ids.iter()
            .filter_map(|id| {
                let of_id = diesel::QueryDsl::filter($query, diesel::ExpressionMethods::eq($column, *id));
                let row = diesel::RunQueryDsl::get_result::<$row>(of_id, $c);
                diesel::OptionalExtension::optional(row).transpose()
            })
            .collect::<diesel::QueryResult<Vec<$row>>>()
    };
}
pub(crate) use by_ids;

/// Puts rows in: many by one statement, which is prepared each time; that of one row is kept prepared.
macro_rules! insert_all {
    ($c:expr, $table:expr, $rows:expr) => {{
        let rows = $rows;
        rows.chunks($crate::dialect::sqlite::ROWS_AT_ONCE)
            .try_for_each(|rows| {
                if rows.len() < $crate::dialect::sqlite::WORTH_PREPARING {
                    rows.iter().try_for_each(|row| {
                        diesel::RunQueryDsl::execute(diesel::insert_into($table).values(row), $c).map(drop)
                    })
                } else {
                    diesel::RunQueryDsl::execute(diesel::insert_into($table).values(rows), $c).map(drop)
                }
            })
    }};
}
pub(crate) use insert_all;

/// How many rows are put in by one statement at most.
pub(crate) const ROWS_AT_ONCE: usize = 500;
/// From how many rows on one statement is better.
pub(crate) const WORTH_PREPARING: usize = 16;

diesel::table! {
    /// The highest key that each table with keys of its own ever had.
    sqlite_sequence (name) {
        name -> Text,
        seq -> BigInt,
    }
}

/// Keys for new records of an object, in the order of age. Whoever asks holds the write lock.
pub(crate) struct NewIds {
    object: Object,
    last: Option<i64>,
}

impl NewIds {
    pub(crate) fn of(object: Object) -> Self {
        Self { object, last: None }
    }

    /// About so many will be asked for.
    pub(crate) fn expect(&mut self, _: usize) {}

    pub(crate) fn next(&mut self, c: &mut SqliteConnection) -> QueryResult<i64> {
        let last = match self.last {
            Some(last) => last,
            None => highest(c, self.object)?,
        };
        self.last = Some(last + 1);
        Ok(last + 1)
    }
}

/// The highest key that a record of an object ever had.
fn highest(c: &mut SqliteConnection, object: Object) -> QueryResult<i64> {
    let name = match object {
        Object::Account => "accounts",
        Object::Contact | Object::Case => "contacts",
    };
    let highest = first_n!(
        c,
        1,
        i64,
        sqlite_sequence::table
            .filter(sqlite_sequence::name.eq(name))
            .select(sqlite_sequence::seq)
    )?;
    Ok(highest.first().copied().unwrap_or(0))
}

/// Reads from one state of the database, however many statements that takes.
pub(crate) fn snapshot<T>(
    c: &mut SqliteConnection,
    command: impl FnOnce(&mut SqliteConnection) -> Outcome<T>,
) -> Outcome<T> {
    // Where SQLite has ended the transaction by itself, the rollback fails: the command's own error tells more.
    let mut told = None;
    let outcome = c.transaction(|c| {
        command(c).map_err(|fault| {
            told = Some(fault);
            Error::RollbackTransaction
        })
    });
    outcome.map_err(|error| told.unwrap_or(Fault::Driver(error)))
}

/// Nothing: there is one writer at a time.
pub(crate) fn hold_instance(_: &mut SqliteConnection, _: InstanceId) -> QueryResult<()> {
    Ok(())
}

/// Nothing: there is one writer at a time.
pub(crate) fn hold_administration(_: &mut SqliteConnection, _: InstanceId) -> QueryResult<()> {
    Ok(())
}

/// Nothing: there is one writer at a time.
pub(crate) fn hold_user(_: &mut SqliteConnection, _: InstanceId, _: UserId) -> QueryResult<()> {
    Ok(())
}

/// Nothing: there is one writer at a time.
pub(crate) fn hold_keys(_: &mut SqliteConnection, _: InstanceId) -> QueryResult<()> {
    Ok(())
}

/// Nothing: there is one writer at a time.
pub(crate) fn hold_keys_alone(_: &mut SqliteConnection, _: InstanceId) -> QueryResult<()> {
    Ok(())
}

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
