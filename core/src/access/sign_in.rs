use super::{
    Actor, Admission, Admissions, HashPassword, NewSession, Password, Proof, SessionKey, SessionSecret, User,
    UserId, UserName, Users,
    throttle::{Guard, Limit, Pass, Refused, ThrottleKey, Throttled},
};
use crate::{
    ambient::{Clock, Random},
    instance::{Activity, ActivityKind, Visit},
    store::StoreError,
    text::{Code, Coded},
    trace::traced,
};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;

/// How long a session lives at the most: a shift and its overtime.
pub(super) const SESSION_LIFE: SignedDuration = SignedDuration::from_hours(12);

/// Signs in by user name and password.
#[derive(Clone)]
pub struct SignIn {
    users: Arc<dyn Users>,
    admissions: Arc<dyn Admissions>,
    hasher: Arc<dyn HashPassword>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    guard: Guard,
}

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SignInError {
    /// The user name or the password is missing.
    #[error("the user name or the password is missing")]
    Blank,
    /// No such user, another password, or a user who may not come in: one answer for all three.
    #[error("the user name or the password is wrong")]
    Refused,
    /// Too many tries failed.
    #[error(transparent)]
    Throttled(#[from] Throttled),
    /// A store did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Refused> for SignInError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Throttled(throttled) => Self::Throttled(throttled),
            Refused::Store(error) => Self::Store(error),
        }
    }
}

impl Coded for SignInError {
    fn code(&self) -> Code {
        match self {
            Self::Blank => Code::CredentialsBlank,
            Self::Refused => Code::CredentialsRefused,
            Self::Throttled(throttled) => throttled.code(),
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

impl SignIn {
    pub(crate) fn new(
        users: Arc<dyn Users>,
        admissions: Arc<dyn Admissions>,
        hasher: Arc<dyn HashPassword>,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        guard: Guard,
    ) -> Self {
        Self {
            users,
            admissions,
            hasher,
            clock,
            random,
            guard,
        }
    }

    /// Starts a session for whoever knows the password. A session that the browser had before ends.
    ///
    /// # Errors
    /// See [`SignInError`].
    pub async fn run(
        &self,
        visit: &Visit,
        user: &str,
        password: &str,
        before: Option<SessionKey>,
    ) -> Result<(SessionSecret, Actor), SignInError> {
        traced!(
            "sign_in",
            &visit.correlation,
            self.work(visit, user, password, before)
        )
        .await
    }

    async fn work(
        &self,
        visit: &Visit,
        user: &str,
        password: &str,
        before: Option<SessionKey>,
    ) -> Result<(SessionSecret, Actor), SignInError> {
        if user.trim().is_empty() || password.trim().is_empty() {
            return Err(SignInError::Blank);
        }
        let name = UserName::new(user).ok();
        let pass = self
            .guard
            .enter(throttled_by(visit, name.as_ref()), self.clock.now())
            .await?;
        let user = match self.check(visit, name.as_ref(), password).await? {
            Ok(user) => user,
            Err(known) => return self.refuse(visit, pass, known).await,
        };
        let secret = SessionSecret::new(&*self.random);
        let now = self.clock.now();
        let session = NewSession {
            key: secret.key(),
            user: user.id,
            starts_at: now,
            expires_at: now.saturating_add(SESSION_LIFE).unwrap_or(now),
            replaces: before,
        };
        let activity = line(visit, now, Some(user.id), Some(secret.key()), Code::Ok);
        let admission = Admission {
            instance: visit.instance.id,
            session,
            proof: Proof::Password(user.password),
            interaction: None,
            activity,
        };
        match self.admissions.admit(admission).await? {
            Some(signed_in) => {
                self.guard.succeeded(pass).await?;
                Ok((secret, Actor::signed_in(visit.clone(), signed_in)))
            }
            None => self.refuse(visit, pass, Some(user.id)).await,
        }
    }

    /// The user, if the password is theirs; else the user whom it was tried for, if there is one. The work is
    /// the same whether the user is known or not.
    async fn check(
        &self,
        visit: &Visit,
        name: Option<&UserName>,
        password: &str,
    ) -> Result<Result<User, Option<UserId>>, StoreError> {
        let found = match name {
            Some(name) => self.users.by_name(visit.instance.id, name).await?,
            None => None,
        };
        let Ok(password) = Password::new(password) else {
            return Ok(Err(found.map(|user| user.id)));
        };
        let right = self
            .hasher
            .verify(&password, found.as_ref().map(|user| &user.password))
            .await?;
        Ok(match found {
            Some(user) if right && user.active => Ok(user),
            found => Err(found.map(|user| user.id)),
        })
    }

    async fn refuse<T>(&self, visit: &Visit, pass: Pass, user: Option<UserId>) -> Result<T, SignInError> {
        let now = self.clock.now();
        let line = line(visit, now, user, None, Code::CredentialsRefused);
        self.guard.failed(pass, now, Some(line)).await?;
        Err(SignInError::Refused)
    }
}

/// By what failures are counted: by the name, and by the address from which names are tried one after the other.
fn throttled_by(visit: &Visit, name: Option<&UserName>) -> Vec<(ThrottleKey, Limit)> {
    let instance = visit.instance.id;
    let by_name = name.map(|name| (ThrottleKey::of_user(instance, name), Limit::USER));
    let by_address = visit
        .from
        .map(|from| (ThrottleKey::of_address(Some(instance), from), Limit::ADDRESS));
    by_name.into_iter().chain(by_address).collect()
}

fn line(
    visit: &Visit,
    at: Timestamp,
    user: Option<UserId>,
    session: Option<SessionKey>,
    outcome: Code,
) -> Activity {
    Activity {
        instance: visit.instance.id,
        at,
        correlation: visit.correlation.clone(),
        user,
        session,
        kind: ActivityKind::SignIn,
        outcome,
        platform: None,
        search: None,
    }
}
