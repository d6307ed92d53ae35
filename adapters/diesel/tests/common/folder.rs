use ba360_diesel::{Database, DatabaseUrl};
use diesel::{Connection as _, SqliteConnection, connection::SimpleConnection as _};
use std::path::PathBuf;
use tempfile::TempDir;

/// A folder for one SQLite database.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.0.path().join("ba360.db")
    }

    pub(crate) fn url(&self) -> DatabaseUrl {
        format!("sqlite:{}", self.file().display()).parse().unwrap()
    }

    /// Another handle on the database, with threads and connections of its own, as another process has.
    pub(crate) fn open(&self) -> Database {
        super::place::open(&self.url())
    }

    pub(crate) fn migrated(&self) -> Database {
        let database = self.open();
        database.migrate().unwrap();
        database
    }

    /// A connection behind the adapter's back.
    pub(crate) fn raw(&self) -> SqliteConnection {
        let mut c = SqliteConnection::establish(self.file().to_str().unwrap()).unwrap();
        c.batch_execute("pragma busy_timeout = 5000; pragma foreign_keys = on")
            .unwrap();
        c
    }
}
