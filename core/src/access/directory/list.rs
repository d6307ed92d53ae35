use super::{UserDirectory, UserError, UserFile, UserRow};
use crate::{
    access::{Action, Actor, UserId, View},
    record::{Found, PageRequest},
    trace::traced,
};
use std::sync::Arc;

/// Lists users and shows one.
#[derive(Clone)]
pub struct ListUsers {
    users: Arc<dyn UserDirectory>,
}

impl ListUsers {
    pub(crate) fn new(users: Arc<dyn UserDirectory>) -> Self {
        Self { users }
    }

    /// A page of the users that a text finds, by name.
    ///
    /// # Errors
    /// [`UserError::Denied`], [`UserError::Store`].
    pub async fn run(
        &self,
        actor: &Actor,
        text: &str,
        page: PageRequest,
    ) -> Result<Found<UserRow>, UserError> {
        traced!("list_users", &actor.visit().correlation, async {
            actor.require(View::Users, Action::See)?;
            Ok::<_, UserError>(self.users.list(actor.instance().id, text, page).await?)
        })
        .await
    }

    /// One user.
    ///
    /// # Errors
    /// [`UserError::Denied`], [`UserError::Unknown`], [`UserError::Store`].
    pub async fn one(&self, actor: &Actor, id: UserId) -> Result<UserFile, UserError> {
        traced!("view_user", &actor.visit().correlation, async {
            actor.require(View::Users, Action::See)?;
            let user = self.users.by_id(actor.instance().id, id).await?;
            user.ok_or(UserError::Unknown)
        })
        .await
    }
}
