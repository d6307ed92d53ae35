use super::Notice;
use crate::chrome::Chrome;
use askama::Template;

/// The keys of external systems, and how they are used.
#[derive(Template)]
#[template(path = "external.html")]
pub(crate) struct ExternalPage<'p> {
    pub(crate) chrome: Chrome<'p>,
    pub(crate) notice: Option<Notice>,
    pub(crate) keys: [ExternalKeyCard; 2],
    /// The address of *Regenerar*; none for somebody who may not.
    pub(crate) regenerate: Option<String>,
    /// The address that external systems ask.
    pub(crate) endpoint: String,
    /// A JSON body to send there.
    pub(crate) example: String,
    /// The lasting address, where this one carries a notice.
    pub(crate) address: Option<String>,
}

/// A key with what is known of its use.
pub(crate) struct ExternalKeyCard {
    /// Its name on the wire.
    pub(crate) name: &'static str,
    pub(crate) key: String,
    pub(crate) made: String,
    pub(crate) used: String,
}

/// Asks before the secretkey is replaced: `POST` with `_token` and, when it is ticked, `revocar`.
#[derive(Template)]
#[template(path = "regenerate.html")]
pub(crate) struct RegeneratePage<'p> {
    pub(crate) chrome: Chrome<'p>,
    pub(crate) action: String,
    pub(crate) cancel: String,
}
