//! The groups, as an administrator sees them.

use super::{Conn, Store, dialect};
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

/// How many groups of an instance are looked at: one more than are counted.
const REACH: usize = PageRequest::REACH as usize + 1;

/// A group as its row has it.
type Row = (i64, String, bool, i64);
type Columns = (groups::id, groups::name, groups::is_default, groups::version);

const COLUMNS: Columns = (groups::id, groups::name, groups::is_default, groups::version);

/// A group without its users.
fn group((id, name, is_default, version): Row) -> Outcome<Group> {
    Ok(Group {
        id: GroupId(id),
        name: stored::label(&name)?,
        is_default,
        users: 0,
        version,
    })
}

fn with_users(c: &mut Conn, instance: InstanceId, group: Group) -> Outcome<Group> {
    let users: i64 = users::table
        .filter(users::instance_id.eq(instance.0))
        .filter(users::group_id.eq(group.id.0))
        .count()
        .get_result(c)?;
    Ok(Group {
        users: u32::try_from(users).unwrap_or(u32::MAX),
        ..group
    })
}

fn list(c: &mut Conn, instance: InstanceId, text: &str, page: PageRequest) -> Outcome<Found<Group>> {
    let rows = dialect::first_n!(
        c,
        REACH,
        Row,
        groups::table
            .filter(groups::instance_id.eq(instance.0))
            .order(groups::name)
            .select(COLUMNS)
    )?;
    let mut held = rows.into_iter().map(group).collect::<Outcome<Vec<_>>>()?;
    held.retain(|group| group.name.holds(text));
    let Found { items, total, page } = Found::page_of(held, page);
    let items = items.into_iter().map(|group| with_users(c, instance, group));
    Ok(Found {
        items: items.collect::<Outcome<_>>()?,
        total,
        page,
    })
}

fn by_id(c: &mut Conn, instance: InstanceId, id: GroupId) -> Outcome<Option<Group>> {
    let row = groups::table
        .filter(groups::instance_id.eq(instance.0))
        .filter(groups::id.eq(id.0))
        .select(COLUMNS)
        .get_result::<Row>(c)
        .optional()?;
    let found = row.map(group).transpose()?;
    found.map(|group| with_users(c, instance, group)).transpose()
}

/// What is known of a group in the state of a version.
fn seen(
    c: &mut Conn,
    instance: InstanceId,
    id: GroupId,
    version: i64,
) -> QueryResult<Result<(), GroupOutcome>> {
    let there: Option<i64> = groups::table
        .filter(groups::instance_id.eq(instance.0))
        .filter(groups::id.eq(id.0))
        .select(groups::version)
        .get_result(c)
        .optional()?;
    Ok(match there {
        None => Err(GroupOutcome::Unknown),
        Some(there) if there != version => Err(GroupOutcome::Stale),
        Some(_) => Ok(()),
    })
}

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

/// A user who gets into the group meanwhile keeps it there: by the foreign key.
fn delete(c: &mut Conn, instance: InstanceId, id: GroupId, version: i64) -> Outcome<GroupOutcome> {
    dialect::hold_administration(c, instance)?;
    if let Err(outcome) = seen(c, instance, id, version)? {
        return Ok(outcome);
    }
    settled(c.transaction(|c| {
        diesel::delete(
            groups::table
                .filter(groups::instance_id.eq(instance.0))
                .filter(groups::id.eq(id.0)),
        )
        .execute(c)
        .map_err(Undone::by(
            DatabaseErrorKind::ForeignKeyViolation,
            GroupOutcome::InUse,
        ))?;
        Ok(GroupOutcome::Done(id))
    }))
}

/// The mark is taken away first, since there is never more than one.
fn mark_default(c: &mut Conn, instance: InstanceId, id: Option<GroupId>) -> Outcome<bool> {
    dialect::hold_administration(c, instance)?;
    let marked = groups::table
        .filter(groups::instance_id.eq(instance.0))
        .filter(groups::is_default);
    let before: Option<i64> = marked.select(groups::id).get_result(c).optional()?;
    if let Some(id) = id {
        let there = groups::table
            .filter(groups::instance_id.eq(instance.0))
            .filter(groups::id.eq(id.0));
        let there: Option<i64> = there.select(groups::id).get_result(c).optional()?;
        if there.is_none() {
            return Ok(false);
        }
    }
    let after = id.map(|id| id.0);
    for (id, is_default) in [(before, false), (after, true)] {
        let Some(id) = id.filter(|_| before != after) else {
            continue;
        };
        let group = groups::table
            .filter(groups::instance_id.eq(instance.0))
            .filter(groups::id.eq(id));
        diesel::update(group)
            .set((
                groups::is_default.eq(is_default),
                groups::version.eq(groups::version + 1),
            ))
            .execute(c)?;
    }
    Ok(true)
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
