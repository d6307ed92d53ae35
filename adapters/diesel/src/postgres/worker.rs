//! A thread that runs commands.

use super::{Conn, connect::Pool};
use crate::queue::Queue;

/// Answers `false` when the connection has to be replaced.
pub(super) type Job = Box<dyn FnOnce(&mut Conn) -> bool + Send>;

/// Runs commands until the queue is closed and empty.
pub(super) fn run(jobs: &Queue<Job>, pool: &Pool) {
    while let Some(job) = jobs.pop() {
        // Without a connection the job is dropped, and with it the channel on which its caller waits.
        if let Some(mut kept) = pool.take() {
            let sound = job(&mut kept.conn);
            kept.used(sound);
        }
    }
}
