use super::{Field, Search, SearchObject};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::fmt;

/// What a link says about contact, account and case: the search object, without its absent values.
///
/// It serialises as the present values under the keys of the wire, and prints no value by `Debug`.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Criteria<'l> {
    /// `contacto`: any search value of the contact (new format).
    pub contact: Option<&'l str>,
    /// `identificador` (legacy format).
    pub identifier: Option<&'l str>,
    /// `nombre`: first and last name (legacy format).
    pub name: Option<&'l str>,
    /// `idrrss`: the id in a social network (legacy format).
    pub social_id: Option<&'l str>,
    /// `email` (legacy format).
    pub email: Option<&'l str>,
    /// `telefono` (legacy format).
    pub phone: Option<&'l str>,
    /// `empresa`: any search value of the account.
    pub account: Option<&'l str>,
    /// `caso`: the case number.
    pub case: Option<&'l str>,
}

impl<'l> Criteria<'l> {
    /// The value of a field; nothing for one that is not of the search object.
    #[must_use]
    pub const fn get(&self, field: Field) -> Option<&'l str> {
        match field {
            Field::Contact => self.contact,
            Field::Identifier => self.identifier,
            Field::Name => self.name,
            Field::SocialId => self.social_id,
            Field::Email => self.email,
            Field::Phone => self.phone,
            Field::Account => self.account,
            Field::Case => self.case,
            Field::Platform | Field::Channel | Field::InteractionId | Field::Token => None,
        }
    }

    /// The values that are present, in the order of [`Field::ALL`].
    pub fn present(&self) -> impl Iterator<Item = (Field, &'l str)> + use<'l> {
        let criteria = *self;
        Field::ALL
            .into_iter()
            .filter_map(move |field| Some((field, criteria.get(field)?)))
    }

    /// Whether a field of the legacy format is present.
    #[must_use]
    pub fn has_legacy_contact(&self) -> bool {
        Field::LEGACY_CONTACT
            .into_iter()
            .any(|field| self.get(field).is_some())
    }

    /// The one value for the contact: `contacto`, or the first of the legacy fields that migration would take
    /// (contract 1.8).
    #[must_use]
    pub fn contact_value(&self) -> Option<&'l str> {
        self.contact.or_else(|| {
            Field::LEGACY_CONTACT
                .into_iter()
                .find_map(|field| self.get(field))
        })
    }

    /// What could be searched, in the page's priority Caso → Cuenta → Contacto: the first decides (contract 2.1).
    pub fn searches(&self) -> impl Iterator<Item = Search<'l>> + use<'l> {
        [
            (SearchObject::Case, self.case),
            (SearchObject::Account, self.account),
            (SearchObject::Contact, self.contact_value()),
        ]
        .into_iter()
        .filter(|(_, value)| value.is_some())
        .map(|(object, value)| Search { object, value })
    }

    /// What is searched.
    #[must_use]
    pub fn search(&self) -> Search<'l> {
        self.searches().next().unwrap_or(Search {
            object: SearchObject::None,
            value: None,
        })
    }
}

impl fmt::Debug for Criteria<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set()
            .entries(self.present().map(|(field, _)| field))
            .finish()
    }
}

impl Serialize for Criteria<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.present().count()))?;
        for (field, value) in self.present() {
            map.serialize_entry(field.wire(), value)?;
        }
        map.end()
    }
}
