//! The roles, as an administrator sees them.

use super::{Conn, Store, dialect, named::named};
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
fn read((id, name, permissions, is_default, version): Row) -> Outcome<Role> {
    Ok(Role {
        id: RoleId(id),
        name: stored::label(&name)?,
        permissions: PermissionSet::stored(&permissions),
        is_default,
        users: 0,
        version,
    })
}

named!(roles, Role, RoleId, RoleOutcome, role_id);

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
