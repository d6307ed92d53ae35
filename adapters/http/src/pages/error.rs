use crate::chrome::Chrome;
use askama::Template;
use ba360_core::text::Code;

/// An error: what happened, whom to ask, under which tracking code.
#[derive(Template)]
#[template(path = "error.html")]
pub(crate) struct ErrorPage<'p> {
    pub(crate) chrome: Chrome<'p>,
    pub(crate) status: u16,
    /// The stable code, as it stands on the wire.
    pub(crate) code: &'p str,
    /// The code's words.
    pub(crate) message: &'p str,
    /// For a bad link: where in it.
    pub(crate) link: Option<LinkPlace>,
}

/// Where a link is bad: the text around the place, the token replaced.
pub(crate) struct LinkPlace {
    /// The byte offset, from 0.
    pub(crate) position: usize,
    /// What stands before the place; an ellipsis first where it was cut.
    pub(crate) before: String,
    /// The character at the place; empty at the end of the link.
    pub(crate) at: String,
    /// What stands behind it.
    pub(crate) after: String,
}

impl ErrorPage<'_> {
    /// What the status means, in a few words.
    fn title(&self) -> &'static str {
        let w = self.chrome.w();
        match (self.status, &self.link) {
            (400, Some(_)) => w.error_link,
            (400, None) => w.error_bad_request,
            (403, _) if self.code == Code::FormStale.as_str() => w.error_form,
            (401 | 403, _) => w.error_forbidden,
            (404, _) => w.error_not_found,
            (409, _) => w.error_conflict,
            (429, _) => w.error_throttled,
            (503, _) => w.error_unavailable,
            (500.., _) => w.error_internal,
            _ => w.error_elsewhere,
        }
    }
}
