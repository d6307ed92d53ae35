//! Who may ask.

use crate::{
    program::Program,
    world::{OTHER_HOST, PASSWORD, World},
};
use axum::{
    body::Body,
    http::{Request, header},
};
use ba360_core::access::{Action, Permission, PermissionSet, SessionSecret, View};
use ba360_http::{Access, Method, routes};
use http_body_util::BodyExt as _;
use jiff::SignedDuration;
use serde_json::{Value, json};
use tower::ServiceExt as _;

/// Every route for programs with a path that names nothing.
fn asked() -> impl Iterator<Item = (Method, String, Access)> {
    routes()
        .filter(|it| it.path.starts_with("/api/") || it.path == "/ba360/apir/v10/cases")
        .map(|it| (it.method, it.path.replace(['{', '}'], ""), it.access))
}

#[tokio::test]
async fn every_route_asks_for_a_token_or_a_session() {
    let world = World::new().await;
    let stranger = Program::stranger(&world);
    for (method, path, _) in asked() {
        let answer = stranger.ask(method.as_str(), &path, Value::Null).await;
        let answer = answer.refuses(401, "sign_in_needed", &[]);
        assert_eq!(answer.header("www-authenticate"), "Bearer realm=\"ba360\"");
    }
}

#[tokio::test]
async fn a3_every_route_asks_for_its_permission() {
    let world = World::new().await;
    let nobody = world.program("nueva", None).await;
    for (method, path, access) in asked() {
        let answer = nobody.ask(method.as_str(), &path, Value::Null).await;
        answer.refuses(403, "no_role", &[]);
        let Access::May(view, action) = access else {
            panic!("{path}");
        };
        let all_but = PermissionSet::all()
            .iter()
            .filter(|it| (it.view, it.action) != (view, action));
        let role = all_but.fold(PermissionSet::NONE, PermissionSet::with);
        let name = format!("sin.{}", Permission { view, action });
        let other = world.program(&name, Some(role)).await;
        let answer = other.ask(method.as_str(), &path, Value::Null).await;
        answer.refuses(403, "not_permitted", &[]);
    }
}

#[tokio::test]
async fn a_token_that_is_not_good_is_refused_with_one_answer() {
    let world = World::new().await;
    let user = world.user(&world.one, "ana", Some(PermissionSet::all())).await;
    // Somebody else who administers, so that this one can be deactivated.
    world.user(&world.one, "eva", Some(PermissionSet::all())).await;
    let good = world.token(&world.one, user).await;
    let asks = async |token: &str| Program::with_token(&world, token).get("/api/v1/instance").await;
    asks(&good).await.is(200);
    let other = world.user(&world.two, "ana", Some(PermissionSet::all())).await;
    let foreign = world.token(&world.two, other).await;
    for bad in [
        "x",
        &good[..good.len() - 1],
        &format!("{good}x"),
        &foreign,
        &good.to_uppercase(),
    ] {
        let answer = asks(bad).await.refuses(401, "access_token_refused", &[]);
        let challenge = answer.header("www-authenticate");
        assert_eq!(challenge, "Bearer realm=\"ba360\", error=\"invalid_token\"");
    }
    // T10: another company's host.
    let elsewhere = Program::with_token(&world, &good).at(OTHER_HOST);
    let answer = elsewhere.get("/api/v1/instance").await;
    answer.refuses(401, "access_token_refused", &[]);

    let actor = world.operator_of(&world.one);
    world.app.revoke_tokens.run(&actor, user).await.unwrap();
    asks(&good).await.refuses(401, "access_token_refused", &[]);
    let newer = world.token(&world.one, user).await;
    asks(&newer).await.is(200);
    world.app.set_user_active.run(&actor, user, false).await.unwrap();
    asks(&newer).await.refuses(401, "access_token_refused", &[]);
    world.app.set_user_active.run(&actor, user, true).await.unwrap();
    let last = world.token(&world.one, user).await;
    world.doubles.clock.advance(SignedDuration::from_hours(2));
    asks(&last).await.refuses(401, "access_token_refused", &[]);
}

#[tokio::test]
async fn t12_a_token_counts_in_its_header_alone() {
    let world = World::new().await;
    let user = world.user(&world.one, "ana", Some(PermissionSet::all())).await;
    let token = world.token(&world.one, user).await;
    let target = format!("/api/v1/contacts?token={token}&access_token={token}");
    for program in [
        Program::stranger(&world),
        Program::stranger(&world).with("cookie", &format!("token={token}; __Host-ba360={token}")),
        Program::stranger(&world).with("x-auth-token", &token),
        Program::stranger(&world).with("authorization", &format!("Basic {token}")),
    ] {
        program.get(&target).await.refuses(401, "sign_in_needed", &[]);
    }
}

#[tokio::test]
async fn a_token_starts_no_session_and_opens_no_page() {
    let world = World::new().await;
    let admin = world.admin().await;
    let answer = admin.get("/api/v1/sessions").await.is(200);
    assert_eq!(answer.json["total"], 0);
    assert!(!answer.headers.contains_key("set-cookie"));
    let request = Request::get("/contactos")
        .header(header::HOST, admin.host)
        .header(header::AUTHORIZATION, &admin.headers[0].1)
        .body(Body::empty());
    let response = world.router.clone().oneshot(request.unwrap()).await.unwrap();
    assert_eq!(response.status(), 303);
}

/// The cookie of somebody who signs in by the form.
async fn session_of(world: &World, user: &str) -> SessionSecret {
    let ask = async |request: Request<Body>| {
        let (parts, body) = world.router.clone().oneshot(request).await.unwrap().into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let cookie = parts
            .headers
            .get(header::SET_COOKIE)
            .map(|it| it.to_str().unwrap().to_owned());
        (
            cookie.unwrap_or_default(),
            String::from_utf8(bytes.to_vec()).unwrap(),
        )
    };
    let form = Request::get("/login").header(header::HOST, "uno.example");
    let (cookie, page) = ask(form.body(Body::empty()).unwrap()).await;
    let after = page.split("name=\"_token\"").nth(1).unwrap();
    let token = after.split("value=\"").nth(1).unwrap().split('"').next().unwrap();
    let fields = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([
            ("_token", token),
            ("usuario", user),
            ("contrasena", PASSWORD),
            ("continuar", ""),
        ])
        .finish();
    let sent = Request::post("/login")
        .header(header::HOST, "uno.example")
        .header(header::COOKIE, cookie.split(';').next().unwrap())
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let (cookie, page) = ask(sent.body(Body::from(fields)).unwrap()).await;
    let value = cookie.split(';').next().unwrap().split_once('=');
    let (_, secret) = value.unwrap_or_else(|| panic!("nobody signed in: {page}"));
    SessionSecret::received(secret).unwrap()
}

#[tokio::test]
async fn a1_what_a_session_changes_comes_from_a_page_of_ours_or_brings_its_token() {
    let world = World::new().await;
    world.user(&world.one, "ana", Some(PermissionSet::all())).await;
    let secret = session_of(&world, "ana").await;
    let cookie = format!("__Host-ba360={}", secret.expose());
    let browser = || Program::stranger(&world).with("cookie", &cookie);
    let body = || json!({ "name": "Mesa de ayuda" });
    browser().get("/api/v1/groups").await.is(200);
    for forged in [
        browser(),
        browser().with("x-csrf-token", "x"),
        browser().with("sec-fetch-site", "same-origin"),
        browser().with("origin", "https://uno.example"),
        browser()
            .with("sec-fetch-site", "cross-site")
            .with("origin", "https://mal.example"),
        browser()
            .with("sec-fetch-site", "cross-site")
            .with("origin", "https://mal.example")
            .with("x-csrf-token", &secret.form_token()),
    ] {
        let answer = forged.post("/api/v1/groups", body()).await;
        answer.refuses(403, "form_stale", &[]);
    }
    let good = browser().with("x-csrf-token", &secret.form_token());
    let made = good.post("/api/v1/groups", body()).await.is(201);
    let page = browser()
        .with("sec-fetch-site", "same-origin")
        .with("origin", "https://uno.example");
    let target = format!(
        "/api/v1/groups/{}?version={}",
        made.json["id"], made.json["version"]
    );
    page.delete(&target).await.is(204);
    // The report of an interaction is for tokens alone.
    let answer = good.post("/ba360/apir/v10/cases", json!({})).await;
    answer.refuses(401, "sign_in_needed", &[]);
}

#[tokio::test]
async fn a_role_counts_from_the_next_request_on() {
    let world = World::new().await;
    let sees = PermissionSet::NONE.with(Permission {
        view: View::Contacts,
        action: Action::See,
    });
    let program = world.program("ana", Some(sees)).await;
    program.get("/api/v1/contacts").await.is(200);
    let actor = world.operator_of(&world.one);
    let roles = world.app.list_roles.to_choose(&actor).await.unwrap();
    let role = roles.iter().find(|role| role.name.as_str() == "ana").unwrap();
    let save = &world.app.save_role;
    let edited = Some((role.id, role.version));
    save.run(&actor, edited, "ana", PermissionSet::NONE)
        .await
        .unwrap();
    let answer = program.get("/api/v1/contacts").await;
    answer.refuses(403, "not_permitted", &[]);
}
