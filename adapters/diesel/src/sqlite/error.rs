//! What SQLite says, as one of the three kinds that a rule can tell apart.

use crate::fault::Fault;
use ba360_core::store::StoreError;
use diesel::result::{DatabaseErrorKind, Error};

/// What SQLite says when it cannot work now and may later: the words of its own table of results, because
/// Diesel passes on no code for them.
const PASSING: [&str; 7] = [
    "database is locked",
    "database table is locked",
    "database or disk is full",
    "disk I/O error",
    "attempt to write a readonly database",
    "unable to open database file",
    "locking protocol",
];

pub(super) fn of(fault: Fault) -> StoreError {
    match fault {
        Fault::Store(error) => error,
        Fault::Driver(error) => driver(error),
    }
}

pub(super) fn driver(error: Error) -> StoreError {
    match &error {
        // What a row points at went away meanwhile.
        Error::DatabaseError(
            DatabaseErrorKind::ForeignKeyViolation | DatabaseErrorKind::UniqueViolation,
            _,
        ) => StoreError::Conflict,
        Error::DatabaseError(_, told) if is_passing(told.message()) => StoreError::unavailable(error),
        _ => StoreError::failed(error),
    }
}

/// Whether another process has the lock.
pub(super) fn is_locked(error: &Error) -> bool {
    matches!(error, Error::DatabaseError(_, told) if told.message().starts_with(PASSING[0]))
}

fn is_passing(message: &str) -> bool {
    PASSING.iter().any(|words| message.starts_with(words))
}
