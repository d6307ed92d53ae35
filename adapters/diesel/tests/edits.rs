//! What a call of several changes leaves behind, whole or failed.
#![allow(
    clippy::unwrap_used,
    reason = "what a test cannot go on without, it fails for"
)]

mod common;

use ba360_core::{
    Stores,
    access::{NewUser, PasswordHash, PermissionSet, UserName},
    instance::{InstanceId, NationalLength},
    record::{ContactDetails, ContactId, Field, RecordChange, Saved, SearchIndex, SearchPlan},
    store::StoreError,
};
use common::{Folder, NATIONAL, any, at, each, first_page, instance, make_account, make_contact};
use diesel::{RunQueryDsl as _, connection::SimpleConnection as _};

async fn ids(stores: &Stores, instance: InstanceId, plan: &SearchPlan) -> Vec<String> {
    let found = stores
        .records
        .find_contacts(instance, plan, first_page())
        .await
        .unwrap();
    found.items.into_iter().map(|contact| contact.id.0).collect()
}

fn details(texts: [&str; 5]) -> (ContactDetails, SearchIndex) {
    let details = ContactDetails::new(texts).unwrap();
    let index = SearchIndex::of_contact(&details, NATIONAL);
    (details, index)
}

fn upsert(texts: [&str; 5]) -> RecordChange {
    let (details, index) = details(texts);
    RecordChange::UpsertContact(details, index)
}

fn edit(id: &str, version: i64, texts: [&str; 5]) -> RecordChange {
    let (details, index) = details(texts);
    RecordChange::EditContact(ContactId(id.into()), version, details, index)
}

/// FTS5's own check of its index, and SQLite's of everything else.
fn assert_sound(folder: &Folder) {
    let mut c = folder.raw();
    c.batch_execute("insert into field_text (field_text) values ('integrity-check')")
        .unwrap();
    let told = diesel::dsl::sql::<diesel::sql_types::Text>("pragma integrity_check")
        .get_result::<String>(&mut c)
        .unwrap();
    assert_eq!(told, "ok");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_sees_its_own_earlier_changes() {
    let folder = Folder::new();
    let stores = folder.migrated().stores();
    let one = instance(&stores, "one").await;
    let changes = vec![
        make_contact(["1-9", "Ana", "", "", ""]),
        upsert(["1-9", "Eva", "", "", ""]),
        edit("1", 2, ["2-7", "Eva", "", "", ""]),
        edit("1", 2, ["3-5", "Eva", "", "", ""]),
        upsert(["1-9", "Luz", "", "", ""]),
        upsert(["2-7", "Eva Soto", "", "", ""]),
        upsert(["1-9", "Luz", "", "", ""]),
    ];
    let saved = stores.records.save(one, changes).await.unwrap();
    let [one_, two_] = ["1", "2"].map(str::to_owned);
    assert_eq!(
        saved,
        [
            Saved::Made(one_.clone()),
            Saved::Changed(one_.clone()),
            Saved::Changed(one_.clone()),
            Saved::Stale,
            Saved::Made(two_.clone()),
            Saved::Changed(one_.clone()),
            Saved::Same(two_.clone()),
        ]
    );
    for (text, found) in [
        ("1-9", vec!["2"]),
        ("2-7", vec!["1"]),
        ("3-5", vec![]),
        ("ana", vec![]),
    ] {
        assert_eq!(ids(&stores, one, &any(text)).await, found, "{text}");
    }
    assert_eq!(ids(&stores, one, &any("eva so")).await, ["1"]);
    assert_sound(&folder);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_fails_leaves_nothing_in_any_index() {
    let folder = Folder::new();
    let stores = folder.migrated().stores();
    let one = instance(&stores, "one").await;
    stores
        .records
        .save(one, vec![make_contact(["0-0", "Primera", "", "", ""])])
        .await
        .unwrap();
    folder
        .raw()
        .batch_execute(
            "create trigger fail before insert on contacts when new.name = 'fail'
             begin select raise(abort, 'on purpose'); end",
        )
        .unwrap();
    let changes = vec![
        edit("1", 1, ["0-0", "Cambiada", "", "", ""]),
        make_contact(["1-9", "Huella", "", "", ""]),
        make_contact(["2-7", "fail", "", "", ""]),
    ];
    let good = vec![make_contact(["3-5", "Vecina", "", "", ""])];
    let (failed, kept) = tokio::join!(stores.records.save(one, changes), stores.records.save(one, good));
    assert!(matches!(failed, Err(StoreError::Failed(_))), "{failed:?}");
    kept.unwrap();
    for text in ["huella", "uell", "1-9", "cambiada", "mbia", "fail"] {
        assert!(ids(&stores, one, &any(text)).await.is_empty(), "{text}");
    }
    for text in ["primera", "rime", "vecina", "ecin"] {
        assert_eq!(ids(&stores, one, &any(text)).await.len(), 1, "{text}");
    }
    assert_sound(&folder);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_national_length_is_indexed_anew_and_leaves_no_old_key() {
    let folder = Folder::new();
    let stores = folder.migrated().stores();
    let one = instance(&stores, "one").await;
    let texts = ["1-9", "Ana", "", "", "+56 9 9887 4563"];
    stores.records.save(one, vec![upsert(texts)]).await.unwrap();
    let details = ContactDetails::new(texts).unwrap();
    let index = SearchIndex::of_contact(&details, NationalLength::new(8).unwrap());
    let saved = stores
        .records
        .save(one, vec![RecordChange::UpsertContact(details, index)])
        .await
        .unwrap();
    assert_eq!(saved, [Saved::Same("1".into())], "no value has changed");
    let keys = |key: &str| -> i64 {
        diesel::dsl::sql::<diesel::sql_types::BigInt>(&format!(
            "select count(*) from match_keys where kind = 0 and key = '{key}'"
        ))
        .get_result(&mut folder.raw())
        .unwrap()
    };
    assert_eq!((keys("998874563"), keys("98874563")), (0, 1));
    let moved = edit("1", 1, ["1-9", "Ana", "", "", "22222222"]);
    assert_eq!(
        stores.records.save(one, vec![moved]).await.unwrap(),
        [Saved::Changed("1".into())]
    );
    assert_eq!((keys("98874563"), keys("22222222")), (0, 1));
    assert!(
        ids(&stores, one, &each(&[(Field::Phone, "98874563")]))
            .await
            .is_empty()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_of_another_instance_is_a_conflict() {
    let folder = Folder::new();
    let stores = folder.migrated().stores();
    let [one, two] = [instance(&stores, "one").await, instance(&stores, "two").await];
    let role = stores
        .users
        .ensure_role(one, "Agente", PermissionSet::all())
        .await
        .unwrap();
    let name = UserName::new("ana").unwrap();
    let new = NewUser {
        name: name.clone(),
        password: PasswordHash::new("hash".into()),
        role: Some(role),
        at: at(0),
    };
    let told = stores.users.insert_if_absent(two, new).await;
    assert!(matches!(told, Err(StoreError::Conflict)));
    assert!(stores.users.by_name(two, &name).await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_itself_refuses_a_tie_across_instances() {
    let folder = Folder::new();
    let stores = folder.migrated().stores();
    let one = instance(&stores, "one").await;
    let two = instance(&stores, "two").await;
    let of = async |instance, change| stores.records.save(instance, vec![change]).await.unwrap();
    of(one, make_contact(["1-9", "", "", "", ""])).await;
    of(one, make_account(["2-7", "", "", "", ""])).await;
    of(two, make_account(["2-7", "", "", "", ""])).await;
    let mut c = folder.raw();
    c.batch_execute("pragma foreign_keys = on").unwrap();
    let mut tie = |account: i64| {
        diesel::sql_query(format!(
            "insert into memberships (instance_id, contact_id, account_id)
             select {one}, (select id from contacts), {account}"
        ))
        .execute(&mut c)
    };
    assert!(tie(2).is_err(), "the account of another instance was tied");
    assert_eq!(tie(1), Ok(1));
}
