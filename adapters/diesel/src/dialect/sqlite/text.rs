//! Parts of fields, by SQLite's trigram index (FTS5).

use crate::{
    dialect::Wanted,
    fault::{Fault, Outcome},
};
use ba360_core::{
    instance::InstanceId,
    record::{Field, Object},
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

/// The parts of one record, ready to be kept.
#[derive(Insertable)]
#[diesel(table_name = field_text, treat_none_as_default_value = false)]
pub(crate) struct Parts {
    rowid: i64,
    identifier: Option<String>,
    name: Option<String>,
    social_id: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    representative: Option<String>,
    legal_name: Option<String>,
    business_line: Option<String>,
    address: Option<String>,
}

impl Parts {
    pub(crate) fn new(
        instance: InstanceId,
        object: Object,
        record: i64,
        parts: &[(Field, String)],
    ) -> Outcome<Self> {
        let part = |field| {
            let part = parts.iter().find(|(of, _)| *of == field);
            part.map(|(_, text)| text.clone())
        };
        Ok(Self {
            rowid: key(instance, object, record)?,
            identifier: part(Field::Identifier),
            name: part(Field::Name),
            social_id: part(Field::SocialId),
            email: part(Field::Email),
            phone: part(Field::Phone),
            representative: part(Field::Representative),
            legal_name: part(Field::LegalName),
            business_line: part(Field::BusinessLine),
            address: part(Field::Address),
        })
    }
}

/// Keeps the parts of records that have none yet.
pub(crate) fn put(c: &mut SqliteConnection, parts: Vec<Parts>) -> Outcome<()> {
    Ok(super::insert_all!(c, field_text::table, parts)?)
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

/// The records that hold some texts, from the oldest on.
pub(crate) struct Walk {
    /// The key before the first record's.
    first: i64,
    query: String,
    /// The key of the last record that was found; `None` behind the last.
    after: Option<i64>,
}

impl Walk {
    /// A walk over the records that have any of what is wanted.
    pub(crate) fn new(
        _: &mut SqliteConnection,
        instance: InstanceId,
        object: Object,
        wanted: &[Wanted<'_>],
    ) -> Outcome<Self> {
        let first = first_key(instance, object)?;
        let any: Vec<_> = wanted
            .iter()
            .map(|wanted| format!("({})", query(wanted)))
            .collect();
        Ok(Self {
            first,
            query: any.join(" OR "),
            after: Some(first).filter(|_| !wanted.is_empty()),
        })
    }

    /// The next of them, the oldest first, about so many. `None` when there are no more.
    pub(crate) fn next(&mut self, c: &mut SqliteConnection, most: usize) -> Outcome<Option<Vec<i64>>> {
        let Some(after) = self.after else {
            return Ok(None);
        };
        let found: QueryResult<Vec<i64>> = super::first_n!(
            c,
            most,
            i64,
            field_text::table
                .filter(Match::new(
                    field_text::whole,
                    self.query.as_str().into_sql::<Text>()
                ))
                .filter(field_text::rowid.gt(after))
                .filter(field_text::rowid.lt(self.first + (1 << RECORD_BITS)))
                .order(field_text::rowid)
                .select(field_text::rowid)
        );
        let found = found.map_err(Fault::from)?;
        self.after = found.get(most - 1).copied();
        Ok(Some(found.into_iter().map(|key| key - self.first).collect()))
    }
}

/// The texts in FTS5's language: each a phrase in quotes, in which only the quote itself means anything.
fn query(wanted: &Wanted<'_>) -> String {
    let columns: Vec<_> = wanted
        .fields
        .iter()
        .map(|field| COLUMNS[field as usize])
        .collect();
    let columns = columns.join(" ");
    let phrases: Vec<_> = wanted
        .texts
        .iter()
        .map(|text| format!("{{{columns}}} : \"{}\"", text.replace('"', "\"\"")))
        .collect();
    phrases.join(" AND ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use ba360_core::record::FieldSet;

    #[test]
    fn a_text_is_one_phrase_whatever_is_in_it() {
        assert_eq!(
            query(&Wanted {
                fields: FieldSet::of(&[Field::Name, Field::Email]),
                texts: &["a\"b*c", "OR NOT"]
            }),
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
