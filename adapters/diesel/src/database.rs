use crate::{DatabaseFacts, DatabaseUrl, OpenError, Options, url::Place};
use ba360_core::{Stores, store::StoreResult};
use std::{fmt, sync::Arc};

/// A database: a handle on its threads and connections that is cheap to clone.
///
/// When the last handle goes, the stores among them, what was accepted is finished and the threads end. That
/// waits for the disk, so drop it, or [`close`](Self::close) it, where waiting does no harm.
#[derive(Clone)]
pub struct Database(Backend);

#[derive(Clone)]
enum Backend {
    #[cfg(feature = "sqlite")]
    Sqlite(crate::sqlite::Store),
    #[cfg(feature = "postgres")]
    Postgres(crate::postgres::Store),
}

/// Does the same with whichever backend it is.
macro_rules! each {
    ($backend:expr, $store:ident => $what:expr) => {
        match $backend {
            #[cfg(feature = "sqlite")]
            Backend::Sqlite($store) => $what,
            #[cfg(feature = "postgres")]
            Backend::Postgres($store) => $what,
        }
    };
}

impl Database {
    /// Opens a database and starts its threads. The tables are not made: see [`Self::migrate`].
    ///
    /// An SQLite file that is not there is made, readable by its owner alone; that waits for the disk. A PostgreSQL
    /// server is not asked for yet: until it is there, calls are
    /// [`Unavailable`](ba360_core::store::StoreError::Unavailable).
    ///
    /// # Errors
    /// [`OpenError`] when the file, a connection or a thread cannot be had.
    pub fn open(url: &DatabaseUrl, options: Options) -> Result<Self, OpenError> {
        Ok(Self(match &url.0 {
            #[cfg(feature = "sqlite")]
            Place::Sqlite(path) => Backend::Sqlite(crate::sqlite::Store::open(path, &options)?),
            #[cfg(feature = "postgres")]
            Place::Postgres(url) => Backend::Postgres(crate::postgres::Store::open(url, &options)?),
        }))
    }

    /// Applies the migrations that are missing, all or none; answers their names. Of two processes that do it at
    /// once, one does it and the other finds nothing missing. It waits for the database.
    ///
    /// # Errors
    /// [`OpenError`] when a migration fails.
    pub fn migrate(&self) -> Result<Vec<String>, OpenError> {
        each!(&self.0, store => store.migrate())
    }

    /// The names of the migrations that are missing. It changes nothing, and waits for the database.
    ///
    /// # Errors
    /// [`OpenError`] when the database cannot be read.
    pub fn pending(&self) -> Result<Vec<String>, OpenError> {
        each!(&self.0, store => store.pending())
    }

    /// The ports.
    #[must_use]
    pub fn stores(&self) -> Stores {
        each!(&self.0, store => Stores {
            records: Arc::new(store.clone()),
            cases: Arc::new(store.clone()),
            imports: Arc::new(store.clone()),
            admissions: Arc::new(store.clone()),
            sessions: Arc::new(store.clone()),
            external: Arc::new(store.clone()),
            throttles: Arc::new(store.clone()),
            roles: Arc::new(store.clone()),
            groups: Arc::new(store.clone()),
            directory: Arc::new(store.clone()),
            parameters: Arc::new(store.clone()),
            users: Arc::new(store.clone()),
            instances: Arc::new(store.clone()),
            installation: Arc::new(store.clone()),
            activity: Arc::new(store.clone()),
        })
    }

    /// Whether it is a database of its own that lives inside this process, and that nobody else looks after.
    #[must_use]
    pub fn is_embedded(&self) -> bool {
        match &self.0 {
            #[cfg(feature = "sqlite")]
            Backend::Sqlite(_) => true,
            #[cfg(feature = "postgres")]
            Backend::Postgres(_) => false,
        }
    }

    /// Whether calls will be answered: one cheap read, and no migration is missing.
    ///
    /// # Errors
    /// [`Unavailable`](ba360_core::store::StoreError::Unavailable) when not.
    pub async fn ready(&self) -> StoreResult<()> {
        each!(&self.0, store => store.ready().await)
    }

    /// What the database says of itself, for whoever looks after it. It waits for the database.
    ///
    /// # Errors
    /// [`OpenError`] when the database does not answer.
    pub fn facts(&self) -> Result<DatabaseFacts, OpenError> {
        each!(&self.0, store => store.facts())
    }

    /// Takes no more calls, finishes those that were accepted, and ends the threads; every other handle is closed
    /// with it. It waits for the disk.
    pub fn close(self) {
        each!(&self.0, store => store.close());
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &self.0 {
            #[cfg(feature = "sqlite")]
            Backend::Sqlite(_) => "Database(sqlite)",
            #[cfg(feature = "postgres")]
            Backend::Postgres(_) => "Database(postgres)",
        })
    }
}
