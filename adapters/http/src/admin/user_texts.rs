//! The texts of the form of a user.

use super::shared::chosen;
use crate::{call::Call, refusal::Refusal};
use ba360_core::{
    access::{
        RoleId, UserEmail,
        directory::{UserField, UserFile, UserTexts},
        groups::GroupId,
    },
    record::Value,
    text::Language,
};

/// The name for signing in.
pub(super) const NAME: &str = "usuario";
/// The role that is chosen.
pub(super) const ROLE: &str = "rol";
/// The group that is chosen.
pub(super) const GROUP: &str = "grupo";

/// What was typed, or what the user has.
#[derive(Clone, Default)]
pub(super) struct Texts {
    pub(super) name: String,
    pub(super) given_name: String,
    pub(super) surname: String,
    pub(super) email: String,
    pub(super) external_id: String,
    pub(super) time_zone: String,
    pub(super) language: String,
    pub(super) role: String,
    pub(super) group: String,
}

/// The name of a field in the form.
pub(super) const fn field_name(field: UserField) -> &'static str {
    match field {
        UserField::GivenName => "nombre",
        UserField::Surname => "apellido",
        UserField::Email => "email",
        UserField::ExternalId => "id_externo",
        UserField::TimeZone => "zona",
        UserField::Language => "idioma",
    }
}

impl Texts {
    /// What was typed.
    pub(super) fn typed(call: &Call) -> Result<Self, Refusal> {
        let text = |name| call.form.one(name).map(ToOwned::to_owned);
        let field = |field| text(field_name(field));
        Ok(Self {
            name: text(NAME)?,
            given_name: field(UserField::GivenName)?,
            surname: field(UserField::Surname)?,
            email: field(UserField::Email)?,
            external_id: field(UserField::ExternalId)?,
            time_zone: field(UserField::TimeZone)?,
            language: field(UserField::Language)?,
            role: text(ROLE)?,
            group: text(GROUP)?,
        })
    }

    /// What a user has.
    pub(super) fn of(user: &UserFile) -> Self {
        let value = |it: &Option<Value>| it.as_ref().map_or("", Value::as_str).to_owned();
        let details = &user.details;
        let zone = details.time_zone.as_ref().and_then(|zone| zone.iana_name());
        Self {
            name: user.name.clone(),
            given_name: value(&details.given_name),
            surname: value(&details.surname),
            email: details.email.as_ref().map_or("", UserEmail::as_str).to_owned(),
            external_id: value(&details.external_id),
            time_zone: zone.unwrap_or_default().to_owned(),
            language: details.language.map_or("", Language::tag).to_owned(),
            role: details.role.map_or(String::new(), |RoleId(id)| id.to_string()),
            group: details.group.map_or(String::new(), |GroupId(id)| id.to_string()),
        }
    }

    /// As the use cases take them.
    pub(super) fn as_use_case_takes_them(&self) -> Result<UserTexts<'_>, Refusal> {
        Ok(UserTexts {
            given_name: &self.given_name,
            surname: &self.surname,
            email: &self.email,
            external_id: &self.external_id,
            time_zone: &self.time_zone,
            language: &self.language,
            role: chosen(&self.role)?.map(RoleId),
            group: chosen(&self.group)?.map(GroupId),
        })
    }
}
