//! Parts of fields, by SQLite's trigram index (FTS5).

use crate::fault::{Fault, Outcome};
use ba360_core::{
    instance::InstanceId,
    record::{Field, FieldSet, Object},
    store::StoreError,
};
use diesel::{QueryResult, RunQueryDsl as _, SqliteConnection, prelude::*, sql_types::Text};

diesel::table! {
    field_text (rowid) {
        rowid -> BigInt,
        identifier -> Nullable<Text>,
        name -> Nullable<Text>,
        social_id -> Nullable<Text>,
        email -> Nullable<Text>,
        phone -> Nullable<Text>,
        representative -> Nullable<Text>,
        legal_name -> Nullable<Text>,
        business_line -> Nullable<Text>,
        address -> Nullable<Text>,
        /// FTS5's hidden column: the whole of a row, to be matched.
        #[sql_name = "field_text"]
        whole -> Text,
    }
}

diesel::infix_operator!(Match, " MATCH ");

/// The columns, in the order of [`Field::ALL`].
const COLUMNS: [&str; 9] = [
    "identifier",
    "name",
    "social_id",
    "email",
    "phone",
    "representative",
    "legal_name",
    "business_line",
    "address",
];

/// How many bits of a row's key number the records of one object.
const RECORD_BITS: u32 = 40;
/// How many bits number the instances: with the one for the object, the key stays positive.
const INSTANCE_BITS: u32 = 22;

/// The first key of an instance's object: its rows are one range, so that a search neither meets another
/// instance's rows nor takes longer because of them.
fn first_key(instance: InstanceId, object: Object) -> Outcome<i64> {
    if instance.0 < 0 || instance.0 >> INSTANCE_BITS != 0 {
        return Err(StoreError::failed("the instance's key is beyond what the text index can hold").into());
    }
    let object = i64::from(object == Object::Account);
    Ok((instance.0 << 1 | object) << RECORD_BITS)
}

fn key(instance: InstanceId, object: Object, record: i64) -> Outcome<i64> {
    if record < 0 || record >> RECORD_BITS != 0 {
        return Err(StoreError::failed("the record's key is beyond what the text index can hold").into());
    }
    Ok(first_key(instance, object)? | record)
}

/// Keeps the parts of a record that has none yet.
pub(crate) fn put(
    c: &mut SqliteConnection,
    instance: InstanceId,
    object: Object,
    record: i64,
    parts: &[(Field, String)],
) -> Outcome<()> {
    let part = |field| {
        parts
            .iter()
            .find(|(of, _)| *of == field)
            .map(|(_, text)| text.as_str())
    };
    diesel::insert_into(field_text::table)
        .values((
            field_text::rowid.eq(key(instance, object, record)?),
            field_text::identifier.eq(part(Field::Identifier)),
            field_text::name.eq(part(Field::Name)),
            field_text::social_id.eq(part(Field::SocialId)),
            field_text::email.eq(part(Field::Email)),
            field_text::phone.eq(part(Field::Phone)),
            field_text::representative.eq(part(Field::Representative)),
            field_text::legal_name.eq(part(Field::LegalName)),
            field_text::business_line.eq(part(Field::BusinessLine)),
            field_text::address.eq(part(Field::Address)),
        ))
        .execute(c)?;
    Ok(())
}

/// Forgets the parts of a record.
pub(crate) fn forget(
    c: &mut SqliteConnection,
    instance: InstanceId,
    object: Object,
    record: i64,
) -> Outcome<()> {
    diesel::delete(field_text::table.filter(field_text::rowid.eq(key(instance, object, record)?)))
        .execute(c)?;
    Ok(())
}

/// The records with a key above `after` that hold every one of the texts in one of the fields, not
/// necessarily all in the same: the `most` oldest, the oldest first. Each text has three characters or more.
pub(crate) fn holding(
    c: &mut SqliteConnection,
    instance: InstanceId,
    object: Object,
    (fields, texts): (FieldSet, &[&str]),
    after: i64,
    most: usize,
) -> Outcome<Vec<i64>> {
    let first = first_key(instance, object)?;
    let found: QueryResult<Vec<i64>> = super::first_n!(
        c,
        most,
        i64,
        field_text::table
            .filter(Match::new(
                field_text::whole,
                query(fields, texts).into_sql::<Text>()
            ))
            .filter(field_text::rowid.gt(first + after))
            .filter(field_text::rowid.lt(first + (1 << RECORD_BITS)))
            .order(field_text::rowid)
            .select(field_text::rowid)
    );
    Ok(found
        .map_err(Fault::from)?
        .into_iter()
        .map(|key| key - first)
        .collect())
}

/// The texts in FTS5's language: each a phrase in quotes, in which only the quote itself means anything.
fn query(fields: FieldSet, texts: &[&str]) -> String {
    let columns: Vec<_> = fields.iter().map(|field| COLUMNS[field as usize]).collect();
    let columns = columns.join(" ");
    let phrases: Vec<_> = texts
        .iter()
        .map(|text| format!("{{{columns}}} : \"{}\"", text.replace('"', "\"\"")))
        .collect();
    phrases.join(" AND ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_one_phrase_whatever_is_in_it() {
        assert_eq!(
            query(FieldSet::of(&[Field::Name, Field::Email]), &["a\"b*c", "OR NOT"]),
            r#"{name email} : "a""b*c" AND {name email} : "OR NOT""#
        );
    }

    #[test]
    fn the_columns_are_the_fields_in_their_order() {
        for (n, field) in Field::ALL.into_iter().enumerate() {
            assert_eq!(field as usize, n);
        }
        assert_eq!(COLUMNS[Field::Address as usize], "address");
    }
}
