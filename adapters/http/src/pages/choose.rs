use super::{Ask, Live, Notice, Pager, Table};
use crate::chrome::Chrome;
use askama::Template;

/// Finds a record and takes it for something else: a contact for a case, an account for a contact.
#[derive(Template)]
#[template(path = "choose.html")]
pub(crate) struct ChoosePage<'p> {
    pub(crate) chrome: Chrome<'p>,
    pub(crate) back: Option<(&'static str, String)>,
    /// For what it is chosen.
    pub(crate) kicker: Option<String>,
    pub(crate) title: &'static str,
    pub(crate) lead: &'static str,
    /// The words and the address of making one instead.
    pub(crate) create: Option<(&'static str, String)>,
    pub(crate) live: Option<Live>,
    pub(crate) notice: Option<Notice>,
    /// The likely ones, under their heading.
    pub(crate) near: Option<(&'static str, Table)>,
    pub(crate) ask: Ask,
    /// What was found; none while nothing was asked.
    pub(crate) found: Option<Chosen>,
    /// What is said when nothing was found.
    pub(crate) none: &'static str,
}

impl ChoosePage<'_> {
    /// Whether making one is offered where nothing was found.
    fn offered_below(&self) -> bool {
        self.found.as_ref().is_some_and(|found| found.table.is_none())
    }
}

/// What can be chosen.
#[derive(Clone, Debug)]
pub(crate) struct Chosen {
    pub(crate) count: String,
    pub(crate) table: Option<Table>,
    pub(crate) pager: Option<Pager>,
}
