use super::{ErrorList, Input, Notice, Pair};
use crate::chrome::Chrome;
use askama::Template;

/// The form that makes or edits a contact or an account.
#[derive(Template)]
#[template(path = "record_form.html")]
pub(crate) struct RecordFormPage<'p> {
    pub(crate) chrome: Chrome<'p>,
    pub(crate) title: &'static str,
    pub(crate) submit: &'static str,
    pub(crate) action: String,
    pub(crate) cancel: String,
    /// The version that is edited, and what the form carries along.
    pub(crate) hidden: Vec<Pair>,
    pub(crate) notice: Option<Notice>,
    pub(crate) errors: Option<ErrorList>,
    pub(crate) fields: Vec<Input>,
}
