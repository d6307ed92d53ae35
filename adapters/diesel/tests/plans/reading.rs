//! Every call of the ports that reads, on a store with data in it.

use crate::common::{NATIONAL, any, any_of_account, at, each, first_page, make_account, make_contact};
use ba360_core::{
    Stores,
    access::{RoleId, SessionKey, UserId, UserName, groups::GroupId, throttle::ThrottleKey},
    instance::{ActivityFilter, ActivityKind, InstanceId},
    record::{
        AccountId, CaseImport, CasesOf, ContactId, Field, FieldSet, InteractionRef, PageRequest, PageSize,
        RecordChange, RecordRef, Saved, SearchPlan, Subject, WhichInteraction,
    },
};

/// The address that all contacts share.
const SHARED: &str = "todos@correo.cl";

/// Makes 1,500 contacts and as many accounts, each tied to the contact before, and a case of each. All contacts share their
/// address, and a word is in the name of every record.
pub(crate) async fn fill(stores: &Stores, one: InstanceId) {
    let mut changes = Vec::new();
    for n in 0..1_500 {
        let identifier = format!("{n}-7");
        let name = format!("María {} Soto", ["Ana", "Luz", "Paz"][n % 3]);
        changes.push(make_contact([&identifier, &name, "", SHARED, ""]));
        changes.push(make_account([
            &identifier,
            &name,
            "Soto y Compañía",
            "giro",
            "calle 1",
        ]));
    }
    stores.records.save(one, changes).await.unwrap();
    let (contact, account) = (
        |n: u32| ContactId(n.to_string()),
        |n: u32| AccountId(n.to_string()),
    );
    let ties = (1..1_500).map(|n| RecordChange::Tie(contact(n), account(n + 1)));
    let saved = stores.records.save(one, ties.collect()).await.unwrap();
    assert!(
        saved.iter().all(|it| matches!(it, Saved::Changed(_))),
        "{saved:?}"
    );
    let cases = (0..1_500).map(|n| CaseImport {
        number: format!("251231-{n:06}").parse().unwrap(),
        contact: contact(n + 1),
        account: Some(account(n + 1)),
        channel: None,
        subject: Subject::default(),
        at: at(0),
    });
    stores.cases.import(one, cases.collect()).await.unwrap();
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
        // Of the list of those who share the address only a part is read, in which that contact is not.
        each(&[(Field::Identifier, "1490-7"), (Field::Email, SHARED)]),
        SearchPlan::any_field("ma", FieldSet::NAMES, NATIONAL),
    ];
    for plan in &contacts {
        for page in [first_page(), PageRequest::new("3", PageSize::Fifty)] {
            stores.records.find_contacts(one, plan, page).await.unwrap();
        }
    }
    for text in ["12-7", "soto", "soto y", "calle", "giro"] {
        let plan = any_of_account(text);
        stores
            .records
            .find_accounts(one, &plan, first_page())
            .await
            .unwrap();
    }
    let identifiers = || ["127".to_owned(), "nobody's".to_owned()].to_vec();
    let records = &stores.records;
    records.identified_contacts(one, identifiers()).await.unwrap();
    records.identified_accounts(one, identifiers()).await.unwrap();
    let (contact, account) = (ContactId("1".into()), AccountId("1".into()));
    stores.records.contact(one, &contact, first_page()).await.unwrap();
    stores.records.account(one, &account, first_page()).await.unwrap();
    let number = "260101-000000".parse().unwrap();
    stores.cases.case(one, number).await.unwrap();
    for of in [
        CasesOf::Everybody,
        CasesOf::Contact(contact.clone()),
        CasesOf::Account(account),
        CasesOf::Interaction(InteractionRef("1".into())),
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
        WhichInteraction::Named("genesys".parse().unwrap(), "1".parse().unwrap()),
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
    stores.activity.newest_before(one, at(1)).await.unwrap();
}
