//! Two handles on one database, as two processes have: what is unique is so by the database, not by a lock in one of
//! them.
#![allow(
    clippy::unwrap_used,
    reason = "what a test cannot go on without, it fails for"
)]

#[path = "../common/mod.rs"]
mod common;
mod users;

use ba360_core::{
    Stores,
    access::LinkOpening,
    instance::{Activity, ActivityKind, CorrelationId, InstanceId},
    link::Channel,
    record::{
        ContactDetails, ContactId, ContactQuery, Day, Interaction, InteractionRef, NewCase, NewInteraction,
        RecordChange, Saved, SearchIndex, Subject,
    },
    text::Code,
};
use common::{Engine, NATIONAL, Place, any, at, cases, first_page, instance, run};
use jiff::tz::TimeZone;
use std::{collections::HashSet, process::ExitCode, sync::Arc};
use tokio::sync::Barrier;

const CROWD: usize = 64;

fn main() -> ExitCode {
    let records = cases![
        one_interaction_makes_one_case,
        numbers_of_a_day_are_never_given_twice,
        one_interaction_is_kept_once,
        one_identifier_makes_one_contact,
        edits_and_upserts_leave_one_index,
    ];
    run(records.chain(users::trials()))
}

/// Two handles, and an instance.
async fn two_handles(place: &Place) -> ([Stores; 2], InstanceId) {
    let stores = [place.open().stores(), place.open().stores()];
    let one = instance(&stores[0], "one").await;
    (stores, one)
}

/// Runs a crowd at once, half on each handle.
async fn race<T, F>(stores: &[Stores; 2], make: impl Fn(Stores, usize) -> F) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let barrier = Arc::new(Barrier::new(CROWD));
    let tasks: Vec<_> = (0..CROWD)
        .map(|n| {
            let (barrier, work) = (barrier.clone(), make(stores[n % 2].clone(), n));
            tokio::spawn(async move {
                barrier.wait().await;
                work.await
            })
        })
        .collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    answers
}

async fn one_interaction_makes_one_case(engine: Engine) {
    let place = engine.migrated();
    let (stores, one) = two_handles(&place).await;
    let answers = race(&stores, |stores, n| async move {
        let new = NewCase {
            contact: ContactId(n.to_string()),
            account: None,
            channel: Channel::Voice,
            interaction: Some(Interaction {
                reference: InteractionRef("7".into()),
                platform: "genesys".parse().unwrap(),
                channel: Channel::Voice,
                id: "call".parse().unwrap(),
            }),
            subject: Subject::default(),
            at: at(0),
            day: Day::at(at(0), &TimeZone::UTC),
            by: None,
        };
        stores.cases.create(one, new).await.unwrap()
    })
    .await;
    assert_eq!(answers.iter().filter(|answer| answer.made).count(), 1);
    assert!(answers.iter().all(|answer| answer.case == answers[0].case));
}

async fn numbers_of_a_day_are_never_given_twice(engine: Engine) {
    let place = engine.migrated();
    let (stores, one) = two_handles(&place).await;
    let numbers = race(&stores, |stores, n| async move {
        let new = NewCase {
            contact: ContactId(n.to_string()),
            account: None,
            channel: Channel::Chat,
            interaction: None,
            subject: Subject::default(),
            at: at(0),
            day: Day::at(at(0), &TimeZone::UTC),
            by: None,
        };
        stores.cases.create(one, new).await.unwrap().case.number
    })
    .await;
    let sequences: HashSet<_> = numbers.iter().map(|number| number.sequence()).collect();
    assert_eq!(sequences, (0..CROWD as u32).collect());
}

/// A line of activity that says as little as a line can.
fn line(instance: InstanceId, n: usize) -> Activity {
    Activity {
        instance,
        at: at(0),
        correlation: CorrelationId::stored(n.to_string()),
        user: None,
        session: None,
        kind: ActivityKind::LinkOpened,
        outcome: Code::Ok,
        platform: None,
        search: None,
    }
}

async fn one_interaction_is_kept_once(engine: Engine) {
    let place = engine.migrated();
    let (stores, one) = two_handles(&place).await;
    let references = race(&stores, |stores, n| async move {
        let opening = LinkOpening {
            instance: one,
            session: None,
            interaction: NewInteraction {
                contact: ContactQuery::default(),
                platform: ["genesys", "Genesys"][n / 2 % 2].parse().unwrap(),
                channel: Channel::Voice,
                id: "call".parse().unwrap(),
                at: at(0),
            },
            record: None,
            activity: line(one, n),
        };
        stores.admissions.opened(opening).await.unwrap()
    })
    .await;
    assert_eq!(references.iter().collect::<HashSet<_>>().len(), 1);
    let lines = stores[0].activity.recent(one, 1_000).await.unwrap();
    assert_eq!(lines.len(), CROWD);
}

async fn one_identifier_makes_one_contact(engine: Engine) {
    let place = engine.migrated();
    let (stores, one) = two_handles(&place).await;
    let saved = race(&stores, |stores, _| async move {
        let details = ContactDetails::new(["1-9", "Ana", "", "", ""]).unwrap();
        let index = SearchIndex::of_contact(&details, NATIONAL);
        let change = RecordChange::UpsertContact(details, index);
        stores.records.save(one, vec![change]).await.unwrap().remove(0)
    })
    .await;
    let made = saved.iter().filter(|saved| matches!(saved, Saved::Made(_)));
    assert_eq!(made.count(), 1);
    let same = saved.iter().filter(|saved| matches!(saved, Saved::Same(_)));
    assert_eq!(same.count(), CROWD - 1);
}

async fn edits_and_upserts_leave_one_index(engine: Engine) {
    let place = engine.migrated();
    let (stores, one) = two_handles(&place).await;
    let named = |n: usize| {
        let details = ContactDetails::new(["1-9", &format!("Nombre{n}x"), "", "", ""]).unwrap();
        let index = SearchIndex::of_contact(&details, NATIONAL);
        (details, index)
    };
    let (details, index) = named(CROWD);
    let first = RecordChange::MakeContact(details, index);
    let made = stores[0].records.save(one, vec![first]).await.unwrap().remove(0);
    let Saved::Made(key) = made else {
        panic!("{made:?}")
    };
    let id = ContactId(key);
    race(&stores, |stores, n| {
        let id = id.clone();
        async move {
            let (details, index) = named(n);
            if n % 4 < 2 {
                let upsert = RecordChange::UpsertContact(details, index);
                stores.records.save(one, vec![upsert]).await.unwrap();
                return;
            }
            loop {
                let file = stores.records.contact(one, &id, first_page()).await.unwrap();
                let version = file.unwrap().contact.version;
                let edit = RecordChange::EditContact(id.clone(), version, details.clone(), index.clone());
                let saved = stores.records.save(one, vec![edit]).await.unwrap().remove(0);
                match saved {
                    Saved::Stale => {}
                    Saved::Changed(_) => return,
                    saved => panic!("{saved:?}"),
                }
            }
        }
    })
    .await;
    let contact = stores[0]
        .records
        .contact(one, &id, first_page())
        .await
        .unwrap()
        .unwrap()
        .contact;
    assert_eq!(contact.version, 1 + CROWD as i64, "each change was one");
    let name = contact.details.name.unwrap();
    for n in 0..=CROWD {
        let found = stores[0]
            .records
            .find_contacts(one, &any(&format!("nombre{n}x")), first_page())
            .await;
        let is_it = name.as_str() == format!("Nombre{n}x");
        assert_eq!(found.unwrap().total.count, u32::from(is_it), "Nombre{n}x");
    }
    assert_eq!(
        place.value("select count(*) from match_keys"),
        "3",
        "identifier, name and word"
    );
}
