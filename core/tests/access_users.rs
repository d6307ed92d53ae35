//! Who comes in by a password, what a role permits, and what is the operator's (contract section 4).

mod support;

use ba360_core::{
    access::{Action, Denied, NewUser, Password, PermissionSet, SignInError, UserName, View},
    text::{Code, Coded},
    token::MAX_LIFE,
};
use secrecy::ExposeSecret;
use support::House;

#[tokio::test]
async fn a_refused_password_is_one_answer_and_is_written_down() {
    let house = House::new().await;
    let refused = async |user: &str, password: &str| {
        house
            .app
            .sign_in
            .run(&house.visit(), user, password, None)
            .await
            .unwrap_err()
    };
    for (user, password) in [
        ("agente", "otra"),
        ("nadie", "otra"),
        ("age\u{200b}nte", "otra"),
        ("nadie", &*"a".repeat(2000)),
    ] {
        assert!(
            matches!(refused(user, password).await, SignInError::Refused),
            "{user}"
        );
        let lines = house
            .ports
            .stores
            .activity
            .recent(house.instance.id, 1)
            .await
            .unwrap();
        assert_eq!(lines[0].outcome, Code::CredentialsRefused);
    }
    for (user, password) in [("", "x"), ("agente", ""), (" ", " ")] {
        assert!(matches!(refused(user, password).await, SignInError::Blank));
    }
}

#[tokio::test]
async fn a_user_without_a_role_is_signed_in_and_told_whom_to_ask() {
    let house = House::new().await;
    let hash = house
        .ports
        .secrets
        .hasher
        .hash(&Password::new("secreta").unwrap())
        .await
        .unwrap();
    let name = UserName::new("nueva").unwrap();
    let new = NewUser {
        name,
        password: hash,
        role: None,
        at: house.ports.secrets.clock.now(),
    };
    house
        .ports
        .stores
        .users
        .insert_if_absent(house.instance.id, new)
        .await
        .unwrap();
    let (_, actor) = house
        .app
        .sign_in
        .run(&house.visit(), "NUEVA", "secreta", None)
        .await
        .unwrap();
    for view in View::ALL {
        assert_eq!(actor.require(view, Action::See), Err(Denied::NoRole));
    }
}

#[tokio::test]
async fn a_role_permits_what_it_names_and_nothing_else() {
    let house = House::new().await;
    let only = PermissionSet::NONE.with_view(View::Contacts);
    let role = house
        .ports
        .stores
        .users
        .ensure_role(house.instance.id, "Lectura", only)
        .await
        .unwrap();
    let hash = house
        .ports
        .secrets
        .hasher
        .hash(&Password::new("secreta").unwrap())
        .await
        .unwrap();
    let name = UserName::new("lectora").unwrap();
    let new = NewUser {
        name,
        password: hash,
        role: Some(role),
        at: house.ports.secrets.clock.now(),
    };
    house
        .ports
        .stores
        .users
        .insert_if_absent(house.instance.id, new)
        .await
        .unwrap();
    let (_, actor) = house
        .app
        .sign_in
        .run(&house.visit(), "lectora", "secreta", None)
        .await
        .unwrap();
    assert_eq!(actor.require(View::Contacts, Action::Create), Ok(()));
    assert_eq!(actor.require(View::Cases, Action::See), Err(Denied::NotPermitted));
    let error = house
        .app
        .open_link
        .run(&actor, &support::link(r#"{"caso":"210112-000000"}"#))
        .await
        .unwrap_err();
    assert_eq!(error.code(), Code::NotPermitted);
    let lines = house
        .ports
        .stores
        .activity
        .recent(house.instance.id, 1)
        .await
        .unwrap();
    assert_eq!(lines[0].outcome, Code::NotPermitted);
}

#[tokio::test]
async fn signing_out_ends_the_session() {
    let house = House::new().await;
    house.app.sign_out.run(&house.agent).await.unwrap();
    let host = "uno.example".parse().unwrap();
    let entry = house
        .ports
        .stores
        .admissions
        .enter(&host, house.agent.session(), house.ports.secrets.clock.now())
        .await
        .unwrap();
    assert_eq!(entry.signed_in, None);
}

#[tokio::test]
async fn an_administrators_new_password_replaces_the_old_one() {
    let house = House::new().await;
    let operator = house.operator.at(house.instance.clone());
    let made = house.app.create_admin.run(&operator, "jefa").await.unwrap();
    let old = made.password.expose_secret().to_owned();
    assert_eq!(
        house
            .app
            .create_admin
            .run(&operator, "JEFA")
            .await
            .unwrap_err()
            .code(),
        Code::UserTaken
    );
    let new = house.app.reset_password.run(&operator, "jefa").await.unwrap();
    let new = new.password.expose_secret().to_owned();
    assert!(
        house
            .app
            .sign_in
            .run(&house.visit(), "jefa", &old, None)
            .await
            .is_err()
    );
    assert!(
        house
            .app
            .sign_in
            .run(&house.visit(), "jefa", &new, None)
            .await
            .is_ok()
    );
    assert_eq!(
        house
            .app
            .reset_password
            .run(&operator, "nadie")
            .await
            .unwrap_err()
            .code(),
        Code::UserUnknown
    );
}

#[tokio::test]
async fn an_instance_name_or_host_is_taken_once() {
    use ba360_core::instance::{Country, NationalLength, NewInstance};
    let house = House::new().await;
    let new = |name: &str, host: &str| NewInstance {
        name: name.parse().unwrap(),
        hosts: vec![host.parse().unwrap()],
        time_zone: jiff::tz::TimeZone::UTC,
        language: ba360_core::text::Language::English,
        country: Country::CHILE,
        national_length: NationalLength::default(),
        frame_origins: Vec::new(),
    };
    for (name, host) in [("UNO", "tres.example"), ("tres", "UNO.example.")] {
        let error = house
            .app
            .create_instance
            .run(&house.operator, new(name, host))
            .await
            .unwrap_err();
        assert_eq!(error.code(), Code::InstanceTaken);
    }
    assert!(
        house
            .app
            .create_instance
            .run(&house.operator, new("tres", "tres.example"))
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn the_operator_finds_every_instance_the_oldest_first_and_each_by_its_name() {
    let house = House::new().await;
    house.neighbour().await;
    let find = &house.app.find_instance;
    let all = find.all(&house.operator).await.unwrap();
    let names: Vec<_> = all.iter().map(|instance| instance.name.as_str()).collect();
    assert_eq!(names, ["uno", "dos"]);
    let named = find.run(&house.operator, &"UNO".parse().unwrap()).await.unwrap();
    assert_eq!(named.id, house.instance.id);
    let nobody = find.run(&house.operator, &"tres".parse().unwrap()).await;
    assert_eq!(nobody.unwrap_err().code(), Code::InstanceUnknown);
}

#[tokio::test]
async fn what_no_role_may_give_is_the_operators() {
    let house = House::new().await;
    let user = house.agent.user().unwrap();
    let refused = [
        house
            .app
            .create_admin
            .run(&house.agent, "otra")
            .await
            .unwrap_err()
            .code(),
        house
            .app
            .issue_token
            .run(&house.agent, user, MAX_LIFE)
            .await
            .unwrap_err()
            .code(),
    ];
    assert_eq!(
        refused,
        [Code::NotPermitted; 2],
        "every permission in every view is not enough"
    );
}
