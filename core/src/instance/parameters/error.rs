use super::{BadParameter, ParameterOutcome};
use crate::{
    access::Denied,
    store::StoreError,
    text::{Code, Coded},
};

/// Why a parameter is not shown or changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ParameterError {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The name or the value cannot be taken.
    #[error(transparent)]
    Bad(#[from] BadParameter),
    /// There is one of that name.
    #[error("there is a parameter of that name")]
    Taken,
    /// There is no such parameter.
    #[error("there is no such parameter")]
    Unknown,
    /// Somebody else changed it meanwhile.
    #[error("somebody else changed the parameter meanwhile")]
    Stale,
    /// The store did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Coded for ParameterError {
    fn code(&self) -> Code {
        match self {
            Self::Denied(denied) => denied.code(),
            Self::Bad(bad) => bad.code(),
            Self::Taken => Code::LabelTaken,
            Self::Unknown => Code::ParameterUnknown,
            Self::Stale => Code::RecordStale,
            Self::Store(error) => error.code(),
        }
    }
}

impl ParameterOutcome {
    pub(super) const fn done(self) -> Result<(), ParameterError> {
        match self {
            Self::Done => Ok(()),
            Self::Unknown => Err(ParameterError::Unknown),
            Self::Stale => Err(ParameterError::Stale),
            Self::Taken => Err(ParameterError::Taken),
        }
    }
}
