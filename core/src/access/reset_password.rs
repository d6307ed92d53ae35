use super::{
    Action, Actor, Denied, HashPassword, IssuedPassword, UserName, Users, View,
    issued_password::new_password,
    roles::Roles,
    throttle::{ThrottleKey, Throttles},
};
use crate::{
    ambient::Random,
    store::StoreError,
    text::{Code, Coded},
    trace::traced,
};
use std::sync::Arc;

/// Gives a user a new password that is shown once. Whoever was kept out by others' guesses comes in again.
#[derive(Clone)]
pub struct ResetPassword {
    users: Arc<dyn Users>,
    roles: Arc<dyn Roles>,
    hasher: Arc<dyn HashPassword>,
    random: Arc<dyn Random>,
    throttles: Arc<dyn Throttles>,
}

/// Why no password was reset.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ResetPasswordError {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The user's role permits more than the actor may do.
    #[error("the user's role permits more than the actor may do")]
    Exceeds,
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
            Self::Exceeds => Code::PermissionExceeds,
            Self::Unknown => Code::UserUnknown,
            Self::Store(error) => error.code(),
        }
    }
}

impl ResetPassword {
    pub(crate) fn new(
        users: Arc<dyn Users>,
        roles: Arc<dyn Roles>,
        hasher: Arc<dyn HashPassword>,
        random: Arc<dyn Random>,
        throttles: Arc<dyn Throttles>,
    ) -> Self {
        Self {
            users,
            roles,
            hasher,
            random,
            throttles,
        }
    }

    /// Replaces the password. What an administrator gives is a temporary one, which its user has to change; what the
    /// operator gives is not.
    ///
    /// # Errors
    /// See [`ResetPasswordError`].
    pub async fn run(&self, actor: &Actor, user: &str) -> Result<IssuedPassword, ResetPasswordError> {
        traced!(
            "reset_password",
            &actor.visit().correlation,
            self.work(actor, user)
        )
        .await
    }

    async fn work(&self, actor: &Actor, user: &str) -> Result<IssuedPassword, ResetPasswordError> {
        actor.require(View::Users, Action::Edit)?;
        let Ok(name) = UserName::new(user) else {
            return Err(ResetPasswordError::Unknown);
        };
        let instance = actor.instance().id;
        let user = self
            .users
            .by_name(instance, &name)
            .await?
            .ok_or(ResetPasswordError::Unknown)?;
        if let Some(role) = user.role
            && let Some(role) = self.roles.by_id(instance, role).await?
            && !actor.has_all(role.permissions)
        {
            return Err(ResetPasswordError::Exceeds);
        }
        let (password, shown) = new_password(&*self.random);
        let hash = self.hasher.hash(&password).await?;
        // Guesses at the old password are nothing to the new one.
        self.throttles
            .forget(&[
                ThrottleKey::of_user(instance, &name),
                ThrottleKey::of_external_user(instance, &name),
            ])
            .await?;
        let temporary = actor.require_operator().is_err();
        match self
            .users
            .set_password(instance, user.id, hash, temporary)
            .await?
        {
            true => Ok(IssuedPassword {
                id: user.id,
                user: user.name,
                password: shown,
            }),
            false => Err(ResetPasswordError::Unknown),
        }
    }
}
