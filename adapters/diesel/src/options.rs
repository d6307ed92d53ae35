use std::{num::NonZero, thread};

/// How a database is used. Every number is at least 1; a 0 counts as 1.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How many threads read. By default one a core.
    pub readers: usize,
    /// How many calls may wait for the readers, and how many for the writer; one more is
    /// [`Unavailable`](ba360_core::store::StoreError::Unavailable) at once.
    pub queue: usize,
    /// How many commands share one commit at most.
    pub batch: usize,
    /// How long a call waits for another process that holds the write lock, in milliseconds.
    pub busy_timeout_ms: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            readers: thread::available_parallelism().map_or(1, NonZero::get),
            queue: 1_024,
            batch: 256,
            busy_timeout_ms: 5_000,
        }
    }
}
