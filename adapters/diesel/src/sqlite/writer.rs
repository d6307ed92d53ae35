//! The thread that writes: whatever commands are waiting share one transaction, each in a savepoint of its own,
//! and are answered after COMMIT.

use super::{
    Conn,
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

/// Runs in the shared transaction. `Err` means that this transaction is lost.
pub(super) type WriteJob = Box<dyn FnOnce(&mut Conn) -> Result<Answer, Error> + Send>;
/// Is told how the commit went.
pub(super) type Answer = Box<dyn FnOnce(StoreResult<()>) + Send>;

/// Writes until the queue is closed and empty.
pub(super) fn run(queue: &Queue<WriteJob>, path: &Path, most: usize, conn: Conn) {
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
        let commit = c.immediate_transaction(|c| {
            for job in batch.drain(..) {
                answers.push(job(c)?);
            }
            Ok::<_, Error>(())
        });
        // Those that were not begun because the transaction was lost or never opened.
        batch.clear();
        match commit {
            Ok(()) => answers.drain(..).for_each(|answer| answer(Ok(()))),
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

/// Runs a command in a savepoint. The outer `Err` says that the savepoint itself failed: then SQLite has dropped
/// the whole transaction, and whatever ran next would be committed by itself.
///
/// Diesel's own nested transaction does not tell that from the command's error.
pub(super) fn in_savepoint<T>(
    c: &mut Conn,
    command: impl FnOnce(&mut Conn) -> Outcome<T>,
) -> Result<StoreResult<T>, Error> {
    AnsiTransactionManager::begin_transaction(c)?;
    let inside = depth(c)?;
    match catch_unwind(AssertUnwindSafe(|| command(c))) {
        Ok(Ok(value)) if depth(c)? == inside => {
            AnsiTransactionManager::commit_transaction(c)?;
            Ok(Ok(value))
        }
        outcome => {
            // A panic in a transaction that the command nested leaves Diesel's count too deep. Unless it comes
            // back to where it was, the last "commit" releases a savepoint and commits nothing.
            while depth(c)? >= inside {
                AnsiTransactionManager::rollback_transaction(c)?;
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
