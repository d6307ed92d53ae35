//! The page's *Secretkey y Clientkey* (contract 4.1), over the ports in memory.

mod support;

use ba360_core::access::{
    Denied, PermissionSet, View,
    external::{RegenerateSecretError, ViewKeysError},
};
use secrecy::ExposeSecret as _;
use support::{Company, House};

#[tokio::test]
async fn a_regenerated_secret_refuses_the_old_one_and_leaves_the_tokens() {
    let mut company = Company::new().await;
    let token = company.log_in("ana", "una clave").await.unwrap().token;
    let old = company.keys.clone();
    let agent = &company.house.agent;
    let new = company
        .house
        .app
        .regenerate_secret
        .run(agent, false)
        .await
        .unwrap();
    assert_eq!(
        new.client.key.expose(),
        old.client.key.expose(),
        "the clientkey stays"
    );
    assert!(new.secret.used_at.is_none() && new.client.used_at.is_some());
    assert!(
        company.log_in("ana", "una clave").await.is_err(),
        "the old one is refused"
    );
    company.keys = new;
    company.log_in("ana", "una clave").await.unwrap();
    assert!(good(&company, &token).await, "what was issued before stays good");

    let agent = &company.house.agent;
    let new = company
        .house
        .app
        .regenerate_secret
        .run(agent, true)
        .await
        .unwrap();
    assert!(!good(&company, &token).await, "unless it is revoked too");
    company.keys = new;
    let token = company.log_in("ana", "una clave").await.unwrap().token;
    assert!(good(&company, &token).await, "what is issued at once is good");
}

async fn good(company: &Company, token: &secrecy::SecretString) -> bool {
    let claims = company
        .house
        .ports
        .secrets
        .tokens
        .verify(token.expose_secret())
        .expect("the house does it");
    let admissions = &company.house.ports.stores.admissions;
    let (instance, now) = (company.house.instance.id, company.house.ports.secrets.clock.now());
    let named = admissions
        .token_user(instance, claims.user, claims.issued_at)
        .await
        .expect("the house does it");
    claims.good_at(instance, now) && named.is_some()
}

#[tokio::test]
async fn only_who_may_sees_and_replaces_the_keys() {
    let house = House::new().await;
    let only_see = PermissionSet::NONE.with_view(View::Contacts);
    let agent = support::sign_in_with(&house, "lectora", only_see).await;
    let seen = house.app.view_keys.run(&agent).await.unwrap_err();
    assert!(matches!(seen, ViewKeysError::Denied(Denied::NotPermitted)));
    let replaced = house.app.regenerate_secret.run(&agent, true).await.unwrap_err();
    assert!(matches!(
        replaced,
        RegenerateSecretError::Denied(Denied::NotPermitted)
    ));
}

#[tokio::test]
async fn p8_two_first_visits_see_the_same_keys() {
    let house = House::new().await;
    let (one, two) = tokio::join!(
        house.app.view_keys.run(&house.agent),
        house.app.view_keys.run(&house.agent)
    );
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!(one.secret.key.expose(), two.secret.key.expose());
    assert_eq!(one.client.key.expose(), two.client.key.expose());
    assert_ne!(one.client.key.expose(), one.secret.key.expose());
}
