//! A record with those that it is tied to, and the ties.

use super::{Conn, REACH, dialect, load_page, table::one};
use crate::{fault::Outcome, schema::memberships};
use ba360_core::{
    instance::InstanceId,
    record::{AccountDetails, AccountFile, ContactDetails, ContactFile, Found, PageRequest, Saved},
};
use diesel::prelude::*;

pub(super) fn contact(
    c: &mut Conn,
    instance: InstanceId,
    id: i64,
    page: PageRequest,
) -> Outcome<Option<ContactFile>> {
    let Some(contact) = one::<ContactDetails>(c, instance, id)? else {
        return Ok(None);
    };
    let ids = dialect::first_n!(
        c,
        REACH,
        i64,
        memberships::table
            .filter(memberships::instance_id.eq(instance.0))
            .filter(memberships::contact_id.eq(id))
            .order(memberships::account_id)
            .select(memberships::account_id)
    )?;
    let accounts = load_page::<AccountDetails>(c, instance, &Found::page_of(ids, page))?;
    Ok(Some(ContactFile { contact, accounts }))
}

pub(super) fn account(
    c: &mut Conn,
    instance: InstanceId,
    id: i64,
    page: PageRequest,
) -> Outcome<Option<AccountFile>> {
    let Some(account) = one::<AccountDetails>(c, instance, id)? else {
        return Ok(None);
    };
    let ids = dialect::first_n!(
        c,
        REACH,
        i64,
        memberships::table
            .filter(memberships::instance_id.eq(instance.0))
            .filter(memberships::account_id.eq(id))
            .order(memberships::contact_id)
            .select(memberships::contact_id)
    )?;
    let contacts = load_page::<ContactDetails>(c, instance, &Found::page_of(ids, page))?;
    Ok(Some(AccountFile { account, contacts }))
}

/// Ties or unties two records, if both are there.
pub(super) fn tie(
    c: &mut Conn,
    instance: InstanceId,
    (contact, account): (Option<i64>, Option<i64>),
    tied: bool,
) -> Outcome<Saved> {
    let (Some(contact), Some(account)) = (contact, account) else {
        return Ok(Saved::Unknown);
    };
    if one::<ContactDetails>(c, instance, contact)?.is_none()
        || one::<AccountDetails>(c, instance, account)?.is_none()
    {
        return Ok(Saved::Unknown);
    }
    let changed = if tied {
        diesel::insert_into(memberships::table)
            .values((
                memberships::instance_id.eq(instance.0),
                memberships::contact_id.eq(contact),
                memberships::account_id.eq(account),
            ))
            .on_conflict_do_nothing()
            .execute(c)?
    } else {
        diesel::delete(
            memberships::table
                .filter(memberships::instance_id.eq(instance.0))
                .filter(memberships::contact_id.eq(contact))
                .filter(memberships::account_id.eq(account)),
        )
        .execute(c)?
    };
    let key = contact.to_string();
    Ok(if changed > 0 {
        Saved::Changed(key)
    } else {
        Saved::Same(key)
    })
}
