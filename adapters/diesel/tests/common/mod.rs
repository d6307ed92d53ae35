//! What the tests of this crate share.
#![allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "each test uses its own part"
)]

mod folder;
mod place;
pub(crate) mod run;

pub(crate) use folder::Folder;
pub(crate) use place::{Engine, Place};
pub(crate) use run::{cases, run};

use ba360_core::{
    Stores,
    instance::{Country, InstanceId, NationalLength, NewInstance},
    record::{
        AccountDetails, ContactDetails, Field, FieldSet, PageRequest, PageSize, RecordChange, SearchIndex,
        SearchPlan,
    },
    text::Language,
};
use jiff::{Timestamp, tz::TimeZone};

pub(crate) const NATIONAL: NationalLength = match NationalLength::new(9) {
    Ok(length) => length,
    Err(_) => unreachable!(),
};

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
        frame_origins: Vec::new(),
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
