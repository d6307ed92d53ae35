//! What the views of roles and of groups share: their lists, and what can be done with one of them.

use crate::{
    call::Call,
    chrome::Chrome,
    pages::{Column, ConfirmPage, Deed, Row, RowAction, Table, Way},
    refusal::Refusal,
};
use ba360_core::text::Code;

/// A role or a group, as both are shown.
pub(super) struct Named<'s> {
    pub(super) name: &'s str,
    pub(super) path: String,
    pub(super) users: u32,
    pub(super) is_default: bool,
    pub(super) version: i64,
}

/// The list of some of them, if there are any; `one` is what each is.
pub(super) fn table<'s>(
    chrome: &Chrome<'_>,
    (caption, one): (&'static str, &'static str),
    all: impl Iterator<Item = Named<'s>>,
) -> Option<Table> {
    let a = chrome.admin();
    let column = |title, figures| Column {
        title,
        spare: false,
        figures,
    };
    let rows = all.map(|named| Row {
        title: named.name.to_owned(),
        href: Some(chrome.to(&named.path)),
        cells: vec![
            Some(named.users.to_string()),
            named.is_default.then(|| a.yes.to_owned()),
        ],
        action: RowAction::None,
    });
    let table = Table {
        caption,
        columns: vec![
            column(one, false),
            column(a.users, true),
            column(a.is_default, false),
        ],
        rows: rows.collect(),
        actions: None,
    };
    (!table.rows.is_empty()).then_some(table)
}

/// To make it the default, or to make it the default no longer: `about` tells what either means.
pub(super) fn marking(chrome: &Chrome<'_>, named: &Named<'_>, about: [&'static str; 2]) -> Deed {
    let a = chrome.admin();
    let [mark, unmark] = about;
    let (title, about, text, word) = match named.is_default {
        false => (a.role_default_mark, mark, a.mark, "si"),
        true => (a.role_default_unmark, unmark, a.unmark, "no"),
    };
    let fields = vec![("marca", word.to_owned())];
    Deed {
        title,
        about,
        text,
        way: Way::Post(chrome.to(&format!("{}/predeterminado", named.path)), fields),
    }
}

/// To remove it.
pub(super) fn deleting(
    chrome: &Chrome<'_>,
    named: &Named<'_>,
    (title, about): (&'static str, &'static str),
) -> Deed {
    Deed {
        title,
        about,
        text: chrome.admin().delete,
        way: Way::Link(chrome.to(&format!("{}/eliminar", named.path))),
    }
}

/// What is to be the default by the form of [`marking`], and what is told when it is.
pub(super) fn marked<T>(call: &Call, one: T) -> Result<(Option<T>, &'static str), Refusal> {
    match call.form.one("marca")? {
        "si" => Ok((Some(one), "marcado")),
        "no" => Ok((None, "desmarcado")),
        _ => Err(Refusal::of(Code::RequestBad)),
    }
}

/// What to remove it will do, and the button; or why it was not removed.
pub(super) fn confirm<'c>(
    call: &'c Call,
    title: &str,
    named: &Named<'_>,
    refused: Option<Code>,
) -> ConfirmPage<'c> {
    let chrome = call.chrome();
    let a = chrome.admin();
    ConfirmPage {
        title: format!("{title}: {}", named.name),
        what: refused.map_or(a.delete_cannot, |code| code.words(a.language)),
        refused: refused.is_some(),
        action: chrome.to(&format!("{}/eliminar", named.path)),
        hidden: vec![("version", named.version.to_string())],
        submit: a.delete,
        cancel: chrome.to(&named.path),
        chrome,
    }
}
