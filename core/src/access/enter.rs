use super::{Actor, Admissions, SessionSecret};
use crate::{
    ambient::{Clock, Random},
    instance::{CorrelationId, HostName, Visit},
    store::StoreError,
    text::{Code, Coded},
    trace::traced,
};
use std::sync::Arc;

/// What every request begins with: which instance the host chooses, and who the session's user is.
#[derive(Clone)]
pub struct Enter {
    admissions: Arc<dyn Admissions>,
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
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Self {
        Self {
            admissions,
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

    /// Finds the instance and the user.
    ///
    /// # Errors
    /// See [`EnterError`].
    pub async fn run(
        &self,
        correlation: CorrelationId,
        host: &HostName,
        secret: Option<&SessionSecret>,
    ) -> Result<Entered, EnterError> {
        traced!("enter", &correlation, self.work(correlation, host, secret)).await
    }

    async fn work(
        &self,
        correlation: CorrelationId,
        host: &HostName,
        secret: Option<&SessionSecret>,
    ) -> Result<Entered, EnterError> {
        let session = secret.map(SessionSecret::key);
        let entry = self.admissions.enter(host, session, self.clock.now()).await?;
        let instance = entry.instance.ok_or(EnterError::UnknownHost)?;
        let visit = Visit {
            instance,
            correlation,
        };
        let actor = entry
            .signed_in
            .map(|signed_in| Actor::signed_in(visit.clone(), signed_in));
        Ok(Entered { visit, actor })
    }
}
