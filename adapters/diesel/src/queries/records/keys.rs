//! What the table of keys tells: which records have a form as a whole field, or as a word of a name.

use super::{Conn, dialect};
use crate::{
    fault::Outcome,
    fields::{bits, in_any, of_bits},
    schema::match_keys,
};
use ba360_core::{
    instance::InstanceId,
    record::{Field, FieldSet, Object},
};
use diesel::prelude::*;
use std::collections::HashMap;

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
            .filter(in_any(bits(wanted)))
            .order(match_keys::record_id)
            .select((match_keys::record_id, match_keys::fields))
    )?;
    rows.into_iter()
        .map(|(id, bits)| Ok((id, of_bits(bits)?.and(wanted))))
        .collect()
}

/// Whether more than so many records have a key in one of some fields.
pub(super) fn more_than(
    c: &mut Conn,
    (instance, kind): (InstanceId, i16),
    (key, wanted): (&str, FieldSet),
    count: usize,
) -> Outcome<bool> {
    let next = dialect::first_n!(
        c,
        1,
        i64,
        match_keys::table
            .filter(match_keys::instance_id.eq(instance.0))
            .filter(match_keys::kind.eq(kind))
            .filter(match_keys::key.eq(key))
            .filter(in_any(bits(wanted)))
            .order(match_keys::record_id)
            .select(match_keys::record_id)
            .offset(count as i64)
    )?;
    Ok(!next.is_empty())
}

/// For each of some identifiers that any record has, the oldest such record.
pub(super) fn identified(
    c: &mut Conn,
    instance: InstanceId,
    object: Object,
    identifiers: &[&str],
) -> Outcome<HashMap<String, i64>> {
    let of = (instance, Kind::Whole.of(object));
    Ok(dialect::keys::oldest(
        c,
        of,
        identifiers,
        bits(Field::Identifier.into()),
    )?)
}

/// Whether one record has a key, and in which of some fields.
pub(super) fn of_record(
    c: &mut Conn,
    (instance, kind): (InstanceId, i16),
    (key, wanted): (&str, FieldSet),
    record: i64,
) -> Outcome<FieldSet> {
    let found: Option<i32> = match_keys::table
        .filter(match_keys::instance_id.eq(instance.0))
        .filter(match_keys::kind.eq(kind))
        .filter(match_keys::key.eq(key))
        .filter(match_keys::record_id.eq(record))
        .select(match_keys::fields)
        .get_result(c)
        .optional()?;
    found.map_or(Ok(FieldSet::NONE), |bits| Ok(of_bits(bits)?.and(wanted)))
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
        .filter(in_any(bits(wanted)))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_range_is_behind_every_text_with_that_beginning() {
        assert_eq!(behind("ab").as_deref(), Some("ac"));
        assert_eq!(behind("a\u{10ffff}").as_deref(), Some("b"));
        assert_eq!(behind("a\u{d7ff}").as_deref(), Some("a\u{e000}"));
        assert_eq!(behind("\u{10ffff}"), None);
    }
}
