//! What goes wrong inside a command, before it becomes a `StoreError`.

use ba360_core::store::StoreError;
use diesel::result::{DatabaseErrorKind, Error};
use std::mem::discriminant;

/// Why a command did not do its work: the driver said so, or a rule did. Either undoes the whole command.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The driver said so.
    Driver(Error),
    /// A rule did.
    Store(StoreError),
}

/// What a command answers.
pub(crate) type Outcome<T> = Result<T, Fault>;

impl Fault {
    /// What is stored cannot be what was once written there.
    pub(crate) fn damaged(what: &'static str) -> Self {
        Self::Store(StoreError::failed(what))
    }
}

/// Undoes what a part of a command did because of a rule, which is then the command's own answer.
#[derive(Debug)]
pub(crate) enum Undone<R> {
    /// By a rule.
    Refused(R),
    /// The whole command fails.
    Fault(Fault),
}

impl<R, E: Into<Fault>> From<E> for Undone<R> {
    fn from(error: E) -> Self {
        Self::Fault(error.into())
    }
}

impl<R> Undone<R> {
    /// A refusal for what a constraint of that kind did not let happen; any other error fails the command.
    pub(crate) fn by(kind: DatabaseErrorKind, refused: R) -> impl FnOnce(Error) -> Self {
        move |error| match &error {
            Error::DatabaseError(it, _) if discriminant(it) == discriminant(&kind) => Self::Refused(refused),
            _ => Self::Fault(error.into()),
        }
    }
}

/// The answer of a part that may have been undone.
pub(crate) fn settled<T>(done: Result<T, Undone<T>>) -> Outcome<T> {
    match done {
        Ok(done) | Err(Undone::Refused(done)) => Ok(done),
        Err(Undone::Fault(fault)) => Err(fault),
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Driver(error)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
