use super::{
    AccountDetails, AccountId, BadDetails, ContactDetails, ContactId, RecordChange, Records, Saved,
    SearchIndex,
};
use crate::{
    access::{Action, Actor, Denied, View},
    store::StoreError,
    text::{Code, Coded},
};
use std::sync::Arc;

/// Why nothing was saved.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SaveError {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The details cannot be.
    #[error(transparent)]
    Details(#[from] BadDetails),
    /// Somebody else changed the record meanwhile.
    #[error("somebody else changed the record meanwhile")]
    Stale,
    /// There is no such record.
    #[error("there is no such record")]
    Unknown,
    /// A store did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Coded for SaveError {
    fn code(&self) -> Code {
        match self {
            Self::Denied(denied) => denied.code(),
            Self::Details(bad) => bad.code(),
            Self::Stale => Code::RecordStale,
            Self::Unknown => Code::RecordUnknown,
            Self::Store(error) => error.code(),
        }
    }
}

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

async fn save_one(records: &dyn Records, actor: &Actor, change: RecordChange) -> Result<String, SaveError> {
    let saved = records.save(actor.instance().id, vec![change]).await?;
    match saved.into_iter().next() {
        Some(Saved::Made(id) | Saved::Changed(id) | Saved::Same(id)) => Ok(id),
        Some(Saved::Stale) => Err(SaveError::Stale),
        Some(Saved::Unknown) => Err(SaveError::Unknown),
        None => Err(StoreError::failed("a change was not answered").into()),
    }
}
