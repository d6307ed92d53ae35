//! The console under a path of somebody's application, on real stores.

use axum::{
    Router,
    body::Body,
    http::{Request, header},
};
use ba360_core::{
    App, Ports,
    access::Operator,
    instance::{Country, NationalLength, NewInstance},
    text::Language,
};
use ba360_examples::console_under_a_path::application;
use http_body_util::BodyExt as _;
use std::path::Path;
use tower::ServiceExt as _;

async fn ports(folder: &Path) -> Ports {
    let url = format!("sqlite:{}", folder.join("ba360.db").display())
        .parse()
        .expect("it is good");
    let database = ba360_diesel::Database::open(&url, ba360_diesel::Options::default()).expect("it is good");
    database.migrate().expect("it is good");
    let key = ba360_crypto::MasterKey::load_or_create(&folder.join("master.key")).expect("it is good");
    let ports = Ports::new(
        database.stores(),
        ba360_crypto::secrets(&key, ba360_crypto::Limits::default()),
    );
    let new = NewInstance {
        name: "mine".parse().expect("it is good"),
        hosts: Vec::new(),
        time_zone: jiff::tz::TimeZone::UTC,
        language: Language::English,
        country: Country::CHILE,
        national_length: NationalLength::default(),
        frame_origins: Vec::new(),
    };
    let operator = Operator::of_this_installation(&*ports.secrets.random);
    App::new(ports.clone())
        .create_instance
        .run(&operator, new)
        .await
        .expect("it is good");
    ports
}

async fn ask(application: &Router, target: &str) -> (u16, String, String) {
    let request = Request::get(target)
        .header(header::HOST, "mine.example")
        .body(Body::empty())
        .expect("it is good");
    let answer = application.clone().oneshot(request).await.expect("it is good");
    let status = answer.status().as_u16();
    let location = answer
        .headers()
        .get(header::LOCATION)
        .map_or("", |value| value.to_str().expect("it is good"))
        .to_owned();
    let body = answer.into_body().collect().await.expect("it is good").to_bytes();
    (status, location, String::from_utf8_lossy(&body).into_owned())
}

#[tokio::test]
async fn the_console_answers_below_its_path_and_the_application_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let application = application(ports(folder.path()).await).unwrap();
    let (status, _, body) = ask(&application, "/").await;
    assert_eq!((status, body.as_str()), (200, "My own application"));

    let link = "/crm/integracionview/genesys/chat/1/%7B%22contacto%22:%221%22%7D";
    let (status, location, _) = ask(&application, link).await;
    assert_eq!(status, 303);
    assert!(location.starts_with("/crm/login?"), "{location}");

    let (status, _, page) = ask(&application, &location).await;
    assert_eq!(status, 200);
    assert!(page.contains(r#"action="/crm/login""#), "{page}");
    let (_, after) = page
        .split_once("href=\"/crm/assets/")
        .expect("the style sheet is below the path");
    let (style, _) = after.split_once('"').unwrap();
    let (status, ..) = ask(&application, &format!("/crm/assets/{style}")).await;
    assert_eq!(status, 200);
}
