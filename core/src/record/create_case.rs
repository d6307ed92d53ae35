use super::{
    AccountId, Case, CaseCreation, Cases, CasesOf, ContactId, Day, DetailsProblem, InteractionRef, NewCase,
    PageRequest, PageSize, Records, Subject, WhichInteraction,
};
use crate::redacted::redacted;
use crate::{
    access::{Action, Actor, Admissions, Denied, View},
    ambient::Clock,
    link::{Channel, InteractionId, Platform},
    store::StoreError,
    text::{Code, Coded},
    trace::traced,
};
use std::sync::Arc;

/// Makes a case (the page's field tables: the channel *con el que quedará creado el caso*, and the interaction's
/// id *que quedará relacionado en el caso*).
#[derive(Clone)]
pub struct CreateCase {
    records: Arc<dyn Records>,
    cases: Arc<dyn Cases>,
    admissions: Arc<dyn Admissions>,
    clock: Arc<dyn Clock>,
}

/// What the agent filled in.
#[derive(Clone)]
pub struct CaseForm {
    /// Whose it is.
    pub contact: ContactId,
    /// The account that it is about, if any.
    pub account: Option<AccountId>,
    /// The interaction that it comes from: its channel, platform and id become the case's.
    pub interaction: Option<InteractionRef>,
    /// The channel, where there is no interaction.
    pub channel: Option<Channel>,
    /// What it is about.
    pub subject: String,
}

/// Why no case was made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CreateCaseError {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// There is no such contact.
    #[error("there is no such contact")]
    UnknownContact,
    /// There is no such account.
    #[error("there is no such account")]
    UnknownAccount,
    /// There is no such interaction.
    #[error("there is no such interaction")]
    UnknownInteraction,
    /// Neither an interaction nor a channel was given.
    #[error("the channel is missing")]
    ChannelMissing,
    /// The subject cannot be.
    #[error(transparent)]
    Subject(#[from] DetailsProblem),
    /// The day has no further case number.
    #[error("the day has no further case number")]
    DayFull,
    /// A store did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Coded for CreateCaseError {
    fn code(&self) -> Code {
        match self {
            Self::Denied(denied) => denied.code(),
            Self::UnknownContact => Code::ContactUnknown,
            Self::UnknownAccount => Code::AccountUnknown,
            Self::UnknownInteraction => Code::InteractionUnknown,
            Self::ChannelMissing => Code::ChannelMissing,
            Self::Subject(problem) => problem.code(),
            Self::DayFull => Code::CaseDayFull,
            Self::Store(error) => error.code(),
        }
    }
}

impl CreateCase {
    /// What it takes: the case that an interaction has already is shown, and so is the contact.
    const NEEDS: [(View, Action); 3] = [
        (View::Cases, Action::Create),
        (View::Cases, Action::See),
        (View::Contacts, Action::See),
    ];

    /// Whether the actor may make cases, for buttons. To make one of an account takes seeing accounts, too.
    #[must_use]
    pub fn may(actor: &Actor) -> bool {
        Self::NEEDS.iter().all(|&(view, action)| actor.may(view, action))
    }

    pub(crate) fn new(
        records: Arc<dyn Records>,
        cases: Arc<dyn Cases>,
        admissions: Arc<dyn Admissions>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            records,
            cases,
            admissions,
            clock,
        }
    }

    /// Makes the case, or answers the one that the interaction has already.
    ///
    /// # Errors
    /// See [`CreateCaseError`].
    pub async fn run(&self, actor: &Actor, form: CaseForm) -> Result<CaseCreation, CreateCaseError> {
        traced!("create_case", &actor.visit().correlation, self.work(actor, form)).await
    }

    /// Asks for all that it takes.
    pub(super) fn require(actor: &Actor) -> Result<(), CreateCaseError> {
        for (view, action) in Self::NEEDS {
            actor.require(view, action)?;
        }
        Ok(())
    }

    /// The case that an interaction has already.
    pub(super) async fn made_before(
        &self,
        actor: &Actor,
        platform: &Platform,
        id: &InteractionId,
    ) -> Result<Option<Case>, StoreError> {
        let instance = actor.instance().id;
        let which = WhichInteraction::Named(platform.clone(), id.clone());
        let Some((interaction, _)) = self.admissions.interaction(instance, &which).await? else {
            return Ok(None);
        };
        let of = CasesOf::Interaction(interaction.reference);
        let page = PageRequest::first(PageSize::default());
        Ok(self
            .cases
            .cases(instance, &of, page)
            .await?
            .items
            .into_iter()
            .next())
    }

    /// Asks that there is such a contact.
    pub(super) async fn require_contact(&self, actor: &Actor, id: &ContactId) -> Result<(), CreateCaseError> {
        let page = PageRequest::first(PageSize::default());
        match self.records.contact(actor.instance().id, id, page).await? {
            Some(_) => Ok(()),
            None => Err(CreateCaseError::UnknownContact),
        }
    }

    /// Asks that there is such an account, and that the actor may see it.
    pub(super) async fn require_account(&self, actor: &Actor, id: &AccountId) -> Result<(), CreateCaseError> {
        actor.require(View::Accounts, Action::See)?;
        let page = PageRequest::first(PageSize::default());
        match self.records.account(actor.instance().id, id, page).await? {
            Some(_) => Ok(()),
            None => Err(CreateCaseError::UnknownAccount),
        }
    }

    async fn work(&self, actor: &Actor, form: CaseForm) -> Result<CaseCreation, CreateCaseError> {
        Self::require(actor)?;
        let instance = actor.instance();
        let subject = Subject::new(&form.subject)?;
        let interaction = match form.interaction {
            None => None,
            Some(named) => {
                let which = WhichInteraction::Known(named);
                let found = self.admissions.interaction(instance.id, &which).await?;
                Some(found.ok_or(CreateCaseError::UnknownInteraction)?.0)
            }
        };
        let channel = interaction.as_ref().map(|it| it.channel).or(form.channel);
        let channel = channel.ok_or(CreateCaseError::ChannelMissing)?;
        self.require_contact(actor, &form.contact).await?;
        if let Some(account) = &form.account {
            self.require_account(actor, account).await?;
        }
        let at = self.clock.now();
        let new = NewCase {
            contact: form.contact,
            account: form.account,
            channel,
            interaction,
            subject,
            at,
            day: Day::at(at, &instance.time_zone),
            by: actor.user(),
        };
        self.cases
            .create(instance.id, new)
            .await
            .map_err(|error| match error {
                StoreError::Conflict => CreateCaseError::DayFull,
                error => error.into(),
            })
    }
}

redacted!(CaseForm);
