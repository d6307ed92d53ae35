//! A thread that reads.

use super::{
    Conn,
    connect::{Path, Role},
};
use crate::queue::Queue;

/// Answers `false` when the connection has to be replaced.
pub(super) type ReadJob = Box<dyn FnOnce(&mut Conn) -> bool + Send>;

/// Reads until the queue is closed and empty.
pub(super) fn run(queue: &Queue<ReadJob>, path: &Path, conn: Conn) {
    let mut conn = Some(conn);
    while let Some(job) = queue.pop() {
        if conn.is_none() {
            conn = path
                .connect(Role::Reader)
                .inspect_err(|error| tracing::error!(%error, "a reader cannot open the database"))
                .ok();
        }
        // Without a connection the job is dropped, and with it the channel on which its caller waits.
        if let Some(c) = conn.as_mut()
            && !job(c)
        {
            conn = None;
        }
    }
}
