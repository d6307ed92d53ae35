//! How SQLite finds things, on a store with data in it: every statement that reads, changes or removes is
//! explained, and none walks through a table.
#![allow(
    clippy::unwrap_used,
    reason = "what a test cannot go on without, it fails for"
)]

mod common;

use ba360_core::{
    Stores,
    access::{Admission, NewSession, NewUser, PasswordHash, SessionKey, UserId, UserName},
    instance::{Activity, ActivityKind, CorrelationId, InstanceId},
    record::{
        AccountId, CaseImport, CasesOf, ContactDetails, ContactId, Field, FieldSet, ImportKey,
        InteractionRef, PageRequest, PageSize, RecordChange, RecordRef, SearchIndex, SearchPlan, Subject,
        WhichInteraction,
    },
    text::Code,
};
use common::{
    Folder, NATIONAL, any, any_of_account, at, each, first_page, instance, make_account, make_contact,
};
use diesel::{
    QueryableByName, RunQueryDsl as _, SqliteConnection,
    connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation},
    sql_types::Text,
};
use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

/// The statements that were sent by any connection of this process.
static SENT: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

struct Listener;

impl Instrumentation for Listener {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            let sent = query.to_string();
            let sql = sent.split(" -- binds").next().unwrap_or_default().trim();
            let verb = sql.split(' ').next().unwrap_or_default().to_ascii_uppercase();
            if ["SELECT", "UPDATE", "DELETE"].contains(&verb.as_str()) {
                SENT.lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .insert(sql.to_owned());
            }
        }
    }
}

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = Text)]
    detail: String,
}

/// The steps of a statement's plan.
fn plan(c: &mut SqliteConnection, sql: &str) -> Vec<String> {
    let steps: Vec<Step> = diesel::sql_query(format!("explain query plan {sql}"))
        .load(c)
        .unwrap();
    steps.into_iter().map(|step| step.detail).collect()
}

/// Whether a step reads a whole table, or sorts. FTS5 calls a look-up in its index a scan too: what counts is that
/// it is given a key, or a text to match within a range of keys.
fn walks(step: &str) -> bool {
    let text = step.split_once("VIRTUAL TABLE INDEX").map(|(_, index)| index);
    match text {
        Some(index) => !(index.ends_with(":=") || index.contains(":M") && index.ends_with("><")),
        None => step.starts_with("SCAN") && !step.contains("CONSTANT ROW") || step.contains("TEMP B-TREE"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_walks_through_a_table() {
    set_default_instrumentation(|| Some(Box::new(Listener))).unwrap();
    let folder = Folder::new();
    let database = folder.migrated();
    let stores = database.stores();
    let one = instance(&stores, "one").await;
    let mut changes = Vec::new();
    for n in 0..1_500 {
        let identifier = format!("{n}-7");
        let name = format!("María {} Soto", ["Ana", "Luz", "Paz"][n % 3]);
        changes.push(make_contact([
            &identifier,
            &name,
            "",
            &format!("m{n}@correo.cl"),
            "",
        ]));
        changes.push(make_account([
            &identifier,
            &name,
            "Soto y Compañía",
            "giro",
            "calle 1",
        ]));
    }
    stores.records.save(one, changes).await.unwrap();
    SENT.lock().unwrap().clear();

    read_everything(&stores, one).await;
    write_everything(&stores, one).await;

    let sent: Vec<String> = SENT.lock().unwrap().iter().cloned().collect();
    assert!(
        sent.len() > 25,
        "only {} statements were seen: {sent:#?}",
        sent.len()
    );
    let mut c = folder.raw();
    let mut walked = Vec::new();
    for sql in sent {
        let steps = plan(&mut c, &sql);
        assert!(!steps.is_empty(), "no plan: {sql}");
        if steps.iter().any(|step| walks(step)) {
            walked.push((sql, steps));
        }
    }
    // The list of all instances is the one that is meant to be whole, and the first two of it are read by age.
    walked.retain(|(sql, _)| !sql.contains("FROM `instances` ORDER BY `instances`.`id`"));
    assert!(walked.is_empty(), "{walked:#?}");
}

async fn read_everything(stores: &Stores, one: InstanceId) {
    let contacts = [
        any("12-7"),
        any("maria"),
        any("maria soto"),
        any("mar sot"),
        any("correo"),
        any("nobody at all"),
        any("9%_*\""),
        each(&[(Field::Name, "maria ana soto"), (Field::Phone, "998874563")]),
        each(&[(Field::Identifier, "1490-7"), (Field::SocialId, "todos")]),
        SearchPlan::any_field("ma", FieldSet::NAMES, NATIONAL),
    ];
    for plan in &contacts {
        for page in [first_page(), PageRequest::new("3", PageSize::Fifty)] {
            stores.records.find_contacts(one, plan, page).await.unwrap();
        }
    }
    for text in ["12-7", "soto y", "calle", "giro"] {
        let plan = any_of_account(text);
        stores
            .records
            .find_accounts(one, &plan, first_page())
            .await
            .unwrap();
    }
    let (contact, account) = (ContactId("1".into()), AccountId("1".into()));
    stores.records.contact(one, &contact, first_page()).await.unwrap();
    stores.records.account(one, &account, first_page()).await.unwrap();
    let number = "260101-000000".parse().unwrap();
    stores.cases.case(one, number).await.unwrap();
    for of in [
        CasesOf::Everybody,
        CasesOf::Contact(contact.clone()),
        CasesOf::Account(account),
    ] {
        stores.cases.cases(one, &of, first_page()).await.unwrap();
    }
    let key = SessionKey([1; 32]);
    for host in ["one.example", "nobody.example"] {
        let host = host.parse().unwrap();
        stores.admissions.enter(&host, Some(key), at(0)).await.unwrap();
    }
    for which in [
        WhichInteraction::Known(InteractionRef("1".into())),
        WhichInteraction::LastToOpen {
            record: RecordRef::Contact(contact),
            session: key,
        },
    ] {
        stores.admissions.interaction(one, &which).await.unwrap();
    }
    let name = UserName::new("ana").unwrap();
    stores.users.by_name(one, &name).await.unwrap();
    stores.users.by_id(one, UserId(1)).await.unwrap();
    stores.instances.by_name(&"one".parse().unwrap()).await.unwrap();
    stores.activity.recent(one, 10).await.unwrap();
}

async fn write_everything(stores: &Stores, one: InstanceId) {
    let (contact, account) = (ContactId("1".into()), AccountId("1".into()));
    let details = ContactDetails::new(["0-7", "Otra", "", "", ""]).unwrap();
    let index = SearchIndex::of_contact(&details, NATIONAL);
    let changes = vec![
        RecordChange::EditContact(contact.clone(), 1, details.clone(), index.clone()),
        RecordChange::UpsertContact(details, index),
        RecordChange::Tie(contact.clone(), account.clone()),
        RecordChange::Untie(contact.clone(), account),
    ];
    stores.records.save(one, changes).await.unwrap();
    for subject in ["uno", "dos"] {
        let import = CaseImport {
            number: "260101-000007".parse().unwrap(),
            contact: contact.clone(),
            account: None,
            channel: None,
            subject: Subject::new(subject).unwrap(),
            at: at(0),
        };
        stores.cases.import(one, vec![import]).await.unwrap();
    }
    let import = ImportKey([1; 32]);
    stores.imports.begin(one, import, at(1), at(0)).await.unwrap();
    stores.imports.note(one, import, 500, at(1)).await.unwrap();
    stores.imports.forget(one, import).await.unwrap();
    let new = NewUser {
        name: UserName::new("ana").unwrap(),
        password: PasswordHash::new("hash".into()),
        role: None,
        at: at(0),
    };
    let (ana, _) = stores.users.insert_if_absent(one, new).await.unwrap();
    let other = PasswordHash::new("other".into());
    stores.users.set_password(one, ana.id, other).await.unwrap();
    let activity = Activity {
        instance: one,
        at: at(0),
        correlation: CorrelationId::stored("0".into()),
        user: None,
        session: None,
        kind: ActivityKind::SignIn,
        outcome: Code::Ok,
        platform: None,
        search: None,
    };
    for n in [0, 10_000_000] {
        let admission = Admission {
            instance: one,
            session: NewSession {
                key: SessionKey([n as u8 + 1; 32]),
                user: ana.id,
                starts_at: at(n),
                expires_at: at(n + 1),
                replaces: None,
            },
            token_issued_at: None,
            interaction: None,
            activity: activity.clone(),
        };
        stores.admissions.admit(admission).await.unwrap().unwrap();
    }
}
