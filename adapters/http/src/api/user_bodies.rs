//! The bodies of `/api/v1/users`.

use super::call::given;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A user in a list.
#[derive(Serialize, ToSchema)]
pub(super) struct UserRow {
    /// Its key.
    pub(super) id: i64,
    /// The name for signing in.
    pub(super) name: String,
    /// Given name and surname, as far as there are.
    pub(super) full_name: String,
    /// The e-mail address, where there is a real one.
    pub(super) email: Option<String>,
    /// The role's name.
    pub(super) role: Option<String>,
    /// Whether the user may come in.
    pub(super) active: bool,
}

/// A user.
#[derive(Serialize, ToSchema)]
pub(super) struct User {
    /// Its key.
    pub(super) id: i64,
    /// Its state, counted up with every change.
    pub(super) version: i64,
    /// The name for signing in.
    pub(super) name: String,
    /// The given name.
    pub(super) given_name: Option<String>,
    /// The surname.
    pub(super) surname: Option<String>,
    /// The e-mail address, where there is a real one.
    pub(super) email: Option<String>,
    /// The user's key in another system (*ID Externo*).
    pub(super) external_id: Option<String>,
    /// A name of the IANA database; null for the instance's own.
    pub(super) time_zone: Option<String>,
    /// `es` or `en`; null for the instance's own.
    pub(super) language: Option<String>,
    /// The role.
    pub(super) role: Option<Named>,
    /// The group.
    pub(super) group: Option<Named>,
    /// Whether the user may come in.
    pub(super) active: bool,
    /// Whether an external system brought the user.
    pub(super) made_externally: bool,
    /// When the user was made.
    #[schema(format = DateTime)]
    pub(super) made_at: String,
    /// Tokens that were issued before are refused.
    #[schema(format = DateTime)]
    pub(super) tokens_not_before: Option<String>,
}

/// A role or a group by its key and its name.
#[derive(Serialize, ToSchema)]
pub(super) struct Named {
    /// Its key.
    pub(super) id: i64,
    /// Its name.
    pub(super) name: String,
}

/// A user and their new password.
#[derive(Serialize, ToSchema)]
pub(super) struct NewPassword {
    /// The user's key.
    pub(super) id: i64,
    /// The name for signing in.
    pub(super) name: String,
    /// The password.
    pub(super) password: String,
}

/// A user to make.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewUser {
    /// The name for signing in.
    pub(super) name: String,
    /// The given name.
    pub(super) given_name: Option<String>,
    /// The surname.
    pub(super) surname: Option<String>,
    /// The e-mail address.
    pub(super) email: Option<String>,
    /// The user's key in another system.
    pub(super) external_id: Option<String>,
    /// A name of the IANA database.
    pub(super) time_zone: Option<String>,
    /// `es` or `en`.
    pub(super) language: Option<String>,
    /// The role.
    pub(super) role_id: Option<i64>,
    /// The group.
    pub(super) group_id: Option<i64>,
}

/// What is to change of a user.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UserChange {
    /// The version that was seen; another one is a conflict.
    pub(super) version: i64,
    /// The given name.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub(super) given_name: Option<Option<String>>,
    /// The surname.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub(super) surname: Option<Option<String>>,
    /// The e-mail address.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub(super) email: Option<Option<String>>,
    /// The user's key in another system.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub(super) external_id: Option<Option<String>>,
    /// A name of the IANA database.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub(super) time_zone: Option<Option<String>>,
    /// `es` or `en`.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub(super) language: Option<Option<String>>,
    /// The role.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    pub(super) role_id: Option<Option<i64>>,
    /// The group.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<i64>)]
    pub(super) group_id: Option<Option<i64>>,
}

/// Whether a user may come in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Activation {
    /// Whether they may.
    pub(super) active: bool,
}
