use super::{Field, normal};
use crate::{
    redacted::redacted,
    text::{Code, Coded},
};
use std::fmt;

/// A field's value: trimmed, with something in it that can be seen, at most [`Value::MAX_CHARS`] characters,
/// without control characters. `Debug` does not show it, because it is about a person.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Value(String);

impl Value {
    /// The longest value, in Unicode scalar values.
    pub const MAX_CHARS: usize = 256;

    /// Takes a text; `Ok(None)` when nothing in it can be seen.
    ///
    /// # Errors
    /// [`DetailsProblem`] when it is too long or holds a control character.
    pub fn new(text: &str) -> Result<Option<Self>, DetailsProblem> {
        let text = text.trim();
        if text.chars().any(char::is_control) {
            return Err(DetailsProblem::ControlCharacter);
        }
        if !normal::is_visible(text) {
            return Ok(None);
        }
        if text.chars().count() > Self::MAX_CHARS {
            return Err(DetailsProblem::TooLong);
        }
        Ok(Some(Self(text.to_owned())))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

redacted!(Value);

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is wrong with the details of a contact or an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem} ({})", field.map_or("the whole", Field::as_str))]
pub struct BadDetails {
    /// The field; `None` when it is the whole.
    pub field: Option<Field>,
    /// The problem.
    pub problem: DetailsProblem,
}

/// What can be wrong with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DetailsProblem {
    /// Not one field has a value.
    #[error("no field has a value")]
    Empty,
    /// A value of over [`Value::MAX_CHARS`] characters.
    #[error("the value is longer than 256 characters")]
    TooLong,
    /// A control character.
    #[error("the value holds a control character")]
    ControlCharacter,
}

impl Coded for DetailsProblem {
    fn code(&self) -> Code {
        match self {
            Self::Empty => Code::DetailsEmpty,
            Self::TooLong => Code::ValueTooLong,
            Self::ControlCharacter => Code::ValueControlCharacter,
        }
    }
}

impl Coded for BadDetails {
    fn code(&self) -> Code {
        self.problem.code()
    }
}

/// Makes the values of some fields, and says at which one it went wrong.
pub(super) fn values<const N: usize>(
    fields: [Field; N],
    texts: [&str; N],
) -> Result<[Option<Value>; N], BadDetails> {
    let mut values = [const { None }; N];
    for (n, text) in texts.into_iter().enumerate() {
        values[n] = Value::new(text).map_err(|problem| BadDetails {
            field: Some(fields[n]),
            problem,
        })?;
    }
    if values.iter().all(Option::is_none) {
        return Err(BadDetails {
            field: None,
            problem: DetailsProblem::Empty,
        });
    }
    Ok(values)
}
