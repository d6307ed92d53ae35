//! What becomes of the table of keys when records change.

use super::{
    Conn, dialect,
    keys::{Kind, having},
};
use crate::{fault::Outcome, fields::bits, schema::match_keys};
use ba360_core::{
    instance::InstanceId,
    record::{Field, FieldSet, Object, SearchIndex},
};
use diesel::prelude::*;
use std::collections::BTreeMap;

type Entry = (i16, String);

/// The rows that an index has in the table.
fn entries(index: &SearchIndex, object: Object) -> BTreeMap<Entry, i32> {
    let mut entries = BTreeMap::new();
    for key in &index.keys {
        for (kind, fields) in [(Kind::Whole, key.whole), (Kind::Word, key.word)] {
            if !fields.is_empty() {
                entries.insert((kind.of(object), key.text.clone()), bits(fields));
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

    /// The oldest record that has an identifier, these changes taken into account; `known` is the oldest that has
    /// it without them.
    pub(super) fn of_identifier(
        &self,
        c: &mut Conn,
        instance: InstanceId,
        object: Object,
        (identifier, known): (&str, Option<i64>),
    ) -> Outcome<Option<i64>> {
        let kind = Kind::Whole.of(object);
        let wanted = FieldSet::from(Field::Identifier);
        let entry = |record| (kind, identifier.to_owned(), record);
        let changed: BTreeMap<i64, Change> = self
            .0
            .range(entry(i64::MIN)..=entry(i64::MAX))
            .map(|((_, _, record), change)| (*record, *change))
            .collect();
        let there = match known {
            Some(record) if changed.contains_key(&record) => {
                let there = having(c, (instance, kind), (identifier, wanted), changed.len() + 1)?;
                let mut there = there.into_iter().map(|(record, _)| record);
                there.find(|record| !changed.contains_key(record))
            }
            known => known,
        };
        let bit = bits(wanted);
        let identifies = |change: &Change| change.fields.is_some_and(|fields| fields & bit != 0);
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
        dialect::insert_all!(c, match_keys::table, made)
    }
}

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
