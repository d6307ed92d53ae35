use super::{
    AccountDetails, AccountId, BadDetails, CaseImport, CaseNumber, Cases, ContactDetails, ContactId,
    DetailsProblem, Field, RecordChange, Records, Saved, SearchIndex, Subject, Value, normal,
};
use crate::redacted::redacted;
use crate::{
    access::{Action, Actor, Denied, View},
    ambient::Clock,
    instance::{InstanceId, NationalLength},
    link::Channel,
    store::StoreError,
    text::{Code, Coded},
    trace::traced,
};
use sha2::{Digest as _, Sha256};
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

/// Brings records in, a batch at a time. A row that cannot be brought in hinders no other, and a row that was
/// brought in before changes nothing.
#[derive(Clone)]
pub struct Import {
    records: Arc<dyn Records>,
    cases: Arc<dyn Cases>,
    clock: Arc<dyn Clock>,
}

/// A row as it was read: texts that may be blank.
#[derive(Clone)]
pub enum ImportRow {
    /// `identificador,nombre,idrrss,email,telefono`
    Contact([String; 5]),
    /// `identificador,representante,razon_social,giro,direccion`
    Account([String; 5]),
    /// `contacto_identificador,cuenta_identificador`
    Membership([String; 2]),
    /// `numero,contacto_identificador,cuenta_identificador,canal,asunto`
    Case([String; 5]),
}

impl ImportRow {
    /// A digest of what the row is known by: two rows of one file with the same digest are about the same record.
    /// Ties have none, since they can be told twice.
    #[must_use]
    pub fn identity(&self) -> Option<u64> {
        let identifier = |text: &str| Some(normal::identifier(text)).filter(|form| !form.is_empty());
        let known_by = match self {
            Self::Contact([text, ..]) | Self::Account([text, ..]) => identifier(text)?,
            Self::Case([number, ..]) => number.parse::<CaseNumber>().ok()?.to_string(),
            Self::Membership(_) => return None,
        };
        let digest = Sha256::digest(known_by.as_bytes());
        digest.first_chunk().map(|bytes| u64::from_be_bytes(*bytes))
    }
}

/// What a row that was brought in did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Imported {
    /// A record of that key was made, or a tie.
    Made(String),
    /// The record of that key was changed.
    Changed(String),
    /// Everything was so already: the record of that key, or the tie.
    Same(String),
}

/// What became of a row.
pub type RowOutcome = Result<Imported, BadRow>;

/// Why a row was not brought in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadRow {
    /// It has no identifier to know it by.
    #[error("the row has no identifier")]
    NoIdentifier,
    /// An earlier row of the file has the same identifier or number, so it cannot be told which of them is meant.
    #[error("an earlier row has the same identifier")]
    Repeated,
    /// A value cannot be.
    #[error(transparent)]
    Details(#[from] BadDetails),
    /// The subject cannot be.
    #[error(transparent)]
    Subject(#[from] DetailsProblem),
    /// There is no contact with that identifier.
    #[error("there is no contact with that identifier")]
    UnknownContact,
    /// There is no account with that identifier.
    #[error("there is no account with that identifier")]
    UnknownAccount,
    /// A record that the row names went away meanwhile.
    #[error("a record that the row names went away meanwhile")]
    Gone,
    /// The case number cannot be.
    #[error("the case number cannot be")]
    CaseNumber,
    /// The channel is none of those that are accepted.
    #[error("the channel is none of those that are accepted")]
    Channel,
}

impl Coded for BadRow {
    fn code(&self) -> Code {
        match self {
            Self::NoIdentifier => Code::RowWithoutIdentifier,
            Self::Repeated => Code::RowRepeated,
            Self::Details(bad) => bad.code(),
            Self::Subject(problem) => problem.code(),
            Self::UnknownContact => Code::ContactUnknown,
            Self::UnknownAccount => Code::AccountUnknown,
            Self::Gone => Code::RecordUnknown,
            Self::CaseNumber => Code::CaseNumberBad,
            Self::Channel => Code::LinkChannelUnknown,
        }
    }
}

/// Why nothing was brought in.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// A store did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Coded for ImportError {
    fn code(&self) -> Code {
        match self {
            Self::Denied(denied) => denied.code(),
            Self::Store(error) => error.code(),
        }
    }
}

/// Refuses whoever may not bring records in.
pub(super) fn require_import(actor: &Actor) -> Result<(), Denied> {
    for view in [View::Contacts, View::Accounts, View::Cases] {
        actor.require(view, Action::Create)?;
        actor.require(view, Action::Edit)?;
    }
    Ok(())
}

/// Rows that are ready to be brought in.
#[derive(Default)]
pub struct ImportBatch {
    /// What became of each row, as far as it is known.
    outcomes: Vec<Option<RowOutcome>>,
    changes: Vec<RecordChange>,
    /// The row of each change, and whether it is a tie.
    change_rows: Vec<(usize, bool)>,
    cases: Vec<CaseImport>,
    case_rows: Vec<usize>,
}

/// A row that is ready for its store.
enum Ready {
    Record(RecordChange),
    Case(CaseImport),
}

impl Import {
    pub(crate) fn new(records: Arc<dyn Records>, cases: Arc<dyn Cases>, clock: Arc<dyn Clock>) -> Self {
        Self {
            records,
            cases,
            clock,
        }
    }

    /// Brings in a batch; answers what became of each row, in order. The rows of a batch are of one kind, so
    /// that the records that a row names were brought in before.
    ///
    /// # Errors
    /// See [`ImportError`]; nothing of a batch of one kind was brought in then.
    pub async fn run(&self, actor: &Actor, rows: Vec<ImportRow>) -> Result<Vec<RowOutcome>, ImportError> {
        let batch = self.prepare(actor, rows).await?;
        self.bring_in(actor, batch).await
    }

    /// Makes a batch ready to be brought in: what [`Self::run`] does first. While one batch is brought in the next
    /// can be made ready, if its rows are of the same kind and none of them is about a record of the other.
    ///
    /// # Errors
    /// See [`ImportError`].
    pub async fn prepare(&self, actor: &Actor, rows: Vec<ImportRow>) -> Result<ImportBatch, ImportError> {
        require_import(actor)?;
        let instance = actor.instance();
        let named = self.named(instance.id, instance.national_length, &rows).await?;
        let at = self.clock.now();
        let mut batch = ImportBatch::default();
        for (n, row) in rows.into_iter().enumerate() {
            match named.ready(row, at) {
                Err(bad) => {
                    batch.outcomes.push(Some(Err(bad)));
                    continue;
                }
                Ok(Ready::Record(change)) => {
                    batch
                        .change_rows
                        .push((n, matches!(change, RecordChange::Tie(..))));
                    batch.changes.push(change);
                }
                Ok(Ready::Case(case)) => {
                    batch.case_rows.push(n);
                    batch.cases.push(case);
                }
            }
            batch.outcomes.push(None);
        }
        Ok(batch)
    }

    /// Brings in a batch that is ready; answers what became of each row, in order.
    ///
    /// # Errors
    /// See [`ImportError`]; nothing of a batch of one kind was brought in then.
    pub async fn bring_in(&self, actor: &Actor, batch: ImportBatch) -> Result<Vec<RowOutcome>, ImportError> {
        traced!("import", &actor.visit().correlation, self.work(actor, batch)).await
    }

    async fn work(&self, actor: &Actor, batch: ImportBatch) -> Result<Vec<RowOutcome>, ImportError> {
        require_import(actor)?;
        let instance = actor.instance();
        let mut outcomes = batch.outcomes;
        if !batch.changes.is_empty() {
            let saved = self.records.save(instance.id, batch.changes).await?;
            batch
                .change_rows
                .into_iter()
                .zip(saved)
                .for_each(|((n, is_tie), saved)| outcomes[n] = Some(outcome(saved, is_tie)));
        }
        if !batch.cases.is_empty() {
            let saved = self.cases.import(instance.id, batch.cases).await?;
            batch
                .case_rows
                .into_iter()
                .zip(saved)
                .for_each(|(n, saved)| outcomes[n] = Some(outcome(saved, false)));
        }
        outcomes
            .into_iter()
            .map(|outcome| outcome.ok_or_else(|| StoreError::failed("a row was not answered").into()))
            .collect()
    }

    /// The records that some rows name, all looked up at once.
    async fn named(
        &self,
        instance: InstanceId,
        national: NationalLength,
        rows: &[ImportRow],
    ) -> Result<Named, StoreError> {
        let (mut contacts, mut accounts) = (BTreeSet::new(), BTreeSet::new());
        for row in rows {
            if let ImportRow::Membership([contact, account]) | ImportRow::Case([_, contact, account, ..]) =
                row
            {
                contacts.extend(known_by(contact, national).ok());
                accounts.extend(known_by(account, national).ok());
            }
        }
        let mut named = Named {
            national,
            contacts: HashMap::new(),
            accounts: HashMap::new(),
        };
        if !contacts.is_empty() {
            let contacts: Vec<String> = contacts.into_iter().collect();
            let found = self.records.identified_contacts(instance, contacts.clone());
            named.contacts = contacts.into_iter().zip(found.await?).collect();
        }
        if !accounts.is_empty() {
            let accounts: Vec<String> = accounts.into_iter().collect();
            let found = self.records.identified_accounts(instance, accounts.clone());
            named.accounts = accounts.into_iter().zip(found.await?).collect();
        }
        Ok(named)
    }
}

/// The records that the rows of a batch name, by the normal forms of their identifiers.
struct Named {
    national: NationalLength,
    contacts: HashMap<String, Option<ContactId>>,
    accounts: HashMap<String, Option<AccountId>>,
}

impl Named {
    /// Makes a row ready for its store.
    fn ready(&self, row: ImportRow, at: jiff::Timestamp) -> Result<Ready, BadRow> {
        Ok(match row {
            ImportRow::Contact(texts) => Ready::Record(contact(&texts, self.national)?),
            ImportRow::Account(texts) => Ready::Record(account(&texts, self.national)?),
            ImportRow::Membership([contact, account]) => {
                let contact = self.contact(&contact)?;
                Ready::Record(RecordChange::Tie(contact, self.account(&account)?))
            }
            ImportRow::Case([number, contact, account, channel, subject]) => {
                let contact = self.contact(&contact);
                let account = match account.trim() {
                    "" => Ok(None),
                    account => self.account(account).map(Some),
                };
                Ready::Case(case(&number, contact, account, &channel, &subject, at)?)
            }
        })
    }

    fn contact(&self, identifier: &str) -> Result<ContactId, BadRow> {
        let known = self.contacts.get(&known_by(identifier, self.national)?);
        known.cloned().flatten().ok_or(BadRow::UnknownContact)
    }

    fn account(&self, identifier: &str) -> Result<AccountId, BadRow> {
        let known = self.accounts.get(&known_by(identifier, self.national)?);
        known.cloned().flatten().ok_or(BadRow::UnknownAccount)
    }
}

/// The normal form of an identifier, by which the record is known that has it.
fn known_by(text: &str, national: NationalLength) -> Result<String, BadRow> {
    let field = Field::Identifier;
    let value = Value::new(text).map_err(|problem| BadDetails {
        field: Some(field),
        problem,
    })?;
    let form = value.and_then(|value| normal::exact(field, value.as_str(), national));
    form.ok_or(BadRow::NoIdentifier)
}

/// What a row did; a tie that changed something was made.
fn outcome(saved: Saved, is_tie: bool) -> RowOutcome {
    match saved {
        Saved::Made(key) => Ok(Imported::Made(key)),
        Saved::Changed(key) if is_tie => Ok(Imported::Made(key)),
        Saved::Changed(key) => Ok(Imported::Changed(key)),
        Saved::Same(key) => Ok(Imported::Same(key)),
        // What the row names was there when it was looked up.
        Saved::Stale | Saved::Unknown => Err(BadRow::Gone),
    }
}

fn contact(texts: &[String; 5], national: NationalLength) -> Result<RecordChange, BadRow> {
    let details = ContactDetails::new(texts.each_ref().map(String::as_str))?;
    let index = SearchIndex::of_contact(&details, national);
    if index.identifier().is_none() {
        return Err(BadRow::NoIdentifier);
    }
    Ok(RecordChange::UpsertContact(details, index))
}

fn account(texts: &[String; 5], national: NationalLength) -> Result<RecordChange, BadRow> {
    let details = AccountDetails::new(texts.each_ref().map(String::as_str))?;
    let index = SearchIndex::of_account(&details, national);
    if index.identifier().is_none() {
        return Err(BadRow::NoIdentifier);
    }
    Ok(RecordChange::UpsertAccount(details, index))
}

fn case(
    number: &str,
    contact: Result<ContactId, BadRow>,
    account: Result<Option<AccountId>, BadRow>,
    channel: &str,
    subject: &str,
    at: jiff::Timestamp,
) -> Result<CaseImport, BadRow> {
    let number: CaseNumber = number.parse().map_err(|_| BadRow::CaseNumber)?;
    let channel = match channel.trim() {
        "" => None,
        channel => Some(Channel::on_platform(channel, "").map_err(|_| BadRow::Channel)?),
    };
    Ok(CaseImport {
        number,
        contact: contact?,
        account: account?,
        channel,
        subject: Subject::new(subject)?,
        at,
    })
}

redacted!(ImportRow, ImportBatch);
