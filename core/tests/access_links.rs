//! Who comes in by a link (contract section 4; the page's *Lógica de negocio para manejo de token*).

mod support;

use ba360_core::{
    access::{AdmitLinkError, LinkAdmission},
    link::Link,
    text::{Code, Coded},
    token::MAX_LIFE,
};
use jiff::SignedDuration;
use secrecy::ExposeSecret;
use support::{House, sign_in_an_admin};

impl House {
    fn link_with(&self, token: &str) -> Link {
        let text = format!(r#"/integracionview/genesys/chat/77/{{"contacto":"1"}}/{token}"#);
        Link::parse(text.as_bytes()).expect("it is good")
    }

    async fn token(&self, life: SignedDuration) -> String {
        let operator = self.operator.at(self.instance.clone());
        let user = self.agent.user().expect("it is good");
        self.app
            .issue_token
            .run(&operator, user, life)
            .await
            .expect("it is good")
            .expose_secret()
            .to_owned()
    }
}

#[tokio::test]
async fn token_rule_1_a_valid_token_comes_in_and_the_session_is_its_users() {
    let house = House::new().await;
    let link = house.link_with(&house.token(MAX_LIFE).await);
    let admission = house
        .app
        .admit_link
        .run(&house.visit(), &link, None, false)
        .await
        .unwrap();
    let LinkAdmission::Started(secret) = admission else {
        panic!("{admission:?}")
    };
    let host = "uno.example".parse().unwrap();
    let entered = house
        .app
        .enter
        .run(house.app.enter.correlate(), &host, None, Some(&secret))
        .await
        .unwrap();
    assert_eq!(entered.actor.unwrap().user(), house.agent.user());
}

#[tokio::test]
async fn token_rule_2_an_invalid_token_comes_in_nowhere_and_all_are_answered_alike() {
    let house = House::new().await;
    let good = house.token(MAX_LIFE).await;
    let expired = house.token(SignedDuration::ZERO).await;
    let flipped = format!(
        "{}{}",
        &good[..good.len() - 1],
        if good.ends_with('A') { 'B' } else { 'A' }
    );
    // The vendor's sample says who and with which password, in the clear: it is no token of ours.
    let sample = "ZTMgcHJ1ZWJhY2hhdCAxMjM0IHlCeWdPcktxQTAgMjAyMDAyMDc";
    for (name, token) in [
        ("expired", &*expired),
        ("flipped", &*flipped),
        ("sample", sample),
        ("garbage", "x.y.z"),
    ] {
        let link = house.link_with(token);
        let error = house
            .app
            .admit_link
            .run(&house.visit(), &link, None, false)
            .await
            .unwrap_err();
        assert_eq!(error.code(), Code::TokenRefused, "{name}");
    }
    let neighbour = house.neighbour().await;
    let error = house
        .app
        .admit_link
        .run(neighbour.visit(), &house.link_with(&good), None, false)
        .await;
    assert!(
        matches!(error, Err(AdmitLinkError::Refused)),
        "another company's token"
    );
}

#[tokio::test]
async fn token_rule_3_a_link_without_a_token_comes_in_nowhere() {
    let house = House::new().await;
    for token in ["", "null", "undefined", "%20"] {
        let link = house.link_with(token);
        let error = house.app.admit_link.run(&house.visit(), &link, None, false).await;
        assert!(matches!(error, Err(AdmitLinkError::Refused)), "{token:?}");
    }
}

#[tokio::test]
async fn a_token_ends_with_its_life() {
    let house = House::new().await;
    let link = house.link_with(&house.token(SignedDuration::from_secs(60)).await);
    house.doubles.clock.advance(SignedDuration::from_secs(59));
    assert!(
        house
            .app
            .admit_link
            .run(&house.visit(), &link, None, false)
            .await
            .is_ok()
    );
    house.doubles.clock.advance(SignedDuration::from_secs(1));
    assert!(
        house
            .app
            .admit_link
            .run(&house.visit(), &link, None, false)
            .await
            .is_err()
    );
}

#[tokio::test]
async fn whoever_is_signed_in_already_keeps_the_session() {
    let house = House::new().await;
    let link = house.link_with(&house.token(MAX_LIFE).await);
    let admission = house
        .app
        .admit_link
        .run(&house.visit(), &link, Some(&house.agent), false)
        .await
        .unwrap();
    assert!(matches!(admission, LinkAdmission::AlreadyIn));
}

#[tokio::test]
async fn a_token_of_another_user_asks_before_it_switches() {
    let house = House::new().await;
    let other = sign_in_an_admin(&house.app, &house.operator, &house.instance, "otra").await;
    let link = house.link_with(&house.token(MAX_LIFE).await);
    let run = async |switch| {
        house
            .app
            .admit_link
            .run(&house.visit(), &link, Some(&other), switch)
            .await
            .unwrap()
    };
    assert!(matches!(run(false).await, LinkAdmission::OtherUser { named } if named == "agente"));
    assert!(matches!(run(true).await, LinkAdmission::Started(_)));
    // The session of the user before has ended.
    let entry = house
        .ports
        .stores
        .admissions
        .enter(
            &"uno.example".parse().unwrap(),
            other.session(),
            house.ports.secrets.clock.now(),
        )
        .await
        .unwrap();
    assert_eq!(entry.signed_in, None);
}

#[tokio::test]
async fn a_token_names_a_user_of_its_own_instance() {
    let house = House::new().await;
    let stranger = house.neighbour().await.user().unwrap();
    let operator = house.operator.at(house.instance.clone());
    let error = house
        .app
        .issue_token
        .run(&operator, stranger, MAX_LIFE)
        .await
        .unwrap_err();
    assert_eq!(error.code(), Code::UserUnknown);
}
