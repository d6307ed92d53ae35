use super::{Field, LinkError, MAX_INTERACTION_ID_CHARS, rules};
use crate::redacted::redacted;
use crate::text::Code;
use std::{fmt, str::FromStr};

/// The platform's id of an interaction: the page's `ID_Chat` and `ID_Interaccion`. Trimmed, not blank, at most
/// 120 characters.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct InteractionId(String);

impl InteractionId {
    /// Takes an interaction id by the same rules as a link does.
    ///
    /// # Errors
    ///
    /// `link_interaction_id_missing`, `link_interaction_id_unfilled`, `link_control_character` or
    /// `link_interaction_id_too_long`.
    pub fn new(id: &str) -> Result<Self, LinkError> {
        let codes = [
            Code::LinkInteractionIdMissing,
            Code::LinkInteractionIdUnfilled,
            Code::LinkInteractionIdTooLong,
        ];
        rules::name(id, Field::InteractionId, codes, MAX_INTERACTION_ID_CHARS).map(|id| Self(id.to_owned()))
    }

    /// The one that a link holds, which obeyed the rules when the link was read.
    pub(super) fn read(id: &str) -> Self {
        Self(id.to_owned())
    }

    /// The id as it was sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for InteractionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for InteractionId {
    type Err = LinkError;

    fn from_str(id: &str) -> Result<Self, LinkError> {
        Self::new(id)
    }
}

redacted!(InteractionId);
