//! What PostgreSQL says, as one of the three kinds that a rule can tell apart.

use crate::fault::Fault;
use ba360_core::store::StoreError;
use diesel::result::{DatabaseErrorKind, Error};

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
        _ => StoreError::failed(error),
    }
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
