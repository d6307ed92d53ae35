use super::{GroupId, GroupOutcome};
use crate::{
    access::{BadLabel, Denied},
    store::StoreError,
    text::{Code, Coded},
};

/// Why a group is not shown or changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GroupError {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The name cannot be a group's.
    #[error(transparent)]
    Name(#[from] BadLabel),
    /// The name is another group's.
    #[error("the name is another group's")]
    Taken,
    /// There is no such group.
    #[error("there is no such group")]
    Unknown,
    /// Somebody else changed it meanwhile.
    #[error("somebody else changed the group meanwhile")]
    Stale,
    /// Users are in it.
    #[error("users are in the group")]
    InUse,
    /// The store did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Coded for GroupError {
    fn code(&self) -> Code {
        match self {
            Self::Denied(denied) => denied.code(),
            Self::Name(_) => Code::LabelBad,
            Self::Taken => Code::LabelTaken,
            Self::Unknown => Code::GroupUnknown,
            Self::Stale => Code::RecordStale,
            Self::InUse => Code::GroupInUse,
            Self::Store(error) => error.code(),
        }
    }
}

impl GroupOutcome {
    pub(super) const fn done(self) -> Result<GroupId, GroupError> {
        match self {
            Self::Done(id) => Ok(id),
            Self::Unknown => Err(GroupError::Unknown),
            Self::Stale => Err(GroupError::Stale),
            Self::Taken => Err(GroupError::Taken),
            Self::InUse => Err(GroupError::InUse),
        }
    }
}
