//! The roles, as an administrator sees them.

use super::{Conn, Store, dialect};
use crate::{
    fault::{Outcome, Undone, settled},
    schema::{roles, users},
    stored,
};
use async_trait::async_trait;
use ba360_core::{
    access::{
        PermissionSet, RoleId,
        roles::{Role, RoleChange, RoleOutcome, Roles},
    },
    instance::InstanceId,
    record::{Found, PageRequest},
    store::StoreResult,
};
use diesel::{prelude::*, result::DatabaseErrorKind};

/// How many roles of an instance are looked at: one more than are counted.
const REACH: usize = PageRequest::REACH as usize + 1;

/// A role as its row has it.
type Row = (i64, String, String, bool, i64);
type Columns = (
    roles::id,
    roles::name,
    roles::permissions,
    roles::is_default,
    roles::version,
);

const COLUMNS: Columns = (
    roles::id,
    roles::name,
    roles::permissions,
    roles::is_default,
    roles::version,
);

/// A role without its users.
fn role((id, name, permissions, is_default, version): Row) -> Outcome<Role> {
    Ok(Role {
        id: RoleId(id),
        name: stored::label(&name)?,
        permissions: PermissionSet::stored(&permissions),
        is_default,
        users: 0,
        version,
    })
}

fn with_users(c: &mut Conn, instance: InstanceId, role: Role) -> Outcome<Role> {
    let users: i64 = users::table
        .filter(users::instance_id.eq(instance.0))
        .filter(users::role_id.eq(role.id.0))
        .count()
        .get_result(c)?;
    Ok(Role {
        users: u32::try_from(users).unwrap_or(u32::MAX),
        ..role
    })
}

fn list(c: &mut Conn, instance: InstanceId, text: &str, page: PageRequest) -> Outcome<Found<Role>> {
    let rows = dialect::first_n!(
        c,
        REACH,
        Row,
        roles::table
            .filter(roles::instance_id.eq(instance.0))
            .order(roles::name)
            .select(COLUMNS)
    )?;
    let mut held = rows.into_iter().map(role).collect::<Outcome<Vec<_>>>()?;
    held.retain(|role| role.name.holds(text));
    let Found { items, total, page } = Found::page_of(held, page);
    let items = items.into_iter().map(|role| with_users(c, instance, role));
    Ok(Found {
        items: items.collect::<Outcome<_>>()?,
        total,
        page,
    })
}

fn by_id(c: &mut Conn, instance: InstanceId, id: RoleId) -> Outcome<Option<Role>> {
    let row = roles::table
        .filter(roles::instance_id.eq(instance.0))
        .filter(roles::id.eq(id.0))
        .select(COLUMNS)
        .get_result::<Row>(c)
        .optional()?;
    let found = row.map(role).transpose()?;
    found.map(|role| with_users(c, instance, role)).transpose()
}

/// Whether an active user has a role that administers. Whoever asks holds the administration.
pub(super) fn is_administered(c: &mut Conn, instance: InstanceId) -> Outcome<bool> {
    let roles: Vec<(i64, String)> = roles::table
        .filter(roles::instance_id.eq(instance.0))
        .select((roles::id, roles::permissions))
        .load(c)?;
    for (id, permissions) in roles {
        if !PermissionSet::stored(&permissions).administers() {
            continue;
        }
        let one = dialect::first_n!(
            c,
            1,
            i64,
            users::table
                .filter(users::instance_id.eq(instance.0))
                .filter(users::role_id.eq(id))
                .filter(users::active)
                .select(users::id)
        )?;
        if !one.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What is known of a role in the state of a version.
fn seen(
    c: &mut Conn,
    instance: InstanceId,
    id: RoleId,
    version: i64,
) -> QueryResult<Result<(), RoleOutcome>> {
    let there: Option<i64> = roles::table
        .filter(roles::instance_id.eq(instance.0))
        .filter(roles::id.eq(id.0))
        .select(roles::version)
        .get_result(c)
        .optional()?;
    Ok(match there {
        None => Err(RoleOutcome::Unknown),
        Some(there) if there != version => Err(RoleOutcome::Stale),
        Some(_) => Ok(()),
    })
}

fn make(c: &mut Conn, instance: InstanceId, change: &RoleChange) -> Outcome<RoleOutcome> {
    let made = diesel::insert_into(roles::table)
        .values((
            roles::instance_id.eq(instance.0),
            roles::name.eq(change.name.as_str()),
            roles::permissions.eq(change.permissions.to_string()),
        ))
        .on_conflict((roles::instance_id, roles::name))
        .do_nothing()
        .returning(roles::id)
        .get_result(c)
        .optional()?;
    Ok(made.map_or(RoleOutcome::Taken, |id| RoleOutcome::Done(RoleId(id))))
}

fn save(c: &mut Conn, instance: InstanceId, change: &RoleChange) -> Outcome<RoleOutcome> {
    let Some((id, version)) = change.edit else {
        return make(c, instance, change);
    };
    dialect::hold_administration(c, instance)?;
    if let Err(outcome) = seen(c, instance, id, version)? {
        return Ok(outcome);
    }
    let before = is_administered(c, instance)?;
    settled(c.transaction(|c| {
        diesel::update(
            roles::table
                .filter(roles::instance_id.eq(instance.0))
                .filter(roles::id.eq(id.0)),
        )
        .set((
            roles::name.eq(change.name.as_str()),
            roles::permissions.eq(change.permissions.to_string()),
            roles::version.eq(version + 1),
        ))
        .execute(c)
        .map_err(Undone::by(DatabaseErrorKind::UniqueViolation, RoleOutcome::Taken))?;
        match before && !is_administered(c, instance)? {
            true => Err(Undone::Refused(RoleOutcome::LastAdministrator)),
            false => Ok(RoleOutcome::Done(id)),
        }
    }))
}

/// A user who gets the role meanwhile keeps it there: by the foreign key.
fn delete(c: &mut Conn, instance: InstanceId, id: RoleId, version: i64) -> Outcome<RoleOutcome> {
    dialect::hold_administration(c, instance)?;
    if let Err(outcome) = seen(c, instance, id, version)? {
        return Ok(outcome);
    }
    settled(c.transaction(|c| {
        diesel::delete(
            roles::table
                .filter(roles::instance_id.eq(instance.0))
                .filter(roles::id.eq(id.0)),
        )
        .execute(c)
        .map_err(Undone::by(
            DatabaseErrorKind::ForeignKeyViolation,
            RoleOutcome::InUse,
        ))?;
        Ok(RoleOutcome::Done(id))
    }))
}

/// The mark is taken away first, since there is never more than one.
fn mark_default(c: &mut Conn, instance: InstanceId, id: Option<RoleId>) -> Outcome<bool> {
    dialect::hold_administration(c, instance)?;
    let marked = roles::table
        .filter(roles::instance_id.eq(instance.0))
        .filter(roles::is_default);
    let before: Option<i64> = marked.select(roles::id).get_result(c).optional()?;
    if let Some(id) = id {
        let there = roles::table
            .filter(roles::instance_id.eq(instance.0))
            .filter(roles::id.eq(id.0));
        let there: Option<i64> = there.select(roles::id).get_result(c).optional()?;
        if there.is_none() {
            return Ok(false);
        }
    }
    let after = id.map(|id| id.0);
    for (id, is_default) in [(before, false), (after, true)] {
        let Some(id) = id.filter(|_| before != after) else {
            continue;
        };
        let role = roles::table
            .filter(roles::instance_id.eq(instance.0))
            .filter(roles::id.eq(id));
        diesel::update(role)
            .set((
                roles::is_default.eq(is_default),
                roles::version.eq(roles::version + 1),
            ))
            .execute(c)?;
    }
    Ok(true)
}

#[async_trait]
impl Roles for Store {
    async fn list(&self, instance: InstanceId, text: &str, page: PageRequest) -> StoreResult<Found<Role>> {
        let text = text.to_owned();
        self.look_up(move |c| list(c, instance, &text, page)).await
    }

    async fn by_id(&self, instance: InstanceId, id: RoleId) -> StoreResult<Option<Role>> {
        self.look_up(move |c| by_id(c, instance, id)).await
    }

    async fn save(&self, instance: InstanceId, change: RoleChange) -> StoreResult<RoleOutcome> {
        self.write(move |c| save(c, instance, &change)).await
    }

    async fn delete(&self, instance: InstanceId, id: RoleId, version: i64) -> StoreResult<RoleOutcome> {
        self.write(move |c| delete(c, instance, id, version)).await
    }

    async fn mark_default(&self, instance: InstanceId, id: Option<RoleId>) -> StoreResult<bool> {
        self.write(move |c| mark_default(c, instance, id)).await
    }
}
