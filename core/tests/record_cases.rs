//! Interactions and cases (contract section 3), and what may be done with records.

mod support;

use ba360_core::{
    link::{Channel, Link},
    record::{CaseForm, ContactId, CreateCaseError, InteractionRef, Opened, RecordRef, SaveError, ViewError},
    text::{Code, Coded},
};
use support::{House, link};

fn form(contact: &ContactId, interaction: Option<InteractionRef>) -> CaseForm {
    CaseForm {
        contact: contact.clone(),
        account: None,
        interaction,
        channel: None,
        subject: "  Consulta por boleta ".to_owned(),
    }
}

#[tokio::test]
async fn a_case_takes_channel_platform_and_id_of_the_link() {
    let house = House::new().await;
    let contact = house.contact(["1", "Ana", "", "", ""]).await;
    let view = house.open_search(r#"{"contacto":"zzz"}"#).await;
    let made = house
        .app
        .create_case
        .run(&house.agent, form(&contact, Some(view.interaction)))
        .await
        .unwrap();
    let interaction = made.case.interaction.clone().unwrap();
    assert!(made.made);
    assert_eq!(
        (interaction.platform.as_str(), interaction.id.as_str()),
        ("genesys", "1234567645")
    );
    assert_eq!(
        (made.case.channel, made.case.subject.as_str()),
        (Some(Channel::Chat), "Consulta por boleta")
    );
}

#[tokio::test]
async fn the_same_interaction_gives_the_same_case_whoever_asks() {
    let house = House::new().await;
    let contact = house.contact(["1", "Ana", "", "", ""]).await;
    let first = house.open_search(r#"{"contacto":"zzz"}"#).await.interaction;
    // A transfer: the link of the same interaction, its platform in other letters.
    let other = Link::parse(br#"/integracionview/GENESYS/chat/1234567645/{"contacto":"yyy"}"#).unwrap();
    let Opened::Search(second) = house.app.open_link.run(&house.agent, &other).await.unwrap() else {
        panic!("a record was opened")
    };
    assert_eq!(first, second.interaction);
    let one = house
        .app
        .create_case
        .run(&house.agent, form(&contact, Some(first)))
        .await
        .unwrap();
    let two = house
        .app
        .create_case
        .run(&house.agent, form(&contact, Some(second.interaction)))
        .await
        .unwrap();
    assert!(one.made && !two.made);
    assert_eq!(one.case, two.case);
}

#[tokio::test]
async fn a_record_that_a_link_opened_knows_its_interaction() {
    let house = House::new().await;
    let ana = house.contact(["1", "Ana", "", "", "998874563"]).await;
    let eva = house.contact(["2", "Eva", "", "", ""]).await;
    assert_eq!(
        house.open(r#"{"contacto":"998874563"}"#).await,
        Opened::Record(RecordRef::Contact(ana.clone()))
    );
    let in_view = |contact: ContactId| {
        let (use_case, agent) = (house.app.interaction_in_view.clone(), house.agent.clone());
        async move {
            use_case
                .run(&agent, None, Some(RecordRef::Contact(contact)))
                .await
                .unwrap()
        }
    };
    assert_eq!(in_view(ana).await.unwrap().0.id.as_str(), "1234567645");
    assert_eq!(in_view(eva).await, None);
}

#[tokio::test]
async fn a_case_needs_a_contact_and_a_channel_that_are_there() {
    let house = House::new().await;
    let contact = house.contact(["1", "Ana", "", "", ""]).await;
    let refused = async |form: CaseForm| {
        house
            .app
            .create_case
            .run(&house.agent, form)
            .await
            .unwrap_err()
            .code()
    };
    assert_eq!(refused(form(&contact, None)).await, Code::ChannelMissing);
    assert_eq!(
        refused(form(&contact, Some(InteractionRef("99".into())))).await,
        Code::InteractionUnknown
    );
    let nobody = CaseForm {
        channel: Some(Channel::Voice),
        ..form(&ContactId("99".into()), None)
    };
    assert_eq!(refused(nobody).await, Code::ContactUnknown);
    let too_long = CaseForm {
        channel: Some(Channel::Voice),
        subject: "a".repeat(257),
        ..form(&contact, None)
    };
    assert_eq!(refused(too_long).await, Code::ValueTooLong);
}

#[tokio::test]
async fn a_case_of_another_company_is_unknown() {
    let house = House::new().await;
    let contact = house.contact(["1", "Ana", "", "", ""]).await;
    let view = house.open_search(r#"{"contacto":"zzz"}"#).await;
    let neighbour = house.neighbour().await;
    let error = house
        .app
        .create_case
        .run(&neighbour, form(&contact, Some(view.interaction.clone())))
        .await;
    assert!(matches!(error, Err(CreateCaseError::UnknownInteraction)));
    let made = house
        .app
        .create_case
        .run(&house.agent, form(&contact, Some(view.interaction)))
        .await
        .unwrap();
    assert!(matches!(
        house.app.view_case.run(&neighbour, made.case.number).await,
        Err(ViewError::Unknown)
    ));
    let file = house
        .app
        .view_case
        .run(&house.agent, made.case.number)
        .await
        .unwrap();
    assert_eq!(file.contact.unwrap().id, contact);
}

#[tokio::test]
async fn an_edit_of_an_old_state_is_refused_and_loses_nothing() {
    let house = House::new().await;
    let contact = house.contact(["1", "Ana", "", "", ""]).await;
    let page = ba360_core::record::PageRequest::default();
    let version = house
        .app
        .view_contact
        .run(&house.agent, &contact, page, page)
        .await
        .unwrap()
        .0
        .contact
        .version;
    let edit = |name: &'static str| {
        let (use_case, agent, contact) = (
            house.app.save_contact.clone(),
            house.agent.clone(),
            contact.clone(),
        );
        async move {
            use_case
                .run(&agent, Some((contact, version)), ["1", name, "", "", ""])
                .await
        }
    };
    edit("Ana Soto").await.unwrap();
    assert!(matches!(edit("Ana Rojas").await, Err(SaveError::Stale)));
    let file = house
        .app
        .view_contact
        .run(&house.agent, &contact, page, page)
        .await
        .unwrap()
        .0;
    assert_eq!(file.contact.details.title(), "Ana Soto");
}

#[tokio::test]
async fn contacts_and_accounts_are_tied_and_untied() {
    let house = House::new().await;
    let contact = house.contact(["1", "Ana", "", "", ""]).await;
    let account = house.account(["2", "", "Áridos", "", ""]).await;
    let page = ba360_core::record::PageRequest::default();
    for tied in [true, true, false, false] {
        house
            .app
            .tie_account
            .run(&house.agent, contact.clone(), account.clone(), tied)
            .await
            .unwrap();
        let file = house
            .app
            .view_contact
            .run(&house.agent, &contact, page, page)
            .await
            .unwrap()
            .0;
        assert_eq!(file.accounts.items.len(), usize::from(tied));
        let file = house
            .app
            .view_account
            .run(&house.agent, &account, page, page)
            .await
            .unwrap()
            .0;
        assert_eq!(file.contacts.items.len(), usize::from(tied));
    }
    let neighbour = house.neighbour().await;
    let error = house
        .app
        .tie_account
        .run(&neighbour, contact, account, true)
        .await;
    assert!(matches!(error, Err(SaveError::Unknown)));
}

#[tokio::test]
async fn a_refused_link_is_written_down_with_its_cause_and_nothing_of_its_values() {
    let house = House::new().await;
    let error = Link::parse(br#"/integracionview/genesys/pigeon/1/{"contacto":"998874563"}"#).unwrap_err();
    house.app.refuse_link.run(&house.visit(), &error).await.unwrap();
    house
        .app
        .open_link
        .run(&house.agent, &link(r#"{"contacto":"998874563"}"#))
        .await
        .unwrap();
    let lines = house
        .ports
        .stores
        .activity
        .recent(house.instance.id, 2)
        .await
        .unwrap();
    assert_eq!(lines[1].outcome, Code::LinkChannelUnknown);
    let search = lines[0].search.unwrap();
    assert_eq!(
        (lines[0].outcome, search.object.as_str(), search.count),
        (Code::Ok, "contact", 0)
    );
    assert_eq!(lines[0].user, house.agent.user());
    assert!(!format!("{lines:?}").contains("998874563"));
}

#[tokio::test]
async fn what_a_link_says_of_the_contact_is_known_whatever_the_link_opened() {
    let house = House::new().await;
    let account = RecordRef::Account(house.account(["2", "", "Áridos", "", ""]).await);
    let opened = house
        .open(r#"{"empresa":"aridos","nombre":"Ana Soto","telefono":"998874563"}"#)
        .await;
    assert_eq!(opened, Opened::Record(account.clone()));
    let in_view = house
        .app
        .interaction_in_view
        .run(&house.agent, None, Some(account))
        .await
        .unwrap();
    let (_, contact) = in_view.unwrap();
    let filled = ba360_core::record::prefill_contact(&contact);
    assert_eq!(filled, ["", "Ana Soto", "", "", "998874563"]);
}
