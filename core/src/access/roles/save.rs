use super::{RoleChange, RoleError, Roles};
use crate::{
    access::{Action, Actor, Label, PermissionSet, RoleId, View},
    trace::traced,
};
use std::sync::Arc;

/// Makes and edits roles.
#[derive(Clone)]
pub struct SaveRole {
    roles: Arc<dyn Roles>,
}

impl SaveRole {
    pub(crate) fn new(roles: Arc<dyn Roles>) -> Self {
        Self { roles }
    }

    /// Makes a role, or edits the one that is named in the state that the actor saw. The permissions count from the
    /// next request of its users on; what is added stands in their menus from their next login on.
    ///
    /// # Errors
    /// See [`RoleError`].
    pub async fn run(
        &self,
        actor: &Actor,
        edit: Option<(RoleId, i64)>,
        name: &str,
        permissions: PermissionSet,
    ) -> Result<RoleId, RoleError> {
        traced!(
            "save_role",
            &actor.visit().correlation,
            self.work(actor, edit, name, permissions)
        )
        .await
    }

    async fn work(
        &self,
        actor: &Actor,
        edit: Option<(RoleId, i64)>,
        name: &str,
        permissions: PermissionSet,
    ) -> Result<RoleId, RoleError> {
        let action = if edit.is_some() {
            Action::Edit
        } else {
            Action::Create
        };
        actor.require(View::Roles, action)?;
        let instance = actor.instance().id;
        if let Some((id, _)) = edit {
            let before = self.roles.by_id(instance, id).await?.ok_or(RoleError::Unknown)?;
            if !actor.has_all(before.permissions) {
                return Err(RoleError::Exceeds);
            }
        }
        if !actor.has_all(permissions) {
            return Err(RoleError::Exceeds);
        }
        let change = RoleChange {
            edit,
            name: Label::new(name)?,
            permissions,
        };
        self.roles.save(instance, change).await?.done()
    }
}
