//! The table of keys: which records have a form as a whole field, or as a word of a name.

use super::{Conn, dialect};
use crate::{
    fault::{Fault, Outcome},
    schema::match_keys,
};
use ba360_core::{
    instance::InstanceId,
    record::{Field, FieldSet, Object, SearchIndex},
};
use diesel::{dsl, prelude::*, sql_types::Integer};
use std::collections::BTreeMap;

diesel::infix_operator!(BitAnd, " & ", Integer);

/// Keys of any of some fields.
fn in_any(wanted: FieldSet) -> dsl::NotEq<BitAnd<match_keys::fields, dsl::AsExprOf<i32, Integer>>, i32> {
    let bits = i32::from(wanted.bits()).into_sql::<Integer>();
    BitAnd::new(match_keys::fields, bits).ne(0)
}

/// What a key is of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A whole field.
    Whole,
    /// A word of a name.
    Word,
}

impl Kind {
    /// As it is kept, with the object: see the table's definition.
    pub(super) fn of(self, object: Object) -> i16 {
        let object = if object == Object::Account { 2 } else { 0 };
        object + i16::from(self == Self::Word)
    }
}

fn fields(bits: i32) -> Outcome<FieldSet> {
    let bits = u16::try_from(bits).map_err(|_| Fault::damaged("a key's fields cannot be"))?;
    Ok(FieldSet::from_bits(bits))
}

/// The oldest records that have a key in one of some fields, at most `most`; with those fields.
pub(super) fn having(
    c: &mut Conn,
    (instance, kind): (InstanceId, i16),
    (key, wanted): (&str, FieldSet),
    most: usize,
) -> Outcome<Vec<(i64, FieldSet)>> {
    let rows = dialect::first_n!(
        c,
        most,
        (i64, i32),
        match_keys::table
            .filter(match_keys::instance_id.eq(instance.0))
            .filter(match_keys::kind.eq(kind))
            .filter(match_keys::key.eq(key))
            .filter(in_any(wanted))
            .order(match_keys::record_id)
            .select((match_keys::record_id, match_keys::fields))
    )?;
    rows.into_iter()
        .map(|(id, bits)| Ok((id, fields(bits)?.and(wanted))))
        .collect()
}

/// Whether one record has a key, and in which of some fields.
pub(super) fn of_record(
    c: &mut Conn,
    (instance, kind): (InstanceId, i16),
    (key, wanted): (&str, FieldSet),
    record: i64,
) -> Outcome<FieldSet> {
    let bits: Option<i32> = match_keys::table
        .filter(match_keys::instance_id.eq(instance.0))
        .filter(match_keys::kind.eq(kind))
        .filter(match_keys::key.eq(key))
        .filter(match_keys::record_id.eq(record))
        .select(match_keys::fields)
        .get_result(c)
        .optional()?;
    bits.map_or(Ok(FieldSet::NONE), |bits| Ok(fields(bits)?.and(wanted)))
}

/// Records that have a key with that beginning in one of some fields, by key and then by age, at most `most`
/// rows; a record stands there once for each of its keys.
pub(super) fn beginning(
    c: &mut Conn,
    (instance, kind): (InstanceId, i16),
    (start, wanted): (&str, FieldSet),
    most: usize,
) -> Outcome<Vec<i64>> {
    let keys = match_keys::table
        .filter(match_keys::instance_id.eq(instance.0))
        .filter(match_keys::kind.eq(kind))
        .filter(match_keys::key.ge(start))
        .filter(in_any(wanted))
        .order((match_keys::key, match_keys::record_id))
        .select(match_keys::record_id);
    let rows: QueryResult<Vec<i64>> = match behind(start) {
        Some(end) => dialect::first_n!(c, most, i64, keys.filter(match_keys::key.lt(end))),
        None => dialect::first_n!(c, most, i64, keys),
    };
    Ok(rows?)
}

/// The first text behind all those with that beginning, in the order of code points; `None` when there is none.
fn behind(start: &str) -> Option<String> {
    let mut kept = start.to_owned();
    while let Some(last) = kept.pop() {
        let next = match last {
            char::MAX => continue,
            '\u{d7ff}' => Some('\u{e000}'),
            last => char::from_u32(u32::from(last) + 1),
        };
        if let Some(next) = next {
            kept.push(next);
            return Some(kept);
        }
    }
    None
}

type Entry = (i16, String);

/// The rows that an index has in the table.
fn entries(index: &SearchIndex, object: Object) -> BTreeMap<Entry, i32> {
    let mut entries = BTreeMap::new();
    for key in &index.keys {
        for (kind, fields) in [(Kind::Whole, key.whole), (Kind::Word, key.word)] {
            if !fields.is_empty() {
                entries.insert((kind.of(object), key.text.clone()), i32::from(fields.bits()));
            }
        }
    }
    entries
}

/// Changes of keys that are to be written, in the order of the table: one by one, each would land on another
/// page.
#[derive(Default)]
pub(super) struct Changes(BTreeMap<(i16, String, i64), Change>);

/// What becomes of a row.
#[derive(Clone, Copy)]
struct Change {
    /// Whether it is in the table now.
    is_there: bool,
    /// The bits of the fields that it is to have, if it is to be there.
    fields: Option<i32>,
}

impl Changes {
    /// Replaces what a record had by what it has.
    pub(super) fn replace(&mut self, object: Object, record: i64, had: &SearchIndex, has: &SearchIndex) {
        let (had, has) = (entries(had, object), entries(has, object));
        for entry in had.keys().filter(|entry| !has.contains_key(*entry)) {
            self.set(entry.clone(), record, true, None);
        }
        for (entry, bits) in has {
            let before = had.get(&entry);
            if before != Some(&bits) {
                self.set(entry, record, before.is_some(), Some(bits));
            }
        }
    }

    /// A row that was not touched before is as the record had it.
    fn set(&mut self, (kind, key): Entry, record: i64, had: bool, fields: Option<i32>) {
        let change = self.0.entry((kind, key, record)).or_insert(Change {
            is_there: had,
            fields,
        });
        change.fields = fields;
    }

    /// The oldest record that has that identifier, these changes taken into account.
    pub(super) fn of_identifier(
        &self,
        c: &mut Conn,
        instance: InstanceId,
        object: Object,
        identifier: &str,
    ) -> Outcome<Option<i64>> {
        let kind = Kind::Whole.of(object);
        let wanted = FieldSet::from(Field::Identifier);
        let entry = |record| (kind, identifier.to_owned(), record);
        let changed: BTreeMap<i64, Change> = self
            .0
            .range(entry(i64::MIN)..=entry(i64::MAX))
            .map(|((_, _, record), change)| (*record, *change))
            .collect();
        let there = having(c, (instance, kind), (identifier, wanted), changed.len() + 1)?;
        let there = there
            .into_iter()
            .map(|(record, _)| record)
            .find(|record| !changed.contains_key(record));
        let bits = i32::from(wanted.bits());
        let identifies = |change: &Change| change.fields.is_some_and(|fields| fields & bits != 0);
        let made = changed
            .iter()
            .find(|(_, change)| identifies(change))
            .map(|(record, _)| *record);
        Ok(there.into_iter().chain(made).min())
    }

    /// Writes them.
    pub(super) fn write(self, c: &mut Conn, instance: InstanceId) -> QueryResult<()> {
        let mut made = Vec::with_capacity(self.0.len());
        for ((kind, key, record_id), Change { is_there, fields }) in self.0 {
            let row = |fields| Row {
                instance_id: instance.0,
                kind,
                key: key.clone(),
                record_id,
                fields,
            };
            match (is_there, fields) {
                (false, Some(fields)) => made.push(row(fields)),
                (true, Some(fields)) => set_fields(c, &row(fields))?,
                (true, None) => remove(c, instance, kind, &key, record_id)?,
                (false, None) => {}
            }
        }
        for rows in made.chunks(ROWS_AT_ONCE) {
            if rows.len() < WORTH_PREPARING {
                for row in rows {
                    diesel::insert_into(match_keys::table).values(row).execute(c)?;
                }
            } else {
                diesel::insert_into(match_keys::table).values(rows).execute(c)?;
            }
        }
        Ok(())
    }
}

/// How many rows are put in by one statement at most.
const ROWS_AT_ONCE: usize = 500;
/// From how many rows on one statement is better, which is prepared each time: that of one row is kept prepared.
const WORTH_PREPARING: usize = 16;

#[derive(Insertable)]
#[diesel(table_name = match_keys, treat_none_as_default_value = false)]
struct Row {
    instance_id: i64,
    kind: i16,
    key: String,
    record_id: i64,
    fields: i32,
}

fn set_fields(c: &mut Conn, row: &Row) -> QueryResult<()> {
    let there = match_keys::table
        .filter(match_keys::instance_id.eq(row.instance_id))
        .filter(match_keys::kind.eq(row.kind))
        .filter(match_keys::key.eq(&row.key))
        .filter(match_keys::record_id.eq(row.record_id));
    diesel::update(there)
        .set(match_keys::fields.eq(row.fields))
        .execute(c)
        .map(drop)
}

fn remove(c: &mut Conn, instance: InstanceId, kind: i16, key: &str, record: i64) -> QueryResult<()> {
    diesel::delete(
        match_keys::table
            .filter(match_keys::instance_id.eq(instance.0))
            .filter(match_keys::kind.eq(kind))
            .filter(match_keys::key.eq(key))
            .filter(match_keys::record_id.eq(record)),
    )
    .execute(c)
    .map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ba360_core::{instance::NationalLength, record::ContactDetails};

    #[test]
    fn the_end_of_a_range_is_behind_every_text_with_that_beginning() {
        assert_eq!(behind("ab").as_deref(), Some("ac"));
        assert_eq!(behind("a\u{10ffff}").as_deref(), Some("b"));
        assert_eq!(behind("a\u{d7ff}").as_deref(), Some("a\u{e000}"));
        assert_eq!(behind("\u{10ffff}"), None);
    }

    #[test]
    fn an_edit_changes_the_keys_that_differ() {
        let index = |name| {
            let details = ContactDetails::new(["1-9", name, "", "", ""]).unwrap();
            SearchIndex::of_contact(&details, NationalLength::default())
        };
        let mut changes = Changes::default();
        changes.replace(Object::Contact, 7, &index("Ana Soto"), &index("Ana Rojas"));
        let changed: Vec<_> = changes
            .0
            .iter()
            .map(|((kind, key, _), change)| (*kind, key.as_str(), change.fields.is_some()))
            .collect();
        assert_eq!(
            changed,
            [
                (0, "ana rojas", true),
                (0, "ana soto", false),
                (1, "rojas", true),
                (1, "soto", false)
            ]
        );
    }
}
