//! The groups, as an administrator sees them.

use super::{Conn, Store, dialect, named::named};
use crate::{
    fault::{Outcome, Undone, settled},
    schema::{groups, users},
    stored,
};
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
use diesel::{prelude::*, result::DatabaseErrorKind};

/// A group as its row has it.
type Row = (i64, String, bool, i64);
type Columns = (groups::id, groups::name, groups::is_default, groups::version);

const COLUMNS: Columns = (groups::id, groups::name, groups::is_default, groups::version);

/// A group without its users.
fn read((id, name, is_default, version): Row) -> Outcome<Group> {
    Ok(Group {
        id: GroupId(id),
        name: stored::label(&name)?,
        is_default,
        users: 0,
        version,
    })
}

named!(groups, Group, GroupId, GroupOutcome, group_id);

fn make(c: &mut Conn, instance: InstanceId, name: &Label) -> Outcome<GroupOutcome> {
    let made = diesel::insert_into(groups::table)
        .values((groups::instance_id.eq(instance.0), groups::name.eq(name.as_str())))
        .on_conflict((groups::instance_id, groups::name))
        .do_nothing()
        .returning(groups::id)
        .get_result(c)
        .optional()?;
    Ok(made.map_or(GroupOutcome::Taken, |id| GroupOutcome::Done(GroupId(id))))
}

fn save(
    c: &mut Conn,
    instance: InstanceId,
    edit: Option<(GroupId, i64)>,
    name: &Label,
) -> Outcome<GroupOutcome> {
    let Some((id, version)) = edit else {
        return make(c, instance, name);
    };
    dialect::hold_administration(c, instance)?;
    if let Err(outcome) = seen(c, instance, id, version)? {
        return Ok(outcome);
    }
    settled(c.transaction(|c| {
        diesel::update(
            groups::table
                .filter(groups::instance_id.eq(instance.0))
                .filter(groups::id.eq(id.0)),
        )
        .set((groups::name.eq(name.as_str()), groups::version.eq(version + 1)))
        .execute(c)
        .map_err(Undone::by(
            DatabaseErrorKind::UniqueViolation,
            GroupOutcome::Taken,
        ))?;
        Ok(GroupOutcome::Done(id))
    }))
}

#[async_trait]
impl Groups for Store {
    async fn list(&self, instance: InstanceId, text: &str, page: PageRequest) -> StoreResult<Found<Group>> {
        let text = text.to_owned();
        self.look_up(move |c| list(c, instance, &text, page)).await
    }

    async fn by_id(&self, instance: InstanceId, id: GroupId) -> StoreResult<Option<Group>> {
        self.look_up(move |c| by_id(c, instance, id)).await
    }

    async fn save(
        &self,
        instance: InstanceId,
        edit: Option<(GroupId, i64)>,
        name: Label,
    ) -> StoreResult<GroupOutcome> {
        self.write(move |c| save(c, instance, edit, &name)).await
    }

    async fn delete(&self, instance: InstanceId, id: GroupId, version: i64) -> StoreResult<GroupOutcome> {
        self.write(move |c| delete(c, instance, id, version)).await
    }

    async fn mark_default(&self, instance: InstanceId, id: Option<GroupId>) -> StoreResult<bool> {
        self.write(move |c| mark_default(c, instance, id)).await
    }
}
