//! The page's *Lógica de negocio para manejo de usuarios*, and what guards it (contract 4.1), over the ports in memory.

mod support;

use ba360_core::{
    access::{
        Action, Denied, PermissionSet, View,
        external::{LogInExternallyError, USERS_MADE_AN_HOUR},
    },
    instance::ActivityKind,
    record::Value,
    text::{Code, Coded},
    token::MAX_LIFE,
};
use jiff::SignedDuration;
use secrecy::ExposeSecret as _;
use support::{Company, House};

#[tokio::test]
async fn users_1_an_unknown_user_is_made_and_gets_a_token() {
    let company = Company::new().await;
    let token = company.log_in("UserNew", "una clave").await.unwrap();
    assert!(token.user_created);
    assert_eq!(token.expires_in_secs, MAX_LIFE.as_secs() as u64);
    let claims = company
        .house
        .ports
        .secrets
        .tokens
        .verify(token.token.expose_secret())
        .unwrap();
    assert!(claims.good_at(company.house.instance.id, company.house.ports.secrets.clock.now()));
    assert_eq!(company.newest().await, (ActivityKind::ExternalLogin, Code::Ok));
    // Without a default role it has none, and nothing asks for another password.
    let actor = company.opens("usernew", "una clave").await.unwrap();
    assert_eq!(actor.require(View::Contacts, Action::See), Err(Denied::NoRole));
    let again = company.log_in("USERNEW", "una clave").await.unwrap();
    assert!(!again.user_created, "the name is compared without case");
}

#[tokio::test]
async fn users_1_1_and_1_2_it_takes_the_default_role_and_group_or_none() {
    let company = Company::new().await;
    let (house, agent) = (&company.house, &company.house.agent);
    company.log_in("sin", "una clave").await.unwrap();
    let permissions = PermissionSet::NONE.with_view(View::Contacts);
    let role = house
        .app
        .save_role
        .run(agent, None, "Agente", permissions)
        .await
        .unwrap();
    house.app.mark_default_role.run(agent, Some(role)).await.unwrap();
    let group = house.app.save_group.run(agent, None, "Ventas").await.unwrap();
    house
        .app
        .mark_default_group
        .run(agent, Some(group))
        .await
        .unwrap();
    company.log_in("con", "una clave").await.unwrap();
    let without = company.file("sin").await.details;
    assert_eq!((without.role, without.group), (None, None));
    let with = company.file("con").await.details;
    assert_eq!((with.role, with.group), (Some(role), Some(group)));
    let actor = company.opens("con", "una clave").await.unwrap();
    assert_eq!(actor.require(View::Contacts, Action::See), Ok(()));
}

#[tokio::test]
async fn users_1_3_to_1_7_it_is_made_of_the_name_the_password_and_the_instance() {
    let company = Company::new().await;
    company.log_in("UserNew", "una clave").await.unwrap();
    company.log_in("ana@correo.cl", "una clave").await.unwrap();
    let instance = &company.house.instance;
    for (user, email) in [
        ("UserNew", "UserNew@authexternalsystem.com"),
        ("ana@correo.cl", "ana%40correo.cl@authexternalsystem.com"),
    ] {
        let made = company.file(user).await;
        assert!(made.made_externally && made.active);
        let made = made.details;
        let text = |value: &Option<Value>| value.as_ref().map(|it| it.as_str().to_owned());
        assert_eq!(text(&made.given_name).as_deref(), Some(user));
        assert_eq!(text(&made.surname).as_deref(), Some(user));
        let address = made.email.unwrap();
        assert_eq!((address.as_str(), address.is_placeholder()), (email, true));
        assert_eq!(made.time_zone.as_ref(), Some(&instance.time_zone));
        assert_eq!(made.language, Some(instance.language));
        assert!(company.opens(user, "una clave").await.is_some());
    }
}

#[tokio::test]
async fn users_2_a_known_user_gets_a_token_or_an_authentication_error() {
    let company = Company::new().await;
    company.log_in("ana", "la primera clave").await.unwrap();
    assert!(
        !company
            .log_in("ana", "la primera clave")
            .await
            .unwrap()
            .user_created
    );
    let refused = company.log_in("ana", "otra clave").await.unwrap_err();
    assert!(matches!(refused, LogInExternallyError::Refused));
    assert_eq!(
        company.newest().await,
        (ActivityKind::ExternalLogin, Code::CredentialsRefused)
    );
    assert!(
        company.opens("ana", "la primera clave").await.is_some(),
        "the password stays"
    );
}

#[tokio::test]
async fn users_3_blank_data_is_an_error_and_does_nothing() {
    let company = Company::new().await;
    let (secret, client) = (company.keys.secret.key.expose(), company.keys.client.key.expose());
    for (keys, user, pass, missing) in [
        (["uno", secret, client], "", "x", vec!["user"]),
        (["uno", secret, client], "ana", " \t ", vec!["pass"]),
        (["", secret, client], "ana", "x", vec!["company"]),
        (["uno", "", ""], "ana", "x", vec!["secretkey", "clientkey"]),
        (
            ["", "", ""],
            "",
            "",
            vec!["user", "pass", "company", "secretkey", "clientkey"],
        ),
    ] {
        match company.with(keys, user, pass).await.unwrap_err() {
            LogInExternallyError::Blank { fields } => assert_eq!(fields, missing),
            other => panic!("{other:?}"),
        }
    }
    assert!(!company.is_there("ana").await);
}

#[tokio::test]
async fn e2_whatever_is_wrong_is_one_answer() {
    let company = Company::new().await;
    let (secret, client) = (company.keys.secret.key.expose(), company.keys.client.key.expose());
    let neighbour = company.house.neighbour().await;
    let others = company.house.app.view_keys.run(&neighbour).await.unwrap();
    let (others_secret, others_client) = (others.secret.key.expose(), others.client.key.expose());
    company.log_in("ana", "una clave").await.unwrap();
    for keys in [
        ["nadie", secret, client],
        ["../uno", secret, client],
        ["uno", "AAAAAAAAAAAAAAAAAAAAAA==", client],
        ["uno", secret, "AAAAAAAAAAAAAAAAAAAAAA=="],
        ["uno", client, secret],
        ["uno", others_secret, others_client],
        ["dos", secret, client],
    ] {
        let refused = company.with(keys, "ana", "una clave").await.unwrap_err();
        assert_eq!(refused.code(), Code::ExternalLoginRefused, "{keys:?}");
    }
    let refused = company.log_in("ana", "otra").await.unwrap_err();
    assert_eq!(refused.code(), Code::ExternalLoginRefused);
}

#[tokio::test]
async fn m1_m2_every_refusal_costs_one_hash_and_the_opening_of_both_keys() {
    let company = Company::new().await;
    let (secret, client) = (company.keys.secret.key.expose(), company.keys.client.key.expose());
    company.log_in("ana", "una clave").await.unwrap();
    let (hasher, seal) = (&company.house.doubles.hasher, &company.house.doubles.seal);
    let wrong = "AAAAAAAAAAAAAAAAAAAAAA==";
    for (keys, user) in [
        (["uno", secret, client], "ana"),
        (["uno", wrong, client], "ana"),
        (["uno", wrong, client], "nadie"),
        (["nadie", secret, client], "ana"),
    ] {
        let (hashes, opened) = (hasher.computed(), seal.opened());
        company.with(keys, user, "otra").await.unwrap_err();
        assert_eq!(hasher.computed() - hashes, 1, "{keys:?} {user}");
        assert_eq!(seal.opened() - opened, 2, "{keys:?} {user}");
    }
    // At the console a user who is not there costs what one who is there does.
    for user in ["ana", "nadie"] {
        let before = hasher.computed();
        assert!(company.opens(user, "otra").await.is_none());
        assert_eq!(hasher.computed() - before, 1, "{user}");
    }
}

#[tokio::test]
async fn e8_a_name_that_could_not_stand_in_an_address_is_refused() {
    let company = Company::new().await;
    for bad in [
        "a\r\nBcc: x",
        "a\"b",
        "<img>",
        "\u{202e}a",
        "a\u{200b}b",
        &"a".repeat(10_000),
    ] {
        let refused = company.log_in(bad, "una clave").await.unwrap_err();
        assert_eq!(refused.code(), Code::UserNameBad, "{bad:?}");
    }
}

#[tokio::test]
async fn e5_guesses_are_slowed_and_nobody_is_kept_out_for_good() {
    let company = Company::new().await;
    company.log_in("ana", "una clave").await.unwrap();
    let mut refused = 0;
    let wait = loop {
        match company.log_in("ana", "otra").await.unwrap_err() {
            LogInExternallyError::Refused => refused += 1,
            LogInExternallyError::Throttled(throttled) => break throttled.retry_after_secs,
            other => panic!("{other:?}"),
        }
        assert!(refused <= 100, "a hundred guesses cost nothing");
    };
    assert_eq!((refused, wait), (64, 1));
    // The console has a count of its own, and another user is not kept out.
    assert!(company.opens("ana", "una clave").await.is_some());
    assert!(company.log_in("ana", "una clave").await.is_err());
    company.log_in("eva", "otra clave").await.unwrap();
    company.house.doubles.clock.advance(SignedDuration::from_secs(1));
    company.log_in("ana", "una clave").await.unwrap();
    let again = company.log_in("ana", "otra").await.unwrap_err();
    assert!(
        matches!(again, LogInExternallyError::Refused),
        "a success forgets the failures"
    );
}

#[tokio::test]
async fn e5_a_user_who_is_not_there_is_slowed_alike() {
    let house = House::new().await;
    let mut codes = Vec::new();
    for user in ["agente", "nadie"] {
        let mut of_user = Vec::new();
        for _ in 0..25 {
            let refused = house
                .app
                .sign_in
                .run(&house.visit(), user, "otra", None)
                .await
                .unwrap_err();
            of_user.push((refused.code(), refused.retry_after_secs()));
        }
        codes.push(of_user);
    }
    assert_eq!(codes[0], codes[1]);
    assert_eq!(codes[0][24], (Code::TooManyTries, Some(1)));
}

#[tokio::test]
async fn x12_external_systems_make_only_so_many_users_an_hour() {
    let company = Company::new().await;
    for n in 0..USERS_MADE_AN_HOUR {
        assert!(
            company
                .log_in(&format!("user{n}"), "una clave")
                .await
                .unwrap()
                .user_created
        );
    }
    let refused = company.log_in("onemore", "una clave").await.unwrap_err();
    assert_eq!(refused.code(), Code::TooManyUsersMade);
    assert!(refused.retry_after_secs().is_some() && !company.is_there("onemore").await);
    assert!(
        !company.log_in("user0", "una clave").await.unwrap().user_created,
        "known users come in"
    );
    company.house.doubles.clock.advance(SignedDuration::from_mins(61));
    assert!(company.log_in("onemore", "una clave").await.unwrap().user_created);
}
