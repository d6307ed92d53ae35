//! The rows of contacts and accounts. Both are read and written alike, each with its own columns.

use super::{Conn, dialect, index, keys::Kind};
use crate::{
    dialect::FEW_TEXTS,
    fault::Outcome,
    fields::{bits, in_any, of_bits},
    schema::{accounts, contacts, match_keys},
    stored,
};
use ba360_core::{
    instance::InstanceId,
    record::{
        Account, AccountDetails, AccountId, Contact, ContactDetails, ContactId, FieldSet, Object,
        PageRequest, SearchIndex, Value,
    },
};
use diesel::prelude::*;
use std::collections::HashMap;

type Text = Option<String>;
/// The five fields of a record.
type Fields = (Text, Text, Text, Text, Text);

fn text(value: &Option<Value>) -> Option<&str> {
    value.as_ref().map(Value::as_str)
}

/// A record's row: key, version, fields, index.
type StateRow = (i64, i64, Fields, String);

fn state<D: Kept>((id, version, columns, packed): StateRow) -> Outcome<(i64, State<D>)> {
    let state = State {
        version,
        details: D::of_columns(columns)?,
        index: index::unpacked(&packed)?,
    };
    Ok((id, state))
}

/// A record as it is kept.
pub(super) struct State<D> {
    pub(super) version: i64,
    pub(super) details: D,
    pub(super) index: SearchIndex,
}

/// A record, by a text that it has as a whole field.
pub(super) struct Whole<R> {
    pub(super) text: String,
    /// The fields that have it.
    pub(super) fields: FieldSet,
    pub(super) id: i64,
    pub(super) record: R,
}

/// What a record's details are kept as: rows of a table of their own.
pub(super) trait Kept: PartialEq + Sized {
    /// What the port calls the record.
    type Record;
    /// Which of the two.
    const OBJECT: Object;

    /// The details that the columns of a row tell.
    fn of_columns(columns: Fields) -> Outcome<Self>;
    /// The record that these are the details of.
    fn record(self, id: i64, version: i64) -> Self::Record;
    /// Those of some records that there are, in any order.
    fn records(c: &mut Conn, instance: InstanceId, ids: &[i64]) -> Outcome<Vec<(i64, Self::Record)>>;
    /// The same with all that is kept.
    fn states(c: &mut Conn, instance: InstanceId, ids: &[i64]) -> Outcome<Vec<(i64, State<Self>)>>;
    /// The indexes of some records alone, in any order.
    fn indexes(c: &mut Conn, instance: InstanceId, ids: &[i64]) -> Outcome<Vec<(i64, SearchIndex)>>;
    /// Records that have one of some texts as a whole field, whichever: `most` at most, in any order; a record
    /// stands there once for each of the texts.
    fn whole(
        c: &mut Conn,
        instance: InstanceId,
        texts: [&str; FEW_TEXTS],
        most: usize,
    ) -> Outcome<Vec<Whole<Self::Record>>>;
    /// A page of the records that have a word in one of some names, by age.
    fn with_word(
        c: &mut Conn,
        instance: InstanceId,
        word: (&str, FieldSet),
        page: PageRequest,
    ) -> Outcome<Vec<Self::Record>>;
    /// Makes records with those keys.
    fn make(c: &mut Conn, instance: InstanceId, made: &[(i64, &State<Self>)]) -> QueryResult<()>;
    /// Changes a record to what it is to be.
    fn change(c: &mut Conn, instance: InstanceId, id: i64, state: &State<Self>) -> QueryResult<()>;
}

macro_rules! kept {
    ($details:ident { $($field:ident),+ } in $table:ident, $row:ident, $record:ident, $id:ident, $object:expr) => {
        #[derive(Insertable)]
        #[diesel(table_name = $table, treat_none_as_default_value = false)]
        struct $row<'a> {
            instance_id: i64,
            id: i64,
            version: i64,
            $($field: Option<&'a str>,)+
            search_index: String,
        }

        impl Kept for $details {
            type Record = $record;
            const OBJECT: Object = $object;

            fn of_columns(columns: Fields) -> Outcome<Self> {
                let ($($field,)+) = columns;
                Ok(Self { $($field: stored::value($field)?,)+ })
            }

            fn record(self, id: i64, version: i64) -> $record {
                $record { id: $id(id.to_string()), version, details: self }
            }

            fn records(c: &mut Conn, instance: InstanceId, ids: &[i64]) -> Outcome<Vec<(i64, $record)>> {
                let rows = dialect::by_ids!(
                    c,
                    ids,
                    (i64, i64, Fields),
                    $table::id,
                    $table::table.filter($table::instance_id.eq(instance.0)).select((
                        $table::id,
                        $table::version,
                        ($($table::$field,)+),
                    ))
                )?;
                rows.into_iter()
                    .map(|(id, version, columns)| {
                        Ok((id, $details::of_columns(columns)?.record(id, version)))
                    })
                    .collect()
            }

            fn states(c: &mut Conn, instance: InstanceId, ids: &[i64]) -> Outcome<Vec<(i64, State<Self>)>> {
                let rows = dialect::by_ids!(
                    c,
                    ids,
                    StateRow,
                    $table::id,
                    $table::table.filter($table::instance_id.eq(instance.0)).select((
                        $table::id,
                        $table::version,
                        ($($table::$field,)+),
                        $table::search_index,
                    ))
                )?;
                rows.into_iter().map(state).collect()
            }

            fn indexes(c: &mut Conn, instance: InstanceId, ids: &[i64]) -> Outcome<Vec<(i64, SearchIndex)>> {
                let rows = dialect::by_ids!(
                    c,
                    ids,
                    (i64, String),
                    $table::id,
                    $table::table
                        .filter($table::instance_id.eq(instance.0))
                        .select(($table::id, $table::search_index))
                )?;
                rows.into_iter()
                    .map(|(id, packed)| Ok((id, index::unpacked(&packed)?)))
                    .collect()
            }

            fn whole(
                c: &mut Conn,
                instance: InstanceId,
                texts: [&str; FEW_TEXTS],
                most: usize,
            ) -> Outcome<Vec<Whole<$record>>> {
                let rows = dialect::first_n!(
                    c,
                    most,
                    (String, i32, i64, i64, Fields),
                    match_keys::table
                        .inner_join($table::table.on($table::id
                            .eq(match_keys::record_id)
                            .and($table::instance_id.eq(match_keys::instance_id))))
                        .filter(match_keys::instance_id.eq(instance.0))
                        .filter(match_keys::kind.eq(Kind::Whole.of($object)))
                        .filter(dialect::one_of!(match_keys::key, texts))
                        .select((
                            match_keys::key,
                            match_keys::fields,
                            $table::id,
                            $table::version,
                            ($($table::$field,)+),
                        ))
                )?;
                rows.into_iter()
                    .map(|(text, fields, id, version, columns)| {
                        Ok(Whole {
                            text,
                            fields: of_bits(fields)?,
                            id,
                            record: $details::of_columns(columns)?.record(id, version),
                        })
                    })
                    .collect()
            }

            fn with_word(
                c: &mut Conn,
                instance: InstanceId,
                (word, names): (&str, FieldSet),
                page: PageRequest,
            ) -> Outcome<Vec<$record>> {
                let rows = dialect::first_n!(
                    c,
                    page.size.rows() as usize,
                    (i64, i64, Fields),
                    match_keys::table
                        .inner_join($table::table.on($table::id
                            .eq(match_keys::record_id)
                            .and($table::instance_id.eq(match_keys::instance_id))))
                        .filter(match_keys::instance_id.eq(instance.0))
                        .filter(match_keys::kind.eq(Kind::Word.of($object)))
                        .filter(match_keys::key.eq(word))
                        .filter(in_any(bits(names)))
                        .order(match_keys::record_id)
                        .offset(page.skip().into())
                        .select(($table::id, $table::version, ($($table::$field,)+)))
                )?;
                rows.into_iter()
                    .map(|(id, version, columns)| Ok($details::of_columns(columns)?.record(id, version)))
                    .collect()
            }

            fn make(c: &mut Conn, instance: InstanceId, made: &[(i64, &State<Self>)]) -> QueryResult<()> {
                let rows: Vec<_> = made
                    .iter()
                    .map(|(id, state)| $row {
                        instance_id: instance.0,
                        id: *id,
                        version: state.version,
                        $($field: text(&state.details.$field),)+
                        search_index: index::packed(&state.index),
                    })
                    .collect();
                dialect::insert_all!(c, $table::table, rows)
            }

            fn change(c: &mut Conn, instance: InstanceId, id: i64, state: &State<Self>) -> QueryResult<()> {
                diesel::update($table::table)
                    .filter($table::id.eq(id))
                    .filter($table::instance_id.eq(instance.0))
                    .set((
                        $table::version.eq(state.version),
                        $($table::$field.eq(text(&state.details.$field)),)+
                        $table::search_index.eq(index::packed(&state.index)),
                    ))
                    .execute(c)
                    .map(drop)
            }
        }
    };
}

kept!(
    ContactDetails { identifier, name, social_id, email, phone } in contacts,
    ContactRow,
    Contact,
    ContactId,
    Object::Contact
);
kept!(
    AccountDetails { identifier, representative, legal_name, business_line, address } in accounts,
    AccountRow,
    Account,
    AccountId,
    Object::Account
);

/// One record, if it is there.
pub(super) fn one<D: Kept>(c: &mut Conn, instance: InstanceId, id: i64) -> Outcome<Option<D::Record>> {
    let found = D::records(c, instance, &[id])?;
    Ok(found.into_iter().next().map(|(_, record)| record))
}

/// Those of some records that there are, in the order in which they are given.
pub(super) fn in_order<D: Kept>(c: &mut Conn, instance: InstanceId, ids: &[i64]) -> Outcome<Vec<D::Record>> {
    let mut found: HashMap<i64, D::Record> = D::records(c, instance, ids)?.into_iter().collect();
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}
