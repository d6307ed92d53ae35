use super::{Notice, Pager, Table};
use crate::chrome::Chrome;
use askama::Template;

/// Who is signed in, the newest first.
#[derive(Template)]
#[template(path = "sessions.html")]
pub(crate) struct SessionsPage<'p> {
    pub(crate) chrome: Chrome<'p>,
    pub(crate) notice: Option<Notice>,
    pub(crate) count: String,
    pub(crate) table: Table,
    pub(crate) pager: Option<Pager>,
    /// The lasting address, where this one carries a notice.
    pub(crate) address: Option<String>,
}
