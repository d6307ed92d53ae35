use super::{
    AccountId, CaseCreation, CaseForm, Contact, ContactDetails, ContactId, ContactQuery, CreateCase,
    CreateCaseError, Field, NewInteraction, PageRequest, PageSize, Records, SaveContact, SaveError,
    SearchPlan, Stage, Subject,
};
use crate::{
    access::{Action, Actor, Admissions, LinkOpening, View},
    ambient::Clock,
    instance::{Activity, ActivityKind},
    link::{Channel, InteractionId, LinkError, Platform},
    redacted::redacted,
    store::StoreError,
    text::{Code, Coded},
    trace::traced,
};
use std::sync::Arc;

/// Makes the case of an interaction that another system reports (contract 3.4): no link was opened and no agent looked.
#[derive(Clone)]
pub struct ReportCase {
    create: CreateCase,
    save: SaveContact,
    records: Arc<dyn Records>,
    admissions: Arc<dyn Admissions>,
    clock: Arc<dyn Clock>,
}

/// What the other system tells.
#[derive(Clone)]
pub struct CaseReport {
    /// Whose the case is.
    pub contact: ReportedContact,
    /// The account that it is about, if any.
    pub account: Option<AccountId>,
    /// The platform of the interaction.
    pub platform: String,
    /// Its channel, as a link would name it.
    pub channel: String,
    /// The platform's id for it.
    pub interaction_id: String,
    /// What the case is about.
    pub subject: String,
}

/// Whose a reported case is.
#[derive(Clone)]
pub enum ReportedContact {
    /// This contact's.
    Known(ContactId),
    /// Of whom this is known, in the order of [`ContactDetails::FIELDS`].
    Told {
        /// The five texts.
        texts: [String; 5],
        /// Whether the contact is made where there is none.
        make: bool,
    },
}

redacted!(CaseReport, ReportedContact);

/// Why no case was made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReportCaseError {
    /// The case cannot be made.
    #[error(transparent)]
    Case(#[from] CreateCaseError),
    /// The contact cannot be.
    #[error(transparent)]
    Contact(#[from] SaveError),
    /// The platform, the channel or the id cannot be.
    #[error(transparent)]
    Interaction(#[from] LinkError),
}

impl From<StoreError> for ReportCaseError {
    fn from(error: StoreError) -> Self {
        Self::Case(error.into())
    }
}

impl Coded for ReportCaseError {
    fn code(&self) -> Code {
        match self {
            Self::Case(error) => error.code(),
            Self::Contact(error) => error.code(),
            Self::Interaction(error) => error.code(),
        }
    }
}

impl ReportCase {
    pub(crate) fn new(
        create: CreateCase,
        save: SaveContact,
        records: Arc<dyn Records>,
        admissions: Arc<dyn Admissions>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            create,
            save,
            records,
            admissions,
            clock,
        }
    }

    /// Makes the case, or answers the one that the interaction has already. Nothing is kept of a report that cannot be.
    ///
    /// A contact that is told is the one that matches exactly, the best and then the oldest: by the name alone only
    /// where nothing else is told, since people share names. Where there is none it is made if the report says so.
    ///
    /// # Errors
    /// See [`ReportCaseError`].
    pub async fn run(&self, actor: &Actor, report: CaseReport) -> Result<CaseCreation, ReportCaseError> {
        traced!(
            "report_case",
            &actor.visit().correlation,
            self.work(actor, report)
        )
        .await
    }

    async fn work(&self, actor: &Actor, report: CaseReport) -> Result<CaseCreation, ReportCaseError> {
        CreateCase::require(actor)?;
        let platform = Platform::new(&report.platform)?;
        let channel = Channel::on_platform(&report.channel, platform.as_str())?;
        let id = InteractionId::new(&report.interaction_id)?;
        Subject::new(&report.subject).map_err(CreateCaseError::from)?;
        // A report that comes again is about the same contact, whatever is known of that one by now.
        let before = self.create.made_before(actor, &platform, &id).await?;
        let told = match &report.contact {
            ReportedContact::Known(_) => ContactQuery::default(),
            ReportedContact::Told { texts, .. } => ContactQuery {
                any: String::new(),
                each: texts.clone(),
            },
        };
        let contact = match (&before, &report.contact) {
            (Some(case), _) => case.contact.clone(),
            (None, contact) => {
                if let Some(account) = &report.account {
                    self.create.require_account(actor, account).await?;
                }
                self.whose(actor, contact).await?
            }
        };
        let at = self.clock.now();
        let mut activity = Activity::of_actor(actor, ActivityKind::CaseReported, at, Code::Ok);
        activity.platform = Some(platform.as_str().to_owned());
        let opening = LinkOpening {
            instance: actor.instance().id,
            session: actor.session(),
            interaction: NewInteraction {
                platform,
                channel,
                id,
                contact: told,
                at,
            },
            record: None,
            activity,
        };
        let interaction = self.admissions.opened(opening).await?;
        if let Some(case) = before {
            return Ok(CaseCreation { case, made: false });
        }
        let form = CaseForm {
            contact,
            account: report.account,
            interaction: Some(interaction),
            channel: None,
            subject: report.subject,
        };
        Ok(self.create.run(actor, form).await?)
    }

    async fn whose(&self, actor: &Actor, contact: &ReportedContact) -> Result<ContactId, ReportCaseError> {
        match contact {
            ReportedContact::Known(id) => {
                self.create.require_contact(actor, id).await?;
                Ok(id.clone())
            }
            ReportedContact::Told { texts, make } => {
                self.told(actor, texts.each_ref().map(String::as_str), *make)
                    .await
            }
        }
    }

    /// The contact of whom so much is known.
    async fn told(&self, actor: &Actor, texts: [&str; 5], make: bool) -> Result<ContactId, ReportCaseError> {
        let details = ContactDetails::new(texts).map_err(SaveError::from)?;
        if let Some(contact) = self.matching(actor, &details).await? {
            return Ok(contact.id);
        }
        if !make {
            return Err(CreateCaseError::UnknownContact.into());
        }
        actor
            .require(View::Contacts, Action::Create)
            .map_err(SaveError::from)?;
        Ok(self.save.run(actor, None, texts).await?)
    }

    async fn matching(&self, actor: &Actor, details: &ContactDetails) -> Result<Option<Contact>, StoreError> {
        let told = |field| details.get(field).map(|text| (field, text));
        let mut fields: Vec<_> = ContactDetails::FIELDS.into_iter().filter_map(told).collect();
        if fields.len() > 1 {
            fields.retain(|(field, _)| *field != Field::Name);
        }
        let instance = actor.instance();
        let plan = SearchPlan::each_field(fields, instance.national_length);
        let page = PageRequest::first(PageSize::default());
        let found = self.records.find_contacts(instance.id, &plan, page).await?;
        let exact = |contact: &Contact| {
            plan.score_contact(Stage::Exact, &contact.details, instance.national_length)
                .is_some()
        };
        Ok(found.items.into_iter().find(exact))
    }
}
