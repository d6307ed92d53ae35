//! Who comes in by a link or a password (contract section 4; the page's *Lógica de negocio para manejo de token*).

mod support;

use ba360_core::{
    access::{Action, Denied, NewUser, Password},
    access::{AdmitLinkError, LinkAdmission, PermissionSet, SignInError, UserName, View},
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
        .run(house.app.enter.correlate(), &host, Some(&secret))
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
        .admissions
        .enter(
            &"uno.example".parse().unwrap(),
            other.session(),
            house.ports.clock.now(),
        )
        .await
        .unwrap();
    assert_eq!(entry.signed_in, None);
}

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
        let lines = house.ports.activity.recent(house.instance.id, 1).await.unwrap();
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
        .hasher
        .hash(&Password::new("secreta").unwrap())
        .await
        .unwrap();
    let name = UserName::new("nueva").unwrap();
    let new = NewUser {
        name,
        password: hash,
        role: None,
        at: house.ports.clock.now(),
    };
    house
        .ports
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
        .users
        .ensure_role(house.instance.id, "Lectura", only)
        .await
        .unwrap();
    let hash = house
        .ports
        .hasher
        .hash(&Password::new("secreta").unwrap())
        .await
        .unwrap();
    let name = UserName::new("lectora").unwrap();
    let new = NewUser {
        name,
        password: hash,
        role: Some(role),
        at: house.ports.clock.now(),
    };
    house
        .ports
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
    let lines = house.ports.activity.recent(house.instance.id, 1).await.unwrap();
    assert_eq!(lines[0].outcome, Code::NotPermitted);
}

#[tokio::test]
async fn signing_out_ends_the_session() {
    let house = House::new().await;
    house.app.sign_out.run(&house.agent).await.unwrap();
    let host = "uno.example".parse().unwrap();
    let entry = house
        .ports
        .admissions
        .enter(&host, house.agent.session(), house.ports.clock.now())
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
            .reset_password
            .run(&house.agent, "agente")
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
        [Code::NotPermitted; 3],
        "every permission in every view is not enough"
    );
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
