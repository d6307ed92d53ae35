//! What a person needs who asks why a link does what it does: the "Inspector de enlaces" and
//! `ba360 link explain`.

use super::{
    ErrorSummary, Field, Finding, Format, Link, LinkError, SearchObject, TokenPresence, draft::Trace, parse,
    summary::wire,
};
use crate::text::{Code, Language};
use std::ops::Range;

/// An account of how a link is read: every value as it came and as it is used, what was ignored, what will be
/// searched and why. For an unreadable link: the error, and everything that could be read before it.
///
/// It shows values, which are personal, to the one who sent them; it shows no token.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct Explanation {
    /// The form of the link; none when it cannot be read.
    pub format: Option<Format>,
    /// The fields in the order in which they stand in the link.
    pub values: Vec<ReadValue>,
    /// What was not used.
    pub ignored: Vec<Ignored>,
    /// Whether a token was sent; none when the link cannot be read.
    pub token: Option<TokenPresence>,
    /// What will be searched; none when the link cannot be read.
    pub search: Option<SearchReason>,
    /// What was noticed, by position.
    pub findings: Vec<Noticed>,
    /// Why the link cannot be read.
    pub error: Option<ErrorSummary>,
    /// The field in which the error is, where there is one.
    pub error_field: Option<Field>,
}

/// A field as it came and as it is used.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct ReadValue {
    /// The field.
    pub field: Field,
    /// The byte offset in the link, from 0, at which it begins.
    pub position: usize,
    /// The byte offset behind its last byte.
    pub end: usize,
    /// The bytes of the link, as text; none for the token.
    pub received: Option<String>,
    /// What it counts as; none when it counts as absent, and for the token.
    pub used: Option<String>,
}

/// Something of the link that is not used.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct Ignored {
    /// The name of an unknown key or parameter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Why it is not used.
    #[serde(serialize_with = "wire")]
    pub code: Code,
    /// The byte offset in the link, from 0, at which it begins.
    pub position: usize,
    /// The byte offset behind its last byte.
    pub end: usize,
}

/// A finding, its words and its place.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Noticed {
    /// The stable code.
    #[serde(serialize_with = "wire")]
    pub code: Code,
    /// What a person reads.
    pub message: &'static str,
    /// The byte offset in the link, from 0.
    pub position: usize,
    /// The field that it is about.
    pub field: Option<Field>,
}

impl Noticed {
    fn new(
        &Finding {
            code,
            position,
            field,
            ..
        }: &Finding,
        language: Language,
    ) -> Self {
        Self {
            code,
            message: code.words(language),
            position,
            field,
        }
    }
}

/// What will be searched, and why (contract 2.1).
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct SearchReason {
    /// The kind of record.
    pub object: SearchObject,
    /// The value.
    pub value: Option<String>,
    /// The reason's stable code.
    #[serde(serialize_with = "wire")]
    pub code: Code,
    /// The reason in words.
    pub message: &'static str,
    /// The criteria that have a value and are not consulted.
    pub not_consulted: Vec<Field>,
}

impl Explanation {
    /// Explains a link, in one language.
    #[must_use]
    pub fn of(input: &[u8], language: Language) -> Self {
        let mut notes = Notes {
            input,
            values: Vec::new(),
            ignored: Vec::new(),
        };
        let result = parse::parse(input, &mut notes);
        let Notes {
            mut values,
            mut ignored,
            ..
        } = notes;
        values.sort_by_key(|value| value.position);
        ignored.sort_by_key(|ignored| ignored.position);
        match result {
            Ok(link) => Self {
                format: Some(link.format()),
                values,
                ignored,
                token: Some(TokenPresence::of(&link)),
                search: Some(SearchReason::of(&link, language)),
                findings: link
                    .findings()
                    .iter()
                    .map(|found| Noticed::new(found, language))
                    .collect(),
                error: None,
                error_field: None,
            },
            Err(error) => Self::unreadable(values, ignored, &error, language),
        }
    }

    fn unreadable(
        values: Vec<ReadValue>,
        ignored: Vec<Ignored>,
        error: &LinkError,
        language: Language,
    ) -> Self {
        Self {
            format: None,
            values,
            ignored,
            token: None,
            search: None,
            findings: Vec::new(),
            error: Some(ErrorSummary::of(error, language)),
            error_field: error.field,
        }
    }
}

impl SearchReason {
    fn of(link: &Link, language: Language) -> Self {
        let search = link.search();
        let consulted = |field: Field| match search.object {
            SearchObject::Case => field == Field::Case,
            SearchObject::Account => field == Field::Account,
            SearchObject::Contact | SearchObject::None => true,
        };
        let code = search.object.reason();
        Self {
            object: search.object,
            value: search.value.map(str::to_owned),
            code,
            message: code.words(language),
            not_consulted: link
                .criteria()
                .present()
                .map(|(field, _)| field)
                .filter(|&field| !consulted(field))
                .collect(),
        }
    }
}

struct Notes<'i> {
    input: &'i [u8],
    values: Vec<ReadValue>,
    ignored: Vec<Ignored>,
}

impl Trace for Notes<'_> {
    const ON: bool = true;

    fn value(&mut self, field: Field, raw: Range<usize>, used: Option<&str>) {
        let secret = field == Field::Token;
        let received = self.input.get(raw.clone()).filter(|_| !secret);
        self.values.push(ReadValue {
            field,
            position: raw.start,
            end: raw.end,
            received: received.map(|bytes| String::from_utf8_lossy(bytes).into_owned()),
            used: used.filter(|_| !secret).map(str::to_owned),
        });
    }

    fn ignored(&mut self, name: Option<&str>, code: Code, raw: Range<usize>) {
        let name = name.map(str::to_owned);
        self.ignored.push(Ignored {
            name,
            code,
            position: raw.start,
            end: raw.end,
        });
    }
}
