use super::{ErrorList, Notice};
use crate::chrome::Chrome;
use askama::Template;

/// The change of one's own password. What was typed is never shown again.
#[derive(Template)]
#[template(path = "password.html")]
pub(crate) struct PasswordPage<'p> {
    pub(crate) chrome: Chrome<'p>,
    pub(crate) notice: Option<Notice>,
    pub(crate) errors: Option<ErrorList>,
    pub(crate) action: String,
    pub(crate) cancel: String,
    /// The sealed return path, or empty.
    pub(crate) return_to: &'p str,
    pub(crate) fields: [PasswordField; 3],
    /// The lasting address, where this one carries a notice.
    pub(crate) address: Option<String>,
}

/// A password to type.
pub(crate) struct PasswordField {
    /// The name in the form, which also makes the id.
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) hint: Option<&'static str>,
    pub(crate) error: Option<&'static str>,
    /// Which password it is, for the browser's own keeper.
    pub(crate) autocomplete: &'static str,
}

impl PasswordField {
    /// The ids of what describes the field.
    fn described_by(&self) -> String {
        let there = [(self.hint.is_some(), "hint"), (self.error.is_some(), "error")];
        let ids = there.into_iter().filter(|(there, _)| *there);
        let ids = ids.map(|(_, part)| format!("campo-{}-{part}", self.name));
        ids.collect::<Vec<_>>().join(" ")
    }
}
