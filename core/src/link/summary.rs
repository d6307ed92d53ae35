//! What `ba360 link parse --json` and the server print about a link (contract 6).

use super::{Channel, Criteria, Finding, Format, Link, LinkError, Search};
use crate::text::{Code, Language};
use serde::ser::{Serialize, Serializer};

/// An account of a link, or of why it cannot be read, with its words in one language.
///
/// It says whether a token is there and never which.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
#[serde(untagged)]
pub enum Summary<'l> {
    /// A link that was read.
    Link(LinkSummary<'l>),
    /// One that cannot be.
    Unreadable {
        /// Why not, and where.
        error: ErrorSummary,
    },
}

impl<'l> Summary<'l> {
    /// The account of a link.
    #[must_use]
    pub fn of(link: &'l Link, language: Language) -> Self {
        Self::Link(LinkSummary {
            format: link.format(),
            platform: link.platform(),
            channel: link.channel(),
            interaction_id: link.interaction_id(),
            criteria: link.criteria(),
            search: link.search(),
            token: TokenPresence::of(link),
            findings: link
                .findings()
                .iter()
                .map(|finding| FindingSummary::of(finding, language))
                .collect(),
        })
    }

    /// The account of an unreadable link.
    #[must_use]
    pub const fn of_error(error: &LinkError, language: Language) -> Self {
        Self::Unreadable {
            error: ErrorSummary::of(error, language),
        }
    }

    /// The account of what [`Link::parse`] answered.
    #[must_use]
    pub fn of_result(result: &'l Result<Link, LinkError>, language: Language) -> Self {
        match result {
            Ok(link) => Self::of(link, language),
            Err(error) => Self::of_error(error, language),
        }
    }
}

/// The account of a link that was read.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub struct LinkSummary<'l> {
    /// The form in which it came.
    pub format: Format,
    /// The platform's name.
    pub platform: &'l str,
    /// The channel, in the page's spelling.
    pub channel: Channel,
    /// The interaction's id.
    pub interaction_id: &'l str,
    /// The values present, under the keys of the wire.
    pub criteria: Criteria<'l>,
    /// What is searched.
    pub search: Search<'l>,
    /// Whether a token was sent.
    pub token: TokenPresence,
    /// What was noticed.
    pub findings: Vec<FindingSummary>,
}

/// Whether a token was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TokenPresence {
    /// One was.
    Present,
    /// None was.
    Absent,
}

impl TokenPresence {
    pub(super) fn of(link: &Link) -> Self {
        if link.token().is_some() {
            Self::Present
        } else {
            Self::Absent
        }
    }
}

/// A finding with its words.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct FindingSummary {
    /// The stable code.
    #[serde(serialize_with = "wire")]
    pub code: Code,
    /// What a person reads.
    pub message: &'static str,
}

impl FindingSummary {
    /// A finding in one language.
    #[must_use]
    pub const fn of(finding: &Finding, language: Language) -> Self {
        Self {
            code: finding.code,
            message: finding.code.words(language),
        }
    }
}

/// An error with its words.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ErrorSummary {
    /// The stable code.
    #[serde(serialize_with = "wire")]
    pub code: Code,
    /// What a person reads.
    pub message: &'static str,
    /// The byte offset in the link, from 0.
    pub position: usize,
}

impl ErrorSummary {
    /// An error in one language.
    #[must_use]
    pub const fn of(error: &LinkError, language: Language) -> Self {
        Self {
            code: error.code,
            message: error.code.words(language),
            position: error.position,
        }
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde decides the signature")]
pub(super) fn wire<S: Serializer>(code: &Code, serializer: S) -> Result<S::Ok, S::Error> {
    code.as_str().serialize(serializer)
}
