use crate::{
    access::{Action, Actor, Admissions, Denied, SessionKey, View},
    ambient::Clock,
    instance::{Activity, ActivityKind},
    store::StoreError,
    text::{Code, Coded},
    trace::traced,
};
use std::sync::Arc;

/// Ends a session of the actor's instance: its user is signed out at the next request, on every server.
#[derive(Clone)]
pub struct EndSession {
    admissions: Arc<dyn Admissions>,
    clock: Arc<dyn Clock>,
}

/// Why a session was not ended.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EndSessionError {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The store did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Coded for EndSessionError {
    fn code(&self) -> Code {
        match self {
            Self::Denied(denied) => denied.code(),
            Self::Store(error) => error.code(),
        }
    }
}

impl EndSession {
    pub(crate) fn new(admissions: Arc<dyn Admissions>, clock: Arc<dyn Clock>) -> Self {
        Self { admissions, clock }
    }

    /// Ends it. One that has ended already, or is another instance's, stays as it is.
    ///
    /// # Errors
    /// See [`EndSessionError`].
    pub async fn run(&self, actor: &Actor, session: SessionKey) -> Result<(), EndSessionError> {
        traced!(
            "end_session",
            &actor.visit().correlation,
            self.work(actor, session)
        )
        .await
    }

    async fn work(&self, actor: &Actor, session: SessionKey) -> Result<(), EndSessionError> {
        actor.require(View::Sessions, Action::Delete)?;
        let activity = Activity::of_actor(actor, ActivityKind::SessionEnded, self.clock.now(), Code::Ok);
        Ok(self.admissions.end(session, activity).await?)
    }
}
