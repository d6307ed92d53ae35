//! The users with all that is kept of them.

use super::{Conn, Store, dialect, roles::is_administered, users::end_sessions};
use crate::{
    fault::{Fault, Outcome, Undone, settled},
    schema::{external_keys, groups, roles, users},
    stored,
};
use async_trait::async_trait;
use ba360_core::{
    access::{
        PasswordHash, RoleId, UserEmail, UserId, UserName,
        directory::{UserDetails, UserDirectory, UserFile, UserOutcome, UserRow},
        groups::GroupId,
    },
    instance::InstanceId,
    record::{Found, PageRequest, Value},
    store::{StoreError, StoreResult},
    token::next_revocation,
};
use diesel::prelude::*;
use jiff::{Timestamp, tz::TimeZone};

/// How many rows a list reads at most: one more than are counted.
const REACH: usize = PageRequest::REACH as usize + 1;
/// The longest text that can be in what users are looked for in, generously.
const LONGEST: usize = 4_000;

/// A user in a list as the columns have it.
type ListRow = (
    i64,
    String,
    String,
    String,
    Option<String>,
    bool,
    bool,
    Option<String>,
);

fn user_row(row: ListRow) -> Outcome<UserRow> {
    let (id, name, given_name, surname, email, placeholder, active, role) = row;
    Ok(UserRow {
        id: UserId(id),
        name,
        full_name: format!("{given_name} {surname}").trim().to_owned(),
        email: email.filter(|_| !placeholder),
        role: role.as_deref().map(stored::label).transpose()?,
        active,
    })
}

/// The pattern of texts that hold one.
fn holding(text: &str) -> String {
    let escaped = text.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_");
    format!("%{escaped}%")
}

fn list(c: &mut Conn, instance: InstanceId, text: &str, page: PageRequest) -> Outcome<Found<UserRow>> {
    let rows = dialect::first_n!(
        c,
        REACH,
        ListRow,
        users::table
            .left_join(
                roles::table.on(roles::id
                    .nullable()
                    .eq(users::role_id)
                    .and(roles::instance_id.eq(users::instance_id))),
            )
            .filter(users::instance_id.eq(instance.0))
            .filter(users::search_text.like(holding(text)).escape('\\'))
            .order(users::name_compared)
            .select((
                users::id,
                users::name,
                users::given_name,
                users::surname,
                users::email,
                users::email_placeholder,
                users::active,
                roles::name.nullable(),
            ))
    )?;
    let Found { items, total, page } = Found::page_of(rows, page);
    Ok(Found {
        items: items.into_iter().map(user_row).collect::<Outcome<_>>()?,
        total,
        page,
    })
}

/// A user as the row has it.
#[derive(Queryable, Selectable)]
#[diesel(table_name = users)]
struct Row {
    id: i64,
    name: String,
    active: bool,
    role_id: Option<i64>,
    tokens_not_before: Option<i64>,
    created_at: i64,
    given_name: String,
    surname: String,
    email: Option<String>,
    email_placeholder: bool,
    external_id: Option<String>,
    time_zone: Option<String>,
    language: Option<String>,
    group_id: Option<i64>,
    made_externally: bool,
    version: i64,
}

type Beside = (Option<String>, Option<String>, Option<i64>);

fn file((row, (role, group, of_instance)): (Row, Beside)) -> Outcome<UserFile> {
    let label = |name: Option<String>| name.as_deref().map(stored::label).transpose();
    let damaged = || Fault::damaged("a user's setting cannot be one");
    let time_zone = row.time_zone.as_deref().map(TimeZone::get);
    let language = row.language.as_deref().map(str::parse);
    Ok(UserFile {
        id: UserId(row.id),
        name: row.name,
        details: UserDetails {
            given_name: stored::value(Some(row.given_name))?,
            surname: stored::value(Some(row.surname))?,
            email: row
                .email
                .map(|address| UserEmail::stored(address, row.email_placeholder)),
            external_id: stored::value(row.external_id)?,
            role: row.role_id.map(RoleId),
            group: row.group_id.map(GroupId),
            time_zone: time_zone.transpose().map_err(|_| damaged())?,
            language: language.transpose().map_err(|_| damaged())?,
        },
        role: label(role)?,
        group: label(group)?,
        active: row.active,
        made_externally: row.made_externally,
        made_at: stored::moment(row.created_at)?,
        tokens_not_before: row
            .tokens_not_before
            .max(of_instance)
            .map(stored::moment)
            .transpose()?,
        version: row.version,
    })
}

fn by_id(c: &mut Conn, instance: InstanceId, id: UserId) -> Outcome<Option<UserFile>> {
    let row = users::table
        .left_join(
            roles::table.on(roles::id
                .nullable()
                .eq(users::role_id)
                .and(roles::instance_id.eq(users::instance_id))),
        )
        .left_join(
            groups::table.on(groups::id
                .nullable()
                .eq(users::group_id)
                .and(groups::instance_id.eq(users::instance_id))),
        )
        .left_join(external_keys::table.on(external_keys::instance_id.eq(users::instance_id)))
        .filter(users::instance_id.eq(instance.0))
        .filter(users::id.eq(id.0))
        .select((
            Row::as_select(),
            (
                roles::name.nullable(),
                groups::name.nullable(),
                external_keys::tokens_not_before.nullable(),
            ),
        ))
        .get_result::<(Row, Beside)>(c)
        .optional()?;
    row.map(file).transpose()
}

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

fn create(
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

fn edit(
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
fn set_active(
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
            end_sessions(c, instance, id)?;
        }
        Ok(UserOutcome::Done(id))
    })
}

fn revoked(at: Timestamp, last: Option<i64>) -> Outcome<i64> {
    let last = last.map(stored::moment).transpose()?;
    Ok(stored::micros(next_revocation(at, last)))
}

fn revoke_tokens(c: &mut Conn, (instance, id): (InstanceId, UserId), at: Timestamp) -> Outcome<UserOutcome> {
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

#[async_trait]
impl UserDirectory for Store {
    async fn list(&self, instance: InstanceId, text: &str, page: PageRequest) -> StoreResult<Found<UserRow>> {
        let text = UserDetails::looked_for(text);
        // No user has so long a text or such a letter, and no text of PostgreSQL can have it.
        if text.len() > LONGEST || text.contains('\0') {
            return Ok(Found::nothing(page.size));
        }
        self.look_up(move |c| list(c, instance, &text, page)).await
    }

    async fn by_id(&self, instance: InstanceId, id: UserId) -> StoreResult<Option<UserFile>> {
        self.look_up(move |c| by_id(c, instance, id)).await
    }

    async fn create(
        &self,
        instance: InstanceId,
        new: (UserName, PasswordHash, UserDetails),
        at: Timestamp,
    ) -> StoreResult<UserOutcome> {
        self.write(move |c| create(c, instance, &new, at)).await
    }

    async fn edit(
        &self,
        instance: InstanceId,
        user: (UserId, i64),
        details: UserDetails,
    ) -> StoreResult<UserOutcome> {
        self.write(move |c| edit(c, instance, user, &details)).await
    }

    async fn set_active(
        &self,
        instance: InstanceId,
        id: UserId,
        active: bool,
        at: Timestamp,
    ) -> StoreResult<UserOutcome> {
        self.write(move |c| set_active(c, (instance, id), active, at))
            .await
    }

    async fn revoke_tokens(
        &self,
        instance: InstanceId,
        id: UserId,
        at: Timestamp,
    ) -> StoreResult<UserOutcome> {
        self.write(move |c| revoke_tokens(c, (instance, id), at)).await
    }
}
