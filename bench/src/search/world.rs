//! A database that is measured, and how a call of it is timed.

use super::job::{Expected, Job, Search};
use crate::{
    Backend, Outcome,
    data::{Dataset, Mix},
    direct::Direct,
    fill,
    place::Place,
    timing,
};
use ba360_core::{
    Stores,
    access::{NewUser, PasswordHash, UserId, UserName},
    instance::InstanceId,
    record::{ContactId, Value},
};
use ba360_diesel::Database;
use jiff::Timestamp;
use std::time::Duration;
use tokio::runtime::Runtime;

/// How many users there are to look up: so few that they are always at hand.
const USERS: u32 = 50;

/// A database, opened both ways.
pub(super) struct World<'w> {
    pub(super) backend: Backend,
    pub(super) set: Dataset,
    pub(super) runtime: &'w Runtime,
    pub(super) stores: Stores,
    pub(super) instance: InstanceId,
    /// The greatest key of a contact.
    pub(super) greatest: i64,
    users: Vec<UserId>,
    direct: Direct,
    plain: Direct,
    _database: Database,
}

impl<'w> World<'w> {
    pub(super) fn new(runtime: &'w Runtime, place: &Place, set: &Dataset) -> Outcome<Self> {
        let database = place.store()?;
        let stores = database.stores();
        let instance = runtime
            .block_on(stores.instances.by_name(&fill::INSTANCE.parse()?))?
            .ok_or("the database has no instance")?
            .id;
        let mut direct = place.direct()?;
        let greatest = direct.greatest_contact()?;
        // The floors draw keys from one to the greatest; a few may be missing.
        if greatest.unsigned_abs() > set.contacts() + set.contacts() / 100 {
            return Err("the keys of the contacts have gaps".into());
        }
        let users = (0..USERS)
            .map(|n| {
                Ok(runtime
                    .block_on(stores.users.insert_if_absent(instance, user(n)?))?
                    .0
                    .id)
            })
            .collect::<Outcome<_>>()?;
        Ok(Self {
            backend: direct.backend(),
            set: *set,
            runtime,
            stores,
            instance,
            greatest,
            users,
            plain: place.plain()?,
            direct,
            _database: database,
        })
    }

    /// A key of a contact.
    pub(super) fn any_contact(&self, mix: &mut Mix) -> i64 {
        1 + mix.below(self.greatest.unsigned_abs()).cast_signed()
    }

    /// What any contact stands behind, which is what the port is asked by.
    pub(super) fn behind_any_contact(&self, mix: &mut Mix) -> Option<ContactId> {
        let before = self.any_contact(mix) - 1;
        (before > 0).then(|| ContactId(before.to_string()))
    }

    /// A key of a user.
    pub(super) fn any_user(&self, mix: &mut Mix) -> UserId {
        mix.one_of(&self.users)
    }

    /// Does it, and tells how long it took.
    pub(super) fn perform(&mut self, job: Job) -> Outcome<Duration> {
        match job {
            Job::Bare(id) => {
                let began = timing::now();
                self.direct.contact(id)?;
                Ok(began.elapsed())
            }
            Job::Contact(behind) => {
                let began = timing::now();
                let read = self.stores.records.contacts_after(self.instance, behind, 1);
                let found = self.runtime.block_on(read)?;
                told(began.elapsed(), found.len() == 1)
            }
            Job::Hop(id) => {
                let began = timing::now();
                let user = self
                    .runtime
                    .block_on(self.stores.users.by_id(self.instance, id))?;
                told(began.elapsed(), user.is_some())
            }
            Job::Contacts(Search { plan, page, expected }) => {
                let began = timing::now();
                let search = self.stores.records.find_contacts(self.instance, &plan, page);
                let found = self.runtime.block_on(search)?;
                let time = began.elapsed();
                let identifiers = found.items.iter().map(|item| &item.details.identifier);
                told(time, expected.is_met(identifiers))
            }
            Job::Accounts(Search { plan, page, expected }) => {
                let began = timing::now();
                let search = self.stores.records.find_accounts(self.instance, &plan, page);
                let found = self.runtime.block_on(search)?;
                let time = began.elapsed();
                let identifiers = found.items.iter().map(|item| &item.details.identifier);
                told(time, expected.is_met(identifiers))
            }
            Job::Naive(text) => {
                let began = timing::now();
                let count = self.plain.naive(&text)?;
                told(began.elapsed(), count > 0)
            }
        }
    }
}

fn told(time: Duration, is_right: bool) -> Outcome<Duration> {
    if is_right {
        Ok(time)
    } else {
        Err("the answer is not the one that the data has".into())
    }
}

impl Expected {
    fn is_met<'a>(&self, mut found: impl ExactSizeIterator<Item = &'a Option<Value>>) -> bool {
        match self {
            Self::Identifier(wanted) => found.any(|it| it.as_ref().is_some_and(|it| it.as_str() == wanted)),
            Self::Some => found.len() > 0,
            Self::Nothing => found.len() == 0,
            Self::Any => true,
        }
    }
}

fn user(n: u32) -> Outcome<NewUser> {
    Ok(NewUser {
        name: UserName::new(&format!("bench{n}"))?,
        // Of the shape and length of a real one; nobody signs in.
        password: PasswordHash::new(format!(
            "$argon2id$v=19$m=19456,t=2,p=1${}${}",
            "c".repeat(22),
            "h".repeat(43)
        )),
        role: None,
        at: Timestamp::UNIX_EPOCH,
    })
}
