use super::{UserDirectory, UserError, require_role};
use crate::{
    access::{Action, Actor, UserId, View, roles::Roles},
    ambient::Clock,
    trace::traced,
};
use std::sync::Arc;

/// Deactivates users and activates them again.
#[derive(Clone)]
pub struct SetUserActive {
    users: Arc<dyn UserDirectory>,
    roles: Arc<dyn Roles>,
    clock: Arc<dyn Clock>,
}

impl SetUserActive {
    pub(crate) fn new(users: Arc<dyn UserDirectory>, roles: Arc<dyn Roles>, clock: Arc<dyn Clock>) -> Self {
        Self { users, roles, clock }
    }

    /// Whoever is deactivated is out at the next request, on every server, and so are their tokens. Nobody deactivates
    /// themselves.
    ///
    /// # Errors
    /// See [`UserError`].
    pub async fn run(&self, actor: &Actor, id: UserId, active: bool) -> Result<(), UserError> {
        traced!(
            "set_user_active",
            &actor.visit().correlation,
            self.work(actor, id, active)
        )
        .await
    }

    async fn work(&self, actor: &Actor, id: UserId, active: bool) -> Result<(), UserError> {
        actor.require(View::Users, Action::Edit)?;
        if !active && actor.user() == Some(id) {
            return Err(UserError::Oneself);
        }
        let instance = actor.instance().id;
        let before = self.users.by_id(instance, id).await?.ok_or(UserError::Unknown)?;
        require_role(&*self.roles, actor, before.details.role).await?;
        let outcome = self
            .users
            .set_active(instance, id, active, self.clock.now())
            .await?;
        outcome.done().map(drop)
    }
}
