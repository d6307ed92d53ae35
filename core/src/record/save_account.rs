use super::{AccountDetails, AccountId, RecordChange, Records, SaveError, SearchIndex, save::save_one};
use crate::{
    access::{Action, Actor, View},
    trace::traced,
};
use std::sync::Arc;

/// Makes and edits accounts.
#[derive(Clone)]
pub struct SaveAccount {
    records: Arc<dyn Records>,
}

impl SaveAccount {
    pub(crate) fn new(records: Arc<dyn Records>) -> Self {
        Self { records }
    }

    /// Makes an account of the five texts, or edits the one that is named in the state that the agent saw.
    ///
    /// # Errors
    /// See [`SaveError`].
    pub async fn run(
        &self,
        actor: &Actor,
        edit: Option<(AccountId, i64)>,
        texts: [&str; 5],
    ) -> Result<AccountId, SaveError> {
        traced!(
            "save_account",
            &actor.visit().correlation,
            self.work(actor, edit, texts)
        )
        .await
    }

    async fn work(
        &self,
        actor: &Actor,
        edit: Option<(AccountId, i64)>,
        texts: [&str; 5],
    ) -> Result<AccountId, SaveError> {
        actor.require(
            View::Accounts,
            if edit.is_some() {
                Action::Edit
            } else {
                Action::Create
            },
        )?;
        let details = AccountDetails::new(texts)?;
        let index = SearchIndex::of_account(&details, actor.instance().national_length);
        let change = match edit {
            None => RecordChange::MakeAccount(details, index),
            Some((id, version)) => RecordChange::EditAccount(id, version, details, index),
        };
        save_one(&*self.records, actor, change).await.map(AccountId)
    }
}
