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
use common::{Engine, NATIONAL, any, at, cases, each, first_page, instance, make_account, make_contact, run};
use std::process::ExitCode;

fn main() -> ExitCode {
    run(cases![
        a_call_sees_its_own_earlier_changes,
        a_call_that_fails_leaves_nothing_in_any_index,
        another_national_length_is_indexed_anew_and_leaves_no_old_key,
        a_role_of_another_instance_is_a_conflict,
        the_database_itself_refuses_a_tie_across_instances,
    ])
}

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

async fn a_call_sees_its_own_earlier_changes(engine: Engine) {
    let place = engine.migrated();
    let stores = place.open().stores();
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
    place.assert_sound();
}

async fn a_call_that_fails_leaves_nothing_in_any_index(engine: Engine) {
    let place = engine.migrated();
    let stores = place.open().stores();
    let one = instance(&stores, "one").await;
    stores
        .records
        .save(one, vec![make_contact(["0-0", "Primera", "", "", ""])])
        .await
        .unwrap();
    place.sql(match engine {
        Engine::Sqlite => {
            "create trigger fail before insert on contacts when new.name = 'fail'
             begin select raise(abort, 'on purpose'); end"
        }
        Engine::Postgres => "alter table contacts add constraint fail check (name <> 'fail')",
    });
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
    place.assert_sound();
}

async fn another_national_length_is_indexed_anew_and_leaves_no_old_key(engine: Engine) {
    let place = engine.migrated();
    let stores = place.open().stores();
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
    let keys = |key: &str| {
        place.value(&format!(
            "select count(*) from match_keys where kind = 0 and key = '{key}'"
        ))
    };
    assert_eq!([keys("998874563"), keys("98874563")], ["0", "1"]);
    let moved = edit("1", 1, ["1-9", "Ana", "", "", "22222222"]);
    assert_eq!(
        stores.records.save(one, vec![moved]).await.unwrap(),
        [Saved::Changed("1".into())]
    );
    assert_eq!([keys("98874563"), keys("22222222")], ["0", "1"]);
    assert!(
        ids(&stores, one, &each(&[(Field::Phone, "98874563")]))
            .await
            .is_empty()
    );
}

async fn a_role_of_another_instance_is_a_conflict(engine: Engine) {
    let place = engine.migrated();
    let stores = place.open().stores();
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

async fn the_database_itself_refuses_a_tie_across_instances(engine: Engine) {
    let place = engine.migrated();
    let stores = place.open().stores();
    let one = instance(&stores, "one").await;
    let two = instance(&stores, "two").await;
    let of = async |instance, change| stores.records.save(instance, vec![change]).await.unwrap();
    of(one, make_contact(["1-9", "", "", "", ""])).await;
    of(one, make_account(["2-7", "", "", "", ""])).await;
    of(two, make_account(["2-7", "", "", "", ""])).await;
    let tie = |account: i64| {
        place.try_sql(&format!(
            "insert into memberships (instance_id, contact_id, account_id)
             select {one}, (select id from contacts), {account}"
        ))
    };
    assert!(tie(2).is_err(), "the account of another instance was tied");
    assert_eq!(tie(1), Ok(()));
}
