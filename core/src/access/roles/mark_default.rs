use super::{RoleError, Roles};
use crate::{
    access::{Action, Actor, RoleId, View},
    trace::traced,
};
use std::sync::Arc;

/// Marks the role that users get whom external systems bring.
#[derive(Clone)]
pub struct MarkDefaultRole {
    roles: Arc<dyn Roles>,
}

impl MarkDefaultRole {
    pub(crate) fn new(roles: Arc<dyn Roles>) -> Self {
        Self { roles }
    }

    /// Marks a role, or none: then they are made without a role. Who marks a role has all that it permits, since it is
    /// given to whomever an external system brings.
    ///
    /// # Errors
    /// See [`RoleError`].
    pub async fn run(&self, actor: &Actor, id: Option<RoleId>) -> Result<(), RoleError> {
        traced!("mark_default_role", &actor.visit().correlation, async {
            actor.require(View::Roles, Action::Edit)?;
            let instance = actor.instance().id;
            if let Some(id) = id {
                let role = self.roles.by_id(instance, id).await?.ok_or(RoleError::Unknown)?;
                if !actor.has_all(role.permissions) {
                    return Err(RoleError::Exceeds);
                }
            }
            match self.roles.mark_default(instance, id).await? {
                true => Ok(()),
                false => Err(RoleError::Unknown),
            }
        })
        .await
    }
}
