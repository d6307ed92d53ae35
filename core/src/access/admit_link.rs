use super::{
    Actor, Admission, Admissions, NewSession, Proof, SessionKey, SessionSecret, UserId,
    sign_in::SESSION_LIFE,
    throttle::{Guard, Limit, ThrottleKey, by_link_address},
};
use crate::{
    ambient::{Clock, Random},
    instance::{Activity, ActivityKind, Visit},
    link::Link,
    record::NewInteraction,
    store::StoreError,
    text::{Code, Coded},
    token::{Claims, TokenSigner},
    trace::traced,
};
use jiff::Timestamp;
use std::sync::Arc;

/// Lets in whoever a link's token names (the page's *Lógica de negocio para manejo de token*).
#[derive(Clone)]
pub struct AdmitLink {
    tokens: Arc<dyn TokenSigner>,
    admissions: Arc<dyn Admissions>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    guard: Guard,
}

/// What a good token did.
#[derive(Debug)]
pub enum LinkAdmission {
    /// The token's user is signed in already. The session goes on, so that a form that is open in another tab
    /// can still be sent.
    AlreadyIn,
    /// A session was started; the one that the browser had before has ended.
    Started(SessionSecret),
    /// Somebody else is signed in: nothing was done, the person has to choose.
    OtherUser {
        /// The name of the user whom the token names.
        named: String,
    },
}

/// Why a token let nobody in.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AdmitLinkError {
    /// The link has no token, or one that is forged, damaged, expired, revoked, another instance's, or of a
    /// user who may not come in: one answer for all.
    #[error("the link's token lets nobody in")]
    Refused,
    /// A store did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Coded for AdmitLinkError {
    fn code(&self) -> Code {
        match self {
            Self::Refused => Code::TokenRefused,
            Self::Store(error) => error.code(),
        }
    }
}

impl AdmitLink {
    pub(crate) fn new(
        tokens: Arc<dyn TokenSigner>,
        admissions: Arc<dyn Admissions>,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        guard: Guard,
    ) -> Self {
        Self {
            tokens,
            admissions,
            clock,
            random,
            guard,
        }
    }

    /// Checks the link's token and starts a session. When another user is signed in it asks first, unless
    /// `switch` says that the person has chosen to.
    ///
    /// # Errors
    /// See [`AdmitLinkError`].
    pub async fn run(
        &self,
        visit: &Visit,
        link: &Link,
        current: Option<&Actor>,
        switch: bool,
    ) -> Result<LinkAdmission, AdmitLinkError> {
        traced!(
            "admit_link",
            &visit.correlation,
            self.work(visit, link, current, switch)
        )
        .await
    }

    async fn work(
        &self,
        visit: &Visit,
        link: &Link,
        current: Option<&Actor>,
        switch: bool,
    ) -> Result<LinkAdmission, AdmitLinkError> {
        let Some(token) = link.token() else {
            return Err(AdmitLinkError::Refused);
        };
        let now = self.clock.now();
        let Some(claims) = self.tokens.verify(token.expose()) else {
            return self.refuse_forged(visit, link, now).await;
        };
        if !claims.good_at(visit.instance.id, now) {
            return self.refuse(visit, link, now, None).await;
        }
        let current = current.filter(|actor| actor.instance().id == visit.instance.id);
        if let Some(signed_in) = current.and_then(Actor::user)
            && !(switch && signed_in != claims.user)
        {
            let named = self
                .admissions
                .token_user(visit.instance.id, claims.user, claims.issued_at)
                .await?;
            return match named {
                None => self.refuse(visit, link, now, Some(claims.user)).await,
                Some(_) if signed_in == claims.user => Ok(LinkAdmission::AlreadyIn),
                Some(named) => Ok(LinkAdmission::OtherUser { named: named.name }),
            };
        }
        let before = current.and_then(Actor::session);
        match self.start(visit, link, &claims, before, now).await? {
            Some(secret) => Ok(LinkAdmission::Started(secret)),
            None => self.refuse(visit, link, now, Some(claims.user)).await,
        }
    }

    async fn start(
        &self,
        visit: &Visit,
        link: &Link,
        claims: &Claims,
        before: Option<SessionKey>,
        now: Timestamp,
    ) -> Result<Option<SessionSecret>, StoreError> {
        let secret = SessionSecret::new(&*self.random);
        let mut activity = line(visit, link, now, Some(claims.user), Code::Ok);
        activity.kind = ActivityKind::SignIn;
        activity.session = Some(secret.key());
        let admission = Admission {
            instance: visit.instance.id,
            session: NewSession {
                key: secret.key(),
                user: claims.user,
                starts_at: now,
                expires_at: now.saturating_add(SESSION_LIFE).unwrap_or(now),
                replaces: before,
            },
            proof: Proof::Token(claims.issued_at),
            interaction: Some(NewInteraction::of(link, now)),
            activity,
        };
        Ok(self.admissions.admit(admission).await?.map(|_| secret))
    }

    /// A token that was not signed here is a guess, or another system's: such tokens have a count of their own.
    async fn refuse_forged<T>(
        &self,
        visit: &Visit,
        link: &Link,
        now: Timestamp,
    ) -> Result<T, AdmitLinkError> {
        let counted = visit.from.map(|from| {
            let key = ThrottleKey::of_token_address(visit.instance.id, from);
            (key, Limit::ADDRESS)
        });
        let line = line(visit, link, now, None, Code::TokenRefused);
        self.guard.write_down(counted, line).await?;
        Err(AdmitLinkError::Refused)
    }

    async fn refuse<T>(
        &self,
        visit: &Visit,
        link: &Link,
        now: Timestamp,
        user: Option<UserId>,
    ) -> Result<T, AdmitLinkError> {
        let line = line(visit, link, now, user, Code::TokenRefused);
        self.guard.write_down(by_link_address(visit), line).await?;
        Err(AdmitLinkError::Refused)
    }
}

fn line(visit: &Visit, link: &Link, at: Timestamp, user: Option<UserId>, outcome: Code) -> Activity {
    Activity {
        instance: visit.instance.id,
        at,
        correlation: visit.correlation.clone(),
        user,
        session: None,
        kind: ActivityKind::LinkRefused,
        outcome,
        platform: Some(link.platform().to_owned()),
        search: None,
    }
}
