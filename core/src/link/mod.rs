//! The integration link: what an external system opens to bring an agent to a case, an account or a contact.
//!
//! ```text
//! /integracionview/{plataforma}/{canal}/{id}/{criteria}[/{token}]
//! /integracionview?plataforma=&canal=&id=&contacto=&empresa=&caso=&token=
//! ```
//!
//! - [`Link::parse`] reads a link as it came: a whole address or a path, raw or percent-encoded, new format,
//!   legacy format or query form. It takes any bytes, never panics and never recurses.
//! - [`Link::build`] makes one from [`LinkParts`]; [`Link::to_target`] writes it so that browsers pass it unharmed.
//! - [`Link::migrate`] turns a legacy link into a new one.
//! - [`Summary`] and [`Explanation`] are what the command line and the server print about a link.
//! - [`template`] holds what partners paste into Genesys Cloud and Chattigo.
//!
//! # What the rules leave open
//!
//! - A link's length counts in bytes as it was received, a whole address with its host.
//! - The route is `integracionview` in this case; its letters may be percent-encoded. `/integracionview/?…` is
//!   the query form as well. In a whole address the route may come below another path, in a path it may not.
//! - A `%` that encodes nothing stands for itself, as in browsers. `.` and `..` are good ids and are never paths.
//! - JSON's insignificant blanks may stand before the object and inside it; behind a closing brace nothing may
//!   but the end or a slash. A raw control character inside a JSON string is an error even at its ends, as JSON
//!   itself has it; an escaped one that is White_Space is trimmed there.
//! - A placeholder counts as still encoded at any depth (`%257B%257B…`). `{{a}} {{b}}` is one.
//! - Any key given twice is an error, unknown ones and absent values included. `contacto` beside a legacy key is
//!   one even where either is `null`.
//! - Ignored values must still be JSON and hold no half surrogate; the object is at most 127 levels deep. In the
//!   query form the value of an unknown parameter is not even decoded.
//! - An integer keeps its digits as they are written. In the query form digits are text, without a finding.
//! - A token of the form `{{…}}` is sent for all that the rules say, with a finding. Control characters do not
//!   make a token unreadable: it will not be accepted anyway.
//! - A built link writes every key of its format, and encodes all but RFC 3986's unreserved characters. It says
//!   `%20..` where an id is `..`, since browsers would resolve that as a path.
//!
//! What stands in a link is personal or secret: no type here prints a value by `Debug`, and errors name places.
//!
//! ```
//! use ba360_core::link::{Channel, Link, SearchObject};
//!
//! let link = Link::parse(br#"/integracionview/genesys/chat/1234567645/{"contacto":"998874563","caso":null}"#)?;
//! assert_eq!(link.channel(), Channel::Chat);
//! assert_eq!(link.search().object, SearchObject::Contact);
//! assert_eq!(link.search().value, Some("998874563"));
//! # Ok::<(), ba360_core::link::LinkError>(())
//! ```

mod build;
mod channel;
mod criteria;
mod decode;
mod draft;
mod error;
mod explain;
mod field;
mod finding;
mod interaction_id;
mod json;
mod migrate;
mod object;
mod parse;
mod platform;
mod query;
mod rules;
mod search;
mod span;
mod summary;
pub mod template;
mod token;
mod write;

pub use build::LinkParts;
pub use channel::Channel;
pub use criteria::Criteria;
pub use error::LinkError;
pub use explain::{Explanation, Ignored, Noticed, ReadValue, SearchReason};
pub use field::Field;
pub use finding::Finding;
pub use interaction_id::InteractionId;
pub use migrate::Migrated;
pub use platform::Platform;
pub use search::{Search, SearchObject};
pub use summary::{ErrorSummary, FindingSummary, LinkSummary, Summary, TokenPresence};
pub use token::TokenText;

use span::Span;
use std::{fmt, str::FromStr};

/// How long a link may be, in bytes, as it is received (contract 1.5).
pub const MAX_LINK_BYTES: usize = 8192;
/// How many Unicode scalar values a platform's name may have (contract 1.2).
pub const MAX_PLATFORM_CHARS: usize = 60;
/// How many Unicode scalar values an interaction id may have (the page's "120 caracteres").
pub const MAX_INTERACTION_ID_CHARS: usize = 120;
/// How many Unicode scalar values a value of the search object may have (contract 1.5).
pub const MAX_VALUE_CHARS: usize = 256;

/// The three forms of a link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// The page's "nuevo formato": `contacto`, `empresa`, `caso`.
    #[default]
    New,
    /// The page's "URL anterior": five fields for the contact, `empresa`, `caso`.
    Legacy,
    /// Parameters behind a question mark (contract 1.7).
    Query,
}

/// A link that was read or built: it holds nothing that the rules refuse.
///
/// Two links are equal when they mean the same: what was found about how they were written does not count.
#[derive(Clone)]
pub struct Link {
    /// The decoded text, with every value somewhere in it: the one allocation of a link without findings.
    text: String,
    values: [Span; 12],
    channel: Channel,
    format: Format,
    findings: Vec<Finding>,
}

impl Link {
    /// Reads a link as it came: a whole `http` or `https` address, or a path (contract 1.1 to 1.7).
    ///
    /// A path begins with `/integracionview`. In a whole address other segments may come before it, since the
    /// console may be served below a path of its embedder's.
    ///
    /// # Errors
    ///
    /// The first thing that makes the link unreadable, with its place in `input`.
    pub fn parse(input: &[u8]) -> Result<Self, LinkError> {
        parse::parse(input, &mut ())
    }

    /// The platform's name as it was sent, without the blanks around it.
    #[must_use]
    pub fn platform(&self) -> &str {
        self.value(Field::Platform).unwrap_or_default()
    }

    /// The channel, by which the case is created.
    #[must_use]
    pub const fn channel(&self) -> Channel {
        self.channel
    }

    /// The platform's id of the interaction.
    #[must_use]
    pub fn interaction_id(&self) -> &str {
        self.value(Field::InteractionId).unwrap_or_default()
    }

    /// The platform, to keep beyond the link.
    pub(crate) fn platform_kept(&self) -> Platform {
        Platform::read(self.platform())
    }

    /// The interaction id, to keep beyond the link.
    pub(crate) fn interaction_id_kept(&self) -> InteractionId {
        InteractionId::read(self.interaction_id())
    }

    /// The form in which the link came.
    #[must_use]
    pub const fn format(&self) -> Format {
        self.format
    }

    /// What the link says about contact, account and case.
    #[must_use]
    pub fn criteria(&self) -> Criteria<'_> {
        Criteria {
            contact: self.value(Field::Contact),
            identifier: self.value(Field::Identifier),
            name: self.value(Field::Name),
            social_id: self.value(Field::SocialId),
            email: self.value(Field::Email),
            phone: self.value(Field::Phone),
            account: self.value(Field::Account),
            case: self.value(Field::Case),
        }
    }

    /// The record that the link opens: the page's "prioridad de búsqueda".
    #[must_use]
    pub fn search(&self) -> Search<'_> {
        self.criteria().search()
    }

    /// The token, where one was sent. It is text from a stranger until the rules of tokens accept it.
    #[must_use]
    pub fn token(&self) -> Option<TokenText<'_>> {
        self.value(Field::Token).map(TokenText::new)
    }

    /// What was noticed while reading, by position. A link that was built has none.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The same link without its token and without findings: what the browser is sent on to once the token has
    /// started a session. No byte of the token is left in it.
    #[must_use]
    pub fn without_token(&self) -> Self {
        let values: Vec<(Field, &str)> = Field::ALL
            .into_iter()
            .filter(|&field| field != Field::Token)
            .filter_map(|field| Some((field, self.value(field)?)))
            .collect();
        Self::from_values(self.format, self.channel, &values)
    }

    /// A link of values that are known to be good.
    fn from_values(format: Format, channel: Channel, values: &[(Field, &str)]) -> Self {
        let mut text = String::with_capacity(values.iter().map(|(_, value)| value.len()).sum());
        let mut spans = [Span::NONE; 12];
        for &(field, value) in values {
            let start = text.len();
            text.push_str(value);
            spans[field.index()] = Span::new(start, text.len());
        }
        Self {
            text,
            values: spans,
            channel,
            format,
            findings: Vec::new(),
        }
    }

    fn value(&self, field: Field) -> Option<&str> {
        self.values[field.index()].of(&self.text)
    }
}

impl FromStr for Link {
    type Err = LinkError;

    fn from_str(link: &str) -> Result<Self, LinkError> {
        Self::parse(link.as_bytes())
    }
}

impl PartialEq for Link {
    fn eq(&self, other: &Self) -> bool {
        self.format == other.format
            && self.channel == other.channel
            && Field::ALL
                .into_iter()
                .all(|field| self.value(field) == other.value(field))
    }
}

impl Eq for Link {}

impl fmt::Debug for Link {
    /// The form of the link and which fields it has; no value, since all of them are personal or secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let present: Vec<Field> = Field::ALL
            .into_iter()
            .filter(|&field| self.value(field).is_some())
            .collect();
        f.debug_struct("Link")
            .field("format", &self.format)
            .field("channel", &self.channel)
            .field("present", &present)
            .field("findings", &self.findings.len())
            .finish()
    }
}
