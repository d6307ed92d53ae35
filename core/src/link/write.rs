//! Writing a link so that every browser and server passes it unharmed.

use super::{Criteria, Field, Format, Link};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::fmt::Write as _;

/// All but the unreserved characters of RFC 3986: the rest is encoded by one browser and not by the next.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

impl Link {
    /// The link in its own form: the query form for one that came so, a path for the others.
    #[must_use]
    pub fn to_target(&self) -> String {
        match self.format {
            Format::New | Format::Legacy => self.to_path(),
            Format::Query => self.to_query(),
        }
    }

    /// The link as a percent-encoded path. A link that came in the query form becomes one of the new format, or
    /// of the legacy one where it has a legacy field.
    ///
    /// Every key of the format is written, as in the page's examples. The path of a link that was read can be
    /// longer than what was read, if that was raw.
    #[must_use]
    pub fn to_path(&self) -> String {
        let criteria = self.criteria();
        let legacy = match self.format {
            Format::New => false,
            Format::Legacy => true,
            Format::Query => criteria.has_legacy_contact(),
        };
        let mut path = String::from("/integracionview");
        for segment in [self.platform(), self.channel().as_str(), self.interaction_id()] {
            push_segment(&mut path, segment);
        }
        push_segment(&mut path, &object(&criteria, legacy));
        if let Some(token) = self.token() {
            push_segment(&mut path, token.expose());
        }
        path
    }

    /// The link in the query form (contract 1.7), with the parameters that have a value.
    #[must_use]
    pub fn to_query(&self) -> String {
        let mut query = String::from("/integracionview");
        let mut separator = '?';
        for field in Field::ALL {
            let value = match field {
                Field::Channel => Some(self.channel().as_str()),
                _ => self.value(field),
            };
            if let Some(value) = value {
                let _ = write!(
                    query,
                    "{separator}{field}={}",
                    utf8_percent_encode(value, RESERVED)
                );
                separator = '&';
            }
        }
        query
    }

    /// The link in its own form below an address, `https://console.example` say.
    #[must_use]
    pub fn to_url(&self, base: &str) -> String {
        format!("{}{}", base.trim_end_matches('/'), self.to_target())
    }
}

fn push_segment(path: &mut String, segment: &str) {
    path.push('/');
    if matches!(segment, "." | "..") {
        // Browsers resolve these two, encoded or not. A blank before them is trimmed when the link is read.
        path.push_str("%20");
    }
    let _ = write!(path, "{}", utf8_percent_encode(segment, RESERVED));
}

/// The search object as JSON. The values hold no control characters, so that two escapes are enough.
fn object(criteria: &Criteria<'_>, legacy: bool) -> String {
    const NEW: &[Field] = &[Field::Contact, Field::Account, Field::Case];
    const LEGACY: &[Field] = &[
        Field::Identifier,
        Field::Name,
        Field::SocialId,
        Field::Email,
        Field::Phone,
        Field::Account,
        Field::Case,
    ];
    let mut json = String::from("{");
    for &field in if legacy { LEGACY } else { NEW } {
        if json.len() > 1 {
            json.push(',');
        }
        let _ = write!(json, "\"{field}\":");
        match criteria.get(field) {
            None => json.push_str("null"),
            Some(value) => {
                json.push('"');
                for character in value.chars() {
                    if matches!(character, '"' | '\\') {
                        json.push('\\');
                    }
                    json.push(character);
                }
                json.push('"');
            }
        }
    }
    json.push('}');
    json
}
