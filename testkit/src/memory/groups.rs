use super::{Kept, Memory};
use async_trait::async_trait;
use ba360_core::{
    access::{
        Label,
        groups::{Group, GroupId, GroupOutcome, Groups},
    },
    instance::InstanceId,
    record::{Found, PageRequest},
    store::StoreResult,
};

/// A group.
pub(super) struct GroupRow {
    instance: InstanceId,
    id: GroupId,
    name: Label,
    is_default: bool,
    version: i64,
}

impl Kept {
    /// The group of that key.
    pub(super) fn group(&self, instance: InstanceId, id: GroupId) -> Option<&GroupRow> {
        self.groups
            .iter()
            .find(|row| row.instance == instance && row.id == id)
    }

    /// The name of a group.
    pub(super) fn group_name(&self, instance: InstanceId, id: Option<GroupId>) -> Option<Label> {
        Some(self.group(instance, id?)?.name.clone())
    }

    /// The group that users get into whom external systems bring.
    pub(super) fn default_group(&self, instance: InstanceId) -> Option<GroupId> {
        let mut groups = self.groups.iter();
        let group = groups.find(|row| row.instance == instance && row.is_default);
        group.map(|row| row.id)
    }

    fn told_group(&self, row: &GroupRow) -> Group {
        let users = self
            .users
            .iter()
            .filter(|user| user.instance == row.instance && user.details.group == Some(row.id));
        Group {
            id: row.id,
            name: row.name.clone(),
            is_default: row.is_default,
            users: users.count() as u32,
            version: row.version,
        }
    }

    /// The place of a group in the state of a version.
    fn group_at(&self, instance: InstanceId, id: GroupId, version: i64) -> Result<usize, GroupOutcome> {
        let mut groups = self.groups.iter();
        let at = groups.position(|row| row.instance == instance && row.id == id);
        let at = at.ok_or(GroupOutcome::Unknown)?;
        match self.groups[at].version == version {
            true => Ok(at),
            false => Err(GroupOutcome::Stale),
        }
    }

    fn save_group(
        &mut self,
        instance: InstanceId,
        edit: Option<(GroupId, i64)>,
        name: Label,
    ) -> Result<GroupId, GroupOutcome> {
        let at = edit.map(|(id, version)| self.group_at(instance, id, version));
        let at = at.transpose()?;
        let another =
            |(n, row): (usize, &GroupRow)| row.instance == instance && row.name == name && Some(n) != at;
        if self.groups.iter().enumerate().any(another) {
            return Err(GroupOutcome::Taken);
        }
        let Some(at) = at else {
            let id = GroupId(self.new_key());
            self.groups.push(GroupRow {
                instance,
                id,
                name,
                is_default: false,
                version: 1,
            });
            return Ok(id);
        };
        let row = &mut self.groups[at];
        row.name = name;
        row.version += 1;
        Ok(row.id)
    }

    fn delete_group(
        &mut self,
        instance: InstanceId,
        id: GroupId,
        version: i64,
    ) -> Result<GroupId, GroupOutcome> {
        let at = self.group_at(instance, id, version)?;
        if self.told_group(&self.groups[at]).users > 0 {
            return Err(GroupOutcome::InUse);
        }
        self.groups.remove(at);
        Ok(id)
    }
}

fn outcome(done: Result<GroupId, GroupOutcome>) -> GroupOutcome {
    done.map_or_else(|refused| refused, GroupOutcome::Done)
}

#[async_trait]
impl Groups for Memory {
    async fn list(&self, instance: InstanceId, text: &str, page: PageRequest) -> StoreResult<Found<Group>> {
        let kept = self.kept();
        let mut rows: Vec<_> = kept
            .groups
            .iter()
            .filter(|row| row.instance == instance && row.name.holds(text))
            .collect();
        rows.sort_by_key(|row| &row.name);
        Ok(Found::page_of(rows, page).map(|row| kept.told_group(row)))
    }

    async fn by_id(&self, instance: InstanceId, id: GroupId) -> StoreResult<Option<Group>> {
        let kept = self.kept();
        Ok(kept.group(instance, id).map(|row| kept.told_group(row)))
    }

    async fn save(
        &self,
        instance: InstanceId,
        edit: Option<(GroupId, i64)>,
        name: Label,
    ) -> StoreResult<GroupOutcome> {
        Ok(outcome(self.kept().save_group(instance, edit, name)))
    }

    async fn delete(&self, instance: InstanceId, id: GroupId, version: i64) -> StoreResult<GroupOutcome> {
        Ok(outcome(self.kept().delete_group(instance, id, version)))
    }

    async fn mark_default(&self, instance: InstanceId, id: Option<GroupId>) -> StoreResult<bool> {
        let mut kept = self.kept();
        if id.is_some_and(|id| kept.group(instance, id).is_none()) {
            return Ok(false);
        }
        for row in kept.groups.iter_mut().filter(|row| row.instance == instance) {
            let is_default = Some(row.id) == id;
            if row.is_default != is_default {
                row.is_default = is_default;
                row.version += 1;
            }
        }
        Ok(true)
    }
}
