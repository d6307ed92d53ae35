use super::{UserDirectory, UserError, require_role};
use crate::{
    access::{Action, Actor, UserId, View, roles::Roles},
    ambient::Clock,
    trace::traced,
};
use std::sync::Arc;

/// Revokes the tokens of a user: links that carry one ask for the password from the next request on.
#[derive(Clone)]
pub struct RevokeTokens {
    users: Arc<dyn UserDirectory>,
    roles: Arc<dyn Roles>,
    clock: Arc<dyn Clock>,
}

impl RevokeTokens {
    pub(crate) fn new(users: Arc<dyn UserDirectory>, roles: Arc<dyn Roles>, clock: Arc<dyn Clock>) -> Self {
        Self { users, roles, clock }
    }

    /// Revokes those that were issued until now.
    ///
    /// # Errors
    /// See [`UserError`].
    pub async fn run(&self, actor: &Actor, id: UserId) -> Result<(), UserError> {
        traced!("revoke_tokens", &actor.visit().correlation, self.work(actor, id)).await
    }

    async fn work(&self, actor: &Actor, id: UserId) -> Result<(), UserError> {
        actor.require(View::Users, Action::Edit)?;
        let instance = actor.instance().id;
        let before = self.users.by_id(instance, id).await?.ok_or(UserError::Unknown)?;
        require_role(&*self.roles, actor, before.details.role).await?;
        let outcome = self.users.revoke_tokens(instance, id, self.clock.now()).await?;
        outcome.done().map(drop)
    }
}
