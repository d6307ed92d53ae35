//! Somebody's service with our parser, asked over its router.

use axum::{body::Body, http::Request};
use ba360_examples::link_in_a_service::service;
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

async fn ask(target: &str) -> (u16, String) {
    let request = Request::get(target).body(Body::empty()).expect("it is good");
    let answer = service().oneshot(request).await.expect("it is good");
    let status = answer.status().as_u16();
    let body = answer.into_body().collect().await.expect("it is good").to_bytes();
    (status, String::from_utf8(body.to_vec()).expect("it is good"))
}

#[tokio::test]
async fn a_link_tells_what_it_asks_for() {
    let target = "/integracionview/genesys/call/1/%7B%22contacto%22:%22a/b%22,%22caso%22:null%7D/TOKEN";
    assert_eq!(ask(target).await, (200, "Contact by Voz".to_owned()));
    let braceless = "/integracionview/chattigo/chat/150/%22telefono%22:%22993405075%22/TOKEN";
    assert_eq!(ask(braceless).await, (200, "Contact by Chat".to_owned()));
}

#[tokio::test]
async fn a_bad_link_is_refused_with_the_cause() {
    let (status, words) = ask("/integracionview/genesys/pigeon/1/%7B%7D").await;
    assert_eq!(status, 400);
    assert!(words.starts_with("The channel (canal) is not valid."), "{words}");
}
