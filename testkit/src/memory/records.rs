use super::{Kept, Memory, table::Row};
use async_trait::async_trait;
use ba360_core::{
    instance::InstanceId,
    record::{
        Account, AccountDetails, AccountFile, AccountId, Contact, ContactDetails, ContactFile, ContactId,
        Found, PageRequest, RecordChange, Records, Saved, SearchPlan,
    },
    store::StoreResult,
};

/// A contact that belongs to an account.
#[derive(PartialEq)]
pub(super) struct Tie {
    instance: InstanceId,
    contact: String,
    account: String,
}

#[async_trait]
impl Records for Memory {
    async fn find_contacts(
        &self,
        instance: InstanceId,
        plan: &SearchPlan,
        page: PageRequest,
    ) -> StoreResult<Found<Contact>> {
        Ok(self.kept().contacts.find(instance, plan, page).map(contact))
    }

    async fn find_accounts(
        &self,
        instance: InstanceId,
        plan: &SearchPlan,
        page: PageRequest,
    ) -> StoreResult<Found<Account>> {
        Ok(self.kept().accounts.find(instance, plan, page).map(account))
    }

    async fn contact(
        &self,
        instance: InstanceId,
        id: &ContactId,
        accounts: PageRequest,
    ) -> StoreResult<Option<ContactFile>> {
        let kept = self.kept();
        let Some(row) = kept.contacts.get(instance, &id.0) else {
            return Ok(None);
        };
        let tied = kept
            .ties
            .iter()
            .filter(|tie| tie.instance == instance && tie.contact == row.key);
        let rows = tied
            .filter_map(|tie| kept.accounts.get(instance, &tie.account))
            .collect();
        let accounts = Found::page_of(oldest_first(rows), accounts).map(account);
        Ok(Some(ContactFile {
            contact: contact(row),
            accounts,
        }))
    }

    async fn account(
        &self,
        instance: InstanceId,
        id: &AccountId,
        contacts: PageRequest,
    ) -> StoreResult<Option<AccountFile>> {
        let kept = self.kept();
        let Some(row) = kept.accounts.get(instance, &id.0) else {
            return Ok(None);
        };
        let tied = kept
            .ties
            .iter()
            .filter(|tie| tie.instance == instance && tie.account == row.key);
        let rows = tied
            .filter_map(|tie| kept.contacts.get(instance, &tie.contact))
            .collect();
        let contacts = Found::page_of(oldest_first(rows), contacts).map(contact);
        Ok(Some(AccountFile {
            account: account(row),
            contacts,
        }))
    }

    async fn save(&self, instance: InstanceId, changes: Vec<RecordChange>) -> StoreResult<Vec<Saved>> {
        let mut kept = self.kept();
        Ok(changes
            .into_iter()
            .map(|change| kept.change(instance, change))
            .collect())
    }

    async fn contacts_after(
        &self,
        instance: InstanceId,
        after: Option<ContactId>,
        most: u32,
    ) -> StoreResult<Vec<Contact>> {
        let kept = self.kept();
        let after = after.map_or(0, |id| age(&id.0));
        let behind = kept.contacts.of(instance).filter(|row| age(&row.key) > after);
        Ok(behind.take(most as usize).map(contact).collect())
    }
}

impl Kept {
    fn change(&mut self, instance: InstanceId, change: RecordChange) -> Saved {
        match change {
            RecordChange::MakeContact(details, index) => self.contacts.make(instance, details, index),
            RecordChange::EditContact(id, version, details, index) => {
                self.contacts.edit(instance, &id.0, version, details, index)
            }
            RecordChange::UpsertContact(details, index) => self.contacts.upsert(instance, details, index),
            RecordChange::MakeAccount(details, index) => self.accounts.make(instance, details, index),
            RecordChange::EditAccount(id, version, details, index) => {
                self.accounts.edit(instance, &id.0, version, details, index)
            }
            RecordChange::UpsertAccount(details, index) => self.accounts.upsert(instance, details, index),
            RecordChange::Tie(contact, account) => self.tie(instance, contact, account, true),
            RecordChange::Untie(contact, account) => self.tie(instance, contact, account, false),
        }
    }

    fn tie(&mut self, instance: InstanceId, contact: ContactId, account: AccountId, tied: bool) -> Saved {
        let there = self.contacts.get(instance, &contact.0).is_some()
            && self.accounts.get(instance, &account.0).is_some();
        if !there {
            return Saved::Unknown;
        }
        let key = contact.0.clone();
        let tie = Tie {
            instance,
            contact: contact.0,
            account: account.0,
        };
        match (self.ties.iter().position(|it| *it == tie), tied) {
            (None, true) => self.ties.push(tie),
            (Some(at), false) => drop(self.ties.remove(at)),
            _ => return Saved::Same(key),
        }
        Saved::Changed(key)
    }
}

fn contact(row: &Row<ContactDetails>) -> Contact {
    Contact {
        id: ContactId(row.key.clone()),
        version: row.version,
        details: row.details.clone(),
    }
}

fn account(row: &Row<AccountDetails>) -> Account {
    Account {
        id: AccountId(row.key.clone()),
        version: row.version,
        details: row.details.clone(),
    }
}

/// Rows in the order of age, which is that of their keys as numbers.
fn oldest_first<D>(mut rows: Vec<&Row<D>>) -> Vec<&Row<D>> {
    rows.sort_by_key(|row| age(&row.key));
    rows
}

/// How manieth the record of a key is; what is no key stands behind all.
fn age(key: &str) -> usize {
    key.parse().unwrap_or(usize::MAX)
}
