use super::{CasesOfRecord, Fact, Pager, Table, TopOfRecord};
use crate::chrome::Chrome;
use askama::Template;

/// An account with its contacts and its cases.
#[derive(Template)]
#[template(path = "account.html")]
pub(crate) struct AccountPage<'p> {
    pub(crate) chrome: Chrome<'p>,
    pub(crate) top: TopOfRecord,
    pub(crate) facts: Vec<Fact>,
    /// None for somebody who may not see contacts.
    pub(crate) contacts: Option<ContactsOfAccount>,
    /// None for somebody who may not see cases.
    pub(crate) cases: Option<CasesOfRecord>,
}

/// The contacts that belong to an account.
#[derive(Clone, Debug)]
pub(crate) struct ContactsOfAccount {
    pub(crate) count: String,
    pub(crate) table: Option<Table>,
    pub(crate) pager: Option<Pager>,
}
