//! Users as an administrator changes them.

use super::super::{Conn, dialect, roles::is_administered, users::end_sessions};
use crate::{
    fault::{Outcome, Undone, settled},
    schema::{groups, roles, users},
    stored,
};
use ba360_core::{
    access::{
        PasswordHash, RoleId, UserEmail, UserId, UserName,
        directory::{UserDetails, UserOutcome},
        groups::GroupId,
    },
    instance::InstanceId,
    record::Value,
    store::StoreError,
    token::next_revocation,
};
use diesel::prelude::*;
use jiff::Timestamp;

/// Asks that role and group are there; neither goes until the transaction ends.
fn require_there(
    c: &mut Conn,
    instance: InstanceId,
    details: &UserDetails,
) -> Outcome<Result<(), UserOutcome>> {
    if let Some(RoleId(id)) = details.role {
        let role = roles::table
            .filter(roles::instance_id.eq(instance.0))
            .filter(roles::id.eq(id))
            .select(roles::id);
        if dialect::hold_key!(c, role)?.is_none() {
            return Ok(Err(UserOutcome::NoSuchRole));
        }
    }
    if let Some(GroupId(id)) = details.group {
        let group = groups::table
            .filter(groups::instance_id.eq(instance.0))
            .filter(groups::id.eq(id))
            .select(groups::id);
        if dialect::hold_key!(c, group)?.is_none() {
            return Ok(Err(UserOutcome::NoSuchGroup));
        }
    }
    Ok(Ok(()))
}

/// What an administrator may change, as columns.
#[derive(AsChangeset, Insertable)]
#[diesel(table_name = users, treat_none_as_null = true)]
struct Details<'a> {
    given_name: &'a str,
    surname: &'a str,
    email: Option<&'a str>,
    email_placeholder: bool,
    external_id: Option<&'a str>,
    role_id: Option<i64>,
    group_id: Option<i64>,
    time_zone: Option<&'a str>,
    language: Option<&'a str>,
    search_text: String,
}

impl<'a> Details<'a> {
    fn of(details: &'a UserDetails, name: &str) -> Outcome<Self> {
        let text = |value: &'a Option<Value>| value.as_ref().map(Value::as_str);
        let unnamed = || StoreError::failed("the time zone has no name to keep it by");
        let zone = details.time_zone.as_ref();
        Ok(Self {
            given_name: text(&details.given_name).unwrap_or_default(),
            surname: text(&details.surname).unwrap_or_default(),
            email: details.email.as_ref().map(UserEmail::as_str),
            email_placeholder: details.email.as_ref().is_some_and(UserEmail::is_placeholder),
            external_id: text(&details.external_id),
            role_id: details.role.map(|role| role.0),
            group_id: details.group.map(|group| group.0),
            time_zone: zone
                .map(|zone| zone.iana_name().ok_or_else(unnamed))
                .transpose()?,
            language: details.language.map(|language| language.tag()),
            search_text: details.search_text(name),
        })
    }
}

pub(super) fn create(
    c: &mut Conn,
    instance: InstanceId,
    (name, password, details): &(UserName, PasswordHash, UserDetails),
    at: Timestamp,
) -> Outcome<UserOutcome> {
    if let Err(outcome) = require_there(c, instance, details)? {
        return Ok(outcome);
    }
    let made = diesel::insert_into(users::table)
        .values((
            users::instance_id.eq(instance.0),
            users::name.eq(name.shown()),
            users::name_compared.eq(name.compared()),
            users::password.eq(password.expose()),
            users::password_temporary.eq(true),
            users::active.eq(true),
            users::created_at.eq(stored::micros(at)),
            Details::of(details, name.shown())?,
        ))
        .on_conflict((users::instance_id, users::name_compared))
        .do_nothing()
        .returning(users::id)
        .get_result(c)
        .optional()?;
    Ok(made.map_or(UserOutcome::Taken, |id| UserOutcome::Done(UserId(id))))
}

/// A user's name, state, activity and last revocation.
type Seen = (String, i64, bool, Option<i64>);

/// Changes a user whom nobody else changes meanwhile, unless nobody would be left who administers.
fn change(
    c: &mut Conn,
    (instance, id): (InstanceId, UserId),
    change: impl FnOnce(&mut Conn, Seen) -> Outcome<UserOutcome>,
) -> Outcome<UserOutcome> {
    dialect::hold_administration(c, instance)?;
    let seen = users::table
        .filter(users::instance_id.eq(instance.0))
        .filter(users::id.eq(id.0))
        .select((
            users::name,
            users::version,
            users::active,
            users::tokens_not_before,
        ))
        .get_result::<Seen>(c)
        .optional()?;
    let Some(seen) = seen else {
        return Ok(UserOutcome::Unknown);
    };
    let before = is_administered(c, instance)?;
    settled(c.transaction(|c| {
        let outcome = change(c, seen)?;
        match before && !is_administered(c, instance)? {
            true => Err(Undone::Refused(UserOutcome::LastAdministrator)),
            false => Ok(outcome),
        }
    }))
}

pub(super) fn edit(
    c: &mut Conn,
    instance: InstanceId,
    (id, version): (UserId, i64),
    details: &UserDetails,
) -> Outcome<UserOutcome> {
    change(c, (instance, id), |c, (name, there, ..)| {
        if there != version {
            return Ok(UserOutcome::Stale);
        }
        if let Err(outcome) = require_there(c, instance, details)? {
            return Ok(outcome);
        }
        diesel::update(
            users::table
                .filter(users::instance_id.eq(instance.0))
                .filter(users::id.eq(id.0)),
        )
        .set((
            Details::of(details, &name)?,
            users::version.eq(users::version + 1),
        ))
        .execute(c)?;
        Ok(UserOutcome::Done(id))
    })
}

/// The user first and then the sessions, as whoever is let in does.
pub(super) fn set_active(
    c: &mut Conn,
    (instance, id): (InstanceId, UserId),
    active: bool,
    at: Timestamp,
) -> Outcome<UserOutcome> {
    change(c, (instance, id), |c, (_, _, is_active, last)| {
        if is_active == active {
            return Ok(UserOutcome::Done(id));
        }
        let not_before = match active {
            true => last,
            false => Some(revoked(at, last)?),
        };
        diesel::update(
            users::table
                .filter(users::instance_id.eq(instance.0))
                .filter(users::id.eq(id.0)),
        )
        .set((
            users::active.eq(active),
            users::tokens_not_before.eq(not_before),
            users::version.eq(users::version + 1),
        ))
        .execute(c)?;
        if !active {
            end_sessions(c, instance, id, None)?;
        }
        Ok(UserOutcome::Done(id))
    })
}

fn revoked(at: Timestamp, last: Option<i64>) -> Outcome<i64> {
    let last = last.map(stored::moment).transpose()?;
    Ok(stored::micros(next_revocation(at, last)))
}

pub(super) fn revoke_tokens(
    c: &mut Conn,
    (instance, id): (InstanceId, UserId),
    at: Timestamp,
) -> Outcome<UserOutcome> {
    change(c, (instance, id), |c, (_, _, _, last)| {
        diesel::update(
            users::table
                .filter(users::instance_id.eq(instance.0))
                .filter(users::id.eq(id.0)),
        )
        .set((
            users::tokens_not_before.eq(revoked(at, last)?),
            users::version.eq(users::version + 1),
        ))
        .execute(c)?;
        Ok(UserOutcome::Done(id))
    })
}
