use crate::chrome::Chrome;
use askama::Template;

/// `GET /logout`: the button, `POST` to `/logout`.
#[derive(Template)]
#[template(path = "logout.html")]
pub(crate) struct LogoutPage<'p> {
    pub(crate) chrome: Chrome<'p>,
}

/// After signing out.
#[derive(Template)]
#[template(path = "logged_out.html")]
pub(crate) struct LoggedOutPage<'p> {
    pub(crate) chrome: Chrome<'p>,
}
