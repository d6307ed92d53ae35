use super::{Field, span::Span};
use crate::text::{Code, Coded};

/// What was noticed about a link that is good all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The stable code; its words are in [`crate::text`].
    pub code: Code,
    /// The byte offset, from 0, in the input as it was received.
    pub position: usize,
    /// The field that it is about, where there is one.
    pub field: Option<Field>,
    /// The decoded name of an unknown key, in the link's text.
    pub(super) name: Span,
}

impl Finding {
    pub(super) const fn new(code: Code, position: usize, field: Option<Field>) -> Self {
        Self {
            code,
            position,
            field,
            name: Span::NONE,
        }
    }

    pub(super) const fn unknown_key(position: usize, name: Span) -> Self {
        Self {
            code: Code::LinkUnknownKey,
            position,
            field: None,
            name,
        }
    }
}

impl Coded for Finding {
    fn code(&self) -> Code {
        self.code
    }
}
