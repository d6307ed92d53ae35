use super::{Actor, Admissions};
use crate::{
    ambient::Clock,
    instance::{Activity, ActivityKind},
    store::StoreError,
    text::Code,
    trace::traced,
};
use std::sync::Arc;

/// Ends the actor's own session.
#[derive(Clone)]
pub struct SignOut {
    admissions: Arc<dyn Admissions>,
    clock: Arc<dyn Clock>,
}

impl SignOut {
    pub(crate) fn new(admissions: Arc<dyn Admissions>, clock: Arc<dyn Clock>) -> Self {
        Self { admissions, clock }
    }

    /// Ends it. Everybody who is signed in may.
    ///
    /// # Errors
    /// [`StoreError`] when the store did not do it.
    pub async fn run(&self, actor: &Actor) -> Result<(), StoreError> {
        traced!("sign_out", &actor.visit().correlation, self.work(actor)).await
    }

    async fn work(&self, actor: &Actor) -> Result<(), StoreError> {
        let Some(session) = actor.session() else {
            return Ok(());
        };
        let activity = Activity::of_actor(actor, ActivityKind::SignOut, self.clock.now(), Code::Ok);
        self.admissions.end(session, activity).await
    }
}
