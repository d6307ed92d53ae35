use super::RoleOutcome;
use crate::{
    access::{BadLabel, Denied, RoleId},
    store::StoreError,
    text::{Code, Coded},
};

/// Why a role is not shown or changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RoleError {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The role has permissions that the actor has not, or would have.
    #[error("the role permits more than the actor may do")]
    Exceeds,
    /// The name cannot be a role's.
    #[error(transparent)]
    Name(#[from] BadLabel),
    /// The name is another role's.
    #[error("the name is another role's")]
    Taken,
    /// There is no such role.
    #[error("there is no such role")]
    Unknown,
    /// Somebody else changed it meanwhile.
    #[error("somebody else changed the role meanwhile")]
    Stale,
    /// Users have it.
    #[error("users have the role")]
    InUse,
    /// Nobody would be left who administers.
    #[error("nobody would be left who administers")]
    LastAdministrator,
    /// The store did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Coded for RoleError {
    fn code(&self) -> Code {
        match self {
            Self::Denied(denied) => denied.code(),
            Self::Exceeds => Code::PermissionExceeds,
            Self::Name(_) => Code::LabelBad,
            Self::Taken => Code::LabelTaken,
            Self::Unknown => Code::RoleUnknown,
            Self::Stale => Code::RecordStale,
            Self::InUse => Code::RoleInUse,
            Self::LastAdministrator => Code::LastAdministrator,
            Self::Store(error) => error.code(),
        }
    }
}

impl RoleOutcome {
    pub(super) const fn done(self) -> Result<RoleId, RoleError> {
        match self {
            Self::Done(id) => Ok(id),
            Self::Unknown => Err(RoleError::Unknown),
            Self::Stale => Err(RoleError::Stale),
            Self::Taken => Err(RoleError::Taken),
            Self::InUse => Err(RoleError::InUse),
            Self::LastAdministrator => Err(RoleError::LastAdministrator),
        }
    }
}
