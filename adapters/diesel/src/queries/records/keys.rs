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

/// The keys of a record as they are kept beside it, so that an edit knows exactly which to remove: a line each,
/// with the fields that have it as a whole, the names that have it as a word, and the text.
pub(super) fn packed(index: &SearchIndex) -> String {
    let mut packed = String::new();
    for key in &index.keys {
        let (whole, word) = (key.whole.bits(), key.word.bits());
        packed.push_str(&format!("{whole} {word} {}\n", key.text));
    }
    packed
}

type Entry = (i16, String);

fn unpacked(packed: &str, object: Object) -> Outcome<BTreeMap<Entry, i32>> {
    let mut entries = BTreeMap::new();
    for line in packed.lines() {
        let mut parts = line.splitn(3, ' ');
        let mut bits = || parts.next().and_then(|bits| bits.parse::<u16>().ok());
        let (Some(whole), Some(word)) = (bits(), bits()) else {
            return Err(Fault::damaged("a record's keys cannot be read"));
        };
        let text = parts.next().unwrap_or_default();
        for (kind, bits) in [(Kind::Whole, whole), (Kind::Word, word)] {
            if bits != 0 {
                entries.insert((kind.of(object), text.to_owned()), i32::from(bits));
            }
        }
    }
    Ok(entries)
}

/// Changes of keys that are to be written, in the order of the table: one by one, each would land on another
/// page.
#[derive(Default)]
pub(super) struct Changes(BTreeMap<(i16, String, i64), Option<i32>>);

impl Changes {
    /// Replaces what a record had by what it has, both packed.
    pub(super) fn replace(&mut self, object: Object, record: i64, had: &str, has: &str) -> Outcome<()> {
        let (had, has) = (unpacked(had, object)?, unpacked(has, object)?);
        for entry in had.keys().filter(|entry| !has.contains_key(*entry)) {
            self.0.insert((entry.0, entry.1.clone(), record), None);
        }
        for (entry, bits) in has {
            if had.get(&entry) != Some(&bits) {
                self.0.insert((entry.0, entry.1, record), Some(bits));
            }
        }
        Ok(())
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
        let changed: BTreeMap<i64, Option<i32>> = self
            .0
            .range(entry(i64::MIN)..=entry(i64::MAX))
            .map(|((_, _, record), bits)| (*record, *bits))
            .collect();
        let there = having(c, (instance, kind), (identifier, wanted), changed.len() + 1)?;
        let there = there
            .into_iter()
            .map(|(record, _)| record)
            .find(|record| !changed.contains_key(record));
        let identifies = |bits: &Option<i32>| bits.is_some_and(|bits| bits & i32::from(wanted.bits()) != 0);
        let made = changed
            .iter()
            .find(|(_, bits)| identifies(bits))
            .map(|(record, _)| *record);
        Ok(there.into_iter().chain(made).min())
    }

    /// Writes them.
    pub(super) fn write(self, c: &mut Conn, instance: InstanceId) -> QueryResult<()> {
        for ((kind, key, record), bits) in self.0 {
            match bits {
                Some(bits) => put(c, instance, kind, &key, record, bits)?,
                None => remove(c, instance, kind, &key, record)?,
            }
        }
        Ok(())
    }
}

fn put(c: &mut Conn, instance: InstanceId, kind: i16, key: &str, record: i64, bits: i32) -> QueryResult<()> {
    let row = (
        match_keys::instance_id.eq(instance.0),
        match_keys::kind.eq(kind),
        match_keys::key.eq(key),
        match_keys::record_id.eq(record),
        match_keys::fields.eq(bits),
    );
    let made = diesel::insert_into(match_keys::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(c)?;
    if made == 0 {
        let there = match_keys::table
            .filter(match_keys::instance_id.eq(instance.0))
            .filter(match_keys::kind.eq(kind))
            .filter(match_keys::key.eq(key))
            .filter(match_keys::record_id.eq(record));
        diesel::update(there)
            .set(match_keys::fields.eq(bits))
            .execute(c)?;
    }
    Ok(())
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
    fn packed_keys_tell_what_an_edit_changes() {
        let index = |name| {
            let details = ContactDetails::new(["1-9", name, "", "", ""]).unwrap();
            packed(&SearchIndex::of_contact(&details, NationalLength::default()))
        };
        let mut changes = Changes::default();
        changes
            .replace(Object::Contact, 7, &index("Ana Soto"), &index("Ana Rojas"))
            .unwrap();
        let changed: Vec<_> = changes
            .0
            .iter()
            .map(|((kind, key, _), bits)| (*kind, key.as_str(), bits.is_some()))
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
