//! Links that open nothing: what is written down of them, and whom they keep from nothing (ADR 8).

mod support;

use ba360_core::{
    access::{AdmitLinkError, LinkAdmission, PermissionSet},
    instance::{ActivityKind, Visit},
    link::{Link, LinkError},
    text::Code,
    token::MAX_LIFE,
};
use jiff::SignedDuration;
use secrecy::ExposeSecret as _;
use support::House;

/// How many of one address are written down at once.
const AT_ONCE: usize = 300;

fn unreadable() -> LinkError {
    Link::parse(b"/integracionview/x").expect_err("it is no link")
}

fn from(house: &House, address: &str) -> Visit {
    Visit {
        from: Some(address.parse().expect("an address")),
        ..house.visit()
    }
}

impl House {
    async fn link(&self, life: SignedDuration) -> Link {
        let operator = self.operator.at(self.instance.clone());
        let user = self.agent.user().expect("somebody");
        let token = self.app.issue_token.run(&operator, user, life).await;
        let token = token.expect("a token");
        let token = token.expose_secret();
        let text = format!(r#"/integracionview/genesys/chat/77/{{"contacto":"1"}}/{token}"#);
        Link::parse(text.as_bytes()).expect("a good link")
    }

    async fn refused(&self) -> usize {
        let lines = self.ports.stores.activity.recent(self.instance.id, 10_000).await;
        let lines = lines.expect("the store answers");
        let refused = lines.iter().filter(|line| line.kind == ActivityKind::LinkRefused);
        refused.count()
    }

    async fn send_unreadable(&self, visit: &Visit, many: usize) {
        for _ in 0..many {
            let told = self.app.refuse_link.run(visit, &unreadable()).await;
            told.expect("whoever asked is answered all the same");
        }
    }
}

#[tokio::test]
async fn x15_unreadable_links_are_written_down_until_too_many_come_from_one_address() {
    let house = House::new().await;
    let visit = from(&house, "192.0.2.7");
    house.send_unreadable(&visit, 1_000).await;
    assert_eq!(house.refused().await, AT_ONCE);
    house.send_unreadable(&from(&house, "192.0.2.8"), 5).await;
    assert_eq!(house.refused().await, AT_ONCE + 5, "another address's are");

    // It goes on all day: a line a minute, but for the first ones.
    let before = house.refused().await;
    for _ in 0..60 * 60 {
        house.doubles.clock.advance(SignedDuration::from_secs(1));
        house.send_unreadable(&visit, 2).await;
    }
    let written = house.refused().await - before;
    assert!((60..70).contains(&written), "{written} in an hour");
}

#[tokio::test]
async fn x15_links_with_an_expired_token_are_written_down_until_too_many_come_from_one_address() {
    let house = House::new().await;
    let visit = from(&house, "192.0.2.7");
    let expired = house.link(SignedDuration::ZERO).await;
    for _ in 0..1_000 {
        let refused = house.app.admit_link.run(&visit, &expired, None, false).await;
        assert!(matches!(refused, Err(AdmitLinkError::Refused)));
    }
    assert_eq!(house.refused().await, AT_ONCE);
    let revoked = house.link(MAX_LIFE).await;
    let agent = house.agent.user().unwrap();
    house.app.revoke_tokens.run(&house.agent, agent).await.unwrap();
    let refused = house.app.admit_link.run(&visit, &revoked, None, false).await;
    assert!(matches!(refused, Err(AdmitLinkError::Refused)));
    assert_eq!(house.refused().await, AT_ONCE, "a revoked one is no other");
}

#[tokio::test]
async fn whoever_shares_the_address_with_them_opens_links_and_signs_in() {
    let house = House::new().await;
    support::sign_in_with(&house, "ana", PermissionSet::NONE).await;
    let visit = from(&house, "192.0.2.7");
    house.send_unreadable(&visit, 1_000).await;
    let good = house.link(MAX_LIFE).await;
    for _ in 0..3 {
        let admitted = house.app.admit_link.run(&visit, &good, None, false).await;
        assert!(matches!(admitted, Ok(LinkAdmission::Started(_))), "{admitted:?}");
        let signed_in = house.app.sign_in.run(&visit, "ana", "una clave", None).await;
        assert!(signed_in.is_ok());
    }
    // A guess at a token is written down all the same: it has a count of its own.
    let guess = Link::parse(br#"/integracionview/genesys/chat/77/{"contacto":"1"}/a-guess"#).unwrap();
    let refused = house.app.admit_link.run(&visit, &guess, None, false).await;
    assert!(matches!(refused, Err(AdmitLinkError::Refused)));
    let lines = house
        .ports
        .stores
        .activity
        .recent(house.instance.id, 1)
        .await
        .unwrap();
    assert_eq!(lines[0].outcome, Code::TokenRefused);
}

#[tokio::test]
async fn every_try_of_an_integrator_is_written_down() {
    let house = House::new().await;
    let visit = from(&house, "192.0.2.7");
    // One who tries for a whole night, a minute between two tries.
    for _ in 0..600 {
        house.send_unreadable(&visit, 1).await;
        house.doubles.clock.advance(SignedDuration::from_mins(1));
    }
    assert_eq!(house.refused().await, 600);
}
