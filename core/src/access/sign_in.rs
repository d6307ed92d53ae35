use super::{
    Actor, Admission, Admissions, BadUserName, HashPassword, NewSession, Password, SessionKey, SessionSecret,
    UserId, UserName, Users,
};
use crate::{
    ambient::{Clock, Random},
    instance::{Activity, ActivityKind, ActivityLog, Visit},
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
    activity: Arc<dyn ActivityLog>,
    hasher: Arc<dyn HashPassword>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
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
    /// A store did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Coded for SignInError {
    fn code(&self) -> Code {
        match self {
            Self::Blank => Code::CredentialsBlank,
            Self::Refused => Code::CredentialsRefused,
            Self::Store(error) => error.code(),
        }
    }
}

impl SignIn {
    pub(crate) fn new(
        users: Arc<dyn Users>,
        admissions: Arc<dyn Admissions>,
        activity: Arc<dyn ActivityLog>,
        hasher: Arc<dyn HashPassword>,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Self {
        Self {
            users,
            admissions,
            activity,
            hasher,
            clock,
            random,
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
        let known = match self.check(visit, user, password).await? {
            Ok(id) => id,
            Err(known) => return self.refuse(visit, known).await,
        };
        let secret = SessionSecret::new(&*self.random);
        let now = self.clock.now();
        let session = NewSession {
            key: secret.key(),
            user: known,
            starts_at: now,
            expires_at: now.saturating_add(SESSION_LIFE).unwrap_or(now),
            replaces: before,
        };
        let activity = line(visit, now, Some(known), Some(secret.key()), Code::Ok);
        let admission = Admission {
            instance: visit.instance.id,
            session,
            token_issued_at: None,
            interaction: None,
            activity,
        };
        match self.admissions.admit(admission).await? {
            Some(signed_in) => Ok((secret, Actor::signed_in(visit.clone(), signed_in))),
            None => self.refuse(visit, Some(known)).await,
        }
    }

    /// The user, if the password is theirs; else the user whom it was tried for, if there is one. The work is
    /// the same whether the user is known or not.
    async fn check(
        &self,
        visit: &Visit,
        user: &str,
        password: &str,
    ) -> Result<Result<UserId, Option<UserId>>, StoreError> {
        let found = match UserName::new(user) {
            Ok(name) => self.users.by_name(visit.instance.id, &name).await?,
            Err(BadUserName::Blank | BadUserName::TooLong | BadUserName::Character) => None,
        };
        let Ok(password) = Password::new(password) else {
            return Ok(Err(found.map(|user| user.id)));
        };
        let right = self
            .hasher
            .verify(&password, found.as_ref().map(|user| &user.password))
            .await?;
        Ok(match found {
            Some(user) if right && user.active => Ok(user.id),
            found => Err(found.map(|user| user.id)),
        })
    }

    async fn refuse<T>(&self, visit: &Visit, user: Option<UserId>) -> Result<T, SignInError> {
        self.activity
            .record(line(
                visit,
                self.clock.now(),
                user,
                None,
                Code::CredentialsRefused,
            ))
            .await?;
        Err(SignInError::Refused)
    }
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
