//! What the forms of contacts and accounts share: the five texts as they were typed, what is wrong with them, and
//! what the record says now.

use super::{trail::Trail, view::inputs};
use crate::{
    call::Call,
    chrome::Chrome,
    pages::{ErrorList, Notice, Pair, RecordFormPage, Tone},
    refusal::Refusal,
    respond,
};
use axum::response::Response;
use ba360_core::{
    record::{Field, SaveError},
    text::{Code, Coded},
};

/// The five texts of a record.
pub(super) type Texts = [String; 5];

/// What a form shows.
pub(super) struct Form {
    pub(super) title: &'static str,
    pub(super) submit: &'static str,
    /// Where it goes, base excluded.
    pub(super) action: String,
    /// Where *Cancelar* goes, base excluded.
    pub(super) cancel: String,
    pub(super) hidden: Vec<Pair>,
    pub(super) fields: [Field; 5],
    pub(super) texts: Texts,
    /// The version of the record that the agent sees; none for a new one.
    pub(super) version: Option<i64>,
    /// What the record says now, where somebody else changed it meanwhile.
    pub(super) now: Option<Texts>,
}

impl Form {
    /// The form to fill in.
    pub(super) fn ask(self, chrome: Chrome<'_>) -> Result<Response, Refusal> {
        respond::page(&self.page(chrome, None))
    }

    /// The form again, with why it was not saved.
    ///
    /// # Errors
    /// What no change of the form would mend.
    pub(super) fn refuse(self, chrome: Chrome<'_>, problem: SaveError) -> Result<Response, Refusal> {
        match problem {
            SaveError::Details(_) | SaveError::Stale => {
                respond::refused(problem.code(), &self.page(chrome, Some(&problem)))
            }
            problem => Err(problem.into()),
        }
    }

    /// Shows what the record says now: whoever saves again has seen it.
    pub(super) fn shows_now(&mut self, version: i64, now: Texts) {
        self.version = Some(version);
        self.now = Some(now);
    }

    fn page<'p>(mut self, chrome: Chrome<'p>, problem: Option<&SaveError>) -> RecordFormPage<'p> {
        let w = chrome.w();
        let at = match problem {
            Some(SaveError::Details(bad)) => Some((bad.field, bad.code().words(w.language))),
            _ => None,
        };
        let summary = at.map(|(field, words)| match field {
            Some(field) => (field.as_str(), format!("{}: {words}", w.field(field))),
            None => (self.fields[0].as_str(), words.to_owned()),
        });
        // What is wrong with the whole is told at the first field.
        let at = at.map(|(field, words)| (field.unwrap_or(self.fields[0]), words));
        let now = self.now.as_ref().map(|now| now.each_ref().map(String::as_str));
        let stale = matches!(problem, Some(SaveError::Stale));
        if let Some(version) = self.version {
            self.hidden.push(("version", version.to_string()));
        }
        RecordFormPage {
            title: self.title,
            submit: self.submit,
            action: chrome.to(&self.action),
            cancel: chrome.to(&self.cancel),
            notice: stale.then(|| Notice::of_code(Tone::Bad, Code::RecordStale, w)),
            errors: summary.map(|error| ErrorList {
                title: w.form_errors,
                errors: vec![error],
            }),
            fields: inputs(w, self.fields, &self.texts, at, now),
            hidden: self.hidden,
            chrome,
        }
    }
}

/// The five texts as they were typed.
///
/// # Errors
/// A field that is given twice.
pub(super) fn typed(call: &Call, fields: [Field; 5]) -> Result<Texts, Refusal> {
    let mut texts = Texts::default();
    for (field, text) in fields.into_iter().zip(&mut texts) {
        call.form.one(field.as_str())?.clone_into(text);
    }
    Ok(texts)
}

/// The version of the record that the agent saw.
///
/// # Errors
/// [`Code::RequestBad`] when it is no number.
pub(super) fn version(call: &Call) -> Result<i64, Refusal> {
    let version = call.form.one("version")?.parse();
    version.map_err(|_| Refusal::of(Code::RequestBad))
}

/// The way from a form that was saved to its record, which tells it.
pub(super) fn saved(
    call: &Call,
    trail: &Trail,
    path: &str,
    notice: &'static str,
) -> Result<Response, Refusal> {
    respond::see_other(&call.site.to(&trail.to(path, [("aviso", notice.to_owned())])))
}

/// The texts, borrowed as the use cases take them.
pub(super) fn as_strs(texts: &Texts) -> [&str; 5] {
    texts.each_ref().map(String::as_str)
}
