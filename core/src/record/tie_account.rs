use super::{AccountId, ContactId, RecordChange, Records, SaveError, save::save_one};
use crate::{
    access::{Action, Actor, View},
    trace::traced,
};
use std::sync::Arc;

/// Lets a contact belong to an account, or no more.
#[derive(Clone)]
pub struct TieAccount {
    records: Arc<dyn Records>,
}

impl TieAccount {
    const NEEDS: [(View, Action); 2] = [(View::Contacts, Action::Edit), (View::Accounts, Action::Edit)];

    /// Whether the actor may tie accounts to contacts, for buttons.
    #[must_use]
    pub fn may(actor: &Actor) -> bool {
        Self::NEEDS.iter().all(|&(view, action)| actor.may(view, action))
    }

    pub(crate) fn new(records: Arc<dyn Records>) -> Self {
        Self { records }
    }

    /// Makes or ends the tie; one that is so already stays.
    ///
    /// # Errors
    /// See [`SaveError`].
    pub async fn run(
        &self,
        actor: &Actor,
        contact: ContactId,
        account: AccountId,
        tied: bool,
    ) -> Result<(), SaveError> {
        traced!(
            "tie_account",
            &actor.visit().correlation,
            self.work(actor, contact, account, tied)
        )
        .await
    }

    async fn work(
        &self,
        actor: &Actor,
        contact: ContactId,
        account: AccountId,
        tied: bool,
    ) -> Result<(), SaveError> {
        for (view, action) in Self::NEEDS {
            actor.require(view, action)?;
        }
        let change = if tied {
            RecordChange::Tie(contact, account)
        } else {
            RecordChange::Untie(contact, account)
        };
        save_one(&*self.records, actor, change).await.map(drop)
    }
}
