//! Users as an administrator reads them.

use super::super::{Conn, dialect};
use crate::{
    fault::{Fault, Outcome},
    schema::{external_keys, groups, roles, users},
    stored,
};
use ba360_core::{
    access::{
        RoleId, UserEmail, UserId,
        directory::{UserDetails, UserFile, UserRow},
        groups::GroupId,
    },
    instance::InstanceId,
    record::{Found, PageRequest},
};
use diesel::prelude::*;
use jiff::tz::TimeZone;

/// How many rows a list reads at most: one more than are counted.
const REACH: usize = PageRequest::REACH as usize + 1;
/// The longest text that can be in what users are looked for in, generously.
pub(super) const LONGEST: usize = 4_000;

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

pub(super) fn list(
    c: &mut Conn,
    instance: InstanceId,
    text: &str,
    page: PageRequest,
) -> Outcome<Found<UserRow>> {
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

pub(super) fn by_id(c: &mut Conn, instance: InstanceId, id: UserId) -> Outcome<Option<UserFile>> {
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
