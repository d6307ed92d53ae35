use crate::fault::Fault;
use ba360_core::store::StoreError;
use std::{error::Error, io};

/// Why a database could not be opened or migrated. Nothing of it shows a password.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The file cannot be made or reached.
    #[error("the database file cannot be opened")]
    File(#[source] io::Error),
    /// The database cannot be connected to.
    #[error("the database cannot be connected to")]
    Connect(#[from] diesel::ConnectionError),
    /// The database cannot hold every text.
    #[error("the database keeps texts as {0}: it has to be made with the encoding UTF8")]
    Encoding(String),
    /// The database did not do what it was told.
    #[error("the database failed")]
    Database(#[from] diesel::result::Error),
    /// A migration failed; nothing of it, or of those that were to be applied with it, was kept.
    #[error("the migration {name} failed")]
    Migration {
        /// Its name.
        name: String,
        /// What went wrong.
        source: Box<dyn Error + Send + Sync>,
    },
    /// What the database holds cannot be.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A thread could not be started.
    #[error("a thread could not be started")]
    Thread(#[source] io::Error),
}

impl OpenError {
    /// Whether the server of the database could not be reached, or let nobody in: it may be there later.
    #[must_use]
    pub fn is_away(&self) -> bool {
        use diesel::ConnectionError::{BadConnection, CouldntSetupConfiguration};
        // What stands between, such as pgbouncer, may take a connection and have no server behind it.
        matches!(
            self,
            Self::Connect(BadConnection(_) | CouldntSetupConfiguration(_))
        )
    }
}

impl From<Fault> for OpenError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Driver(error) => Self::Database(error),
            Fault::Store(error) => Self::Store(error),
        }
    }
}
