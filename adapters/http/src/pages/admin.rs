//! The pages of administration.

use super::{Ask, Deed, ErrorList, Fact, FormField, Input, Notice, Pager, Pair, Table, TopOfRecord, Way};
use crate::chrome::Chrome;
use askama::Template;

/// A list that may be searched, and what to do where it is empty.
#[derive(Template)]
#[template(path = "list.html")]
pub(crate) struct ListPage<'p> {
    pub(crate) chrome: Chrome<'p>,
    pub(crate) title: &'static str,
    pub(crate) lead: &'static str,
    /// The words and the address of making one.
    pub(crate) create: Option<(&'static str, String)>,
    pub(crate) notice: Option<Notice>,
    pub(crate) ask: Option<Ask>,
    pub(crate) results_title: &'static str,
    pub(crate) count: String,
    pub(crate) table: Option<Table>,
    /// What is said where there is no table, and what to do next.
    pub(crate) empty: &'static str,
    pub(crate) next: &'static str,
    pub(crate) pager: Option<Pager>,
    /// The lasting address, where this one carries a notice.
    pub(crate) address: Option<String>,
}

/// A form, and what else can be done with what it edits.
#[derive(Template)]
#[template(path = "form.html")]
pub(crate) struct FormPage<'p> {
    pub(crate) chrome: Chrome<'p>,
    pub(crate) back: Option<(&'static str, String)>,
    pub(crate) title: String,
    pub(crate) lead: Option<&'static str>,
    pub(crate) notice: Option<Notice>,
    pub(crate) errors: Option<ErrorList>,
    pub(crate) action: String,
    pub(crate) hidden: Vec<Pair>,
    pub(crate) fields: Vec<FormField>,
    pub(crate) submit: &'static str,
    pub(crate) cancel: String,
    /// Whether it is only to be read.
    pub(crate) locked: bool,
    pub(crate) deeds: Vec<Deed>,
    /// The lasting address, where this one carries a notice.
    pub(crate) address: Option<String>,
}

/// Asks before something is removed.
#[derive(Template)]
#[template(path = "confirm.html")]
pub(crate) struct ConfirmPage<'p> {
    pub(crate) chrome: Chrome<'p>,
    pub(crate) title: String,
    /// What it will do, or why it was not done.
    pub(crate) what: &'static str,
    pub(crate) refused: bool,
    pub(crate) action: String,
    pub(crate) hidden: Vec<Pair>,
    pub(crate) submit: &'static str,
    pub(crate) cancel: String,
}

/// A user, with what an administrator can do.
#[derive(Template)]
#[template(path = "user.html")]
pub(crate) struct UserPage<'p> {
    pub(crate) chrome: Chrome<'p>,
    pub(crate) top: TopOfRecord,
    pub(crate) facts: Vec<Fact>,
    /// What an address that only stands in for one means.
    pub(crate) placeholder: Option<&'static str>,
    pub(crate) deeds: Vec<Deed>,
}

/// A password that was made for somebody: shown on this page and never again.
#[derive(Template)]
#[template(path = "issued.html")]
pub(crate) struct IssuedPage<'p> {
    pub(crate) chrome: Chrome<'p>,
    pub(crate) title: &'static str,
    pub(crate) notice: Notice,
    pub(crate) user: &'p str,
    pub(crate) password: &'p str,
    /// The address of the user.
    pub(crate) href: String,
}

/// A role with its permissions, view by view.
#[derive(Template)]
#[template(path = "role.html")]
pub(crate) struct RolePage<'p> {
    pub(crate) chrome: Chrome<'p>,
    pub(crate) title: String,
    pub(crate) back: String,
    pub(crate) notice: Option<Notice>,
    pub(crate) errors: Option<ErrorList>,
    pub(crate) is_default: bool,
    /// What keeps whoever looks from changing it, or some of it.
    pub(crate) exceeds: Option<&'static str>,
    pub(crate) action: String,
    /// What the views are searched for.
    pub(crate) wanted: String,
    pub(crate) version: Option<i64>,
    pub(crate) name: Input,
    /// The permissions that it has now, where somebody else changed it meanwhile.
    pub(crate) now: Option<String>,
    /// Whether every permission may be given.
    pub(crate) may_all: bool,
    pub(crate) rows: Vec<MatrixRow>,
    /// Whether no view is what was searched for.
    pub(crate) nothing: bool,
    pub(crate) submit: &'static str,
    /// Whether it is only to be read.
    pub(crate) locked: bool,
    pub(crate) deeds: Vec<Deed>,
    /// The lasting address, where this one carries a notice.
    pub(crate) address: Option<String>,
}

/// A view in the matrix.
pub(crate) struct MatrixRow {
    /// Its stable word.
    pub(crate) word: &'static str,
    pub(crate) name: &'static str,
    /// The menu in which it stands.
    pub(crate) menu: &'static str,
    /// What it is found by.
    pub(crate) find: String,
    /// Whether it is not what was searched for: it is sent with the rest all the same.
    pub(crate) hidden: bool,
    /// Whether all of it may be given.
    pub(crate) may_all: bool,
    pub(crate) cells: Vec<MatrixCell>,
}

/// A permission in the matrix.
pub(crate) struct MatrixCell {
    pub(crate) id: String,
    pub(crate) value: String,
    pub(crate) action: &'static str,
    pub(crate) ticked: bool,
    /// Whether it may be given.
    pub(crate) may: bool,
}
