use super::{ErrorList, Input, Live, Notice, Pair, Party, Select};
use crate::chrome::Chrome;
use askama::Template;

/// The form that makes a case of a contact.
#[derive(Template)]
#[template(path = "case_form.html")]
pub(crate) struct CaseFormPage<'p> {
    pub(crate) chrome: Chrome<'p>,
    /// The interaction that the case will be related to.
    pub(crate) live: Option<Live>,
    /// What is wrong with no field of the form.
    pub(crate) notice: Option<Notice>,
    pub(crate) errors: Option<ErrorList>,
    pub(crate) action: String,
    pub(crate) hidden: Vec<Pair>,
    pub(crate) contact: Party,
    /// The address where another contact is chosen.
    pub(crate) change: String,
    /// None where there is no account to choose.
    pub(crate) accounts: Option<Select>,
    /// None where the interaction has the channel.
    pub(crate) channels: Option<Select>,
    pub(crate) subject: Input,
    pub(crate) cancel: String,
}
