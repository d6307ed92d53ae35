//! Contacts and accounts.
//!
//! A search reads the keys (`keys`) and the parts (the dialect's `text`), never the records: those are loaded by
//! their primary key, a bounded number of them.

mod drafts;
mod exact;
mod files;
mod index;
mod key_changes;
mod keys;
mod partial;
mod save;
mod table;
mod ties;

use super::{Conn, Store, dialect};
use crate::{fault::Outcome, schema::contacts, stored};
use async_trait::async_trait;
use ba360_core::{
    instance::InstanceId,
    record::{
        Account, AccountDetails, AccountFile, AccountId, Contact, ContactDetails, ContactFile, ContactId,
        Found, Object, PageRequest, RecordChange, Records, Saved, SearchPlan,
    },
    store::StoreResult,
};
use diesel::prelude::*;
use exact::Few;
use table::Kept;

/// How many results are looked for: one more than are counted exactly. Of more than these, the ones that come
/// first in the index are ranked, which are the oldest; the total says that there are more.
const REACH: usize = PageRequest::REACH as usize + 1;

/// The page of records that match. What matches whole and is rare takes one statement, and a word that is too common
/// to be counted three; what takes more is read from one state of the database.
fn find<D: Kept>(
    c: &mut Conn,
    instance: InstanceId,
    (plan, page): (&SearchPlan, PageRequest),
) -> Outcome<Found<D::Record>> {
    let few = exact::few::<D>(c, instance, plan)?;
    if let Few::These(records) = few {
        return Ok(Found::page_of(records, page));
    }
    if let Few::Nothing = few
        && let Some(found) = partial::common::<D>(c, instance, (plan, page))?
    {
        return Ok(found);
    }
    dialect::snapshot(c, |c| {
        if let Few::More = few {
            let ranked = exact::find::<D>(c, instance, plan)?;
            if !ranked.ids.is_empty() {
                return ranked.page::<D>(c, instance, page);
            }
        }
        partial::find::<D>(c, instance, (plan, page))
    })
}

/// The results, the best first.
struct Ranked {
    ids: Vec<i64>,
    /// Whether these are all that there are.
    all: bool,
}

impl Ranked {
    /// Puts records in order: more matched fields first, then the oldest.
    fn new(scores: impl IntoIterator<Item = (i64, u32)>, all: bool) -> Self {
        let mut scores: Vec<_> = scores.into_iter().collect();
        scores.sort_unstable_by_key(|&(id, score)| (std::cmp::Reverse(score), id));
        Self {
            ids: scores.into_iter().map(|(id, _)| id).collect(),
            all,
        }
    }

    fn page<D: Kept>(
        self,
        c: &mut Conn,
        instance: InstanceId,
        page: PageRequest,
    ) -> Outcome<Found<D::Record>> {
        let mut found = Found::page_of(self.ids, page);
        found.total.exact &= self.all;
        load_page::<D>(c, instance, &found)
    }
}

/// The records of a page.
fn load_page<D: Kept>(c: &mut Conn, instance: InstanceId, found: &Found<i64>) -> Outcome<Found<D::Record>> {
    Ok(Found {
        items: table::in_order::<D>(c, instance, &found.items)?,
        total: found.total,
        page: found.page,
    })
}

/// The next contacts by age; none behind what is no key.
fn contacts_after(
    c: &mut Conn,
    instance: InstanceId,
    after: Option<&ContactId>,
    most: u32,
) -> Outcome<Vec<Contact>> {
    let after = after.map_or(Some(0), |id| stored::key(&id.0));
    let Some(after) = after else {
        return Ok(Vec::new());
    };
    let ids = dialect::first_n!(
        c,
        most as usize,
        i64,
        contacts::table
            .filter(contacts::instance_id.eq(instance.0))
            .filter(contacts::id.gt(after))
            .order(contacts::id)
            .select(contacts::id)
    )?;
    let mut records = ContactDetails::records(c, instance, &ids)?;
    records.sort_unstable_by_key(|(id, _)| *id);
    Ok(records.into_iter().map(|(_, contact)| contact).collect())
}

/// The key of the oldest record that has an identifier, for each of some.
fn identified(
    c: &mut Conn,
    instance: InstanceId,
    object: Object,
    identifiers: &[String],
) -> Outcome<Vec<Option<String>>> {
    let wanted: Vec<&str> = identifiers.iter().map(String::as_str).collect();
    let found = keys::identified(c, instance, object, &wanted)?;
    let key = |identifier| found.get(identifier).map(ToString::to_string);
    Ok(identifiers.iter().map(key).collect())
}

#[async_trait]
impl Records for Store {
    async fn find_contacts(
        &self,
        instance: InstanceId,
        plan: &SearchPlan,
        page: PageRequest,
    ) -> StoreResult<Found<Contact>> {
        let plan = plan.clone();
        self.look_up(move |c| find::<ContactDetails>(c, instance, (&plan, page)))
            .await
    }

    async fn find_accounts(
        &self,
        instance: InstanceId,
        plan: &SearchPlan,
        page: PageRequest,
    ) -> StoreResult<Found<Account>> {
        let plan = plan.clone();
        self.look_up(move |c| find::<AccountDetails>(c, instance, (&plan, page)))
            .await
    }

    async fn identified_contacts(
        &self,
        instance: InstanceId,
        identifiers: Vec<String>,
    ) -> StoreResult<Vec<Option<ContactId>>> {
        let keys = self.read(move |c| identified(c, instance, Object::Contact, &identifiers));
        Ok(keys.await?.into_iter().map(|key| key.map(ContactId)).collect())
    }

    async fn identified_accounts(
        &self,
        instance: InstanceId,
        identifiers: Vec<String>,
    ) -> StoreResult<Vec<Option<AccountId>>> {
        let keys = self.read(move |c| identified(c, instance, Object::Account, &identifiers));
        Ok(keys.await?.into_iter().map(|key| key.map(AccountId)).collect())
    }

    async fn contact(
        &self,
        instance: InstanceId,
        id: &ContactId,
        accounts: PageRequest,
    ) -> StoreResult<Option<ContactFile>> {
        let Some(id) = stored::key(&id.0) else {
            return Ok(None);
        };
        self.read(move |c| files::contact(c, instance, id, accounts))
            .await
    }

    async fn account(
        &self,
        instance: InstanceId,
        id: &AccountId,
        contacts: PageRequest,
    ) -> StoreResult<Option<AccountFile>> {
        let Some(id) = stored::key(&id.0) else {
            return Ok(None);
        };
        self.read(move |c| files::account(c, instance, id, contacts))
            .await
    }

    async fn save(&self, instance: InstanceId, changes: Vec<RecordChange>) -> StoreResult<Vec<Saved>> {
        self.write_in_turn(instance, move |c| save::all(c, instance, changes))
            .await
    }

    async fn contacts_after(
        &self,
        instance: InstanceId,
        after: Option<ContactId>,
        most: u32,
    ) -> StoreResult<Vec<Contact>> {
        self.look_up(move |c| contacts_after(c, instance, after.as_ref(), most))
            .await
    }
}
