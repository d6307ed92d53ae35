//! Contacts, accounts and cases: which of them a link or a search opens, and how they are made and edited.
//!
//! A search goes three steps. [`SearchPlan`] says what would match, in normal forms ([`normal`]) that ignore
//! case, accents and punctuation. A [`Records`] port finds what matches and puts it in order, by the rules
//! that the plan itself can tell ([`SearchPlan::score`]). [`OpenLink`] and [`Search`] make of it what the agent
//! sees.

pub mod normal;

mod account;
mod case;
mod contact;
mod create_case;
mod field;
mod import;
mod import_progress;
mod inspect_links;
mod interaction;
mod key;
mod open_link;
mod page;
mod plan;
mod ports;
mod prefill;
mod reindex;
mod report_case;
mod rut;
mod save;
mod save_account;
mod save_contact;
mod search;
mod tie_account;
mod value;
mod view;

pub use account::{Account, AccountDetails, AccountFile, AccountId};
pub use case::{BadCaseNumber, Case, CaseFile, CaseNumber, Day, NewCase, Subject};
pub use contact::{Contact, ContactDetails, ContactFile, ContactId};
pub use create_case::{CaseForm, CreateCase, CreateCaseError};
pub use field::{Field, FieldSet};
pub use import::{BadRow, Import, ImportBatch, ImportError, ImportRow, Imported, RowOutcome};
pub use import_progress::ImportProgress;
pub use inspect_links::{InspectLinks, InspectLinksError, InspectedLink, WouldOpen};
pub use interaction::{Interaction, InteractionRef, NewInteraction, WhichInteraction};
pub use key::{MatchKey, SearchIndex};
pub use open_link::{LowerHit, OpenLink, OpenLinkError, Opened, SearchView};
pub use page::{Found, PageRequest, PageSize, Total};
pub use plan::{Criterion, Probe, Score, SearchPlan, Stage};
pub use ports::{
    CaseCreation, CaseImport, Cases, CasesOf, ImportJournal, ImportKey, RecordChange, Records, Saved,
};
#[cfg(test)]
pub(crate) use ports::{MockCases, MockRecords};
pub use prefill::{prefill_account, prefill_contact};
pub use reindex::Reindex;
pub use report_case::{CaseReport, ReportCase, ReportCaseError, ReportedContact};
pub use rut::rut_check_digit;
pub use save::SaveError;
pub use save_account::SaveAccount;
pub use save_contact::SaveContact;
pub use search::{ContactQuery, FoundRecords, Search, SearchError, SearchRequest};
pub use tie_account::TieAccount;
pub use value::{BadDetails, DetailsProblem, Value};
pub use view::{InteractionInView, ViewAccount, ViewCase, ViewContact, ViewError};

use std::fmt;

/// The three objects that can be searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Object {
    /// A person (the page's *contacto*).
    Contact,
    /// A company (the page's *cuenta* or *empresa*).
    Account,
    /// A case (the page's *caso*).
    Case,
}

impl Object {
    /// The stable word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Account => "account",
            Self::Case => "case",
        }
    }
}

impl fmt::Display for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One record of any of the three objects.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RecordRef {
    /// A contact.
    Contact(ContactId),
    /// An account.
    Account(AccountId),
    /// A case.
    Case(CaseNumber),
}

impl RecordRef {
    /// Its object.
    #[must_use]
    pub const fn object(&self) -> Object {
        match self {
            Self::Contact(_) => Object::Contact,
            Self::Account(_) => Object::Account,
            Self::Case(_) => Object::Case,
        }
    }

    /// Its key within its object, as it stands in an address.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Contact(id) => id.0.clone(),
            Self::Account(id) => id.0.clone(),
            Self::Case(number) => number.to_string(),
        }
    }
}
