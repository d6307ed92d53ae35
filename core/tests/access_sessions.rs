//! Sessions: how long they live, how an administrator ends them, and what a new password does to them (contract 4).

mod support;

use ba360_core::{
    access::{
        ChangePasswordError, Denied, PermissionSet, SessionSecret, View,
        sessions::{EndSessionError, ListSessionsError},
    },
    instance::ActivityKind,
    record::{PageRequest, PageSize},
    text::{Code, Coded},
};
use jiff::SignedDuration;
use support::House;

const CLAVE: &str = "una clave";

async fn secret_of(house: &House, user: &str, password: &str) -> SessionSecret {
    house.doubles.clock.advance(SignedDuration::from_secs(1));
    let visit = house.visit();
    let signed_in = house.app.sign_in.run(&visit, user, password, None).await;
    signed_in.expect("the right password").0
}

async fn is_in(house: &House, secret: &SessionSecret) -> bool {
    let host = house.instance.hosts[0].clone();
    let correlation = house.app.enter.correlate();
    let entered = house
        .app
        .enter
        .run(correlation, &host, None, Some(secret))
        .await
        .expect("the house does it");
    entered.actor.is_some()
}

fn first_page() -> PageRequest {
    PageRequest::first(PageSize::default())
}

#[tokio::test]
async fn s7_a_session_ends_after_two_hours_without_a_request_and_after_twelve_at_the_latest() {
    let house = House::new().await;
    support::sign_in_with(&house, "ana", PermissionSet::all()).await;
    let idle = secret_of(&house, "ana", CLAVE).await;
    let busy = secret_of(&house, "ana", CLAVE).await;
    let clock = &house.doubles.clock;
    for _ in 0..11 {
        clock.advance(SignedDuration::from_mins(65));
        assert!(is_in(&house, &busy).await);
    }
    assert!(!is_in(&house, &idle).await, "nobody used it for two hours");
    clock.advance(SignedDuration::from_mins(5));
    assert!(!is_in(&house, &busy).await, "twelve hours are over");
}

#[tokio::test]
async fn an_administrator_lists_and_ends_the_sessions_of_the_instance() {
    let house = House::new().await;
    support::sign_in_with(&house, "ana", PermissionSet::all()).await;
    let ana = secret_of(&house, "ana", CLAVE).await;
    let neighbour = house.neighbour().await;
    let listed = house
        .app
        .list_sessions
        .run(&house.agent, first_page())
        .await
        .unwrap();
    let names: Vec<_> = listed.items.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names[0], "ana", "the newest first");
    assert_eq!(listed.total.count, 3, "and nobody else's");

    // Another company's administrator ends nothing here.
    house.app.end_session.run(&neighbour, ana.key()).await.unwrap();
    assert!(is_in(&house, &ana).await);
    house.app.end_session.run(&house.agent, ana.key()).await.unwrap();
    assert!(!is_in(&house, &ana).await);
    let lines = house
        .ports
        .stores
        .activity
        .recent(house.instance.id, 1)
        .await
        .unwrap();
    assert_eq!(
        (lines[0].kind, lines[0].outcome),
        (ActivityKind::SessionEnded, Code::Ok)
    );

    let only = support::sign_in_with(&house, "eva", PermissionSet::NONE.with_view(View::Contacts)).await;
    let listed = house
        .app
        .list_sessions
        .run(&only, first_page())
        .await
        .unwrap_err();
    assert!(matches!(listed, ListSessionsError::Denied(Denied::NotPermitted)));
    let ended = house.app.end_session.run(&only, ana.key()).await.unwrap_err();
    assert!(matches!(ended, EndSessionError::Denied(Denied::NotPermitted)));
}

#[tokio::test]
async fn s5_a_new_password_ends_every_other_session() {
    let house = House::new().await;
    let ana = support::sign_in_with(&house, "ana", PermissionSet::NONE).await;
    let other = secret_of(&house, "ana", CLAVE).await;
    let change = async |current: &str, new: &str| house.app.change_password.run(&ana, current, new).await;
    for (current, new, code) in [
        ("otra", "tres tristes tigres", Code::PasswordCurrentRefused),
        (CLAVE, "corta", Code::PasswordTooShort),
        (CLAVE, "", Code::PasswordBlank),
        (CLAVE, "aaaaaaaaaaaaa", Code::PasswordGuessable),
    ] {
        assert_eq!(change(current, new).await.unwrap_err().code(), code);
    }
    assert!(is_in(&house, &other).await, "nothing was changed");
    let here = change(CLAVE, "tres tristes tigres").await.unwrap();
    assert!(is_in(&house, &here).await && !is_in(&house, &other).await);
    let visit = house.visit();
    assert!(house.app.sign_in.run(&visit, "ana", CLAVE, None).await.is_err());
    secret_of(&house, "ana", "tres tristes tigres").await;
    let same = change("tres tristes tigres", "tres tristes tigres")
        .await
        .unwrap_err();
    assert!(matches!(same, ChangePasswordError::Unchanged));
}

#[tokio::test]
async fn a_session_that_was_left_open_is_no_way_to_guess_the_password() {
    let house = House::new().await;
    let ana = support::sign_in_with(&house, "ana", PermissionSet::NONE).await;
    let mut last = Code::Ok;
    for _ in 0..21 {
        let change = house
            .app
            .change_password
            .run(&ana, "otra", "tres tristes tigres")
            .await;
        last = change.unwrap_err().code();
    }
    assert_eq!(last, Code::TooManyTries);
}
