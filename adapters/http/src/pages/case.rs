use super::{Fact, Party, TopOfRecord};
use crate::chrome::Chrome;
use askama::Template;

/// A case with its contact and its account.
#[derive(Template)]
#[template(path = "case.html")]
pub(crate) struct CasePage<'p> {
    pub(crate) chrome: Chrome<'p>,
    pub(crate) top: TopOfRecord,
    pub(crate) facts: Vec<Fact>,
    /// The contact and the account, each under its heading.
    pub(crate) parties: Vec<(&'static str, Option<Party>)>,
}
