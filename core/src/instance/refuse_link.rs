use super::{Activity, ActivityKind, Visit};
use crate::{
    access::throttle::{Guard, by_link_address},
    ambient::Clock,
    link::LinkError,
    store::StoreError,
    text::Coded,
    trace::traced,
};
use std::sync::Arc;

/// Writes down that a link could not be read, so that an administrator finds out why one opens nothing.
#[derive(Clone)]
pub struct RefuseLink {
    clock: Arc<dyn Clock>,
    guard: Guard,
}

impl RefuseLink {
    pub(crate) fn new(clock: Arc<dyn Clock>, guard: Guard) -> Self {
        Self { clock, guard }
    }

    /// Writes it down: the cause, and nothing of the link. There is no actor: a bad link is refused
    /// before anybody is asked to sign in. From an address that sends nothing else, few are written down.
    ///
    /// # Errors
    /// [`StoreError`] when the store did not do it.
    pub async fn run(&self, visit: &Visit, error: &LinkError) -> Result<(), StoreError> {
        traced!("refuse_link", &visit.correlation, self.work(visit, error)).await
    }

    async fn work(&self, visit: &Visit, error: &LinkError) -> Result<(), StoreError> {
        let line = Activity {
            instance: visit.instance.id,
            at: self.clock.now(),
            correlation: visit.correlation.clone(),
            user: None,
            session: None,
            kind: ActivityKind::LinkRefused,
            outcome: error.code(),
            platform: None,
            search: None,
        };
        self.guard.write_down(by_link_address(visit), line).await
    }
}
