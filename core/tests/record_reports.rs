//! Cases of interactions that another system reports (contract 3.4).

mod support;

use ba360_core::{
    access::{Action, Permission, PermissionSet, View},
    instance::ActivityKind,
    link::Channel,
    record::{AccountId, CaseReport, ContactId, ReportedContact},
    text::{Code, Coded},
};
use support::{House, sign_in_with};

fn report(contact: ReportedContact) -> CaseReport {
    CaseReport {
        contact,
        account: None,
        platform: "Chattigo".to_owned(),
        channel: "chat".to_owned(),
        interaction_id: "77".to_owned(),
        subject: " Cobro ".to_owned(),
    }
}

fn told(texts: [&str; 5], make: bool) -> ReportedContact {
    ReportedContact::Told {
        texts: texts.map(str::to_owned),
        make,
    }
}

#[tokio::test]
async fn an_interaction_that_is_reported_twice_has_one_case_of_one_contact() {
    let house = House::new().await;
    let reported = report(told(["", "Ana Soto", "", "", "998874563"], true));
    let first = house
        .app
        .report_case
        .run(&house.agent, reported.clone())
        .await
        .unwrap();
    let second = house.app.report_case.run(&house.agent, reported).await.unwrap();
    assert!(first.made && !second.made);
    assert_eq!(first.case, second.case);
    let interaction = first.case.interaction.as_ref().unwrap();
    assert_eq!(
        (interaction.platform.as_str(), interaction.id.as_str()),
        ("Chattigo", "77")
    );
    assert_eq!(first.case.channel, Some(Channel::Chat));
    assert_eq!(first.case.subject.as_str(), "Cobro");
    // Whatever became of the contact meanwhile, and however the platform is written.
    let ana = first.case.contact.clone();
    let moved = ["", "Ana Soto", "", "", "998874564"];
    let edit = Some((ana.clone(), 1));
    house
        .app
        .save_contact
        .run(&house.agent, edit, moved)
        .await
        .unwrap();
    for make in [true, false] {
        let mut again = report(told(["", "Ana Soto", "", "", "998874563"], make));
        again.platform = "CHATTIGO".to_owned();
        let third = house.app.report_case.run(&house.agent, again).await.unwrap();
        assert!(!third.made);
        assert_eq!(
            (&third.case.number, &third.case.contact),
            (&first.case.number, &ana)
        );
    }
    let nobody = house.open_search(r#"{"contacto":"998874563"}"#).await;
    assert!(
        support::keys(&nobody.found).is_empty(),
        "no second contact was made"
    );
    let activity = &house.ports.stores.activity;
    let lines = activity.recent(house.instance.id, 2).await.unwrap();
    let lines = &lines[1..];
    assert_eq!(
        (lines[0].kind, lines[0].outcome),
        (ActivityKind::CaseReported, Code::Ok)
    );
}

#[tokio::test]
async fn by_the_name_a_contact_is_known_only_where_nothing_else_is_told() {
    let house = House::new().await;
    let ana = house.contact(["1-9", "Ana Soto", "", "", ""]).await;
    let reported = async |texts, id: &str| {
        let mut report = report(told(texts, false));
        report.interaction_id = id.to_owned();
        let reported = house.app.report_case.run(&house.agent, report).await;
        reported.map(|made| made.case.contact)
    };
    assert_eq!(reported(["", "ana soto", "", "", ""], "1").await.unwrap(), ana);
    assert_eq!(reported(["19", "Otro", "", "", ""], "2").await.unwrap(), ana);
    for texts in [["", "Ana", "", "", ""], ["", "Ana Soto", "", "", "998874563"]] {
        let error = reported(texts, "3").await.unwrap_err();
        assert_eq!(error.code(), Code::ContactUnknown, "{texts:?}");
    }
}

#[tokio::test]
async fn a_report_that_cannot_be_keeps_nothing() {
    let house = House::new().await;
    let good = report(told(["", "Eva", "", "", ""], true));
    let nobody = ReportedContact::Known(ContactId("99".to_owned()));
    let reports = [
        (
            CaseReport {
                platform: " ".to_owned(),
                ..good.clone()
            },
            Code::LinkPlatformMissing,
        ),
        (
            CaseReport {
                channel: "fax".to_owned(),
                ..good.clone()
            },
            Code::LinkChannelUnknown,
        ),
        (
            CaseReport {
                subject: "a\nb".to_owned(),
                ..good.clone()
            },
            Code::ValueControlCharacter,
        ),
        (
            CaseReport {
                account: Some(AccountId("99".to_owned())),
                ..good.clone()
            },
            Code::AccountUnknown,
        ),
        (
            CaseReport {
                contact: nobody,
                ..good.clone()
            },
            Code::ContactUnknown,
        ),
        (
            CaseReport {
                contact: told([""; 5], true),
                ..good
            },
            Code::DetailsEmpty,
        ),
    ];
    let activity = &house.ports.stores.activity;
    let before = activity.recent(house.instance.id, 10).await.unwrap().len();
    for (report, code) in reports {
        let error = house.app.report_case.run(&house.agent, report).await.unwrap_err();
        assert_eq!(error.code(), code);
    }
    assert_eq!(
        activity.recent(house.instance.id, 10).await.unwrap().len(),
        before
    );
    let eva = house.open_search(r#"{"contacto":"Eva"}"#).await;
    assert!(support::keys(&eva.found).is_empty());
}

#[tokio::test]
async fn a_new_contact_takes_making_contacts_and_a_case_takes_making_cases() {
    let house = House::new().await;
    let cases = [
        (View::Cases, Action::Create),
        (View::Cases, Action::See),
        (View::Contacts, Action::See),
    ];
    let of = |all: &[(View, Action)]| {
        let permission = |&(view, action): &(View, Action)| Permission { view, action };
        all.iter()
            .map(permission)
            .fold(PermissionSet::NONE, PermissionSet::with)
    };
    let denied = async |name: &str, permissions| {
        let actor = sign_in_with(&house, name, permissions).await;
        let report = report(told(["", "Eva", "", "", ""], true));
        house
            .app
            .report_case
            .run(&actor, report)
            .await
            .map_err(|error| error.code())
    };
    for missing in 0..cases.len() {
        let mut some = cases.to_vec();
        some.remove(missing);
        some.push((View::Contacts, Action::Create));
        let refused = denied(&format!("uno{missing}"), of(&some)).await;
        assert_eq!(refused.unwrap_err(), Code::NotPermitted, "{some:?}");
    }
    assert_eq!(denied("dos", of(&cases)).await.unwrap_err(), Code::NotPermitted);
    let all = of(&cases).with(Permission {
        view: View::Contacts,
        action: Action::Create,
    });
    assert!(denied("tres", all).await.unwrap().made);
}
