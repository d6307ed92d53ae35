//! Roles, groups and users as an administrator makes them, and what nobody can do with them (the page's *Agente*,
//! contract 7).

mod support;

use ba360_core::{
    access::{
        Action, Actor, Denied, PermissionSet, UserId, View,
        directory::{UserError, UserTexts},
        groups::GroupError,
        roles::RoleError,
    },
    record::{PageRequest, PageSize},
    text::{Code, Coded},
};
use secrecy::ExposeSecret as _;
use support::House;

fn first_page() -> PageRequest {
    PageRequest::first(PageSize::default())
}

/// Somebody who may administer users and roles, and see contacts, and nothing else.
async fn helper(house: &House) -> Actor {
    let some = [View::Users, View::Roles, View::Groups, View::Contacts];
    let permissions = some
        .into_iter()
        .fold(PermissionSet::NONE, PermissionSet::with_view);
    support::sign_in_with(house, "ayudante", permissions).await
}

#[tokio::test]
async fn nobody_gives_takes_or_changes_what_they_do_not_have() {
    let house = House::new().await;
    let app = &house.app;
    let helper = helper(&house).await;
    let more = PermissionSet::NONE.with_view(View::AzureSso);
    let made = app.save_role.run(&helper, None, "Todo", more).await;
    assert!(matches!(made, Err(RoleError::Exceeds)));
    let role = app.save_role.run(&house.agent, None, "Todo", more).await.unwrap();
    let seen = app.list_roles.one(&house.agent, role).await.unwrap();
    let narrowed = app
        .save_role
        .run(&helper, Some((role, seen.version)), "Todo", PermissionSet::NONE)
        .await;
    assert!(
        matches!(narrowed, Err(RoleError::Exceeds)),
        "not even to take it away"
    );
    let marked = app.mark_default_role.run(&helper, Some(role)).await;
    assert!(
        matches!(marked, Err(RoleError::Exceeds)),
        "the default is given to whoever comes"
    );
    let deleted = app.delete_role.run(&helper, role, seen.version).await;
    assert!(matches!(deleted, Err(RoleError::Exceeds)));

    let texts = UserTexts {
        role: Some(role),
        ..UserTexts::default()
    };
    let made = app.create_user.run(&helper, "nueva", texts).await;
    assert!(matches!(made, Err(UserError::Exceeds)));
    let user = app
        .create_user
        .run(&house.agent, "nueva", texts)
        .await
        .unwrap()
        .id;
    let edited = app.edit_user.run(&helper, (user, 1), UserTexts::default()).await;
    assert!(matches!(edited, Err(UserError::Exceeds)));
    let out = app.set_user_active.run(&helper, user, false).await;
    assert!(matches!(out, Err(UserError::Exceeds)));
    let revoked = app.revoke_tokens.run(&helper, user).await;
    assert!(matches!(revoked, Err(UserError::Exceeds)));
    let reset = app.reset_password.run(&helper, "nueva").await.unwrap_err();
    assert_eq!(reset.code(), Code::PermissionExceeds);
}

#[tokio::test]
async fn a16_the_last_administrator_stays() {
    let house = House::new().await;
    let app = &house.app;
    let me = house.agent.user().unwrap();
    let file = app.list_users.one(&house.agent, me).await.unwrap();
    let without_role = app
        .edit_user
        .run(&house.agent, (me, file.version), UserTexts::default())
        .await;
    assert!(matches!(without_role, Err(UserError::LastAdministrator)));
    let myself = app.set_user_active.run(&house.agent, me, false).await;
    assert!(matches!(myself, Err(UserError::Oneself)));
    let role = file.details.role.unwrap();
    let seen = app.list_roles.one(&house.agent, role).await.unwrap();
    let less = PermissionSet::NONE.with_view(View::Contacts);
    let narrowed = app
        .save_role
        .run(&house.agent, Some((role, seen.version)), "Administrador", less)
        .await;
    assert!(matches!(narrowed, Err(RoleError::LastAdministrator)));
    let deleted = app.delete_role.run(&house.agent, role, seen.version).await;
    assert!(matches!(deleted, Err(RoleError::InUse)));

    // With a second one it can be done.
    let texts = UserTexts {
        role: Some(role),
        ..UserTexts::default()
    };
    let second = app.create_user.run(&house.agent, "segunda", texts).await.unwrap();
    app.edit_user
        .run(&house.agent, (me, file.version), UserTexts::default())
        .await
        .unwrap();
    let again = app.list_users.one(&house.agent, second.id).await;
    assert!(again.is_ok(), "who is at work keeps what this request began with");
}

#[tokio::test]
async fn a_new_users_password_is_temporary_and_opens_nothing_but_its_change() {
    let house = House::new().await;
    let role = house
        .app
        .save_role
        .run(
            &house.agent,
            None,
            "Lectura",
            PermissionSet::NONE.with_view(View::Contacts),
        )
        .await
        .unwrap();
    let texts = UserTexts {
        role: Some(role),
        given_name: "Ana",
        surname: "Soto",
        email: "ana@correo.cl",
        ..UserTexts::default()
    };
    let made = house
        .app
        .create_user
        .run(&house.agent, "ana", texts)
        .await
        .unwrap();
    let sign_in = async |password: &str| {
        let visit = house.visit();
        house
            .app
            .sign_in
            .run(&visit, "ana", password, None)
            .await
            .unwrap()
            .1
    };
    let ana = sign_in(made.password.expose_secret()).await;
    assert!(ana.must_change_password());
    assert_eq!(
        ana.require(View::Contacts, Action::See),
        Err(Denied::PasswordTemporary)
    );
    assert!(!ana.has_in_menu(View::Contacts));
    let current = made.password.expose_secret();
    house
        .app
        .change_password
        .run(&ana, current, "tres tristes tigres")
        .await
        .unwrap();
    let ana = sign_in("tres tristes tigres").await;
    assert_eq!(ana.require(View::Contacts, Action::See), Ok(()));
    assert!(ana.has_in_menu(View::Contacts));
}

#[tokio::test]
async fn a_group_is_made_renamed_marked_and_removed() {
    let house = House::new().await;
    let app = &house.app;
    let group = app.save_group.run(&house.agent, None, " Ventas ").await.unwrap();
    let taken = app.save_group.run(&house.agent, None, "Ventas").await;
    assert!(matches!(taken, Err(GroupError::Taken)));
    app.mark_default_group
        .run(&house.agent, Some(group))
        .await
        .unwrap();
    let seen = app.list_groups.one(&house.agent, group).await.unwrap();
    assert!(seen.is_default && seen.name.as_str() == "Ventas");
    app.save_group
        .run(&house.agent, Some((group, seen.version)), "Cobranza")
        .await
        .unwrap();
    let stale = app
        .save_group
        .run(&house.agent, Some((group, seen.version)), "Otra")
        .await;
    assert!(matches!(stale, Err(GroupError::Stale)));
    let seen = app.list_groups.one(&house.agent, group).await.unwrap();
    let neighbour = house.neighbour().await;
    let theirs = app.delete_group.run(&neighbour, group, seen.version).await;
    assert!(matches!(theirs, Err(GroupError::Unknown)));
    app.delete_group
        .run(&house.agent, group, seen.version)
        .await
        .unwrap();
    let gone = app.list_groups.one(&house.agent, group).await;
    assert!(matches!(gone, Err(GroupError::Unknown)));
}

#[tokio::test]
async fn a2_another_companys_users_and_roles_are_as_if_they_were_not() {
    let house = House::new().await;
    let app = &house.app;
    let neighbour = house.neighbour().await;
    let me = house.agent.user().unwrap();
    let unknown = |error: UserError| assert_eq!(error.code(), Code::UserUnknown);
    unknown(app.list_users.one(&neighbour, me).await.unwrap_err());
    unknown(
        app.edit_user
            .run(&neighbour, (me, 1), UserTexts::default())
            .await
            .unwrap_err(),
    );
    unknown(app.set_user_active.run(&neighbour, me, false).await.unwrap_err());
    unknown(app.revoke_tokens.run(&neighbour, me).await.unwrap_err());
    let found = app.list_users.run(&neighbour, "", first_page()).await.unwrap();
    assert!(found.items.iter().all(|row| row.id != me));
    let role = app
        .list_users
        .one(&house.agent, me)
        .await
        .unwrap()
        .details
        .role
        .unwrap();
    let texts = UserTexts {
        role: Some(role),
        ..UserTexts::default()
    };
    let theirs = app.create_user.run(&neighbour, "nueva", texts).await;
    assert!(matches!(theirs, Err(UserError::NoSuchRole)));
    assert!(matches!(
        app.list_roles.one(&neighbour, role).await,
        Err(RoleError::Unknown)
    ));
    unknown(
        app.list_users
            .one(&house.agent, UserId(1_000_000))
            .await
            .unwrap_err(),
    );
}
