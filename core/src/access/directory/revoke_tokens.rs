use super::{UserDirectory, UserError};
use crate::{
    access::{Action, Actor, UserId, View},
    ambient::Clock,
    trace::traced,
};
use std::sync::Arc;

/// Revokes the tokens of a user: links that carry one ask for the password from the next request on.
#[derive(Clone)]
pub struct RevokeTokens {
    users: Arc<dyn UserDirectory>,
    clock: Arc<dyn Clock>,
}

impl RevokeTokens {
    pub(crate) fn new(users: Arc<dyn UserDirectory>, clock: Arc<dyn Clock>) -> Self {
        Self { users, clock }
    }

    /// Revokes those that were issued until now.
    ///
    /// # Errors
    /// See [`UserError`].
    pub async fn run(&self, actor: &Actor, id: UserId) -> Result<(), UserError> {
        traced!("revoke_tokens", &actor.visit().correlation, async {
            actor.require(View::Users, Action::Edit)?;
            let outcome = self
                .users
                .revoke_tokens(actor.instance().id, id, self.clock.now())
                .await?;
            outcome.done().map(drop)
        })
        .await
    }
}
