use super::{SessionRow, Sessions};
use crate::{
    access::{Action, Actor, Denied, View},
    ambient::Clock,
    record::{Found, PageRequest},
    store::StoreError,
    text::{Code, Coded},
    trace::traced,
};
use std::sync::Arc;

/// Lists the sessions of the actor's instance.
#[derive(Clone)]
pub struct ListSessions {
    sessions: Arc<dyn Sessions>,
    clock: Arc<dyn Clock>,
}

/// Why no sessions were listed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ListSessionsError {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The store did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Coded for ListSessionsError {
    fn code(&self) -> Code {
        match self {
            Self::Denied(denied) => denied.code(),
            Self::Store(error) => error.code(),
        }
    }
}

impl ListSessions {
    pub(crate) fn new(sessions: Arc<dyn Sessions>, clock: Arc<dyn Clock>) -> Self {
        Self { sessions, clock }
    }

    /// A page of the sessions that are alive, the newest first.
    ///
    /// # Errors
    /// See [`ListSessionsError`].
    pub async fn run(
        &self,
        actor: &Actor,
        page: PageRequest,
    ) -> Result<Found<SessionRow>, ListSessionsError> {
        traced!(
            "list_sessions",
            &actor.visit().correlation,
            self.work(actor, page)
        )
        .await
    }

    async fn work(&self, actor: &Actor, page: PageRequest) -> Result<Found<SessionRow>, ListSessionsError> {
        actor.require(View::Sessions, Action::See)?;
        Ok(self
            .sessions
            .list(actor.instance().id, self.clock.now(), page)
            .await?)
    }
}
