//! Changes of contacts and accounts: decided one after the other, and written all together.

use super::{
    Conn, dialect,
    drafts::{Change, Drafts},
    key_changes::Changes,
    ties,
};
use crate::{fault::Outcome, stored};
use ba360_core::{
    instance::InstanceId,
    record::{AccountDetails, ContactDetails, RecordChange, Saved},
};

/// Makes the changes in order; answers what became of each.
pub(super) fn all(c: &mut Conn, instance: InstanceId, changes: Vec<RecordChange>) -> Outcome<Vec<Saved>> {
    dialect::hold_instance(c, instance)?;
    let steps: Vec<Step> = changes.into_iter().map(Step::of).collect();
    let mut contacts = Drafts::<ContactDetails>::default();
    contacts.read(c, instance, steps.iter().filter_map(Step::contact))?;
    let mut accounts = Drafts::<AccountDetails>::default();
    accounts.read(c, instance, steps.iter().filter_map(Step::account))?;
    let mut keys = Changes::default();
    let mut saved = Vec::with_capacity(steps.len());
    let mut steps = steps.into_iter().peekable();
    while let Some(step) = steps.next() {
        match step {
            Step::Contact(change) => saved.push(contacts.save(c, instance, &mut keys, change)?),
            Step::Account(change) => saved.push(accounts.save(c, instance, &mut keys, change)?),
            Step::Tie(first) => {
                // A tie is between rows.
                contacts.write(c, instance)?;
                accounts.write(c, instance)?;
                let mut together = vec![first];
                while let Some(Step::Tie(next)) = steps.next_if(|step| matches!(step, Step::Tie(_))) {
                    together.push(next);
                }
                saved.extend(ties::all(c, instance, &together)?);
            }
        }
    }
    contacts.write(c, instance)?;
    accounts.write(c, instance)?;
    keys.write(c, instance)?;
    Ok(saved)
}

/// A change, by what it is a change of.
enum Step {
    Contact(Change<ContactDetails>),
    Account(Change<AccountDetails>),
    Tie(ties::Change),
}

impl Step {
    fn of(change: RecordChange) -> Self {
        match change {
            RecordChange::MakeContact(details, index) => Self::Contact(Change::Make(details, index)),
            RecordChange::MakeAccount(details, index) => Self::Account(Change::Make(details, index)),
            RecordChange::UpsertContact(details, index) => Self::Contact(Change::Upsert(details, index)),
            RecordChange::UpsertAccount(details, index) => Self::Account(Change::Upsert(details, index)),
            RecordChange::EditContact(id, version, details, index) => {
                Self::Contact(Change::Edit((stored::key(&id.0), version), details, index))
            }
            RecordChange::EditAccount(id, version, details, index) => {
                Self::Account(Change::Edit((stored::key(&id.0), version), details, index))
            }
            RecordChange::Tie(contact, account) => Self::Tie(ties::Change {
                between: (stored::key(&contact.0), stored::key(&account.0)),
                tied: true,
            }),
            RecordChange::Untie(contact, account) => Self::Tie(ties::Change {
                between: (stored::key(&contact.0), stored::key(&account.0)),
                tied: false,
            }),
        }
    }

    fn contact(&self) -> Option<&Change<ContactDetails>> {
        match self {
            Self::Contact(change) => Some(change),
            _ => None,
        }
    }

    fn account(&self) -> Option<&Change<AccountDetails>> {
        match self {
            Self::Account(change) => Some(change),
            _ => None,
        }
    }
}
