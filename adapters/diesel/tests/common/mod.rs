//! What the tests of this crate share.
#![allow(dead_code, reason = "each test uses its own part")]

use ba360_core::{
    Stores,
    instance::{Country, InstanceId, NationalLength, NewInstance},
    record::{
        AccountDetails, ContactDetails, Field, FieldSet, PageRequest, PageSize, RecordChange, SearchIndex,
        SearchPlan,
    },
    text::Language,
};
use ba360_diesel::{Database, DatabaseUrl, Options};
use diesel::{Connection as _, SqliteConnection, connection::SimpleConnection as _};
use jiff::{Timestamp, tz::TimeZone};
use std::path::PathBuf;
use tempfile::TempDir;

pub(crate) const NATIONAL: NationalLength = match NationalLength::new(9) {
    Ok(length) => length,
    Err(_) => unreachable!(),
};

/// A folder for one database.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.0.path().join("ba360.db")
    }

    pub(crate) fn url(&self) -> DatabaseUrl {
        format!("sqlite:{}", self.file().display()).parse().unwrap()
    }

    /// Another handle on the database, with threads and connections of its own, as another process has.
    pub(crate) fn open(&self) -> Database {
        let options = Options {
            readers: 2,
            ..Options::default()
        };
        Database::open(&self.url(), options).unwrap()
    }

    pub(crate) fn migrated(&self) -> Database {
        let database = self.open();
        database.migrate().unwrap();
        database
    }

    /// A connection behind the adapter's back.
    pub(crate) fn raw(&self) -> SqliteConnection {
        let mut c = SqliteConnection::establish(self.file().to_str().unwrap()).unwrap();
        c.batch_execute("pragma busy_timeout = 5000").unwrap();
        c
    }
}

pub(crate) fn at(secs: i64) -> Timestamp {
    Timestamp::from_second(1_767_268_800 + secs).unwrap()
}

pub(crate) async fn instance(stores: &Stores, name: &str) -> InstanceId {
    let new = NewInstance {
        name: name.parse().unwrap(),
        hosts: vec![format!("{name}.example").parse().unwrap()],
        time_zone: TimeZone::get("America/Santiago").unwrap(),
        language: Language::Spanish,
        country: Country::CHILE,
        national_length: NATIONAL,
    };
    stores.instances.create(new).await.unwrap().unwrap().id
}

pub(crate) fn make_contact(texts: [&str; 5]) -> RecordChange {
    let details = ContactDetails::new(texts).unwrap();
    let index = SearchIndex::of_contact(&details, NATIONAL);
    RecordChange::MakeContact(details, index)
}

pub(crate) fn make_account(texts: [&str; 5]) -> RecordChange {
    let details = AccountDetails::new(texts).unwrap();
    let index = SearchIndex::of_account(&details, NATIONAL);
    RecordChange::MakeAccount(details, index)
}

pub(crate) fn any(text: &str) -> SearchPlan {
    SearchPlan::any_field(text, FieldSet::CONTACT, NATIONAL)
}

pub(crate) fn any_of_account(text: &str) -> SearchPlan {
    SearchPlan::any_field(text, FieldSet::ACCOUNT, NATIONAL)
}

pub(crate) fn each(texts: &[(Field, &str)]) -> SearchPlan {
    SearchPlan::each_field(texts.iter().copied(), NATIONAL)
}

pub(crate) fn first_page() -> PageRequest {
    PageRequest::first(PageSize::Ten)
}
