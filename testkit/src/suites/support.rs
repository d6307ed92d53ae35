//! What cases are made of.

use super::{World, run::Outcome};
use ba360_core::{
    access::{
        Admission, Label, LinkOpening, NewSession, NewUser, PasswordHash, PermissionSet, Proof, RoleId,
        SessionKey, User, UserId, UserName, View,
        groups::{GroupId, GroupOutcome},
        roles::{RoleChange, RoleOutcome},
    },
    instance::{
        Activity, ActivityKind, CorrelationId, Country, HostName, Instance, InstanceId, NationalLength,
        NewInstance,
    },
    link::Channel,
    record::{
        AccountDetails, AccountId, ContactDetails, ContactId, ContactQuery, NewInteraction, PageRequest,
        PageSize, RecordChange, Saved, SearchIndex,
    },
    store::{StoreError, StoreResult},
    text::{Code, Language},
};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use std::{sync::Arc, time::Duration};
use tokio::{sync::Barrier, time::sleep};

/// How many come at once where a rule says "at once".
pub(super) const CROWD: usize = 64;

/// How often such a race is run.
pub(super) const ROUNDS: usize = 5;

/// The length of national numbers in every case.
pub(super) const NATIONAL: NationalLength = match NationalLength::new(9) {
    Ok(length) => length,
    Err(_) => unreachable!(),
};

/// So many milliseconds after the moment at which every case begins.
pub(super) fn at_ms(ms: i64) -> Timestamp {
    Timestamp::constant(1_767_268_800, 0) + SignedDuration::from_millis(ms)
}

/// So many seconds after the moment at which every case begins.
pub(super) fn at(secs: i64) -> Timestamp {
    at_ms(secs * 1_000)
}

/// Runs the same thing many times at once, each in a task of its own that starts when all are ready.
pub(super) async fn at_once<T, Fut>(many: usize, make: impl Fn(usize) -> Fut) -> Vec<T>
where
    T: Send + 'static,
    Fut: Future<Output = T> + Send + 'static,
{
    let barrier = Arc::new(Barrier::new(many));
    let tasks: Vec<_> = (0..many)
        .map(|n| {
            let (barrier, work) = (barrier.clone(), make(n));
            tokio::spawn(async move {
                barrier.wait().await;
                work.await
            })
        })
        .collect();
    let mut answers = Vec::with_capacity(many);
    for task in tasks {
        answers.push(task.await.expect("a task of the crowd panicked"));
    }
    answers
}

/// Waits until a session is marked as seen at a moment: that is done soon, and nobody is told.
pub(super) async fn marked(
    world: &World,
    instance: InstanceId,
    session: SessionKey,
    moment: Timestamp,
) -> Outcome {
    for _ in 0..1_000 {
        let found = world.stores.sessions.list(instance, moment, first_page()).await?;
        if found
            .items
            .iter()
            .any(|row| row.key == session && row.seen_at == moment)
        {
            return Ok(());
        }
        sleep(Duration::from_millis(10)).await;
    }
    Err(StoreError::failed("the session was not marked").into())
}

pub(super) fn host(name: &str) -> HostName {
    name.parse().expect("a good host")
}

pub(super) fn new_instance(name: &str, hosts: &[&str]) -> NewInstance {
    NewInstance {
        name: name.parse().expect("a good name"),
        hosts: hosts.iter().map(|name| host(name)).collect(),
        time_zone: TimeZone::get("America/Santiago").expect("a zone of the database"),
        language: Language::Spanish,
        country: Country::CHILE,
        national_length: NATIONAL,
        frame_origins: Vec::new(),
    }
}

/// Two instances, `one` at `one.example` and `two` at `two.example`.
pub(super) async fn two_instances(world: &World) -> StoreResult<[InstanceId; 2]> {
    let mut made = Vec::with_capacity(2);
    for name in ["one", "two"] {
        let new = new_instance(name, &[&format!("{name}.example")]);
        made.push(taken_in(world.stores.instances.create(new).await?).id);
    }
    Ok([made[0], made[1]])
}

/// One instance.
pub(super) async fn an_instance(world: &World) -> StoreResult<InstanceId> {
    two_instances(world).await.map(|[one, _]| one)
}

pub(super) fn taken_in(instance: Option<Arc<Instance>>) -> Arc<Instance> {
    instance.expect("the instance should have been made")
}

pub(super) fn user_name(name: &str) -> UserName {
    UserName::new(name).expect("a good user name")
}

pub(super) fn new_user(name: &str) -> NewUser {
    NewUser {
        name: user_name(name),
        password: PasswordHash::new(format!("$of${name}")),
        role: None,
        at: at(0),
    }
}

/// Makes a user without a role.
pub(super) async fn a_user(world: &World, instance: InstanceId, name: &str) -> StoreResult<User> {
    Ok(world
        .stores
        .users
        .insert_if_absent(instance, new_user(name))
        .await?
        .0)
}

pub(super) fn label(name: &str) -> Label {
    Label::new(name).expect("a good label")
}

/// Makes a role.
pub(super) async fn role(
    world: &World,
    instance: InstanceId,
    name: &str,
    permissions: PermissionSet,
) -> StoreResult<RoleId> {
    let change = RoleChange {
        edit: None,
        name: label(name),
        permissions,
    };
    match world.stores.roles.save(instance, change).await? {
        RoleOutcome::Done(id) => Ok(id),
        other => Err(StoreError::failed(format!("a role was not made: {other:?}"))),
    }
}

/// Makes a group.
pub(super) async fn group(world: &World, instance: InstanceId, name: &str) -> StoreResult<GroupId> {
    match world.stores.groups.save(instance, None, label(name)).await? {
        GroupOutcome::Done(id) => Ok(id),
        other => Err(StoreError::failed(format!("a group was not made: {other:?}"))),
    }
}

/// Makes a user whose role, a new one, permits everything.
pub(super) async fn administrator(
    world: &World,
    instance: InstanceId,
    role_name: &str,
    name: &str,
) -> StoreResult<(UserId, RoleId)> {
    let role = role(world, instance, role_name, PermissionSet::all()).await?;
    let new = NewUser {
        role: Some(role),
        ..new_user(name)
    };
    let (user, _) = world.stores.users.insert_if_absent(instance, new).await?;
    Ok((user.id, role))
}

/// Permissions that are neither none nor all.
pub(super) fn some_permissions() -> PermissionSet {
    PermissionSet::NONE
        .with_view(View::Contacts)
        .with_view(View::Sessions)
}

pub(super) fn session_key(n: u8) -> SessionKey {
    SessionKey([n; 32])
}

/// An admission from second 0 to second 3,600, by a token of second 0, without a link.
pub(super) fn admission(instance: InstanceId, user: UserId, key: SessionKey) -> Admission {
    Admission {
        instance,
        session: NewSession {
            key,
            user,
            starts_at: at(0),
            expires_at: at(3_600),
            replaces: None,
        },
        proof: Proof::Token(at(0)),
        interaction: None,
        activity: Activity {
            user: Some(user),
            session: Some(key),
            ..activity_line(instance, 0, ActivityKind::SignIn)
        },
    }
}

pub(super) fn interaction(platform: &str, channel: Channel, id: &str) -> NewInteraction {
    NewInteraction {
        contact: ContactQuery::any(format!("{id}'s")),
        platform: platform.parse().expect("a platform's name"),
        channel,
        id: id.parse().expect("an interaction's id"),
        at: at(1),
    }
}

/// An opening without a session and without a record.
pub(super) fn opening(instance: InstanceId, interaction: NewInteraction) -> LinkOpening {
    LinkOpening {
        instance,
        session: None,
        interaction,
        record: None,
        activity: activity_line(instance, 1, ActivityKind::LinkOpened),
    }
}

/// A line that says as little as a line can.
pub(super) fn activity_line(instance: InstanceId, secs: i64, kind: ActivityKind) -> Activity {
    Activity {
        instance,
        at: at(secs),
        correlation: CorrelationId::stored(format!("{secs:016x}")),
        user: None,
        session: None,
        kind,
        outcome: Code::Ok,
        platform: None,
        search: None,
    }
}

pub(super) fn first_page() -> PageRequest {
    PageRequest::first(PageSize::Ten)
}

pub(super) fn page(number: u32, size: PageSize) -> PageRequest {
    PageRequest::new(&number.to_string(), size)
}

pub(super) fn contact_details(texts: [&str; 5]) -> ContactDetails {
    ContactDetails::new(texts).expect("good details")
}

pub(super) fn account_details(texts: [&str; 5]) -> AccountDetails {
    AccountDetails::new(texts).expect("good details")
}

pub(super) fn make_contact(texts: [&str; 5]) -> RecordChange {
    let details = contact_details(texts);
    let index = SearchIndex::of_contact(&details, NATIONAL);
    RecordChange::MakeContact(details, index)
}

pub(super) fn edit_contact(id: &ContactId, version: i64, texts: [&str; 5]) -> RecordChange {
    let details = contact_details(texts);
    let index = SearchIndex::of_contact(&details, NATIONAL);
    RecordChange::EditContact(id.clone(), version, details, index)
}

pub(super) fn upsert_contact(texts: [&str; 5]) -> RecordChange {
    let details = contact_details(texts);
    let index = SearchIndex::of_contact(&details, NATIONAL);
    RecordChange::UpsertContact(details, index)
}

pub(super) fn make_account(texts: [&str; 5]) -> RecordChange {
    let details = account_details(texts);
    let index = SearchIndex::of_account(&details, NATIONAL);
    RecordChange::MakeAccount(details, index)
}

pub(super) fn edit_account(id: &AccountId, version: i64, texts: [&str; 5]) -> RecordChange {
    let details = account_details(texts);
    let index = SearchIndex::of_account(&details, NATIONAL);
    RecordChange::EditAccount(id.clone(), version, details, index)
}

pub(super) fn upsert_account(texts: [&str; 5]) -> RecordChange {
    let details = account_details(texts);
    let index = SearchIndex::of_account(&details, NATIONAL);
    RecordChange::UpsertAccount(details, index)
}

/// Makes the changes, each of which makes a record, and answers the records' keys.
pub(super) async fn made(
    world: &World,
    instance: InstanceId,
    changes: Vec<RecordChange>,
) -> StoreResult<Vec<String>> {
    let saved = world.stores.records.save(instance, changes).await?;
    saved
        .into_iter()
        .map(|saved| match saved {
            Saved::Made(id) => Ok(id),
            other => Err(StoreError::failed(format!("a record was not made: {other:?}"))),
        })
        .collect()
}

/// Makes contacts and answers their keys.
pub(super) async fn contacts(
    world: &World,
    instance: InstanceId,
    all: &[[&str; 5]],
) -> StoreResult<Vec<ContactId>> {
    let changes = all.iter().copied().map(make_contact).collect();
    Ok(made(world, instance, changes)
        .await?
        .into_iter()
        .map(ContactId)
        .collect())
}

/// Makes accounts and answers their keys.
pub(super) async fn accounts(
    world: &World,
    instance: InstanceId,
    all: &[[&str; 5]],
) -> StoreResult<Vec<AccountId>> {
    let changes = all.iter().copied().map(make_account).collect();
    Ok(made(world, instance, changes)
        .await?
        .into_iter()
        .map(AccountId)
        .collect())
}
