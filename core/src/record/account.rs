use super::{BadDetails, Contact, Field, Found, Value, value::values};
use std::fmt;

/// An account's key: opaque text, made by the [`Records`](super::Records) port.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AccountId(pub String);

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An account (the page's *cuenta* or *empresa*).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its key.
    pub id: AccountId,
    /// Counts the changes, so that an edit of an old state is noticed.
    pub version: i64,
    /// What is known of it.
    pub details: AccountDetails,
}

/// What is known of an account: the page's five fields, at least one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountDetails {
    /// *identificador*
    pub identifier: Option<Value>,
    /// *representante*
    pub representative: Option<Value>,
    /// *razón social*
    pub legal_name: Option<Value>,
    /// *giro*, also shown as *línea de negocio*
    pub business_line: Option<Value>,
    /// *dirección*
    pub address: Option<Value>,
}

impl AccountDetails {
    /// The fields, in the page's order.
    pub const FIELDS: [Field; 5] = [
        Field::Identifier,
        Field::Representative,
        Field::LegalName,
        Field::BusinessLine,
        Field::Address,
    ];

    /// Takes the five texts in the order of [`Self::FIELDS`]; a blank one is absent.
    ///
    /// # Errors
    /// [`BadDetails`] when a value cannot be, or there is none.
    pub fn new(texts: [&str; 5]) -> Result<Self, BadDetails> {
        let [identifier, representative, legal_name, business_line, address] = values(Self::FIELDS, texts)?;
        Ok(Self {
            identifier,
            representative,
            legal_name,
            business_line,
            address,
        })
    }

    /// The value of a field.
    #[must_use]
    pub fn get(&self, field: Field) -> Option<&str> {
        let value = match field {
            Field::Identifier => &self.identifier,
            Field::Representative => &self.representative,
            Field::LegalName => &self.legal_name,
            Field::BusinessLine => &self.business_line,
            Field::Address => &self.address,
            Field::Name | Field::SocialId | Field::Email | Field::Phone => &None,
        };
        value.as_ref().map(Value::as_str)
    }

    /// What to call the account: the legal name, or else the first field that has a value.
    #[must_use]
    pub fn title(&self) -> &str {
        [
            Field::LegalName,
            Field::Identifier,
            Field::Representative,
            Field::BusinessLine,
            Field::Address,
        ]
        .into_iter()
        .find_map(|field| self.get(field))
        .unwrap_or_default()
    }
}

/// An account with the contacts that belong to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountFile {
    /// The account.
    pub account: Account,
    /// Its contacts, the oldest first; the page that was asked for.
    pub contacts: Found<Contact>,
}
