//! What the views of administration share: the key in the path, the version that was seen, what was just done.

use crate::{
    call::Call,
    chrome::Chrome,
    console::{address, page_pairs, read_page},
    pages::{Ask, ErrorList, Notice, Now, Pair, Tone, Words},
    refusal::Refusal,
    respond,
};
use axum::response::Response;
use ba360_core::{record::PageRequest, text::Code};

/// The number in the path that names something; what is none names nothing.
pub(super) fn key(call: &Call, unknown: Code) -> Result<i64, Refusal> {
    call.param("id").parse().map_err(|_| Refusal::of(unknown))
}

/// The version that the administrator saw.
pub(super) fn seen(call: &Call) -> Result<i64, Refusal> {
    let version = call.form.one("version")?.parse();
    version.map_err(|_| Refusal::of(Code::RequestBad))
}

/// The key that was chosen in a form, if any.
pub(super) fn chosen(text: &str) -> Result<Option<i64>, Refusal> {
    match text {
        "" => Ok(None),
        key => key.parse().map(Some).map_err(|_| Refusal::of(Code::RequestBad)),
    }
}

/// What was just done, told once behind the redirect.
pub(super) fn done(call: &Call, told: &[(&str, &'static str)]) -> Result<Option<Notice>, Refusal> {
    let asked = call.query.one("aviso")?;
    let text = told.iter().find(|(word, _)| *word == asked);
    Ok(text.map(|(_, text)| good(text)))
}

/// Something went well.
pub(super) fn good(text: &str) -> Notice {
    Notice {
        tone: Tone::Good,
        text: text.to_owned(),
        link: None,
    }
}

/// The way to a view, which tells what was done.
pub(super) fn tell(call: &Call, path: &str, notice: &'static str) -> Result<Response, Refusal> {
    respond::see_other(&call.site.to(&address(path, [("aviso", notice.to_owned())])))
}

/// The lasting address, where the one that was asked carries a notice.
pub(super) fn lasting(chrome: &Chrome<'_>, notice: Option<&Notice>, path: &str) -> Option<String> {
    notice.map(|_| chrome.to(path))
}

/// What is wrong, tied to a field: the summary that leads there.
pub(super) fn errors(w: &Words, at: Option<(&'static str, &'static str)>) -> Option<ErrorList> {
    at.map(|(field, words)| ErrorList {
        title: w.form_errors,
        errors: vec![(field, words.to_owned())],
    })
}

/// What is wrong with a field.
pub(super) fn error_of(
    at: Option<(&'static str, &'static str)>,
    field: &'static str,
) -> Option<&'static str> {
    at.filter(|(name, _)| *name == field).map(|(_, words)| words)
}

/// What there is now beside what was typed, where the two differ.
pub(super) fn now_of(w: &Words, typed: &str, now: Option<&str>) -> Option<Now> {
    let value = now.filter(|now| *now != typed.trim())?;
    Some(Now {
        label: w.current_value,
        value: if value.is_empty() { w.current_blank } else { value }.to_owned(),
    })
}

/// A list that is searched by one text.
pub(super) struct Listing {
    pub(super) path: &'static str,
    pub(super) text: String,
    pub(super) page: PageRequest,
}

impl Listing {
    /// Reads what is asked for.
    pub(super) fn read(call: &Call, path: &'static str) -> Result<Self, Refusal> {
        Ok(Self {
            path,
            text: call.query.one("q")?.to_owned(),
            page: read_page(&call.query)?,
        })
    }

    /// The address of a page of it, base excluded.
    pub(super) fn local(&self, page: PageRequest) -> String {
        let text: [Pair; 1] = [("q", self.text.clone())];
        address(self.path, text.into_iter().chain(page_pairs(page)))
    }

    /// The form that asks.
    pub(super) fn ask(&self, chrome: &Chrome<'_>, heading: &'static str, label: &'static str) -> Ask {
        let mut hidden = Vec::new();
        if self.page.size != Default::default() {
            hidden.push(("size", self.page.size.rows().to_string()));
        }
        Ask {
            heading,
            action: chrome.to(self.path),
            label,
            value: self.text.clone(),
            error: None,
            hidden,
            fields: Vec::new(),
            open: false,
        }
    }
}
