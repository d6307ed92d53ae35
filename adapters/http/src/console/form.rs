//! What the forms of contacts and accounts share: the five texts as they were typed, what is wrong with them, and
//! what the record says now.

use super::view::inputs;
use crate::{
    call::Call,
    chrome::Chrome,
    pages::{ErrorList, Notice, Pair, RecordFormPage, Tone},
    refusal::Refusal,
};
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
    /// Why it was not saved.
    pub(super) problem: Option<SaveError>,
    /// What the record says now, where somebody else changed it meanwhile.
    pub(super) now: Option<Texts>,
}

impl Form {
    /// The page.
    pub(super) fn page(self, chrome: Chrome<'_>) -> RecordFormPage<'_> {
        let w = chrome.w();
        let at = match &self.problem {
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
        let stale = matches!(self.problem, Some(SaveError::Stale));
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

/// The texts, borrowed as the use cases take them.
pub(super) fn as_strs(texts: &Texts) -> [&str; 5] {
    texts.each_ref().map(String::as_str)
}
