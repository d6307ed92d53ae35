use super::{Role, RoleError, Roles};
use crate::{
    access::{Action, Actor, RoleId, View, pages::all_pages},
    record::{Found, PageRequest},
    trace::traced,
};
use std::sync::Arc;

/// Lists roles and shows one.
#[derive(Clone)]
pub struct ListRoles {
    roles: Arc<dyn Roles>,
}

impl ListRoles {
    pub(crate) fn new(roles: Arc<dyn Roles>) -> Self {
        Self { roles }
    }

    /// A page of the roles whose name holds a text, by name.
    ///
    /// # Errors
    /// [`RoleError::Denied`], [`RoleError::Store`].
    pub async fn run(&self, actor: &Actor, text: &str, page: PageRequest) -> Result<Found<Role>, RoleError> {
        traced!("list_roles", &actor.visit().correlation, async {
            actor.require(View::Roles, Action::See)?;
            Ok::<_, RoleError>(self.roles.list(actor.instance().id, text, page).await?)
        })
        .await
    }

    /// One role.
    ///
    /// # Errors
    /// [`RoleError::Denied`], [`RoleError::Unknown`], [`RoleError::Store`].
    pub async fn one(&self, actor: &Actor, id: RoleId) -> Result<Role, RoleError> {
        traced!("view_role", &actor.visit().correlation, async {
            actor.require(View::Roles, Action::See)?;
            let role = self.roles.by_id(actor.instance().id, id).await?;
            role.ok_or(RoleError::Unknown)
        })
        .await
    }

    /// The first thousand roles by name, for whoever chooses one for a user.
    ///
    /// # Errors
    /// [`RoleError::Denied`], [`RoleError::Store`].
    pub async fn to_choose(&self, actor: &Actor) -> Result<Vec<Role>, RoleError> {
        traced!("roles_to_choose", &actor.visit().correlation, async {
            actor.require(View::Users, Action::See)?;
            Ok::<_, RoleError>(all_pages(|page| self.roles.list(actor.instance().id, "", page)).await?)
        })
        .await
    }
}
