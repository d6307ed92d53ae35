use super::Field;
use crate::text::{Code, Coded};

/// Why a link cannot be read or built.
///
/// It names a place, never a value: what stands in a link is personal or secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code} at byte {position}")]
pub struct LinkError {
    /// The stable code; its words are in [`crate::text`].
    pub code: Code,
    /// The byte offset, from 0, in the input as it was received; in a link built from parts, in the part.
    pub position: usize,
    /// The field in which it happened, where there is one.
    pub field: Option<Field>,
}

impl LinkError {
    pub(super) const fn new(code: Code, position: usize) -> Self {
        Self {
            code,
            position,
            field: None,
        }
    }

    pub(super) const fn within(field: Field, code: Code, position: usize) -> Self {
        Self {
            code,
            position,
            field: Some(field),
        }
    }
}

impl Coded for LinkError {
    fn code(&self) -> Code {
        self.code
    }
}
