use super::{ContactDetails, ContactId, RecordChange, Records, SaveError, SearchIndex, save::save_one};
use crate::{
    access::{Action, Actor, View},
    trace::traced,
};
use std::sync::Arc;

/// Makes and edits contacts.
#[derive(Clone)]
pub struct SaveContact {
    records: Arc<dyn Records>,
}

impl SaveContact {
    pub(crate) fn new(records: Arc<dyn Records>) -> Self {
        Self { records }
    }

    /// Makes a contact of the five texts, or edits the one that is named in the state that the agent saw.
    ///
    /// # Errors
    /// See [`SaveError`].
    pub async fn run(
        &self,
        actor: &Actor,
        edit: Option<(ContactId, i64)>,
        texts: [&str; 5],
    ) -> Result<ContactId, SaveError> {
        traced!(
            "save_contact",
            &actor.visit().correlation,
            self.work(actor, edit, texts)
        )
        .await
    }

    async fn work(
        &self,
        actor: &Actor,
        edit: Option<(ContactId, i64)>,
        texts: [&str; 5],
    ) -> Result<ContactId, SaveError> {
        actor.require(
            View::Contacts,
            if edit.is_some() {
                Action::Edit
            } else {
                Action::Create
            },
        )?;
        let details = ContactDetails::new(texts)?;
        let index = SearchIndex::of_contact(&details, actor.instance().national_length);
        let change = match edit {
            None => RecordChange::MakeContact(details, index),
            Some((id, version)) => RecordChange::EditContact(id, version, details, index),
        };
        save_one(&*self.records, actor, change).await.map(ContactId)
    }
}
