use super::{
    Actor, Denied, HashPassword, IssuedPassword, UserName, Users,
    issued_password::new_password,
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
    pub(crate) fn new(
        users: Arc<dyn Users>,
        hasher: Arc<dyn HashPassword>,
        random: Arc<dyn Random>,
        throttles: Arc<dyn Throttles>,
    ) -> Self {
        Self {
            users,
            hasher,
            random,
            throttles,
        }
    }

    /// Replaces the password.
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
        let (password, shown) = new_password(&*self.random);
        let hash = self.hasher.hash(&password).await?;
        // Guesses at the old password are nothing to the new one.
        self.throttles
            .forget(&[ThrottleKey::of_user(instance, &name)])
            .await?;
        match self.users.set_password(instance, user.id, hash).await? {
            true => Ok(IssuedPassword {
                id: user.id,
                user: user.name,
                password: shown,
            }),
            false => Err(ResetPasswordError::Unknown),
        }
    }
}
