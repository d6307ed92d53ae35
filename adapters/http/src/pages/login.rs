use crate::chrome::Chrome;
use askama::Template;

/// The sign-in form; `POST` to `/login` with `usuario`, `contrasena`, `continuar`, `_token`. Of the link that
/// brought the person here it shows no value.
#[derive(Template)]
#[template(path = "login.html")]
pub(crate) struct LoginPage<'p> {
    pub(crate) chrome: Chrome<'p>,
    /// The sealed return path, or empty.
    pub(crate) return_to: &'p str,
    /// The user name that was typed.
    pub(crate) user: &'p str,
    /// Why nobody was signed in, or what brought the person here.
    pub(crate) message: Option<&'p str>,
}

impl LoginPage<'_> {
    /// Whether somebody tried to sign in and was refused.
    fn tried(&self) -> bool {
        self.message.is_some() && !self.user.is_empty()
    }
}
