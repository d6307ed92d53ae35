use super::{Kept, Memory};
use async_trait::async_trait;
use ba360_core::{
    access::{
        Label, PermissionSet, RoleId,
        roles::{Role, RoleChange, RoleOutcome, Roles},
    },
    instance::InstanceId,
    record::{Found, PageRequest},
    store::StoreResult,
};

/// A role.
#[derive(Clone)]
pub(super) struct RoleRow {
    instance: InstanceId,
    id: RoleId,
    name: Label,
    permissions: PermissionSet,
    is_default: bool,
    version: i64,
}

impl Kept {
    /// The role of that key.
    pub(super) fn role(&self, instance: InstanceId, id: RoleId) -> Option<&RoleRow> {
        self.roles
            .iter()
            .find(|row| row.instance == instance && row.id == id)
    }

    /// The name of a role.
    pub(super) fn role_name(&self, instance: InstanceId, id: Option<RoleId>) -> Option<Label> {
        Some(self.role(instance, id?)?.name.clone())
    }

    /// What a role permits.
    pub(super) fn permissions_of(&self, instance: InstanceId, id: Option<RoleId>) -> Option<PermissionSet> {
        Some(self.role(instance, id?)?.permissions)
    }

    /// The role that users get whom external systems bring.
    pub(super) fn default_role(&self, instance: InstanceId) -> Option<RoleId> {
        let mut roles = self.roles.iter();
        let role = roles.find(|row| row.instance == instance && row.is_default);
        role.map(|row| row.id)
    }

    /// Whether an active user has a role that administers.
    pub(super) fn is_administered(&self, instance: InstanceId) -> bool {
        let administers = |role| {
            self.permissions_of(instance, role)
                .is_some_and(PermissionSet::administers)
        };
        self.users
            .iter()
            .any(|row| row.instance == instance && row.active && administers(row.details.role))
    }

    /// The role of that name, made if there was none.
    pub(super) fn ensure_role(
        &mut self,
        instance: InstanceId,
        name: Label,
        permissions: PermissionSet,
    ) -> RoleId {
        let mut roles = self.roles.iter();
        let there = roles.find(|row| row.instance == instance && row.name == name);
        match there {
            Some(row) => row.id,
            None => self.make_role(instance, name, permissions),
        }
    }

    fn make_role(&mut self, instance: InstanceId, name: Label, permissions: PermissionSet) -> RoleId {
        let id = RoleId(self.new_key());
        self.roles.push(RoleRow {
            instance,
            id,
            name,
            permissions,
            is_default: false,
            version: 1,
        });
        id
    }

    fn told_role(&self, row: &RoleRow) -> Role {
        let users = self
            .users
            .iter()
            .filter(|user| user.instance == row.instance && user.details.role == Some(row.id));
        Role {
            id: row.id,
            name: row.name.clone(),
            permissions: row.permissions,
            is_default: row.is_default,
            users: users.count() as u32,
            version: row.version,
        }
    }

    /// The place of a role in the state of a version.
    fn role_at(&self, instance: InstanceId, id: RoleId, version: i64) -> Result<usize, RoleOutcome> {
        let mut roles = self.roles.iter();
        let at = roles.position(|row| row.instance == instance && row.id == id);
        let at = at.ok_or(RoleOutcome::Unknown)?;
        match self.roles[at].version == version {
            true => Ok(at),
            false => Err(RoleOutcome::Stale),
        }
    }

    fn save_role(&mut self, instance: InstanceId, change: RoleChange) -> Result<RoleId, RoleOutcome> {
        let RoleChange {
            edit,
            name,
            permissions,
        } = change;
        let at = edit.map(|(id, version)| self.role_at(instance, id, version));
        let at = at.transpose()?;
        let another =
            |(n, row): (usize, &RoleRow)| row.instance == instance && row.name == name && Some(n) != at;
        if self.roles.iter().enumerate().any(another) {
            return Err(RoleOutcome::Taken);
        }
        let Some(at) = at else {
            return Ok(self.make_role(instance, name, permissions));
        };
        let (administered, before) = (self.is_administered(instance), self.roles[at].clone());
        self.roles[at] = RoleRow {
            name,
            permissions,
            version: before.version + 1,
            ..before
        };
        if administered && !self.is_administered(instance) {
            self.roles[at] = before;
            return Err(RoleOutcome::LastAdministrator);
        }
        Ok(before.id)
    }

    fn delete_role(&mut self, instance: InstanceId, id: RoleId, version: i64) -> Result<RoleId, RoleOutcome> {
        let at = self.role_at(instance, id, version)?;
        if self.told_role(&self.roles[at]).users > 0 {
            return Err(RoleOutcome::InUse);
        }
        self.roles.remove(at);
        Ok(id)
    }
}

fn outcome(done: Result<RoleId, RoleOutcome>) -> RoleOutcome {
    done.map_or_else(|refused| refused, RoleOutcome::Done)
}

#[async_trait]
impl Roles for Memory {
    async fn list(&self, instance: InstanceId, text: &str, page: PageRequest) -> StoreResult<Found<Role>> {
        let kept = self.kept();
        let mut rows: Vec<_> = kept
            .roles
            .iter()
            .filter(|row| row.instance == instance && row.name.holds(text))
            .collect();
        rows.sort_by_key(|row| &row.name);
        Ok(Found::page_of(rows, page).map(|row| kept.told_role(row)))
    }

    async fn by_id(&self, instance: InstanceId, id: RoleId) -> StoreResult<Option<Role>> {
        let kept = self.kept();
        Ok(kept.role(instance, id).map(|row| kept.told_role(row)))
    }

    async fn save(&self, instance: InstanceId, change: RoleChange) -> StoreResult<RoleOutcome> {
        Ok(outcome(self.kept().save_role(instance, change)))
    }

    async fn delete(&self, instance: InstanceId, id: RoleId, version: i64) -> StoreResult<RoleOutcome> {
        Ok(outcome(self.kept().delete_role(instance, id, version)))
    }

    async fn mark_default(&self, instance: InstanceId, id: Option<RoleId>) -> StoreResult<bool> {
        let mut kept = self.kept();
        if id.is_some_and(|id| kept.role(instance, id).is_none()) {
            return Ok(false);
        }
        for row in kept.roles.iter_mut().filter(|row| row.instance == instance) {
            let is_default = Some(row.id) == id;
            if row.is_default != is_default {
                row.is_default = is_default;
                row.version += 1;
            }
        }
        Ok(true)
    }
}
