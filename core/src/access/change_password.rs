use super::{
    Actor, Admissions, BadPassword, HashPassword, NewSession, Password, PasswordChange, SessionSecret,
    UserName, Users,
    sign_in::SESSION_LIFE,
    throttle::{Guard, Limit, Refused, ThrottleKey, Throttled},
};
use crate::{
    ambient::{Clock, Random},
    instance::{Activity, ActivityKind},
    store::StoreError,
    text::{Code, Coded},
    trace::traced,
};
use std::sync::Arc;

/// Lets a user change their own password. All the user's sessions end, and this browser gets a new one.
#[derive(Clone)]
pub struct ChangePassword {
    users: Arc<dyn Users>,
    admissions: Arc<dyn Admissions>,
    hasher: Arc<dyn HashPassword>,
    guard: Guard,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
}

/// Why a password stays as it is.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ChangePasswordError {
    /// The current password is another.
    #[error("the current password is another")]
    CurrentRefused,
    /// The new one cannot be taken.
    #[error(transparent)]
    New(#[from] BadPassword),
    /// The new one is the current one.
    #[error("the new password is the current one")]
    Unchanged,
    /// Too many tries failed.
    #[error(transparent)]
    Throttled(#[from] Throttled),
    /// The user's session ended meanwhile, or somebody else replaced the password.
    #[error("the session has ended")]
    Ended,
    /// A store did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Refused> for ChangePasswordError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Throttled(throttled) => Self::Throttled(throttled),
            Refused::Store(error) => Self::Store(error),
        }
    }
}

impl Coded for ChangePasswordError {
    fn code(&self) -> Code {
        match self {
            Self::CurrentRefused => Code::PasswordCurrentRefused,
            Self::New(bad) => bad.code(),
            Self::Unchanged => Code::PasswordUnchanged,
            Self::Throttled(throttled) => throttled.code(),
            Self::Ended => Code::SignInNeeded,
            Self::Store(error) => error.code(),
        }
    }

    fn retry_after_secs(&self) -> Option<u32> {
        match self {
            Self::Throttled(throttled) => throttled.retry_after_secs(),
            _ => None,
        }
    }
}

impl ChangePassword {
    pub(crate) fn new(
        users: Arc<dyn Users>,
        admissions: Arc<dyn Admissions>,
        hasher: Arc<dyn HashPassword>,
        guard: Guard,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Self {
        Self {
            users,
            admissions,
            hasher,
            guard,
            clock,
            random,
        }
    }

    /// Replaces the actor's password by one that is not easily guessed. Everybody who is signed in may.
    ///
    /// # Errors
    /// See [`ChangePasswordError`].
    pub async fn run(
        &self,
        actor: &Actor,
        current: &str,
        new: &str,
    ) -> Result<SessionSecret, ChangePasswordError> {
        traced!(
            "change_password",
            &actor.visit().correlation,
            self.work(actor, current, new)
        )
        .await
    }

    async fn work(
        &self,
        actor: &Actor,
        current: &str,
        new: &str,
    ) -> Result<SessionSecret, ChangePasswordError> {
        let id = actor.user().ok_or(ChangePasswordError::Ended)?;
        let (instance, now) = (actor.instance().id, self.clock.now());
        let user = self
            .users
            .by_id(instance, id)
            .await?
            .ok_or(ChangePasswordError::Ended)?;
        let new = Password::chosen(new, &user.name)?;
        // A session that somebody left open is no way to guess the password.
        let name = UserName::new(&user.name).map_err(StoreError::failed)?;
        let keys = vec![(ThrottleKey::of_user(instance, &name), Limit::USER)];
        let pass = self.guard.enter(keys, now).await?;
        let right = match Password::new(current) {
            Ok(current) => self.hasher.verify(&current, Some(&user.password)).await?,
            Err(_) => false,
        };
        let line = |at, code| Activity::of_actor(actor, ActivityKind::PasswordChanged, at, code);
        if !right {
            let line = line(now, Code::PasswordCurrentRefused);
            self.guard.failed(pass, now, Some(line)).await?;
            return Err(ChangePasswordError::CurrentRefused);
        }
        self.guard.succeeded(pass).await?;
        if self.hasher.verify(&new, Some(&user.password)).await? {
            return Err(ChangePasswordError::Unchanged);
        }
        let hash = self.hasher.hash(&new).await?;
        let (secret, now) = (SessionSecret::new(&*self.random), self.clock.now());
        // All of that took a while: the store asks again what the user was known by.
        let change = PasswordChange {
            instance,
            session: NewSession {
                key: secret.key(),
                user: id,
                starts_at: now,
                expires_at: now.saturating_add(SESSION_LIFE).unwrap_or(now),
                replaces: None,
            },
            known: user.password,
            new: hash,
            activity: line(now, Code::Ok),
        };
        match self.admissions.change_password(change).await? {
            Some(_) => Ok(secret),
            None => Err(ChangePasswordError::Ended),
        }
    }
}
