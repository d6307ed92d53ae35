//! The rows of contacts and accounts. Both are read and written alike, each with its own columns.

use super::{Conn, index};
use crate::{
    fault::Outcome,
    schema::{accounts, contacts},
    stored,
};
use ba360_core::{
    instance::InstanceId,
    record::{
        Account, AccountDetails, AccountId, Contact, ContactDetails, ContactId, Object, SearchIndex, Value,
    },
};
use diesel::prelude::*;

type Text = Option<String>;

fn text(value: &Option<Value>) -> Option<&str> {
    value.as_ref().map(Value::as_str)
}

/// What a record's details are kept as: rows of a table of their own.
pub(super) trait Kept: PartialEq + Sized {
    /// Which of the two.
    const OBJECT: Object;

    /// The version and the details of a record.
    fn shown(c: &mut Conn, instance: InstanceId, id: i64) -> Outcome<Option<(i64, Self)>>;
    /// Makes a record; answers its key.
    fn make(&self, c: &mut Conn, instance: InstanceId, index: &str) -> QueryResult<i64>;
    /// Changes a record, to the next version.
    fn change(&self, c: &mut Conn, instance: InstanceId, id: i64, index: &str) -> QueryResult<()>;
    /// The index of a record alone.
    fn index(c: &mut Conn, instance: InstanceId, id: i64) -> Outcome<Option<SearchIndex>>;
    /// Changes a record's index alone.
    fn keep_index(c: &mut Conn, instance: InstanceId, id: i64, index: &str) -> QueryResult<()>;
}

macro_rules! kept {
    ($details:ident { $($field:ident),+ } in $table:ident, $object:expr) => {
        impl Kept for $details {
            const OBJECT: Object = $object;

            fn shown(c: &mut Conn, instance: InstanceId, id: i64) -> Outcome<Option<(i64, Self)>> {
                let row = $table::table
                    .filter($table::id.eq(id))
                    .filter($table::instance_id.eq(instance.0))
                    .select(($table::version, ($($table::$field,)+)))
                    .get_result::<(i64, (Text, Text, Text, Text, Text))>(c)
                    .optional()?;
                let Some((version, ($($field,)+))) = row else {
                    return Ok(None);
                };
                let details = $details { $($field: stored::value($field)?,)+ };
                Ok(Some((version, details)))
            }

            fn index(c: &mut Conn, instance: InstanceId, id: i64) -> Outcome<Option<SearchIndex>> {
                let row = $table::table
                    .filter($table::id.eq(id))
                    .filter($table::instance_id.eq(instance.0))
                    .select($table::search_index)
                    .get_result::<String>(c)
                    .optional()?;
                row.map(|index| index::unpacked(&index)).transpose()
            }

            fn make(&self, c: &mut Conn, instance: InstanceId, index: &str) -> QueryResult<i64> {
                diesel::insert_into($table::table)
                    .values((
                        $table::instance_id.eq(instance.0),
                        $table::version.eq(1),
                        $($table::$field.eq(text(&self.$field)),)+
                        $table::search_index.eq(index),
                    ))
                    .returning($table::id)
                    .get_result(c)
            }

            fn change(&self, c: &mut Conn, instance: InstanceId, id: i64, index: &str) -> QueryResult<()> {
                diesel::update($table::table)
                    .filter($table::id.eq(id))
                    .filter($table::instance_id.eq(instance.0))
                    .set((
                        $table::version.eq($table::version + 1),
                        $($table::$field.eq(text(&self.$field)),)+
                        $table::search_index.eq(index),
                    ))
                    .execute(c)
                    .map(drop)
            }

            fn keep_index(c: &mut Conn, instance: InstanceId, id: i64, index: &str) -> QueryResult<()> {
                diesel::update($table::table)
                    .filter($table::id.eq(id))
                    .filter($table::instance_id.eq(instance.0))
                    .set($table::search_index.eq(index))
                    .execute(c)
                    .map(drop)
            }
        }
    };
}

kept!(ContactDetails { identifier, name, social_id, email, phone } in contacts, Object::Contact);
kept!(
    AccountDetails { identifier, representative, legal_name, business_line, address } in accounts,
    Object::Account
);

/// The contact of that key.
pub(super) fn contact(c: &mut Conn, instance: InstanceId, id: i64) -> Outcome<Option<Contact>> {
    let found = ContactDetails::shown(c, instance, id)?;
    Ok(found.map(|(version, details)| Contact {
        id: ContactId(id.to_string()),
        version,
        details,
    }))
}

/// The account of that key.
pub(super) fn account(c: &mut Conn, instance: InstanceId, id: i64) -> Outcome<Option<Account>> {
    let found = AccountDetails::shown(c, instance, id)?;
    Ok(found.map(|(version, details)| Account {
        id: AccountId(id.to_string()),
        version,
        details,
    }))
}
