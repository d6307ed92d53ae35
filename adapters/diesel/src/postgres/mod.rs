//! PostgreSQL: threads that each run one command at a time on a connection of a pool.

mod connect;
mod error;
mod facts;
mod worker;

// What is the backend's own in there comes from this module: it is not the one that SQLite compiles.
#[allow(
    clippy::duplicate_mod,
    reason = "each backend compiles the queries for its own connection"
)]
#[path = "../queries/mod.rs"]
mod queries;

use crate::{
    DatabaseFacts, Options,
    error::OpenError,
    fault::{Fault, Outcome},
    marks::Marks,
    queue::Queue,
};
use ba360_core::{
    instance::InstanceId,
    store::{StoreError, StoreResult},
};
use connect::{Pool, Server};
use diesel::{Connection as _, PgConnection, connection::SimpleConnection as _};
use diesel_migrations::EmbeddedMigrations;
use queries::migration;
use std::{
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError},
    thread::JoinHandle,
    time::Duration,
};
use tokio::sync::oneshot;
use worker::Job;

pub(crate) use crate::dialect::postgres as dialect;

/// The connection of this backend.
pub(crate) type Conn = PgConnection;

const MIGRATIONS: EmbeddedMigrations = diesel_migrations::embed_migrations!("migrations/postgres");

/// How long it is waited at the end for what was asked of the server, and how often.
const LAST_WAIT: Duration = Duration::from_millis(5);
const LAST_WAITS: u32 = 1_200;

/// The threads of one database, behind a handle that is cheap to clone.
#[derive(Clone)]
pub(crate) struct Store(Arc<Inner>);

struct Inner {
    server: Server,
    jobs: Arc<Queue<Job>>,
    /// How long a caller waits for its answer.
    patience: Duration,
    marks: Arc<Marks>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    /// Whose turn it is to change the records of each instance.
    turns: Mutex<HashMap<InstanceId, Arc<tokio::sync::Mutex<()>>>>,
}

impl Store {
    /// Starts the threads. The server is not asked for: it may come later.
    pub(crate) fn open(url: &str, options: &Options) -> Result<Self, OpenError> {
        let server = Server::new(url, options);
        let threads = options.connections.max(1);
        let pool = Pool::new(server.clone(), threads)?;
        let store = Self(Arc::new(Inner {
            jobs: Arc::new(Queue::new(options.queue.max(1))),
            patience: Duration::from_millis(options.answer_timeout_ms.max(1).into()),
            marks: Arc::default(),
            threads: Mutex::default(),
            turns: Mutex::default(),
            server,
        }));
        for n in 0..threads {
            let (jobs, pool) = (store.0.jobs.clone(), pool.clone());
            let thread = std::thread::Builder::new()
                .name(format!("postgres-{n}"))
                .spawn(move || worker::run(&jobs, &pool))
                .map_err(OpenError::Thread)?;
            store.0.threads().push(thread);
        }
        Ok(store)
    }

    /// Applies the migrations that are missing, on a connection of its own.
    pub(crate) fn migrate(&self) -> Result<Vec<String>, OpenError> {
        let mut c = self.0.server.connect()?;
        if let Some(encoding) = facts::other_encoding(&mut c)? {
            return Err(OpenError::Encoding(encoding));
        }
        c.build_transaction().read_committed().run(|c| {
            // Whoever gets the lock second finds nothing left to do.
            dialect::hold_migrations(c)?;
            migration::apply(c)
        })
    }

    /// The migrations that are missing. It changes nothing.
    pub(crate) fn pending(&self) -> Result<Vec<String>, OpenError> {
        let mut c = self.0.server.connect()?;
        Ok(c.transaction(migration::pending)?)
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

    /// What the database says of itself, on a connection of its own.
    pub(crate) fn facts(&self) -> Result<DatabaseFacts, OpenError> {
        let mut c = self.0.server.connect()?;
        Ok(facts::facts(&mut c)?)
    }

    /// Runs a command that reads and sees one state of the database.
    pub(crate) async fn read<T, F>(&self, command: F) -> StoreResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Outcome<T> + Send + 'static,
    {
        self.run(move |c| dialect::snapshot(c, command)).await
    }

    /// Runs a command that reads by one statement, which is spared the transaction around it.
    pub(crate) async fn look_up<T, F>(&self, command: F) -> StoreResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Outcome<T> + Send + 'static,
    {
        self.run(command).await
    }

    /// Runs a command that writes: all of it or nothing, and durable when this answers. To drop the future drops
    /// the command when it has not begun, and else only the answer.
    pub(crate) async fn write<T, F>(&self, command: F) -> StoreResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Outcome<T> + Send + 'static,
    {
        self.run(self.in_transaction(command)).await
    }

    /// As [`Self::write`], of what nobody waits for: where it cannot be done, it is not.
    pub(crate) fn post<F>(&self, command: F)
    where
        F: FnOnce(&mut Conn) -> Outcome<()> + Send + 'static,
    {
        let command = self.in_transaction(command);
        let job: Job = Box::new(move |c| {
            let (outcome, sound) = attempt(c, command);
            if let Err(error) = outcome {
                tracing::warn!(%error, "what nobody waits for was not done");
            }
            sound
        });
        // One that is given back is dropped.
        let _ = self.0.jobs.push(job);
    }

    /// The marks of sessions that wait to be written.
    pub(crate) fn marks(&self) -> &Arc<Marks> {
        &self.0.marks
    }

    /// A command in a transaction of its own.
    fn in_transaction<T, F>(&self, command: F) -> impl FnOnce(&mut Conn) -> Outcome<T> + Send + use<T, F>
    where
        F: FnOnce(&mut Conn) -> Outcome<T> + Send,
    {
        // What somebody else gives us for a transaction keeps no setting beyond it.
        let limit = (!self.0.server.keeps_statements).then_some(self.0.server.statement_timeout_ms);
        // The rules are written for a level on which each statement sees what was committed before it.
        move |c| {
            c.build_transaction().read_committed().run(|c| {
                if let Some(limit) = limit {
                    c.batch_execute(&format!("set local statement_timeout = {limit}"))?;
                }
                command(c)
            })
        }
    }

    /// As [`Self::write`], of what writers of one instance do one after the other. They wait here for their turn, so
    /// that they do not keep the threads of everybody else.
    pub(crate) async fn write_in_turn<T, F>(&self, instance: InstanceId, command: F) -> StoreResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Outcome<T> + Send + 'static,
    {
        let turns = self.0.turns().entry(instance).or_default().clone();
        let written = async {
            // It ends with the command, not with whoever waits for it: what the server has not answered yet still has the
            // thread, and a second one would only wait behind it with another.
            let turn = turns.lock_owned().await;
            self.write(move |c| {
                let _turn = turn;
                command(c)
            })
            .await
        };
        // The turn and the answer together take no longer than any other answer.
        tokio::time::timeout(self.0.patience, written)
            .await
            .unwrap_or_else(|_| Err(late()))
    }

    async fn run<T, F>(&self, command: F) -> StoreResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Outcome<T> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |c| {
            if answer.is_closed() {
                return true; // nobody waits for it any more
            }
            let (outcome, sound) = attempt(c, command);
            let _ = answer.send(outcome);
            sound
        });
        if self.0.jobs.push(job).is_err() {
            return Err(StoreError::unavailable(
                "the queue of the database is full or closed",
            ));
        }
        match tokio::time::timeout(self.0.patience, answered).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) => Err(StoreError::unavailable("no connection could be had")),
            Err(_) => Err(late()),
        }
    }

    /// Takes no more commands, finishes those that were taken, and ends the threads. It waits for them, but not for ever:
    /// a server that hangs answers none of them.
    pub(crate) fn close(&self) {
        self.0.close();
    }
}

/// Runs a command; what became of it, and whether the connection is still good.
fn attempt<T>(c: &mut Conn, command: impl FnOnce(&mut Conn) -> Outcome<T>) -> (StoreResult<T>, bool) {
    match catch_unwind(AssertUnwindSafe(|| command(c))) {
        Ok(Err(Fault::Driver(told))) if error::is_lost(&told) || connect::is_lost(c, &told) => {
            (Err(StoreError::unavailable(told)), false)
        }
        Ok(outcome) => (outcome.map_err(error::of), true),
        Err(_) => (Err(StoreError::failed("the command panicked")), false),
    }
}

fn late() -> StoreError {
    StoreError::unavailable("the database did not answer in time")
}

impl Inner {
    fn close(&self) {
        self.jobs.close();
        let threads = std::mem::take(&mut *self.threads());
        let mut waits = 0;
        while threads.iter().any(|thread| !thread.is_finished()) {
            if waits == LAST_WAITS {
                tracing::error!("the database does not answer: what was asked of it is left alone");
                return;
            }
            waits += 1;
            std::thread::sleep(LAST_WAIT);
        }
    }

    fn turns(&self) -> std::sync::MutexGuard<'_, HashMap<InstanceId, Arc<tokio::sync::Mutex<()>>>> {
        self.turns.lock().unwrap_or_else(PoisonError::into_inner)
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
