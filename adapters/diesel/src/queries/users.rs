//! The users and their roles.

use super::{Conn, Store};
use crate::{
    fault::{Fault, Outcome},
    schema::{external_keys, openings, roles, sessions, users},
    stored,
};
use async_trait::async_trait;
use ba360_core::{
    access::{
        NewUser, PasswordHash, PermissionSet, RoleId, SessionKey, User, UserId, UserName, Users,
        directory::UserDetails,
    },
    instance::InstanceId,
    store::StoreResult,
};
use diesel::prelude::*;

/// A user as the columns have it.
type Row = (i64, String, String, bool, Option<i64>, Option<i64>, Option<i64>);

/// The users of an instance, with the last revocation of the instance itself.
#[diesel::dsl::auto_type(no_type_alias)]
fn of(instance: InstanceId) -> _ {
    let id: i64 = instance.0;
    users::table
        .left_join(external_keys::table.on(external_keys::instance_id.eq(users::instance_id)))
        .filter(users::instance_id.eq(id))
        .select((
            users::id,
            users::name,
            users::password,
            users::active,
            users::role_id,
            users::tokens_not_before,
            external_keys::tokens_not_before.nullable(),
        ))
}

fn user((id, name, password, active, role, own, of_instance): Row) -> Outcome<User> {
    Ok(User {
        id: UserId(id),
        name,
        password: PasswordHash::new(password),
        active,
        role: role.map(RoleId),
        tokens_not_before: own.max(of_instance).map(stored::moment).transpose()?,
    })
}

pub(super) fn by_name(c: &mut Conn, instance: InstanceId, name: &UserName) -> Outcome<Option<User>> {
    let row = of(instance)
        .filter(users::name_compared.eq(name.compared()))
        .get_result::<Row>(c);
    row.optional()?.map(user).transpose()
}

pub(super) fn by_id(c: &mut Conn, instance: InstanceId, id: UserId) -> Outcome<Option<User>> {
    let row = of(instance).filter(users::id.eq(id.0)).get_result::<Row>(c);
    row.optional()?.map(user).transpose()
}

fn insert_if_absent(c: &mut Conn, instance: InstanceId, new: &NewUser) -> Outcome<(User, bool)> {
    let made = diesel::insert_into(users::table)
        .values((
            users::instance_id.eq(instance.0),
            users::name.eq(new.name.shown()),
            users::name_compared.eq(new.name.compared()),
            users::password.eq(new.password.expose()),
            users::active.eq(true),
            users::role_id.eq(new.role.map(|role| role.0)),
            users::created_at.eq(stored::micros(new.at)),
            users::search_text.eq(UserDetails::default().search_text(new.name.shown())),
        ))
        .on_conflict((users::instance_id, users::name_compared))
        .do_nothing()
        .execute(c)?;
    let there = by_name(c, instance, &new.name)?;
    let there = there.ok_or_else(|| Fault::damaged("a name that is taken has no user"))?;
    Ok((there, made > 0))
}

/// Replaces the password of an active user by one of their own, unless it is another than was known: the statement decides.
pub(super) fn replace_password(
    c: &mut Conn,
    (instance, id): (InstanceId, UserId),
    known: &PasswordHash,
    new: &PasswordHash,
) -> QueryResult<bool> {
    let replaced = diesel::update(
        users::table
            .filter(users::instance_id.eq(instance.0))
            .filter(users::id.eq(id.0))
            .filter(users::active)
            .filter(users::password.eq(known.expose())),
    )
    .set((
        users::password.eq(new.expose()),
        users::password_temporary.eq(false),
    ))
    .execute(c)?;
    Ok(replaced > 0)
}

/// Ends the sessions of a user but for one, with what was opened in them. Whoever asks has changed the user.
pub(super) fn end_sessions(
    c: &mut Conn,
    instance: InstanceId,
    id: UserId,
    but: Option<SessionKey>,
) -> QueryResult<()> {
    // No session has an empty key.
    let but = but.as_ref().map_or(&[][..], |key| key.0.as_slice());
    let ended = sessions::table
        .filter(sessions::instance_id.eq(instance.0))
        .filter(sessions::user_id.eq(id.0))
        .filter(sessions::key.ne(but));
    diesel::delete(
        openings::table
            .filter(openings::instance_id.eq(instance.0))
            .filter(openings::session.eq_any(ended.select(sessions::key))),
    )
    .execute(c)?;
    diesel::delete(ended).execute(c).map(drop)
}

fn ensure_role(
    c: &mut Conn,
    instance: InstanceId,
    name: &str,
    permissions: PermissionSet,
) -> QueryResult<RoleId> {
    let made = diesel::insert_into(roles::table)
        .values((
            roles::instance_id.eq(instance.0),
            roles::name.eq(name),
            roles::permissions.eq(permissions.to_string()),
        ))
        .on_conflict((roles::instance_id, roles::name))
        .do_nothing()
        .returning(roles::id)
        .get_result(c)
        .optional()?;
    match made {
        Some(id) => Ok(RoleId(id)),
        None => roles::table
            .filter(roles::instance_id.eq(instance.0))
            .filter(roles::name.eq(name))
            .select(roles::id)
            .get_result(c)
            .map(RoleId),
    }
}

#[async_trait]
impl Users for Store {
    async fn by_name(&self, instance: InstanceId, name: &UserName) -> StoreResult<Option<User>> {
        let name = name.clone();
        self.look_up(move |c| by_name(c, instance, &name)).await
    }

    async fn by_id(&self, instance: InstanceId, id: UserId) -> StoreResult<Option<User>> {
        self.look_up(move |c| by_id(c, instance, id)).await
    }

    async fn insert_if_absent(&self, instance: InstanceId, new: NewUser) -> StoreResult<(User, bool)> {
        self.write(move |c| insert_if_absent(c, instance, &new)).await
    }

    async fn set_password(
        &self,
        instance: InstanceId,
        id: UserId,
        password: PasswordHash,
        temporary: bool,
    ) -> StoreResult<bool> {
        self.write(move |c| {
            let of = users::table
                .filter(users::instance_id.eq(instance.0))
                .filter(users::id.eq(id.0));
            let changed = diesel::update(of)
                .set((
                    users::password.eq(password.expose()),
                    users::password_temporary.eq(temporary),
                ))
                .execute(c)?;
            end_sessions(c, instance, id, None)?;
            Ok(changed > 0)
        })
        .await
    }

    async fn ensure_role(
        &self,
        instance: InstanceId,
        name: &str,
        permissions: PermissionSet,
    ) -> StoreResult<RoleId> {
        let name = name.to_owned();
        self.write(move |c| Ok(ensure_role(c, instance, &name, permissions)?))
            .await
    }
}
