use super::{Account, BadDetails, Field, Found, Value, value::values};
use std::fmt;

/// A contact's key: opaque text, made by the [`Records`](super::Records) port.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ContactId(pub String);

impl fmt::Display for ContactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A contact (the page's *contacto*).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Its key.
    pub id: ContactId,
    /// Counts the changes, so that an edit of an old state is noticed.
    pub version: i64,
    /// What is known of it.
    pub details: ContactDetails,
}

/// What is known of a contact: the page's five fields, at least one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactDetails {
    /// *identificador*
    pub identifier: Option<Value>,
    /// *nombre*: name and surname
    pub name: Option<Value>,
    /// *idrrss*
    pub social_id: Option<Value>,
    /// *email*
    pub email: Option<Value>,
    /// *telefono*
    pub phone: Option<Value>,
}

impl ContactDetails {
    /// The fields, in the page's order.
    pub const FIELDS: [Field; 5] = [
        Field::Identifier,
        Field::Name,
        Field::SocialId,
        Field::Email,
        Field::Phone,
    ];

    /// Takes the five texts in the order of [`Self::FIELDS`]; a blank one is absent.
    ///
    /// # Errors
    /// [`BadDetails`] when a value cannot be, or there is none.
    pub fn new(texts: [&str; 5]) -> Result<Self, BadDetails> {
        let [identifier, name, social_id, email, phone] = values(Self::FIELDS, texts)?;
        Ok(Self {
            identifier,
            name,
            social_id,
            email,
            phone,
        })
    }

    /// The value of a field.
    #[must_use]
    pub fn get(&self, field: Field) -> Option<&str> {
        let value = match field {
            Field::Identifier => &self.identifier,
            Field::Name => &self.name,
            Field::SocialId => &self.social_id,
            Field::Email => &self.email,
            Field::Phone => &self.phone,
            Field::Representative | Field::LegalName | Field::BusinessLine | Field::Address => &None,
        };
        value.as_ref().map(Value::as_str)
    }

    /// What to call the contact: the name, or else the first field that has a value.
    #[must_use]
    pub fn title(&self) -> &str {
        [
            Field::Name,
            Field::Identifier,
            Field::Email,
            Field::Phone,
            Field::SocialId,
        ]
        .into_iter()
        .find_map(|field| self.get(field))
        .unwrap_or_default()
    }
}

/// A contact with the accounts that it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactFile {
    /// The contact.
    pub contact: Contact,
    /// Its accounts, the oldest first; the page that was asked for.
    pub accounts: Found<Account>,
}
