//! PostgreSQL's side.

pub(crate) mod keys;
pub(crate) mod text;
pub(crate) mod there;

use crate::{
    fault::Outcome,
    schema::{external_keys, users},
};
use ba360_core::{access::UserId, instance::InstanceId, record::Object};
use diesel::{
    PgConnection, QueryResult, RunQueryDsl as _,
    connection::{AnsiTransactionManager, TransactionManager as _},
    prelude::*,
    sql_types::{BigInt, Bool, Text},
};
use std::collections::VecDeque;

/// The first `n` rows of a query whose order an index gives.
macro_rules! first_n {
    ($c:expr, $n:expr, $row:ty, $query:expr) => {{
        // As many as are asked for are far below what fits.
        let most = i64::try_from($n).unwrap_or(i64::MAX);
        diesel::RunQueryDsl::load::<$row>(diesel::QueryDsl::limit($query, most), $c)
    }};
}
pub(crate) use first_n;

/// As `first_n!`, of those that nobody else changes at the moment; nobody else changes them until the transaction ends.
macro_rules! first_free_n {
    ($c:expr, $n:expr, $row:ty, $query:expr) => {{
        // As many as are asked for are far below what fits.
        let most = i64::try_from($n).unwrap_or(i64::MAX);
        let free = diesel::QueryDsl::limit($query, most).for_update().skip_locked();
        diesel::RunQueryDsl::load::<$row>(free, $c)
    }};
}
pub(crate) use first_free_n;

/// The key of a row, if there is one, which nobody removes until this transaction ends.
macro_rules! hold_key {
    ($c:expr, $query:expr) => {
        diesel::OptionalExtension::optional(diesel::RunQueryDsl::get_result::<i64>(
            diesel::QueryDsl::for_key_share($query),
            $c,
        ))
    };
}
pub(crate) use hold_key;

/// Whether a column is one of some texts, of which the first fills up those that there are not.
macro_rules! one_of {
    ($column:expr, $texts:expr) => {{
        let [first, others @ ..] = $texts;
        let others = others.into_iter().filter(move |text| *text != first);
        diesel::ExpressionMethods::eq_any($column, std::iter::once(first).chain(others))
    }};
}
pub(crate) use one_of;

/// The rows of a query whose column is one of some keys, in any order.
macro_rules! by_ids {
    ($c:expr, $ids:expr, $row:ty, $column:expr, $query:expr) => {
        diesel::RunQueryDsl::load::<$row>(
            diesel::QueryDsl::filter($query, diesel::ExpressionMethods::eq_any($column, $ids)),
            $c,
        )
    };
}
pub(crate) use by_ids;

/// Puts rows in: by COPY, but for a few.
macro_rules! insert_all {
    ($c:expr, $table:expr, $rows:expr) => {{
        let rows = $rows;
        if rows.len() < $crate::dialect::postgres::WORTH_COPYING {
            rows.into_iter().try_for_each(|row| {
                diesel::RunQueryDsl::execute(diesel::insert_into($table).values(row), $c).map(drop)
            })
        } else {
            diesel::ExecuteCopyFromDsl::execute(diesel::copy_from($table).from_insertable(rows), $c).map(drop)
        }
    }};
}
pub(crate) use insert_all;

/// From how many rows on COPY is quicker than a statement a row.
pub(crate) const WORTH_COPYING: usize = 4;

diesel::define_sql_function! {
    /// The table of that name on the search path.
    fn to_regclass(name: Text) -> Nullable<Oid>;
}

/// Whether there is a table of that name.
pub(crate) fn has_table(c: &mut PgConnection, name: &str) -> QueryResult<bool> {
    diesel::select(to_regclass(name).is_not_null().into_sql::<Bool>()).get_result(c)
}

/// Reads from one state of the database, however many statements that takes.
pub(crate) fn snapshot<T>(
    c: &mut PgConnection,
    command: impl FnOnce(&mut PgConnection) -> Outcome<T>,
) -> Outcome<T> {
    let status = AnsiTransactionManager::transaction_manager_status_mut(c);
    if status.transaction_depth()?.is_some() {
        return command(c); // it is the caller's already
    }
    c.build_transaction().read_only().repeatable_read().run(command)
}

#[derive(QueryableByName)]
struct NewKey {
    #[diesel(sql_type = BigInt)]
    key: i64,
}

/// Keys for new records of an object, in the order of age.
pub(crate) struct NewIds {
    object: Object,
    expected: usize,
    ready: VecDeque<i64>,
}

impl NewIds {
    pub(crate) fn of(object: Object) -> Self {
        Self {
            object,
            expected: 1,
            ready: VecDeque::new(),
        }
    }

    /// About so many will be asked for.
    pub(crate) fn expect(&mut self, count: usize) {
        self.expected = count.max(1);
    }

    pub(crate) fn next(&mut self, c: &mut PgConnection) -> QueryResult<i64> {
        if self.ready.is_empty() {
            let count = i64::try_from(self.expected).unwrap_or(i64::MAX);
            let keys: Vec<NewKey> = diesel::sql_query(match self.object {
                Object::Account => "select nextval('accounts_id_seq') as key from generate_series(1, $1)",
                Object::Contact | Object::Case => {
                    "select nextval('contacts_id_seq') as key from generate_series(1, $1)"
                }
            })
            .bind::<BigInt, _>(count)
            .load(c)?;
            self.ready = keys.into_iter().map(|new| new.key).collect();
            self.expected = 1;
        }
        self.ready.pop_front().ok_or(diesel::result::Error::NotFound)
    }
}

diesel::define_sql_function! {
    /// Waits for a lock that is held until the transaction ends. It answers nothing, and nothing reads it.
    fn pg_advisory_xact_lock(key: BigInt) -> Nullable<Text>;
}

/// The lock of migrations: those of instances are their keys, which are positive.
const MIGRATIONS: i64 = -360;

/// Lets nobody else migrate until this transaction ends.
pub(crate) fn hold_migrations(c: &mut PgConnection) -> QueryResult<()> {
    diesel::select(pg_advisory_xact_lock(MIGRATIONS))
        .execute(c)
        .map(drop)
}

/// Lets nobody else change the records of an instance until this transaction ends: what is decided by reading
/// them, such as which record an identifier means, stays true. No row is locked, since the instances may be
/// kept elsewhere.
pub(crate) fn hold_instance(c: &mut PgConnection, instance: InstanceId) -> QueryResult<()> {
    diesel::select(pg_advisory_xact_lock(instance.0))
        .execute(c)
        .map(drop)
}

/// Lets nobody else change who administers an instance until this transaction ends, nor which role or group is its
/// default. The locks of instances are their keys: these are as far below all numbers.
pub(crate) fn hold_administration(c: &mut PgConnection, instance: InstanceId) -> QueryResult<()> {
    diesel::select(pg_advisory_xact_lock(i64::MIN + instance.0))
        .execute(c)
        .map(drop)
}

/// Lets nobody change a user until this transaction ends.
pub(crate) fn hold_user(c: &mut PgConnection, instance: InstanceId, user: UserId) -> QueryResult<()> {
    users::table
        .filter(users::instance_id.eq(instance.0))
        .filter(users::id.eq(user.0))
        .select(users::id)
        .for_share()
        .load::<i64>(c)
        .map(drop)
}

/// Lets nobody replace the keys of external systems until this transaction ends.
pub(crate) fn hold_keys(c: &mut PgConnection, instance: InstanceId) -> QueryResult<()> {
    external_keys::table
        .filter(external_keys::instance_id.eq(instance.0))
        .select(external_keys::instance_id)
        .for_share()
        .load::<i64>(c)
        .map(drop)
}

/// Lets nobody else hold the keys of external systems until this transaction ends.
pub(crate) fn hold_keys_alone(c: &mut PgConnection, instance: InstanceId) -> QueryResult<()> {
    external_keys::table
        .filter(external_keys::instance_id.eq(instance.0))
        .select(external_keys::instance_id)
        .for_no_key_update()
        .load::<i64>(c)
        .map(drop)
}
