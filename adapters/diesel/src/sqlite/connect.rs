//! How a file is made and opened.

use super::Conn;
use crate::error::OpenError;
use diesel::{Connection as _, connection::SimpleConnection as _};
use std::{fs::OpenOptions, io};

/// How long the writer waits for the lock at a time, in milliseconds. SQLite asks for it ever more seldom, up to every 100
/// milliseconds: whoever writes without a pause for longer than a moment, as an import does, would hardly ever be met
/// without it.
const TRY_MS: u32 = 5;

/// The file of a database.
pub(super) struct Path {
    path: String,
    busy_timeout_ms: u32,
}

/// What a connection is for.
#[derive(Clone, Copy)]
pub(super) enum Role {
    /// It writes all day, and tries again by itself while another process has the lock.
    Writer,
    /// It writes once.
    Migrator,
    /// It reads, and cannot write.
    Reader,
    /// It brings what the writer wrote into the database.
    Checkpointer,
}

impl Path {
    /// The file of that name, seen from the current folder as it is now. An absolute path is also never taken
    /// for one of SQLite's `file:` addresses.
    pub(super) fn new(path: &str, busy_timeout_ms: u32) -> Result<Self, OpenError> {
        let absolute = std::path::absolute(path).map_err(OpenError::File)?;
        let path = absolute
            .into_os_string()
            .into_string()
            .map_err(|_| OpenError::File(io::Error::from(io::ErrorKind::InvalidFilename)))?;
        Ok(Self {
            path,
            busy_timeout_ms,
        })
    }

    /// Makes the file when there is none, for its owner alone. SQLite gives the files that it puts beside it the
    /// same permissions.
    pub(super) fn make(&self) -> Result<(), OpenError> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(&self.path) {
            Ok(_) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            Err(error) => Err(OpenError::File(error)),
        }
    }

    /// How often the writer tries to have the lock.
    pub(super) fn tries(&self) -> u32 {
        self.busy_timeout_ms.div_ceil(TRY_MS)
    }

    pub(super) fn connect(&self, role: Role) -> Result<Conn, OpenError> {
        let mut c = Conn::establish(&self.path)?;
        // The time-out first: to change to WAL takes a lock.
        c.batch_execute(&format!("pragma busy_timeout = {}", self.busy_timeout_ms))?;
        c.batch_execute(match role {
            Role::Writer | Role::Migrator => {
                "pragma journal_mode = wal;
                 pragma synchronous = full;
                 pragma foreign_keys = on;
                 pragma cache_size = -32000;
                 pragma temp_store = memory;
                 pragma wal_autocheckpoint = 32000;
                 pragma journal_size_limit = 134217728;"
            }
            Role::Reader => {
                "pragma query_only = on;
                 pragma cache_size = -16000;"
            }
            Role::Checkpointer => "pragma synchronous = full;",
        })?;
        if matches!(role, Role::Writer) {
            c.batch_execute(&format!("pragma busy_timeout = {TRY_MS}"))?;
        }
        Ok(c)
    }
}
