use crate::chrome::Chrome;
use askama::Template;

/// A link's token names somebody else than who is signed in: `POST` to `/login/cambiar` with `enlace` and
/// `_token` switches; `stay` is the address to go on as who one is.
#[derive(Template)]
#[template(path = "switch_user.html")]
pub(crate) struct SwitchUserPage<'p> {
    pub(crate) chrome: Chrome<'p>,
    pub(crate) signed_in: &'p str,
    pub(crate) named: &'p str,
    pub(crate) sealed_link: &'p str,
    /// The address, base included.
    pub(crate) stay: &'p str,
}
