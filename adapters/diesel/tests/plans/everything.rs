//! Every call that the ports have, on a store with data in it.

use crate::common::{NATIONAL, any, any_of_account, at, each, first_page, make_account, make_contact};
use ba360_core::{
    Stores,
    access::{
        Admission, Label, NewSession, NewUser, PasswordHash, PermissionSet, Proof, RoleId, SessionKey,
        UserEmail, UserId, UserName,
        directory::{UserDetails, UserOutcome},
        external::{
            ExternalAdmission, ExternallyAdmitted, NewExternalKeys, NewSecret, ProvisionedUser, WhoExternally,
        },
        groups::{GroupId, GroupOutcome},
        roles::{RoleChange, RoleOutcome},
        throttle::{Counted, Failure, ThrottleKey, Tries},
    },
    instance::{
        Activity, ActivityFilter, ActivityKind, CorrelationId, InstanceId, InstanceSettings,
        parameters::{ParameterName, ParameterValue},
    },
    record::{
        AccountId, CaseImport, CasesOf, ContactDetails, ContactId, Field, FieldSet, ImportKey,
        InteractionRef, PageRequest, PageSize, RecordChange, RecordRef, SearchIndex, SearchPlan, Subject,
        WhichInteraction,
    },
    seal::SealedText,
    text::{Code, Language},
};
use jiff::tz::TimeZone;

/// Makes 1,500 contacts and as many accounts.
pub(crate) async fn fill(stores: &Stores, one: InstanceId) {
    let mut changes = Vec::new();
    for n in 0..1_500 {
        let identifier = format!("{n}-7");
        let name = format!("María {} Soto", ["Ana", "Luz", "Paz"][n % 3]);
        let email = format!("m{n}@correo.cl");
        changes.push(make_contact([&identifier, &name, "", &email, ""]));
        changes.push(make_account([
            &identifier,
            &name,
            "Soto y Compañía",
            "giro",
            "calle 1",
        ]));
    }
    stores.records.save(one, changes).await.unwrap();
}

pub(crate) async fn read_everything(stores: &Stores, one: InstanceId) {
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
    stores.sessions.list(one, at(0), first_page()).await.unwrap();
    stores.external.keys(one).await.unwrap();
    let company = "one".parse().unwrap();
    stores.external.find(&company, &name).await.unwrap();
    let tries = [ThrottleKey([1; 32]), ThrottleKey([2; 32])];
    stores.throttles.tries(&tries).await.unwrap();
    stores.instances.by_name(&"one".parse().unwrap()).await.unwrap();
    stores.activity.recent(one, 10).await.unwrap();
    administration(stores, one).await;
}

async fn administration(stores: &Stores, one: InstanceId) {
    stores.roles.list(one, "a", first_page()).await.unwrap();
    stores.roles.by_id(one, RoleId(1)).await.unwrap();
    stores.groups.list(one, "a", first_page()).await.unwrap();
    stores.groups.by_id(one, GroupId(1)).await.unwrap();
    stores.directory.list(one, "a", first_page()).await.unwrap();
    stores.directory.by_id(one, UserId(1)).await.unwrap();
    stores.admissions.token_user(one, UserId(1), at(0)).await.unwrap();
    let parameter = "a".parse().unwrap();
    stores.parameters.list(one, first_page()).await.unwrap();
    stores.parameters.by_name(one, &parameter).await.unwrap();
    stores.records.contacts_after(one, None, 10).await.unwrap();
    let whole = ActivityFilter {
        kind: Some(ActivityKind::SignIn),
        went_well: Some(true),
        platform: Some("genesys".into()),
        correlation: Some("0".into()),
        from: Some(at(0)),
        to: Some(at(1)),
    };
    let stretch = ActivityFilter {
        correlation: None,
        ..whole.clone()
    };
    for filter in [ActivityFilter::default(), whole, stretch] {
        stores.activity.find(one, &filter, first_page()).await.unwrap();
    }
    stores.activity.openings(one, at(0), at(1)).await.unwrap();
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

pub(crate) async fn write_everything(stores: &Stores, one: InstanceId) {
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
        let seen = stores
            .sessions
            .seen(one, SessionKey([n as u8 + 1; 32]), at(n + 1));
        seen.await.unwrap();
    }
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
    let known = WhoExternally::Known(ana, PasswordHash::new("other".into()));
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
