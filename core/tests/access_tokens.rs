//! Who brings a token of `authexternalsystem` instead of a session.

mod support;

use ba360_core::{
    access::{Action, Denied, EnterByTokenError, View},
    instance::ActivityKind,
    text::{Code, Coded},
    token::MAX_LIFE,
};
use jiff::SignedDuration;
use secrecy::ExposeSecret as _;
use support::Company;

/// A token of a new user.
async fn token(company: &Company, user: &str) -> String {
    let token = company.log_in(user, "una clave").await.expect("a login").token;
    token.expose_secret().to_owned()
}

async fn is_refused(company: &Company, token: &str) {
    let visit = company.house.visit();
    let error = company
        .house
        .app
        .enter_by_token
        .run(&visit, token)
        .await
        .expect_err("nobody is let in");
    assert!(matches!(error, EnterByTokenError::Refused));
    assert_eq!(error.code(), Code::AccessTokenRefused);
}

#[tokio::test]
async fn a_token_is_its_user_without_a_session_and_leaves_no_line() {
    let company = Company::new().await;
    let token = token(&company, "ana").await;
    let visit = company.house.visit();
    let actor = company
        .house
        .app
        .enter_by_token
        .run(&visit, &token)
        .await
        .unwrap();
    assert_eq!(actor.user(), Some(company.file("ana").await.id));
    assert_eq!(actor.session(), None);
    assert_eq!(actor.require(View::Contacts, Action::See), Err(Denied::NoRole));
    assert_eq!(company.newest().await.0, ActivityKind::ExternalLogin);
}

#[tokio::test]
async fn what_is_no_token_of_here_is_nobody() {
    let company = Company::new().await;
    let token = token(&company, "ana").await;
    let (signed, signature) = token.rsplit_once('.').unwrap();
    for forged in [
        "",
        "x",
        signed,
        &format!("{signed}.{}", signature.to_lowercase() + "x"),
    ] {
        is_refused(&company, forged).await;
    }
    let neighbour = company.house.neighbour().await;
    let there = company
        .house
        .app
        .enter_by_token
        .run(neighbour.visit(), &token)
        .await;
    assert!(
        matches!(there, Err(EnterByTokenError::Refused)),
        "another company's"
    );
}

#[tokio::test]
async fn a_token_ends_with_its_time_its_user_and_its_revocation() {
    let company = Company::new().await;
    let (house, agent) = (&company.house, &company.house.agent);
    let old = token(&company, "ana").await;
    house.doubles.clock.advance(MAX_LIFE);
    is_refused(&company, &old).await;

    let revoked = token(&company, "ana").await;
    let ana = company.file("ana").await.id;
    house.app.revoke_tokens.run(agent, ana).await.unwrap();
    is_refused(&company, &revoked).await;

    house.doubles.clock.advance(SignedDuration::from_secs(2));
    let inactive = token(&company, "ana").await;
    let visit = house.visit();
    assert!(house.app.enter_by_token.run(&visit, &inactive).await.is_ok());
    house.app.set_user_active.run(agent, ana, false).await.unwrap();
    is_refused(&company, &inactive).await;
}
