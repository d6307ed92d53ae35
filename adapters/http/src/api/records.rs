//! What contacts and accounts share.

use crate::refusal::Refusal;
use ba360_core::{
    record::{BadDetails, Field, SaveError, Value},
    text::Coded as _,
};

/// A value as it is answered.
pub(super) fn text(value: &Option<Value>) -> Option<String> {
    value.as_ref().map(|value| value.as_str().to_owned())
}

/// The texts of a record.
pub(super) fn texts(texts: &[String; 5]) -> [&str; 5] {
    texts.each_ref().map(String::as_str)
}

/// Why a record was not saved, with the field where one is at fault.
pub(super) fn refuse(error: SaveError) -> Refusal {
    match error {
        SaveError::Details(bad) => refuse_details(bad, name_of),
        error => error.into(),
    }
}

/// Why the details of a record cannot be, with the field under the name that the body has for it.
pub(super) fn refuse_details(bad: BadDetails, name_of: fn(Field) -> &'static str) -> Refusal {
    Refusal::of(bad.code()).about(bad.field.map(name_of))
}

/// The name of a field in a body of `/api/v1`.
const fn name_of(field: Field) -> &'static str {
    match field {
        Field::Identifier => "identifier",
        Field::Name => "name",
        Field::SocialId => "social_id",
        Field::Email => "email",
        Field::Phone => "phone",
        Field::Representative => "representative",
        Field::LegalName => "legal_name",
        Field::BusinessLine => "business_line",
        Field::Address => "address",
    }
}
