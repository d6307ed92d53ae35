//! Every call of the ports that writes, on a store with data in it.

use crate::common::{NATIONAL, at};
use ba360_core::{
    Stores,
    access::{
        Admission, Label, NewSession, NewUser, PasswordChange, PasswordHash, PermissionSet, Proof,
        SessionKey, UserEmail, UserId, UserName,
        directory::{UserDetails, UserOutcome},
        external::{
            ExternalAdmission, ExternallyAdmitted, NewExternalKeys, NewSecret, ProvisionedUser, WhoExternally,
        },
        groups::GroupOutcome,
        roles::{RoleChange, RoleOutcome},
        throttle::{Counted, Failure, ThrottleKey, Tries},
    },
    instance::{
        Activity, ActivityKind, CorrelationId, InstanceId, InstanceSettings,
        parameters::{ParameterName, ParameterValue},
    },
    record::{
        AccountDetails, AccountId, CaseImport, ContactDetails, ContactId, ImportKey, RecordChange, Saved,
        SearchIndex, Subject,
    },
    seal::SealedText,
    text::{Code, Language},
};
use jiff::tz::TimeZone;

pub(crate) async fn write_everything(stores: &Stores, one: InstanceId) {
    let contact = ContactId("1".into());
    records(stores, one, &contact).await;
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
    stores
        .users
        .set_password(one, ana.id, other, false)
        .await
        .unwrap();
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
            proof: Proof::Token(at(0)),
            interaction: None,
            activity: activity.clone(),
        };
        stores.admissions.admit(admission).await.unwrap().unwrap();
        stores
            .sessions
            .seen(one, SessionKey([n as u8 + 1; 32]), at(n + 1));
    }
    let change = PasswordChange {
        instance: one,
        session: NewSession {
            key: SessionKey([9; 32]),
            user: ana.id,
            starts_at: at(0),
            expires_at: at(1),
            replaces: None,
        },
        known: PasswordHash::new("other".into()),
        new: PasswordHash::new("own".into()),
        activity: activity.clone(),
    };
    stores.admissions.change_password(change).await.unwrap().unwrap();
    external_systems(stores, one, ana.id, &activity).await;
    for secs in [0, 10_000_000] {
        let counted = |n| Counted {
            key: ThrottleKey([n; 32]),
            forgotten_before: at(secs - 900),
        };
        let failure = Failure {
            keys: vec![counted(secs as u8 + 1), counted(secs as u8 + 2)],
            at: at(secs),
            activity: Some(activity.clone()),
        };
        stores.throttles.failed(failure).await.unwrap();
    }
    let read = Tries {
        failures: 1,
        last_at: at(10_000_000),
    };
    let key = ThrottleKey([10_000_000_i64 as u8 + 1; 32]);
    assert!(
        stores
            .throttles
            .take_turn(key, read, at(10_000_001))
            .await
            .unwrap()
    );
    stores.throttles.forget(&[key]).await.unwrap();
    administer(stores, one, ana.id).await;
    let check = SealedText::new("check".into());
    stores.installation.keep_seal_check(check).await.unwrap();
}

/// What becomes of a contact and an account: a key of each goes, and one of the account's changes its fields.
async fn records(stores: &Stores, one: InstanceId, contact: &ContactId) {
    let account = AccountId("1".into());
    let details = ContactDetails::new(["0-7", "Otra", "", "", ""]).unwrap();
    let index = SearchIndex::of_contact(&details, NATIONAL);
    let other = AccountDetails::new(["0-7", "Soto y Compañía", "Otra", "giro", "calle 1"]).unwrap();
    let its = SearchIndex::of_account(&other, NATIONAL);
    let changes = vec![
        RecordChange::EditContact(contact.clone(), 1, details.clone(), index.clone()),
        RecordChange::UpsertContact(details, index),
        RecordChange::EditAccount(account.clone(), 1, other.clone(), its.clone()),
        RecordChange::UpsertAccount(other, its),
        RecordChange::Tie(contact.clone(), account.clone()),
    ];
    let saved = stores.records.save(one, changes).await.unwrap();
    let [changed, same] = [Saved::Changed("1".into()), Saved::Same("1".into())];
    let twice = [changed.clone(), same];
    assert_eq!(
        saved,
        [&twice[..], &twice, std::slice::from_ref(&changed)].concat()
    );
    // A tie that ended in the same call would never have been kept.
    let ended = RecordChange::Untie(contact.clone(), account);
    assert_eq!(stores.records.save(one, vec![ended]).await.unwrap(), [changed]);
}

async fn external_systems(stores: &Stores, one: InstanceId, ana: UserId, activity: &Activity) {
    let sealed = |text: &str| SealedText::new(text.into());
    let keys = NewExternalKeys {
        client: sealed("client"),
        secret: sealed("secret"),
        at: at(0),
    };
    stores.external.keep_keys(one, keys).await.unwrap();
    let eva = ProvisionedUser {
        name: UserName::new("eva").unwrap(),
        password: PasswordHash::new("hash".into()),
        given_name: "eva".into(),
        surname: "eva".into(),
        email: UserEmail::placeholder_of(&UserName::new("eva").unwrap()),
        time_zone: TimeZone::UTC,
        language: Language::Spanish,
        at_most: (10, at(0)),
    };
    let known = WhoExternally::Known(ana, PasswordHash::new("own".into()));
    for who in [known.clone(), known, WhoExternally::New(Box::new(eva))] {
        let admission = ExternalAdmission {
            instance: one,
            secret_number: 1,
            who,
            at: at(0),
            activity: activity.clone(),
        };
        let admitted = stores.external.admit(admission).await.unwrap();
        assert!(
            matches!(admitted, ExternallyAdmitted::Admitted { .. }),
            "{admitted:?}"
        );
    }
    let secret = NewSecret {
        secret: sealed("newer"),
        at: at(0),
        revoke_tokens: true,
        activity: activity.clone(),
    };
    stores
        .external
        .replace_secret(one, secret)
        .await
        .unwrap()
        .unwrap();
}

async fn administer(stores: &Stores, one: InstanceId, ana: UserId) {
    let label = |name: &str| Label::new(name).unwrap();
    let role = |edit, name| RoleChange {
        edit,
        name: label(name),
        permissions: PermissionSet::all(),
    };
    let RoleOutcome::Done(id) = stores.roles.save(one, role(None, "a")).await.unwrap() else {
        panic!("the role was not made")
    };
    stores.roles.save(one, role(Some((id, 1)), "b")).await.unwrap();
    stores.roles.mark_default(one, Some(id)).await.unwrap();
    stores.roles.mark_default(one, None).await.unwrap();
    let GroupOutcome::Done(group) = stores.groups.save(one, None, label("a")).await.unwrap() else {
        panic!("the group was not made")
    };
    stores
        .groups
        .save(one, Some((group, 1)), label("b"))
        .await
        .unwrap();
    stores.groups.mark_default(one, Some(group)).await.unwrap();
    stores.groups.mark_default(one, None).await.unwrap();
    let details = UserDetails {
        role: Some(id),
        group: Some(group),
        ..UserDetails::default()
    };
    let edited = stores.directory.edit(one, (ana, 1), details).await.unwrap();
    assert_eq!(edited, UserOutcome::Done(ana));
    stores.admissions.token_user(one, ana, at(0)).await.unwrap();
    let out = stores.directory.set_active(one, ana, false, at(0)).await.unwrap();
    assert_eq!(out, UserOutcome::LastAdministrator);
    stores.directory.revoke_tokens(one, ana, at(0)).await.unwrap();
    stores.roles.delete(one, id, 4).await.unwrap();
    stores.groups.delete(one, group, 4).await.unwrap();
    let name = "a".parse::<ParameterName>().unwrap();
    for seen in [None, Some(1)] {
        let value = ParameterValue::Plain("a".into());
        stores
            .parameters
            .save(one, name.clone(), value, seen)
            .await
            .unwrap();
    }
    stores.parameters.delete(one, &name, 2).await.unwrap();
    stores.activity.forget(one, at(1), 1).await.unwrap();
    let all = stores.instances.all().await.unwrap();
    let settings = InstanceSettings::of(&all[0]);
    stores.instances.change(one, 1, settings, true).await.unwrap();
    stores.instances.reindexed(one, 2).await.unwrap();
}
