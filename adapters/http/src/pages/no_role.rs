use crate::chrome::Chrome;
use askama::Template;

/// For a user without a role: whom to ask.
#[derive(Template)]
#[template(path = "no_role.html")]
pub(crate) struct NoRolePage<'p> {
    pub(crate) chrome: Chrome<'p>,
    pub(crate) message: &'p str,
}
