//! What the views of a contact, an account and a case share.

use super::{Live, Notice};

/// A label and its value; none where there is no value.
pub(crate) type Fact = (&'static str, Option<String>);

/// The top of a record's view.
#[derive(Clone, Debug)]
pub(crate) struct TopOfRecord {
    /// The words and the address of the search that it was opened from.
    pub(crate) back: Option<(&'static str, String)>,
    pub(crate) notice: Option<Notice>,
    /// What kind of record it is.
    pub(crate) kicker: &'static str,
    /// What the record is called.
    pub(crate) title: String,
    /// Words and addresses, the most likely first.
    pub(crate) actions: Vec<(&'static str, String)>,
    pub(crate) live: Option<Live>,
    /// The lasting address, where this one carries a notice.
    pub(crate) address: Option<String>,
}

/// The newest cases of a record.
#[derive(Clone, Debug)]
pub(crate) struct CasesOfRecord {
    pub(crate) count: String,
    pub(crate) items: Vec<CaseItem>,
}

/// A case in a list.
#[derive(Clone, Debug)]
pub(crate) struct CaseItem {
    pub(crate) number: String,
    pub(crate) href: String,
    pub(crate) subject: String,
    pub(crate) channel: Option<&'static str>,
    pub(crate) created: String,
}

/// A record that another one names.
#[derive(Clone, Debug)]
pub(crate) struct Party {
    pub(crate) title: String,
    /// What tells it from others of the same name.
    pub(crate) under: Option<String>,
    pub(crate) href: String,
}
