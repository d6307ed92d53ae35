use super::{CasesOfRecord, Fact, Pager, Pair, TopOfRecord};
use crate::chrome::Chrome;
use askama::Template;

/// A contact with its accounts and its cases.
#[derive(Template)]
#[template(path = "contact.html")]
pub(crate) struct ContactPage<'p> {
    pub(crate) chrome: Chrome<'p>,
    pub(crate) top: TopOfRecord,
    pub(crate) facts: Vec<Fact>,
    /// None for somebody who may not see accounts.
    pub(crate) accounts: Option<AccountsOfContact>,
    /// None for somebody who may not see cases.
    pub(crate) cases: Option<CasesOfRecord>,
}

/// The accounts that a contact belongs to.
#[derive(Clone, Debug)]
pub(crate) struct AccountsOfContact {
    pub(crate) items: Vec<AccountItem>,
    pub(crate) pager: Option<Pager>,
    /// The address where an account is tied.
    pub(crate) tie: Option<String>,
}

/// An account of a contact.
#[derive(Clone, Debug)]
pub(crate) struct AccountItem {
    pub(crate) title: String,
    pub(crate) under: Option<String>,
    pub(crate) href: String,
    /// Where the form goes that ends the tie, and its fields.
    pub(crate) untie: Option<(String, Vec<Pair>)>,
}
