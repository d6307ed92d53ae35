//! SQLite: one thread that writes, with several commands in one commit, one that brings what was written into the
//! database, and one a core that reads.

mod checkpoint;
mod connect;
mod error;
mod facts;
mod reader;
mod writer;

#[allow(
    clippy::duplicate_mod,
    reason = "each backend compiles the queries for its own connection"
)]
#[path = "../queries/mod.rs"]
mod queries;

use crate::{DatabaseFacts, Options, error::OpenError, fault::Outcome, marks::Marks, queue::Queue};
use ba360_core::{
    instance::InstanceId,
    store::{StoreError, StoreResult},
};
use connect::Role;
use diesel::SqliteConnection;
use diesel_migrations::EmbeddedMigrations;
use queries::migration;
use reader::ReadJob;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError},
    thread::JoinHandle,
};
use tokio::sync::oneshot;
use writer::{Done, WriteJob};

pub(crate) use crate::dialect::sqlite as dialect;

/// The connection of this backend.
pub(crate) type Conn = SqliteConnection;

const MIGRATIONS: EmbeddedMigrations = diesel_migrations::embed_migrations!("migrations/sqlite");

/// The threads of one database, behind a handle that is cheap to clone.
#[derive(Clone)]
pub(crate) struct Store(Arc<Inner>);

struct Inner {
    path: Arc<connect::Path>,
    reads: Arc<Queue<ReadJob>>,
    writes: Arc<Queue<WriteJob>>,
    marks: Arc<Marks>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Store {
    /// Opens or makes the file and starts the threads. It waits for the disk.
    pub(crate) fn open(path: &str, options: &Options) -> Result<Self, OpenError> {
        let path = Arc::new(connect::Path::new(path, options.busy_timeout_ms)?);
        path.make()?;
        let store = Self(Arc::new(Inner {
            reads: Arc::new(Queue::new(options.queue.max(1))),
            writes: Arc::new(Queue::new(options.queue.max(1))),
            marks: Arc::default(),
            threads: Mutex::default(),
            path: path.clone(),
        }));
        let (writer, writes, of, batch) = (
            path.connect(Role::Writer)?,
            store.0.writes.clone(),
            path.clone(),
            options.batch.max(1),
        );
        let (written, waiting) = checkpoint::channel();
        store.start("sqlite-write".to_owned(), move || {
            writer::run(&writes, &of, batch, writer, &written);
        })?;
        let of = path.clone();
        store.start("sqlite-checkpoint".to_owned(), move || {
            checkpoint::run(&waiting, &of);
        })?;
        for n in 0..options.readers.max(1) {
            let (reader, reads, of) = (path.connect(Role::Reader)?, store.0.reads.clone(), path.clone());
            store.start(format!("sqlite-read-{n}"), move || {
                reader::run(&reads, &of, reader);
            })?;
        }
        Ok(store)
    }

    /// Applies the migrations that are missing, on a connection of its own.
    pub(crate) fn migrate(&self) -> Result<Vec<String>, OpenError> {
        let mut c = self.0.path.connect(Role::Migrator)?;
        // Whoever gets the lock second finds nothing left to do.
        c.immediate_transaction(migration::apply)
    }

    /// The migrations that are missing. It changes nothing.
    pub(crate) fn pending(&self) -> Result<Vec<String>, OpenError> {
        let mut c = self.0.path.connect(Role::Reader)?;
        Ok(migration::pending(&mut c)?)
    }

    /// Whether it can be read and no migration is missing.
    pub(crate) async fn ready(&self) -> StoreResult<()> {
        let pending = self.read(migration::pending).await?;
        if pending.is_empty() {
            Ok(())
        } else {
            Err(StoreError::unavailable("migrations are pending"))
        }
    }

    /// What the database says of itself, to a connection as the one that writes.
    pub(crate) fn facts(&self) -> Result<DatabaseFacts, OpenError> {
        let mut c = self.0.path.connect(Role::Migrator)?;
        Ok(facts::facts(&mut c)?)
    }

    /// Runs a command that reads and sees one state of the database.
    pub(crate) async fn read<T, F>(&self, command: F) -> StoreResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Outcome<T> + Send + 'static,
    {
        self.look_up(move |c| dialect::snapshot(c, command)).await
    }

    /// Runs a command that reads by one statement, which is spared the transaction around it.
    pub(crate) async fn look_up<T, F>(&self, command: F) -> StoreResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Outcome<T> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job: ReadJob = Box::new(move |c| {
            if answer.is_closed() {
                return true; // nobody waits for it any more
            }
            let outcome = catch_unwind(AssertUnwindSafe(|| command(c)));
            let sound = outcome.is_ok();
            let outcome = outcome.map_or_else(|_| Err(panicked()), |outcome| outcome.map_err(error::of));
            let _ = answer.send(outcome);
            sound
        });
        if self.0.reads.push(job).is_err() {
            return Err(StoreError::unavailable(
                "the queue of the readers is full or closed",
            ));
        }
        answered
            .await
            .unwrap_or_else(|_| Err(StoreError::unavailable("no reader could answer")))
    }

    /// Runs a command that writes: all of it or nothing, and durable when this answers. To drop the future drops
    /// the command when it has not begun, and else only the answer.
    pub(crate) async fn write<T, F>(&self, command: F) -> StoreResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Outcome<T> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job: WriteJob = Box::new(move |c, transaction| {
            if answer.is_closed() {
                return Ok(Done {
                    succeeded: false,
                    answer: Box::new(|_| ()),
                });
            }
            let outcome = writer::perform(c, transaction, command)?;
            Ok(Done {
                succeeded: outcome.is_ok(),
                answer: Box::new(move |commit| {
                    let _ = answer.send(commit.and(outcome));
                }),
            })
        });
        if self.0.writes.push(job).is_err() {
            return Err(StoreError::unavailable(
                "the queue of the writer is full or closed",
            ));
        }
        answered
            .await
            .unwrap_or_else(|_| Err(StoreError::unavailable("the command was not begun")))
    }

    /// As [`Self::write`], of what nobody waits for: where it cannot be done, it is not.
    pub(crate) fn post<F>(&self, command: F)
    where
        F: FnOnce(&mut Conn) -> Outcome<()> + Send + 'static,
    {
        let job: WriteJob = Box::new(move |c, transaction| {
            let outcome = writer::perform(c, transaction, command)?;
            if let Err(error) = &outcome {
                tracing::warn!(%error, "what nobody waits for was not done");
            }
            Ok(Done {
                succeeded: outcome.is_ok(),
                answer: Box::new(|_| ()),
            })
        });
        // One that is given back is dropped.
        let _ = self.0.writes.push(job);
    }

    /// The marks of sessions that wait to be written.
    pub(crate) fn marks(&self) -> &Arc<Marks> {
        &self.0.marks
    }

    /// As [`Self::write`]: all writers come one after the other.
    pub(crate) async fn write_in_turn<T, F>(&self, _: InstanceId, command: F) -> StoreResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Outcome<T> + Send + 'static,
    {
        self.write(command).await
    }

    /// Takes no more commands, finishes those that were taken, and ends the threads. It waits for them.
    pub(crate) fn close(&self) {
        self.0.close();
    }

    fn start(&self, name: String, body: impl FnOnce() + Send + 'static) -> Result<(), OpenError> {
        let thread = std::thread::Builder::new()
            .name(name)
            .spawn(body)
            .map_err(OpenError::Thread)?;
        self.0.threads().push(thread);
        Ok(())
    }
}

impl Inner {
    fn close(&self) {
        self.writes.close();
        self.reads.close();
        let threads = std::mem::take(&mut *self.threads());
        for thread in threads {
            // A thread that panicked has nothing left to finish.
            let _ = thread.join();
        }
    }

    fn threads(&self) -> std::sync::MutexGuard<'_, Vec<JoinHandle<()>>> {
        self.threads.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.close();
    }
}

fn panicked() -> StoreError {
    StoreError::failed("the command panicked")
}

#[cfg(test)]
mod tests;
