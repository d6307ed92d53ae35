//! The bits by which the table of keys says which fields have a key.

use crate::{
    fault::{Fault, Outcome},
    schema::match_keys,
};
use ba360_core::record::FieldSet;
use diesel::{dsl, prelude::*, sql_types::Integer};

diesel::infix_operator!(BitAnd, " & ", Integer);

/// Keys of any of some fields.
pub(crate) fn in_any(bits: i32) -> dsl::NotEq<BitAnd<match_keys::fields, dsl::AsExprOf<i32, Integer>>, i32> {
    BitAnd::new(match_keys::fields, bits.into_sql::<Integer>()).ne(0)
}

/// The bits of some fields.
pub(crate) fn bits(fields: FieldSet) -> i32 {
    i32::from(fields.bits())
}

/// The fields of some bits.
pub(crate) fn of_bits(bits: i32) -> Outcome<FieldSet> {
    let bits = u16::try_from(bits).map_err(|_| Fault::damaged("a key's fields cannot be"))?;
    Ok(FieldSet::from_bits(bits))
}
