use super::{UserDetails, UserDirectory, UserError, UserTexts, require_role};
use crate::{
    access::{Action, Actor, UserId, View, roles::Roles},
    trace::traced,
};
use std::sync::Arc;

/// Edits what is kept of a user, the role and the group included.
#[derive(Clone)]
pub struct EditUser {
    users: Arc<dyn UserDirectory>,
    roles: Arc<dyn Roles>,
}

impl EditUser {
    pub(crate) fn new(users: Arc<dyn UserDirectory>, roles: Arc<dyn Roles>) -> Self {
        Self { users, roles }
    }

    /// Edits the user in the state that the actor saw.
    ///
    /// # Errors
    /// See [`UserError`].
    pub async fn run(
        &self,
        actor: &Actor,
        user: (UserId, i64),
        texts: UserTexts<'_>,
    ) -> Result<UserId, UserError> {
        traced!(
            "edit_user",
            &actor.visit().correlation,
            self.work(actor, user, texts)
        )
        .await
    }

    async fn work(
        &self,
        actor: &Actor,
        user: (UserId, i64),
        texts: UserTexts<'_>,
    ) -> Result<UserId, UserError> {
        actor.require(View::Users, Action::Edit)?;
        let instance = actor.instance().id;
        let details = UserDetails::new(texts)?;
        let before = self
            .users
            .by_id(instance, user.0)
            .await?
            .ok_or(UserError::Unknown)?;
        require_role(&*self.roles, actor, before.details.role).await?;
        require_role(&*self.roles, actor, details.role).await?;
        self.users.edit(instance, user, details).await?.done()
    }
}
