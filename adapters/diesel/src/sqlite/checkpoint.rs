//! The thread that brings what was written from the list (the WAL) into the database, so that nobody who writes has to
//! do it.

use super::connect::{Path, Role};
use diesel::connection::SimpleConnection as _;
use std::{
    sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, SyncSender},
    time::Duration,
};

/// How long it rests: what is written again meanwhile is brought over once.
const PAUSE: Duration = Duration::from_millis(300);

/// Tells the thread that something was written. The thread ends when this is gone.
pub(super) struct Written {
    signal: SyncSender<()>,
    _going: Sender<()>,
}

impl Written {
    pub(super) fn tell(&self) {
        // One that waits already says the same.
        let _ = self.signal.try_send(());
    }
}

/// What the thread waits for.
pub(super) struct Waiting {
    written: Receiver<()>,
    going: Receiver<()>,
}

pub(super) fn channel() -> (Written, Waiting) {
    let (signal, written) = mpsc::sync_channel(1);
    let (going, goes) = mpsc::channel();
    let told = Written {
        signal,
        _going: going,
    };
    (told, Waiting { written, going: goes })
}

/// Works until nobody writes any more.
pub(super) fn run(waiting: &Waiting, path: &Path) {
    let mut conn = None;
    while waiting.written.recv().is_ok() {
        if conn.is_none() {
            conn = path
                .connect(Role::Checkpointer)
                .inspect_err(|error| tracing::error!(%error, "the list of writes cannot be opened"))
                .ok();
        }
        if let Some(c) = conn.as_mut() {
            // It waits for nobody. What it does not get done is done by the next, or by the writer in the end.
            let done = c.batch_execute("pragma wal_checkpoint(passive)");
            if let Err(error) = done {
                tracing::error!(%error, "what was written cannot be brought into the database");
                conn = None;
            }
        }
        match waiting.going.recv_timeout(PAUSE) {
            Err(RecvTimeoutError::Timeout) => {}
            Ok(()) | Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}
