//! What every port may answer when it cannot do its work.

use crate::text::{Code, Coded};
use std::error::Error;

/// Why a port could not do its work. The three kinds are all that a rule may tell apart; what the driver
/// said goes along as the source, for the log alone.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else changed the same thing at the same time, and a retry would meet the same.
    #[error("the store met a conflict")]
    Conflict,
    /// Not now: the store does not answer, or its queue is full. A retry may succeed.
    #[error("the store is unavailable")]
    Unavailable(#[source] Option<Box<dyn Error + Send + Sync>>),
    /// Never like this: a defect here or in the store.
    #[error("the store failed")]
    Failed(#[source] Box<dyn Error + Send + Sync>),
}

/// What a port answers.
pub type StoreResult<T> = Result<T, StoreError>;

impl StoreError {
    /// A [`StoreError::Failed`] of any error or text.
    pub fn failed(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Failed(source.into())
    }

    /// A [`StoreError::Unavailable`] of any error or text.
    pub fn unavailable(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Unavailable(Some(source.into()))
    }
}

impl Coded for StoreError {
    fn code(&self) -> Code {
        match self {
            Self::Conflict => Code::StoreConflict,
            Self::Unavailable(_) => Code::StoreUnavailable,
            Self::Failed(_) => Code::StoreFailed,
        }
    }
}
