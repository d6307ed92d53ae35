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
        actor.require(View::Contacts, Action::Edit)?;
        actor.require(View::Accounts, Action::Edit)?;
        let change = if tied {
            RecordChange::Tie(contact, account)
        } else {
            RecordChange::Untie(contact, account)
        };
        save_one(&*self.records, actor, change).await.map(drop)
    }
}
