//! Making a link from its parts (contract 1.8).

use super::{
    Channel, Criteria, Field, Format, InteractionId, Link, LinkError, MAX_LINK_BYTES, Platform,
    rules::{self, Value},
};
use crate::text::Code;
use std::fmt;

/// The parts of a link that is to be built. They obey the rules of a link that is read.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct LinkParts<'p> {
    /// The form that the link shall have.
    pub format: Format,
    /// `plataforma`
    pub platform: &'p str,
    /// `canal`: any accepted name, in any case.
    pub channel: &'p str,
    /// `id`
    pub interaction_id: &'p str,
    /// What to search. Blank values count as absent.
    pub criteria: Criteria<'p>,
    /// `token`
    pub token: Option<&'p str>,
}

impl fmt::Debug for LinkParts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LinkParts")
            .field("format", &self.format)
            .finish_non_exhaustive()
    }
}

impl Link {
    /// Makes a link from its parts. It has no findings, and is read back as the same link.
    ///
    /// # Errors
    ///
    /// As [`Link::parse`], the position being in the part that [`LinkError::field`] names. A placeholder that is
    /// not filled in, with which a link that comes is read all the same, is refused: `link_value_unfilled`,
    /// `link_token_unfilled`. `contacto` is refused beside or instead of the legacy fields in a legacy link, and
    /// they in a new one: `link_mixed_formats`. A link that is longer than 8,192 bytes once it is
    /// percent-encoded is refused: `link_too_long`.
    pub fn build(parts: &LinkParts<'_>) -> Result<Self, LinkError> {
        let platform = Platform::new(parts.platform)?;
        let channel = Channel::on_platform(parts.channel, platform.as_str())?;
        let id = InteractionId::new(parts.interaction_id)?;
        let mut values = vec![
            (Field::Platform, platform.as_str()),
            (Field::InteractionId, id.as_str()),
        ];
        for (field, value) in parts.criteria.present() {
            match rules::value(value, field)? {
                Value::Present(value) => values.push((field, value)),
                Value::Blank => {}
                Value::Unfilled => return Err(LinkError::within(field, Code::LinkValueUnfilled, 0)),
            }
        }
        refuse_mixture(parts.format, &values)?;
        if let Some(token) = parts
            .token
            .map(rules::trimmed)
            .filter(|token| !rules::is_no_token(token))
        {
            if rules::is_unfilled(token) {
                return Err(LinkError::within(Field::Token, Code::LinkTokenUnfilled, 0));
            }
            values.push((Field::Token, token));
        }
        // The spans of a link reach no further than this, and no text gets shorter when it is encoded.
        if values.iter().map(|(_, value)| value.len()).sum::<usize>() > MAX_LINK_BYTES {
            return Err(LinkError::new(Code::LinkTooLong, MAX_LINK_BYTES));
        }
        let link = Self::from_values(parts.format, channel, &values);
        if link.to_target().len() > MAX_LINK_BYTES {
            return Err(LinkError::new(Code::LinkTooLong, MAX_LINK_BYTES));
        }
        Ok(link)
    }
}

fn refuse_mixture(format: Format, values: &[(Field, &str)]) -> Result<(), LinkError> {
    let contact = values.iter().any(|&(field, _)| field == Field::Contact);
    let legacy = values
        .iter()
        .find(|(field, _)| field.is_legacy())
        .map(|&(field, _)| field);
    let refused = |field| Err(LinkError::within(field, Code::LinkMixedFormats, 0));
    match (format, contact, legacy) {
        (Format::New, _, Some(field)) | (Format::Query, true, Some(field)) => refused(field),
        (Format::Legacy, true, _) => refused(Field::Contact),
        _ => Ok(()),
    }
}
