//! What PostgreSQL says, as one of the three kinds that a rule can tell apart.

use crate::fault::Fault;
use ba360_core::store::StoreError;
use diesel::result::{DatabaseErrorKind, Error};

/// What PostgreSQL says when it cannot work now and may later, as far as Diesel passes on no code for it. These are its
/// words in English; in another language the same errors count as failures.
const PASSING: [&str; 7] = [
    "canceling statement due to statement timeout",
    "canceling statement due to lock timeout",
    "deadlock detected",
    "could not extend file",
    "could not write to file",
    "out of memory",
    "out of shared memory",
];

pub(super) fn of(fault: Fault) -> StoreError {
    match fault {
        Fault::Store(error) => error,
        Fault::Driver(error) => driver(error),
    }
}

fn driver(error: Error) -> StoreError {
    match &error {
        // What a row points at went away meanwhile, or somebody else was first.
        Error::DatabaseError(
            DatabaseErrorKind::ForeignKeyViolation
            | DatabaseErrorKind::UniqueViolation
            | DatabaseErrorKind::SerializationFailure,
            _,
        ) => StoreError::Conflict,
        // A server that only reads is one that follows another: it may be the leading one later.
        Error::DatabaseError(DatabaseErrorKind::ReadOnlyTransaction, _) => StoreError::unavailable(error),
        Error::DatabaseError(_, told) if is_passing(told.message()) => StoreError::unavailable(error),
        _ => StoreError::failed(error),
    }
}

fn is_passing(message: &str) -> bool {
    PASSING.iter().any(|words| message.starts_with(words))
}

/// Whether the driver says that the connection is of no more use.
pub(super) fn is_lost(error: &Error) -> bool {
    match error {
        Error::DatabaseError(
            DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand,
            _,
        )
        | Error::BrokenTransactionManager => true,
        Error::RollbackErrorOnCommit {
            rollback_error,
            commit_error,
        } => is_lost(rollback_error) || is_lost(commit_error),
        _ => false,
    }
}
