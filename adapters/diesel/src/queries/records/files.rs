//! A record with those that it is tied to.

use super::{Conn, REACH, dialect, load_page, table::one};
use crate::{fault::Outcome, schema::memberships};
use ba360_core::{
    instance::InstanceId,
    record::{AccountDetails, AccountFile, ContactDetails, ContactFile, Found, PageRequest},
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
