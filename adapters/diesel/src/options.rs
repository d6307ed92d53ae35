use std::{num::NonZero, thread};

/// How a database is used. Every number is at least 1; a 0 counts as 1.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How many calls may wait for a thread; on SQLite so many for those that read and so many for the one that
    /// writes. One more is [`Unavailable`](ba360_core::store::StoreError::Unavailable) at once.
    pub queue: usize,
    /// SQLite: how many threads read. By default one a core.
    pub readers: usize,
    /// SQLite: how many commands share one commit at most.
    pub batch: usize,
    /// SQLite: how long a call waits for another process that holds the write lock, in milliseconds.
    pub busy_timeout_ms: u32,
    /// PostgreSQL: how many connections there are at most, and threads that use them.
    pub connections: usize,
    /// PostgreSQL: how long a call waits for its answer, in milliseconds. What writes may have been done even so.
    pub answer_timeout_ms: u32,
    /// PostgreSQL: whether each connection keeps the statements that it has prepared. Turn it off behind something
    /// that gives every transaction another connection, as pgbouncer does in its transaction mode.
    pub statement_cache: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            queue: 1_024,
            readers: thread::available_parallelism().map_or(1, NonZero::get),
            batch: 256,
            busy_timeout_ms: 5_000,
            connections: 16,
            answer_timeout_ms: 4_000,
            statement_cache: true,
        }
    }
}
