//! The thread that writes: whatever commands are waiting share one transaction, each in a savepoint of its own,
//! and are answered after COMMIT. One that is alone has the transaction for itself: a savepoint would copy every page
//! that it changes.

use super::{
    Conn,
    checkpoint::Written,
    connect::{Path, Role},
    error, panicked,
};
use crate::{
    fault::{Fault, Outcome},
    queue::Queue,
};
use ba360_core::store::{StoreError, StoreResult};
use diesel::{
    QueryResult,
    connection::{AnsiTransactionManager, TransactionManager as _},
    result::Error,
};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs in a transaction. `Err` means that this transaction is lost.
pub(super) type WriteJob = Box<dyn FnOnce(&mut Conn, Transaction) -> Result<Done, Error> + Send>;
/// Is told how the commit went.
pub(super) type Answer = Box<dyn FnOnce(StoreResult<()>) + Send>;

/// Whose the transaction is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Transaction {
    /// The command's own: where the command fails, it is rolled back.
    Own,
    /// That of several commands.
    Shared,
}

/// What became of a command.
pub(super) struct Done {
    /// Whether there is something to be committed.
    pub(super) succeeded: bool,
    pub(super) answer: Answer,
}

/// Writes until the queue is closed and empty.
pub(super) fn run(queue: &Queue<WriteJob>, path: &Path, most: usize, conn: Conn, written: &Written) {
    let mut conn = Some(conn);
    let mut batch = Vec::new();
    let mut answers = Vec::new();
    loop {
        queue.drain(most, &mut batch);
        if batch.is_empty() {
            return;
        }
        if conn.is_none() {
            conn = path
                .connect(Role::Writer)
                .inspect_err(|error| tracing::error!(%error, "the writer cannot open the database"))
                .ok();
        }
        let Some(c) = conn.as_mut() else {
            // Not begun: to drop the jobs drops the channels on which their callers wait.
            batch.clear();
            continue;
        };
        let transaction = match batch[..] {
            [_] => Transaction::Own,
            _ => Transaction::Shared,
        };
        let (mut failed, mut tries) = (false, path.tries());
        let commit = loop {
            let commit = c.immediate_transaction(|c| {
                tries = 0;
                for job in batch.drain(..) {
                    let done = job(c, transaction)?;
                    answers.push(done.answer);
                    failed = transaction == Transaction::Own && !done.succeeded;
                }
                if failed {
                    Err(Error::RollbackTransaction)
                } else {
                    Ok(())
                }
            });
            match commit {
                Err(error) if tries > 0 && error::is_locked(&error) => tries -= 1,
                commit => break commit,
            }
        };
        // Those that were not begun because the transaction was lost or never opened.
        batch.clear();
        match commit {
            Ok(()) => {
                answers.drain(..).for_each(|answer| answer(Ok(())));
                written.tell();
            }
            // It tells its own error, which says more than that of the transaction that went with it.
            Err(error) if failed => {
                if !matches!(error, Error::RollbackTransaction) {
                    conn = None;
                }
                answers.drain(..).for_each(|answer| answer(Ok(())));
            }
            Err(error) => {
                tracing::error!(%error, "a transaction was lost");
                conn = None;
                lost(error, &mut answers);
            }
        }
    }
}

/// Tells everybody in the lost transaction: the first hears what the driver said, the others the kind of it.
fn lost(error: Error, answers: &mut Vec<Answer>) {
    let first = error::driver(error);
    let unavailable = matches!(first, StoreError::Unavailable(_));
    let mut first = Some(first);
    for answer in answers.drain(..) {
        let told = first.take().unwrap_or_else(|| {
            let words = "the transaction that it shared was lost";
            if unavailable {
                StoreError::unavailable(words)
            } else {
                StoreError::failed(words)
            }
        });
        answer(Err(told));
    }
}

/// Runs a command so that it does everything or nothing: in a savepoint, where the transaction is shared. The outer
/// `Err` says that the savepoint itself failed: then SQLite has dropped the whole transaction, and whatever ran next
/// would be committed by itself.
///
/// Diesel's own nested transaction does not tell that from the command's error.
pub(super) fn perform<T>(
    c: &mut Conn,
    transaction: Transaction,
    command: impl FnOnce(&mut Conn) -> Outcome<T>,
) -> Result<StoreResult<T>, Error> {
    let outside = depth(c)?;
    if transaction == Transaction::Shared {
        AnsiTransactionManager::begin_transaction(c)?;
    }
    let inside = depth(c)?;
    match catch_unwind(AssertUnwindSafe(|| command(c))) {
        Ok(Ok(value)) if depth(c)? == inside => {
            if transaction == Transaction::Shared {
                AnsiTransactionManager::commit_transaction(c)?;
            }
            Ok(Ok(value))
        }
        outcome => {
            // A panic in a transaction that the command nested leaves Diesel's count too deep. Unless it comes
            // back to where it was, the last "commit" releases a savepoint and commits nothing.
            while depth(c)? > outside {
                if let Err(rollback) = AnsiTransactionManager::rollback_transaction(c) {
                    // SQLite has dropped the transaction by itself: why, the command's own error tells.
                    return Err(match outcome {
                        Ok(Err(Fault::Driver(told))) => told,
                        _ => rollback,
                    });
                }
            }
            Ok(Err(match outcome {
                Ok(Ok(_)) => StoreError::failed("the command left a transaction open"),
                Ok(Err(Fault::Store(told))) => told,
                Ok(Err(Fault::Driver(told))) => error::driver(told),
                Err(_) => panicked(),
            }))
        }
    }
}

fn depth(c: &mut Conn) -> QueryResult<u32> {
    let status = AnsiTransactionManager::transaction_manager_status_mut(c);
    Ok(status.transaction_depth()?.map_or(0, |depth| depth.get()))
}
