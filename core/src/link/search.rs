use crate::text::Code;
use std::fmt;

/// The record that a link searches (the page's "Búsqueda de casos, cuentas y contactos").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SearchObject {
    /// `caso` is present.
    Case,
    /// `empresa` is present and `caso` is not.
    Account,
    /// The contact is present, and neither `caso` nor `empresa` is.
    Contact,
    /// Nothing is present: the empty contact search.
    None,
}

impl SearchObject {
    /// Why this record is searched, as a code with words.
    #[must_use]
    pub const fn reason(self) -> Code {
        match self {
            Self::Case => Code::LinkSearchCase,
            Self::Account => Code::LinkSearchAccount,
            Self::Contact => Code::LinkSearchContact,
            Self::None => Code::LinkSearchNone,
        }
    }
}

/// What a link searches. The value of a legacy contact is the one that migration would take.
#[derive(Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Search<'l> {
    /// The kind of record.
    pub object: SearchObject,
    /// The value; none where nothing is searched.
    pub value: Option<&'l str>,
}

impl fmt::Debug for Search<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Search")
            .field("object", &self.object)
            .finish_non_exhaustive()
    }
}
