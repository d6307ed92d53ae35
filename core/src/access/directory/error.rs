use super::{BadUserDetails, UserOutcome};
use crate::{
    access::{BadUserName, Denied, UserId},
    store::StoreError,
    text::{Code, Coded},
};

/// Why a user is not shown or changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UserError {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The user has permissions that the actor has not, or would have.
    #[error("the user's role permits more than the actor may do")]
    Exceeds,
    /// It is the actor, who would lock themselves out.
    #[error("the actor would lock themselves out")]
    Oneself,
    /// The name cannot be a user's.
    #[error(transparent)]
    Name(#[from] BadUserName),
    /// A detail cannot be taken.
    #[error(transparent)]
    Details(#[from] BadUserDetails),
    /// The name is another user's.
    #[error("the name is another user's")]
    Taken,
    /// There is no such role.
    #[error("there is no such role")]
    NoSuchRole,
    /// There is no such group.
    #[error("there is no such group")]
    NoSuchGroup,
    /// There is no such user.
    #[error("there is no such user")]
    Unknown,
    /// Somebody else changed the user meanwhile.
    #[error("somebody else changed the user meanwhile")]
    Stale,
    /// Nobody would be left who administers.
    #[error("nobody would be left who administers")]
    LastAdministrator,
    /// The store or the hasher did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Coded for UserError {
    fn code(&self) -> Code {
        match self {
            Self::Denied(denied) => denied.code(),
            Self::Exceeds => Code::PermissionExceeds,
            Self::Oneself => Code::OneselfRefused,
            Self::Name(_) => Code::UserNameBad,
            Self::Details(bad) => bad.code(),
            Self::Taken => Code::UserTaken,
            Self::NoSuchRole => Code::RoleUnknown,
            Self::NoSuchGroup => Code::GroupUnknown,
            Self::Unknown => Code::UserUnknown,
            Self::Stale => Code::RecordStale,
            Self::LastAdministrator => Code::LastAdministrator,
            Self::Store(error) => error.code(),
        }
    }
}

impl UserOutcome {
    pub(super) const fn done(self) -> Result<UserId, UserError> {
        match self {
            Self::Done(id) => Ok(id),
            Self::Unknown => Err(UserError::Unknown),
            Self::Stale => Err(UserError::Stale),
            Self::Taken => Err(UserError::Taken),
            Self::NoSuchRole => Err(UserError::NoSuchRole),
            Self::NoSuchGroup => Err(UserError::NoSuchGroup),
            Self::LastAdministrator => Err(UserError::LastAdministrator),
        }
    }
}
