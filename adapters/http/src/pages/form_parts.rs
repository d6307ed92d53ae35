//! What the forms of administration are made of beside a line of text and a choice, and what can be done with what is
//! in view.

use super::{Choice, Input, Now, Pair, Select, parts::described_by};
use askama::Template;

/// A field of a form.
#[derive(Clone, Debug)]
pub(crate) enum FormField {
    Input(Input),
    Select(Select),
    Area(Area),
    Tick(Tick),
    Secret(Secret),
    /// A label and a value that stays.
    Fixed(&'static str, String),
}

/// Several lines of text to fill in.
#[derive(Clone, Debug, Template)]
#[template(path = "part/area.html")]
pub(crate) struct Area {
    /// The name in the form, which also makes the id.
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) value: String,
    pub(crate) rows: u8,
    pub(crate) hint: Option<&'static str>,
    pub(crate) error: Option<&'static str>,
    /// What the record says now, where somebody else changed it meanwhile.
    pub(crate) now: Option<Now>,
}

impl Area {
    fn described_by(&self) -> String {
        let there = [self.hint.is_some(), self.error.is_some(), self.now.is_some()];
        described_by(self.name, there)
    }
}

/// Something to tick.
#[derive(Clone, Debug, Template)]
#[template(path = "part/tick.html")]
pub(crate) struct Tick {
    /// The name in the form, which also makes the id.
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) hint: Option<&'static str>,
    pub(crate) ticked: bool,
}

/// A secret to type, which is never shown again.
#[derive(Clone, Debug, Template)]
#[template(path = "part/secret.html")]
pub(crate) struct Secret {
    /// The name in the form, which also makes the id.
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) hint: Option<&'static str>,
    pub(crate) error: Option<&'static str>,
}

impl Secret {
    fn described_by(&self) -> String {
        described_by(self.name, [self.hint.is_some(), self.error.is_some(), false])
    }
}

/// Something that can be done with what is in view.
#[derive(Clone, Debug)]
pub(crate) struct Deed {
    pub(crate) title: &'static str,
    /// What it does.
    pub(crate) about: &'static str,
    /// What stands on the button.
    pub(crate) text: &'static str,
    pub(crate) way: Way,
}

/// How a deed is done.
#[derive(Clone, Debug)]
pub(crate) enum Way {
    /// By a page at this address, which asks first.
    Link(String),
    /// At once, by a form that goes to this address with these fields.
    Post(String, Vec<Pair>),
}

/// The choices of a list, the one of that value chosen.
pub(crate) fn choices(options: impl IntoIterator<Item = (String, String)>, chosen: &str) -> Vec<Choice> {
    options
        .into_iter()
        .map(|(value, text)| Choice {
            chosen: value == chosen,
            value,
            text,
        })
        .collect()
}
