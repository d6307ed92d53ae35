use super::{
    AccountFile, AccountId, Case, CaseFile, CaseNumber, Cases, CasesOf, ContactFile, ContactId, ContactQuery,
    Found, Interaction, InteractionRef, PageRequest, PageSize, RecordRef, Records, WhichInteraction,
};
use crate::{
    access::{Action, Actor, Admissions, Denied, View},
    store::StoreError,
    text::{Code, Coded},
    trace::traced,
};
use std::sync::Arc;

/// Why a record is not shown.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ViewError {
    /// The actor may not see it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// There is no such record; one of another instance is none either.
    #[error("there is no such record")]
    Unknown,
    /// A store did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Coded for ViewError {
    fn code(&self) -> Code {
        match self {
            Self::Denied(denied) => denied.code(),
            Self::Unknown => Code::RecordUnknown,
            Self::Store(error) => error.code(),
        }
    }
}

/// Shows a contact with its accounts and its cases.
#[derive(Clone)]
pub struct ViewContact {
    records: Arc<dyn Records>,
    cases: Arc<dyn Cases>,
}

impl ViewContact {
    pub(crate) fn new(records: Arc<dyn Records>, cases: Arc<dyn Cases>) -> Self {
        Self { records, cases }
    }

    /// The contact with a page of its accounts, and a page of its cases, the newest first; neither for somebody
    /// who may not see them.
    ///
    /// # Errors
    /// See [`ViewError`].
    pub async fn run(
        &self,
        actor: &Actor,
        id: &ContactId,
        accounts: PageRequest,
        cases: PageRequest,
    ) -> Result<(ContactFile, Found<Case>), ViewError> {
        traced!(
            "view_contact",
            &actor.visit().correlation,
            self.work(actor, id, accounts, cases)
        )
        .await
    }

    async fn work(
        &self,
        actor: &Actor,
        id: &ContactId,
        accounts: PageRequest,
        cases: PageRequest,
    ) -> Result<(ContactFile, Found<Case>), ViewError> {
        actor.require(View::Contacts, Action::See)?;
        let instance = actor.instance().id;
        let mut file = self
            .records
            .contact(instance, id, accounts)
            .await?
            .ok_or(ViewError::Unknown)?;
        if !actor.may(View::Accounts, Action::See) {
            file.accounts = Found::nothing(accounts.size);
        }
        let cases = cases_of(&*self.cases, actor, CasesOf::Contact(id.clone()), cases).await?;
        Ok((file, cases))
    }
}

/// Shows an account with its contacts and its cases.
#[derive(Clone)]
pub struct ViewAccount {
    records: Arc<dyn Records>,
    cases: Arc<dyn Cases>,
}

impl ViewAccount {
    pub(crate) fn new(records: Arc<dyn Records>, cases: Arc<dyn Cases>) -> Self {
        Self { records, cases }
    }

    /// The account with a page of its contacts, and a page of its cases, the newest first; neither for somebody
    /// who may not see them.
    ///
    /// # Errors
    /// See [`ViewError`].
    pub async fn run(
        &self,
        actor: &Actor,
        id: &AccountId,
        contacts: PageRequest,
        cases: PageRequest,
    ) -> Result<(AccountFile, Found<Case>), ViewError> {
        traced!(
            "view_account",
            &actor.visit().correlation,
            self.work(actor, id, contacts, cases)
        )
        .await
    }

    async fn work(
        &self,
        actor: &Actor,
        id: &AccountId,
        contacts: PageRequest,
        cases: PageRequest,
    ) -> Result<(AccountFile, Found<Case>), ViewError> {
        actor.require(View::Accounts, Action::See)?;
        let instance = actor.instance().id;
        let mut file = self
            .records
            .account(instance, id, contacts)
            .await?
            .ok_or(ViewError::Unknown)?;
        if !actor.may(View::Contacts, Action::See) {
            file.contacts = Found::nothing(contacts.size);
        }
        let cases = cases_of(&*self.cases, actor, CasesOf::Account(id.clone()), cases).await?;
        Ok((file, cases))
    }
}

/// Shows a case with its contact and its account.
#[derive(Clone)]
pub struct ViewCase {
    records: Arc<dyn Records>,
    cases: Arc<dyn Cases>,
}

impl ViewCase {
    pub(crate) fn new(records: Arc<dyn Records>, cases: Arc<dyn Cases>) -> Self {
        Self { records, cases }
    }

    /// The case; without its contact or account for somebody who may not see those.
    ///
    /// # Errors
    /// See [`ViewError`].
    pub async fn run(&self, actor: &Actor, number: CaseNumber) -> Result<CaseFile, ViewError> {
        traced!("view_case", &actor.visit().correlation, self.work(actor, number)).await
    }

    async fn work(&self, actor: &Actor, number: CaseNumber) -> Result<CaseFile, ViewError> {
        actor.require(View::Cases, Action::See)?;
        let instance = actor.instance().id;
        let page = PageRequest::first(PageSize::default());
        let case = self
            .cases
            .case(instance, number)
            .await?
            .ok_or(ViewError::Unknown)?;
        let contact = match actor.may(View::Contacts, Action::See) {
            true => self.records.contact(instance, &case.contact, page).await?,
            false => None,
        };
        let account = match &case.account {
            Some(id) if actor.may(View::Accounts, Action::See) => {
                self.records.account(instance, id, page).await?
            }
            _ => None,
        };
        Ok(CaseFile {
            case,
            contact: contact.map(|file| file.contact),
            account: account.map(|file| file.account),
        })
    }
}

/// Tells the interaction behind a view that was reached by a link, so that a case can be made of it.
#[derive(Clone)]
pub struct InteractionInView {
    admissions: Arc<dyn Admissions>,
}

impl InteractionInView {
    pub(crate) fn new(admissions: Arc<dyn Admissions>) -> Self {
        Self { admissions }
    }

    /// The interaction that the view names, with what its link searched of the contact; or else the one whose link
    /// opened that record last in the actor's session.
    ///
    /// # Errors
    /// See [`ViewError`].
    pub async fn run(
        &self,
        actor: &Actor,
        named: Option<&InteractionRef>,
        record: Option<RecordRef>,
    ) -> Result<Option<(Interaction, ContactQuery)>, ViewError> {
        traced!(
            "interaction_in_view",
            &actor.visit().correlation,
            self.work(actor, named, record)
        )
        .await
    }

    async fn work(
        &self,
        actor: &Actor,
        named: Option<&InteractionRef>,
        record: Option<RecordRef>,
    ) -> Result<Option<(Interaction, ContactQuery)>, ViewError> {
        actor.require(View::Cases, Action::See)?;
        let which = match (named, record, actor.session()) {
            (Some(named), _, _) => WhichInteraction::Known(named.clone()),
            (None, Some(record), Some(session)) => WhichInteraction::LastToOpen { record, session },
            _ => return Ok(None),
        };
        Ok(self.admissions.interaction(actor.instance().id, &which).await?)
    }
}

async fn cases_of(
    cases: &dyn Cases,
    actor: &Actor,
    of: CasesOf,
    page: PageRequest,
) -> Result<Found<Case>, StoreError> {
    match actor.may(View::Cases, Action::See) {
        true => cases.cases(actor.instance().id, &of, page).await,
        false => Ok(Found::nothing(page.size)),
    }
}
