//! Contacts and accounts.
//!
//! A search reads the keys (`keys`) and the parts (the dialect's `text`), never the records: those are loaded by
//! their primary key, a bounded number of them.

mod exact;
mod files;
mod index;
mod key_changes;
mod keys;
mod partial;
mod save;
mod table;

use super::{Conn, Store, dialect};
use crate::fault::Outcome;
use async_trait::async_trait;
use ba360_core::{
    instance::InstanceId,
    record::{
        Account, AccountFile, AccountId, Contact, ContactFile, ContactId, Found, Object, PageRequest,
        RecordChange, Records, Saved, SearchPlan,
    },
    store::StoreResult,
};

/// How many results are looked for: one more than are counted exactly. Of more than these, the ones that come
/// first in the index are ranked, which are the oldest; the total says that there are more.
const REACH: usize = PageRequest::REACH as usize + 1;

/// Finds the keys of the page, then loads its records.
fn find<T>(
    c: &mut Conn,
    (instance, object): (InstanceId, Object),
    (plan, page): (&SearchPlan, PageRequest),
    load: fn(&mut Conn, InstanceId, i64) -> Outcome<Option<T>>,
) -> Outcome<Found<T>> {
    let mut ranked = exact::find(c, instance, object, plan)?;
    if ranked.ids.is_empty() {
        ranked = partial::find(c, instance, object, plan)?;
    }
    let mut found = Found::page_of(ranked.ids, page);
    found.total.exact &= ranked.all;
    load_page(c, instance, found, load)
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
}

fn load_page<T>(
    c: &mut Conn,
    instance: InstanceId,
    found: Found<i64>,
    load: fn(&mut Conn, InstanceId, i64) -> Outcome<Option<T>>,
) -> Outcome<Found<T>> {
    let mut items = Vec::with_capacity(found.items.len());
    for id in found.items {
        items.extend(load(c, instance, id)?);
    }
    Ok(Found {
        items,
        total: found.total,
        page: found.page,
    })
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
        self.read(move |c| find(c, (instance, Object::Contact), (&plan, page), table::contact))
            .await
    }

    async fn find_accounts(
        &self,
        instance: InstanceId,
        plan: &SearchPlan,
        page: PageRequest,
    ) -> StoreResult<Found<Account>> {
        let plan = plan.clone();
        self.read(move |c| find(c, (instance, Object::Account), (&plan, page), table::account))
            .await
    }

    async fn contact(
        &self,
        instance: InstanceId,
        id: &ContactId,
        accounts: PageRequest,
    ) -> StoreResult<Option<ContactFile>> {
        let Some(id) = crate::stored::key(&id.0) else {
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
        let Some(id) = crate::stored::key(&id.0) else {
            return Ok(None);
        };
        self.read(move |c| files::account(c, instance, id, contacts))
            .await
    }

    async fn save(&self, instance: InstanceId, changes: Vec<RecordChange>) -> StoreResult<Vec<Saved>> {
        self.write(move |c| save::all(c, instance, changes)).await
    }
}
