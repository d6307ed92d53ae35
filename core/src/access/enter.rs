use super::{Actor, Admissions, SessionSecret, SignedIn, sessions::Sessions};
use crate::{
    ambient::{Clock, Random, is_ahead},
    instance::{CorrelationId, HostName, InstanceId, Visit},
    store::StoreError,
    text::{Code, Coded},
    trace::traced,
};
use jiff::{SignedDuration, Timestamp};
use std::{net::IpAddr, sync::Arc};

/// After how long without a request a session is over.
const IDLE: SignedDuration = SignedDuration::from_hours(2);
/// How often a session that is in use is marked as such.
const MARKED_EVERY: SignedDuration = SignedDuration::from_mins(5);

/// What every request begins with: which instance the host chooses, and who the session's user is.
#[derive(Clone)]
pub struct Enter {
    admissions: Arc<dyn Admissions>,
    sessions: Arc<dyn Sessions>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
}

/// Where a request is, and whose it is.
#[derive(Clone, Debug)]
pub struct Entered {
    /// The instance and the correlation id.
    pub visit: Visit,
    /// Who is signed in, if anybody.
    pub actor: Option<Actor>,
}

/// Why a request is nowhere.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EnterError {
    /// The host is nobody's.
    #[error("no instance answers this host")]
    UnknownHost,
    /// The store did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Coded for EnterError {
    fn code(&self) -> Code {
        match self {
            Self::UnknownHost => Code::HostUnknown,
            Self::Store(error) => error.code(),
        }
    }
}

impl Enter {
    pub(crate) fn new(
        admissions: Arc<dyn Admissions>,
        sessions: Arc<dyn Sessions>,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Self {
        Self {
            admissions,
            sessions,
            clock,
            random,
        }
    }

    /// A correlation id for a request; every answer carries one, also where there is no instance.
    #[must_use]
    pub fn correlate(&self) -> CorrelationId {
        CorrelationId::new(&*self.random)
    }

    /// A secret for a browser in which nobody is signed in yet: it opens nothing, and ties the sign-in form to
    /// that browser.
    #[must_use]
    pub fn greet(&self) -> SessionSecret {
        SessionSecret::new(&*self.random)
    }

    /// Finds the instance and the user. `from` is the address that the request comes from, where it is known.
    ///
    /// # Errors
    /// See [`EnterError`].
    pub async fn run(
        &self,
        correlation: CorrelationId,
        host: &HostName,
        from: Option<IpAddr>,
        secret: Option<&SessionSecret>,
    ) -> Result<Entered, EnterError> {
        traced!("enter", &correlation, self.work(correlation, host, from, secret)).await
    }

    async fn work(
        &self,
        correlation: CorrelationId,
        host: &HostName,
        from: Option<IpAddr>,
        secret: Option<&SessionSecret>,
    ) -> Result<Entered, EnterError> {
        let session = secret.map(SessionSecret::key);
        let now = self.clock.now();
        let entry = self.admissions.enter(host, session, now).await?;
        let instance = entry.instance.ok_or(EnterError::UnknownHost)?;
        let visit = Visit {
            instance,
            correlation,
            from,
        };
        let signed_in = entry
            .signed_in
            .filter(|signed_in| self.is_in_use(visit.instance.id, signed_in, now));
        let actor = signed_in.map(|signed_in| Actor::signed_in(visit.clone(), signed_in));
        Ok(Entered { visit, actor })
    }

    /// Whether a session is in use; one that is, is marked as such now and then. One that was begun or seen by a clock
    /// that was ahead is not: until then it would never be idle.
    fn is_in_use(&self, instance: InstanceId, signed_in: &SignedIn, now: Timestamp) -> bool {
        let idle = now.duration_since(signed_in.seen_at);
        if idle >= IDLE || is_ahead(signed_in.seen_at, now) {
            return false;
        }
        if idle >= MARKED_EVERY {
            self.sessions.seen(instance, signed_in.session, now);
        }
        true
    }
}
