//! What contacts and accounts share.

use crate::refusal::Refusal;
use ba360_core::{
    record::{BadDetails, Field, SaveError, Value},
    text::Coded as _,
};

/// The bodies of a record of five fields: as it is answered, to make one, and to change one.
macro_rules! bodies {
    (
        $(#[$about:meta])* $one:ident,
        $(#[$about_new:meta])* $new:ident,
        $(#[$about_change:meta])* $change:ident,
        of $record:ty { $($(#[$about_field:meta])* $field:ident,)+ }
    ) => {
        $(#[$about])*
        #[derive(serde::Serialize, utoipa::ToSchema)]
        pub(super) struct $one {
            /// Its key.
            id: String,
            /// Its state, counted up with every change.
            version: i64,
            $($(#[$about_field])* $field: Option<String>,)+
        }

        $(#[$about_new])*
        #[derive(serde::Deserialize, utoipa::ToSchema)]
        #[serde(deny_unknown_fields)]
        struct $new {
            $($(#[$about_field])* $field: Option<String>,)+
        }

        $(#[$about_change])*
        #[derive(serde::Deserialize, utoipa::ToSchema)]
        #[serde(deny_unknown_fields)]
        struct $change {
            /// The version that was seen; another one is a conflict.
            version: i64,
            $(
                $(#[$about_field])*
                #[serde(default, deserialize_with = "crate::api::call::given")]
                #[schema(value_type = Option<String>)]
                $field: Option<Option<String>>,
            )+
        }

        impl From<$record> for $one {
            fn from(record: $record) -> Self {
                Self {
                    $($field: $crate::api::records::text(&record.details.$field),)+
                    version: record.version,
                    id: record.id.0,
                }
            }
        }

        impl $new {
            fn texts(&self) -> [&str; 5] {
                [$(self.$field.as_deref().unwrap_or_default(),)+]
            }
        }

        impl $change {
            /// The texts of a record after the change.
            fn texts(self, now: &$record) -> [String; 5] {
                use ba360_core::record::Value;
                [$($crate::api::call::changed(self.$field, now.details.$field.as_ref().map(Value::as_str)),)+]
            }
        }
    };
}
pub(super) use bodies;

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
