use super::{
    Actor, BadUserName, Denied, HashPassword, NewUser, Password, PermissionSet, UserId, UserName, Users,
};
use crate::{
    ambient::{Clock, Random},
    store::StoreError,
    text::{Code, Coded},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::SecretString;
use std::sync::Arc;

/// The role that an administrator is given: every permission in every view.
const ADMINISTRATOR: &str = "Administrador";

/// Makes an administrator with a password that is shown once.
#[derive(Clone)]
pub struct CreateAdmin {
    users: Arc<dyn Users>,
    hasher: Arc<dyn HashPassword>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
}

/// An administrator and the password, which nobody will ever see again.
#[derive(Debug)]
pub struct AdminMade {
    /// The user.
    pub id: UserId,
    /// The name.
    pub user: String,
    /// The password.
    pub password: SecretString,
}

/// Why no administrator was made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CreateAdminError {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The name cannot be a user's.
    #[error(transparent)]
    Name(#[from] BadUserName),
    /// There is a user of that name.
    #[error("there is a user of that name")]
    Taken,
    /// A store did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Coded for CreateAdminError {
    fn code(&self) -> Code {
        match self {
            Self::Denied(denied) => denied.code(),
            Self::Name(_) => Code::UserNameBad,
            Self::Taken => Code::UserTaken,
            Self::Store(error) => error.code(),
        }
    }
}

impl CreateAdmin {
    pub(crate) fn new(
        users: Arc<dyn Users>,
        hasher: Arc<dyn HashPassword>,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Self {
        Self {
            users,
            hasher,
            clock,
            random,
        }
    }

    /// Makes the user with the role *Administrador*.
    ///
    /// # Errors
    /// See [`CreateAdminError`].
    pub async fn run(&self, actor: &Actor, user: &str) -> Result<AdminMade, CreateAdminError> {
        actor.require_operator()?;
        let name = UserName::new(user)?;
        let instance = actor.instance().id;
        if self.users.by_name(instance, &name).await?.is_some() {
            return Err(CreateAdminError::Taken);
        }
        let (password, shown) = one_time_password(&*self.random);
        let hash = self.hasher.hash(&password).await?;
        let role = self
            .users
            .ensure_role(instance, ADMINISTRATOR, PermissionSet::all())
            .await?;
        let new = NewUser {
            name,
            password: hash,
            role: Some(role),
            at: self.clock.now(),
        };
        match self.users.insert_if_absent(instance, new).await? {
            (made, true) => Ok(AdminMade {
                id: made.id,
                user: made.name,
                password: shown,
            }),
            (_, false) => Err(CreateAdminError::Taken),
        }
    }
}

/// Gives a user a new password that is shown once.
#[derive(Clone)]
pub struct ResetPassword {
    users: Arc<dyn Users>,
    hasher: Arc<dyn HashPassword>,
    random: Arc<dyn Random>,
}

/// Why no password was reset.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ResetPasswordError {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// There is no such user.
    #[error("there is no such user")]
    Unknown,
    /// A store did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Coded for ResetPasswordError {
    fn code(&self) -> Code {
        match self {
            Self::Denied(denied) => denied.code(),
            Self::Unknown => Code::UserUnknown,
            Self::Store(error) => error.code(),
        }
    }
}

impl ResetPassword {
    pub(crate) fn new(users: Arc<dyn Users>, hasher: Arc<dyn HashPassword>, random: Arc<dyn Random>) -> Self {
        Self {
            users,
            hasher,
            random,
        }
    }

    /// Replaces the password.
    ///
    /// # Errors
    /// See [`ResetPasswordError`].
    pub async fn run(&self, actor: &Actor, user: &str) -> Result<AdminMade, ResetPasswordError> {
        actor.require_operator()?;
        let Ok(name) = UserName::new(user) else {
            return Err(ResetPasswordError::Unknown);
        };
        let instance = actor.instance().id;
        let user = self
            .users
            .by_name(instance, &name)
            .await?
            .ok_or(ResetPasswordError::Unknown)?;
        let (password, shown) = one_time_password(&*self.random);
        let hash = self.hasher.hash(&password).await?;
        match self.users.set_password(instance, user.id, hash).await? {
            true => Ok(AdminMade {
                id: user.id,
                user: user.name,
                password: shown,
            }),
            false => Err(ResetPasswordError::Unknown),
        }
    }
}

/// 16 characters of Base64url: 96 random bits.
fn one_time_password(random: &dyn Random) -> (Password, SecretString) {
    let mut bytes = [0; 12];
    random.fill(&mut bytes);
    let text = URL_SAFE_NO_PAD.encode(bytes);
    let password = Password::new(&text).unwrap_or_else(|_| unreachable!("sixteen letters are a password"));
    (password, text.into())
}
