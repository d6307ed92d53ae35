use super::{Input, Live, Pager, Pair, Table};
use crate::chrome::Chrome;
use askama::Template;

/// The search view of contacts, accounts or cases.
#[derive(Template)]
#[template(path = "search.html")]
pub(crate) struct SearchPage<'p> {
    pub(crate) chrome: Chrome<'p>,
    pub(crate) title: &'static str,
    pub(crate) ask: Ask,
    /// The words and the address of making a record.
    pub(crate) create: Option<(&'static str, String)>,
    pub(crate) live: Option<Live>,
    pub(crate) results_title: &'static str,
    pub(crate) count: Option<String>,
    pub(crate) table: Option<Table>,
    pub(crate) empty: Option<Empty>,
    pub(crate) pager: Option<Pager>,
    /// The console's own address of this search, base included, where a link opened it.
    pub(crate) address: Option<String>,
}

/// The form that asks what to search for.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    /// What it is, for screen readers.
    pub(crate) heading: &'static str,
    pub(crate) action: String,
    pub(crate) label: &'static str,
    pub(crate) value: String,
    pub(crate) error: Option<&'static str>,
    pub(crate) hidden: Vec<Pair>,
    /// The fields that can be searched one by one.
    pub(crate) fields: Vec<Input>,
    /// Whether those stand open.
    pub(crate) open: bool,
}

/// What an empty search view says, and what it offers next.
#[derive(Clone, Debug)]
pub(crate) struct Empty {
    pub(crate) text: &'static str,
    pub(crate) hint: Option<&'static str>,
    /// What another value of the link would have found: the words and the address.
    pub(crate) lower: Option<(String, String)>,
    /// The words and the address of making a record of what was searched for.
    pub(crate) create: Option<(&'static str, String)>,
}
