use crate::{
    access::{RoleId, UserEmail, groups::GroupId},
    record::{DetailsProblem, Value, normal},
    redacted::redacted,
    text::{Code, Coded, Language},
};
use jiff::tz::TimeZone;

/// What an administrator says of a user, as it is kept.
#[derive(Clone, Default, PartialEq)]
pub struct UserDetails {
    /// The given name.
    pub given_name: Option<Value>,
    /// The surname.
    pub surname: Option<Value>,
    /// The e-mail address.
    pub email: Option<UserEmail>,
    /// The key of the user in another system (the page's *ID Externo*).
    pub external_id: Option<Value>,
    /// The role.
    pub role: Option<RoleId>,
    /// The group.
    pub group: Option<GroupId>,
    /// The time zone; the instance's where there is none.
    pub time_zone: Option<TimeZone>,
    /// The language; the instance's where there is none.
    pub language: Option<Language>,
}

redacted!(UserDetails);

/// What an administrator typed.
#[derive(Clone, Copy, Default)]
pub struct UserTexts<'a> {
    /// The given name.
    pub given_name: &'a str,
    /// The surname.
    pub surname: &'a str,
    /// The e-mail address.
    pub email: &'a str,
    /// The key in another system.
    pub external_id: &'a str,
    /// A name of the IANA database; blank for the instance's.
    pub time_zone: &'a str,
    /// `es`, `en`, or blank for the instance's.
    pub language: &'a str,
    /// The role that was chosen.
    pub role: Option<RoleId>,
    /// The group that was chosen.
    pub group: Option<GroupId>,
}

/// A field of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserField {
    /// The given name.
    GivenName,
    /// The surname.
    Surname,
    /// The e-mail address.
    Email,
    /// The key in another system.
    ExternalId,
    /// The time zone.
    TimeZone,
    /// The language.
    Language,
}

/// What is wrong with what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the field {field:?} cannot be taken: {code}")]
pub struct BadUserDetails {
    /// The field.
    pub field: UserField,
    code: Code,
}

impl Coded for BadUserDetails {
    fn code(&self) -> Code {
        self.code
    }
}

impl UserDetails {
    /// What a text is looked for in: the user's names and the real address, without case and accents, a line each.
    #[must_use]
    pub fn search_text(&self, name: &str) -> String {
        let email = self.email.as_ref().filter(|email| !email.is_placeholder());
        let full = [&self.given_name, &self.surname].map(|it| it.as_ref().map_or("", Value::as_str));
        [name, full.join(" ").trim(), email.map_or("", UserEmail::as_str)]
            .map(normal::fold)
            .join("\n")
    }

    /// What is looked for in [`Self::search_text`] when somebody types a text.
    #[must_use]
    pub fn looked_for(text: &str) -> String {
        normal::fold(text)
    }

    /// Takes what was typed.
    ///
    /// # Errors
    /// [`BadUserDetails`] for the first field that cannot be taken.
    pub fn new(texts: UserTexts<'_>) -> Result<Self, BadUserDetails> {
        let value = |field, text: &str| {
            Value::new(text).map_err(|problem: DetailsProblem| BadUserDetails {
                field,
                code: problem.code(),
            })
        };
        let bad = |field, code| BadUserDetails { field, code };
        let email = match texts.email.trim() {
            "" => None,
            typed => Some(UserEmail::new(typed).map_err(|_| bad(UserField::Email, Code::EmailBad))?),
        };
        let time_zone = match texts.time_zone.trim() {
            "" => None,
            name => Some(TimeZone::get(name).map_err(|_| bad(UserField::TimeZone, Code::TimeZoneBad))?),
        };
        let language = match texts.language.trim() {
            "" => None,
            tag => Some(
                tag.parse()
                    .map_err(|_| bad(UserField::Language, Code::LanguageBad))?,
            ),
        };
        Ok(Self {
            given_name: value(UserField::GivenName, texts.given_name)?,
            surname: value(UserField::Surname, texts.surname)?,
            email,
            external_id: value(UserField::ExternalId, texts.external_id)?,
            role: texts.role,
            group: texts.group,
            time_zone,
            language,
        })
    }
}
