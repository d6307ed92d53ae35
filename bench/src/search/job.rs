//! One call that is measured.

use ba360_core::{
    access::UserId,
    instance::NationalLength,
    record::{ContactId, FieldSet, PageRequest, PageSize, SearchPlan},
};

/// A call, ready but for the time that it takes.
pub(super) enum Job {
    /// A contact by its primary key, on a connection of our own.
    Bare(i64),
    /// A user by its primary key, through the port: one look-up without a transaction.
    Hop(UserId),
    /// The contact behind another one, or the first, through the port. No other read of a contact there costs less: two
    /// look-ups by primary key, of the next key and of its row, without a transaction around them.
    Contact(Option<ContactId>),
    /// A search of contacts through the port.
    Contacts(Search),
    /// A search of accounts through the port.
    Accounts(Search),
    /// A text in any column of the plain table, which at least one row has.
    Naive(String),
}

/// A search and what is known of its answer.
pub(super) struct Search {
    pub(super) plan: SearchPlan,
    pub(super) page: PageRequest,
    pub(super) expected: Expected,
}

/// What an answer has to have, lest something else was measured.
pub(super) enum Expected {
    /// A record, on the page, with this identifier in it.
    Identifier(String),
    /// A record at least.
    Some,
    /// No record.
    Nothing,
    /// Whatever there is.
    Any,
}

impl Search {
    /// A text in any field of a contact, the first page.
    pub(super) fn contacts(text: &str, expected: Expected) -> Self {
        Self::of(text, FieldSet::CONTACT, expected)
    }

    /// A text in any field of an account, the first page.
    pub(super) fn accounts(text: &str, expected: Expected) -> Self {
        Self::of(text, FieldSet::ACCOUNT, expected)
    }

    fn of(text: &str, fields: FieldSet, expected: Expected) -> Self {
        Self {
            plan: SearchPlan::any_field(text, fields, NationalLength::default()),
            page: PageRequest::first(PageSize::Ten),
            expected,
        }
    }

    /// The page of that number instead.
    pub(super) fn page(mut self, number: &str) -> Self {
        self.page = PageRequest::new(number, PageSize::Ten);
        self
    }
}
