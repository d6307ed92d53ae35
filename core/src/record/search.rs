use super::{
    Account, Case, CaseNumber, Cases, CasesOf, Contact, ContactDetails, DetailsProblem, Field, FieldSet,
    Found, Object, PageRequest, Records, SearchPlan, Total, Value,
};
use crate::redacted::redacted;
use crate::{
    access::{Action, Actor, Denied, View},
    instance::NationalLength,
    link::Link,
    store::StoreError,
    text::{Code, Coded},
    trace::traced,
};
use std::sync::Arc;

/// What is searched for: the text of a search view's box.
#[derive(Clone, PartialEq, Eq)]
pub enum SearchRequest {
    /// Contacts.
    Contacts(ContactQuery),
    /// Accounts, by any of their five fields.
    Accounts(String),
    /// A case, by its number; all cases when there is none.
    Cases(String),
}

/// What contacts are searched for.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ContactQuery {
    /// A text for any of the five fields (the page's *contacto*).
    pub any: String,
    /// Texts for each field on its own, in the order of [`ContactDetails::FIELDS`] (the earlier link's five).
    pub each: [String; 5],
}

/// A page of what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FoundRecords {
    /// Contacts.
    Contacts(Found<Contact>),
    /// Accounts.
    Accounts(Found<Account>),
    /// Cases.
    Cases(Found<Case>),
}

/// Searches one object (the page's *Búsqueda de casos, cuentas y contactos*).
#[derive(Clone)]
pub struct Search {
    records: Arc<dyn Records>,
    cases: Arc<dyn Cases>,
}

/// Why a search was not made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SearchError {
    /// The actor may not see the object.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The text cannot be a value.
    #[error(transparent)]
    Text(#[from] DetailsProblem),
    /// A store did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Coded for SearchError {
    fn code(&self) -> Code {
        match self {
            Self::Denied(denied) => denied.code(),
            Self::Text(problem) => problem.code(),
            Self::Store(error) => error.code(),
        }
    }
}

impl SearchRequest {
    /// The object that is searched.
    #[must_use]
    pub const fn object(&self) -> Object {
        match self {
            Self::Contacts(_) => Object::Contact,
            Self::Accounts(_) => Object::Account,
            Self::Cases(_) => Object::Case,
        }
    }
}

impl Object {
    /// The view that shows it, which is what permissions are given for.
    #[must_use]
    pub const fn view(self) -> View {
        match self {
            Self::Contact => View::Contacts,
            Self::Account => View::Accounts,
            Self::Case => View::Cases,
        }
    }
}

impl ContactQuery {
    /// A text for any field.
    #[must_use]
    pub fn any(text: impl Into<String>) -> Self {
        Self {
            any: text.into(),
            each: Default::default(),
        }
    }

    /// What a link says of the contact: everything, whatever the link searches.
    #[must_use]
    pub fn of_link(link: &Link) -> Self {
        let criteria = link.criteria();
        let each = [
            criteria.identifier,
            criteria.name,
            criteria.social_id,
            criteria.email,
            criteria.phone,
        ];
        Self {
            any: criteria.contact.unwrap_or_default().to_owned(),
            each: each.map(|text| text.unwrap_or_default().to_owned()),
        }
    }

    /// The texts that are there, each with its field.
    pub fn fields(&self) -> impl Iterator<Item = (Field, &str)> {
        let each = self.each.iter().map(|text| text.trim());
        ContactDetails::FIELDS
            .into_iter()
            .zip(each)
            .filter(|(_, text)| !text.is_empty())
    }

    fn plan(&self, national: NationalLength) -> Result<SearchPlan, DetailsProblem> {
        let mut plan = SearchPlan { criteria: Vec::new() };
        if let Some(any) = Value::new(&self.any)? {
            plan.criteria
                .extend(SearchPlan::any_field(any.as_str(), FieldSet::CONTACT, national).criteria);
        }
        for (field, text) in self.fields() {
            if let Some(value) = Value::new(text)? {
                plan.criteria
                    .extend(SearchPlan::each_field([(field, value.as_str())], national).criteria);
            }
        }
        Ok(plan)
    }
}

impl FoundRecords {
    /// How many there are in all.
    #[must_use]
    pub const fn total(&self) -> Total {
        match self {
            Self::Contacts(found) => found.total,
            Self::Accounts(found) => found.total,
            Self::Cases(found) => found.total,
        }
    }
}

impl Search {
    pub(crate) fn new(records: Arc<dyn Records>, cases: Arc<dyn Cases>) -> Self {
        Self { records, cases }
    }

    /// Searches. Without a text there are no contacts and no accounts, but all cases, the newest first.
    ///
    /// # Errors
    /// See [`SearchError`].
    pub async fn run(
        &self,
        actor: &Actor,
        request: &SearchRequest,
        page: PageRequest,
    ) -> Result<FoundRecords, SearchError> {
        traced!(
            "search",
            &actor.visit().correlation,
            self.work(actor, request, page)
        )
        .await
    }

    async fn work(
        &self,
        actor: &Actor,
        request: &SearchRequest,
        page: PageRequest,
    ) -> Result<FoundRecords, SearchError> {
        actor.require(request.object().view(), Action::See)?;
        let instance = actor.instance();
        let national = instance.national_length;
        Ok(match request {
            SearchRequest::Contacts(query) => {
                let plan = query.plan(national)?;
                FoundRecords::Contacts(if plan.criteria.is_empty() {
                    Found::nothing(page.size)
                } else {
                    self.records.find_contacts(instance.id, &plan, page).await?
                })
            }
            SearchRequest::Accounts(text) => FoundRecords::Accounts(match Value::new(text)? {
                None => Found::nothing(page.size),
                Some(text) => {
                    let plan = SearchPlan::any_field(text.as_str(), FieldSet::ACCOUNT, national);
                    self.records.find_accounts(instance.id, &plan, page).await?
                }
            }),
            SearchRequest::Cases(text) => FoundRecords::Cases(match Value::new(text)? {
                None => self.cases.cases(instance.id, &CasesOf::Everybody, page).await?,
                Some(text) => match text.as_str().parse::<CaseNumber>() {
                    Ok(number) => {
                        let case = self.cases.case(instance.id, number).await?;
                        Found::page_of(case.into_iter().collect(), page)
                    }
                    Err(_) => Found::nothing(page.size),
                },
            }),
        })
    }
}

redacted!(SearchRequest, ContactQuery);
