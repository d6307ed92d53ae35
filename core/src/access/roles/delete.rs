use super::{RoleError, Roles};
use crate::{
    access::{Action, Actor, RoleId, View},
    trace::traced,
};
use std::sync::Arc;

/// Removes roles that nobody has.
#[derive(Clone)]
pub struct DeleteRole {
    roles: Arc<dyn Roles>,
}

impl DeleteRole {
    pub(crate) fn new(roles: Arc<dyn Roles>) -> Self {
        Self { roles }
    }

    /// Removes the role in the state that the actor saw. The default mark goes with it.
    ///
    /// # Errors
    /// See [`RoleError`].
    pub async fn run(&self, actor: &Actor, id: RoleId, version: i64) -> Result<(), RoleError> {
        traced!("delete_role", &actor.visit().correlation, async {
            actor.require(View::Roles, Action::Delete)?;
            let instance = actor.instance().id;
            let role = self.roles.by_id(instance, id).await?.ok_or(RoleError::Unknown)?;
            if !actor.has_all(role.permissions) {
                return Err(RoleError::Exceeds);
            }
            self.roles.delete(instance, id, version).await?.done().map(drop)
        })
        .await
    }
}
