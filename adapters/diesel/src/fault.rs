//! What goes wrong inside a command, before it becomes a `StoreError`.

use ba360_core::store::StoreError;

/// Why a command did not do its work: the driver said so, or a rule did. Either undoes the whole command.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The driver said so.
    Driver(diesel::result::Error),
    /// A rule did.
    Store(StoreError),
}

/// What a command answers.
pub(crate) type Outcome<T> = Result<T, Fault>;

impl Fault {
    /// What is stored cannot be what was once written there.
    pub(crate) fn damaged(what: &'static str) -> Self {
        Self::Store(StoreError::failed(what))
    }
}

impl From<diesel::result::Error> for Fault {
    fn from(error: diesel::result::Error) -> Self {
        Self::Driver(error)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
