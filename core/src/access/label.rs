use crate::{record::normal, redacted::redacted};
use unicode_normalization::UnicodeNormalization;

/// What an administrator calls a role or a group: trimmed, in Unicode's form NFC, without control characters.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Label(String);

/// A text that cannot be a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadLabel {
    /// Nothing in it but blanks.
    #[error("the name is blank")]
    Blank,
    /// Over [`Label::MAX_CHARS`].
    #[error("the name is longer than 60 characters")]
    TooLong,
    /// It holds a control character.
    #[error("the name holds a control character")]
    Character,
}

impl Label {
    /// The longest label, in Unicode scalar values.
    pub const MAX_CHARS: usize = 60;

    /// Takes a text.
    ///
    /// # Errors
    /// [`BadLabel`] when it cannot be one.
    pub fn new(typed: &str) -> Result<Self, BadLabel> {
        let label: String = typed.trim().nfc().collect();
        if label.is_empty() {
            return Err(BadLabel::Blank);
        }
        if label.chars().count() > Self::MAX_CHARS {
            return Err(BadLabel::TooLong);
        }
        match label.chars().any(char::is_control) {
            true => Err(BadLabel::Character),
            false => Ok(Self(label)),
        }
    }

    /// Whether it holds a text, without case or accents; a blank text is in every label.
    #[must_use]
    pub fn holds(&self, text: &str) -> bool {
        normal::fold(&self.0).contains(&normal::fold(text))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

redacted!(Label);
