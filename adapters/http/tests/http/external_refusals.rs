//! E2, E4, E12 to E15: what is refused of a login by an external system, and how.

use crate::support::{Answer, Browser, HOST, LOGIN, Program, Server, World, raw};
use ba360_core::access::PermissionSet;
use serde_json::json;

fn started() -> (World, Server) {
    let world = World::new();
    let server = Server::start(&world);
    (world, server)
}

fn headers_of(answer: &Answer) -> Vec<(String, String)> {
    let mut headers = answer.headers.clone();
    headers.retain(|(name, _)| !matches!(name.as_str(), "x-correlation-id" | "date"));
    headers
}

#[test]
fn e2_m2_one_answer_and_one_cost_for_every_refusal() {
    let (world, server) = started();
    let inactive = world.user("inactiva", Some(PermissionSet::all()));
    world.memory.deactivate_user(world.one.id, inactive);
    let program = Program::of(&world, &server, &world.one);
    let other = Program::of(&world, &server, &world.two);
    program.token("ana", "clave");
    let with = |user: &str, pass: &str, changes: &[(&str, &str)]| {
        let mut body = program.body(user, pass);
        for (field, value) in changes {
            body[*field] = json!(value);
        }
        body
    };
    let changed = {
        let (first, rest) = program.secretkey.split_at(1);
        format!("{}{rest}", if first == "A" { "B" } else { "A" })
    };
    let refusals = [
        with("ana", "clave", &[("company", "tres")]),
        with("ana", "clave", &[("company", "no es un nombre\r\n")]),
        with("ana", "clave", &[("secretkey", "otra")]),
        with("ana", "clave", &[("secretkey", &changed)]),
        with("ana", "clave", &[("clientkey", "otra")]),
        with("ana", "clave", &[("secretkey", &program.clientkey)]),
        with(
            "ana",
            "clave",
            &[("secretkey", &other.secretkey), ("clientkey", &other.clientkey)],
        ),
        with("nadie", "clave", &[("company", "dos")]),
        with("ana", "otra", &[]),
        with("inactiva", crate::support::PASSWORD, &[]),
    ];
    let mut first: Option<Answer> = None;
    for body in refusals {
        let before = world.doubles.hasher.computed();
        let answer = program.send(&body);
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (401, "external_login_refused")
        );
        assert_eq!(
            world.doubles.hasher.computed(),
            before + 1,
            "one computation for each"
        );
        if let Some(first) = &first {
            assert_eq!(
                answer.body_without_correlation(),
                first.body_without_correlation()
            );
            assert_eq!(headers_of(&answer), headers_of(first));
        } else {
            first = Some(answer);
        }
    }
    assert!(world.find_user(&world.one, "nadie").is_none());
    assert!(world.find_user(&world.two, "nadie").is_none());
}

#[test]
fn e12_other_media_types_and_encodings_are_refused() {
    let (world, server) = started();
    let program = Program::of(&world, &server, &world.one);
    let body = program.body("ana", "clave").to_string();
    for (name, value) in [
        ("Content-Type", "text/plain"),
        ("Content-Type", "multipart/form-data; boundary=x"),
        ("Content-Type", "application/x-www-form-urlencoded"),
        ("Content-Type", "application/json; charset=utf-16"),
        ("X-Other", "application/json"),
    ] {
        let answer = program.send_with(&[(name, value)], &body);
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (415, "media_type_refused"),
            "{value}"
        );
    }
    let gzip = [("Content-Type", "application/json"), ("Content-Encoding", "gzip")];
    assert_eq!(program.send_with(&gzip, &body).status, 415);
    let json = [("Content-Type", "application/json; charset=UTF-8")];
    assert_eq!(program.send_with(&json, &body).status, 200);
    let utf16: Vec<u8> = body.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bad in [
        format!("\u{feff}{body}").into_bytes(),
        utf16,
        [body.as_bytes(), b"\xff"].concat(),
        body.as_bytes()[..body.len() - 1].to_vec(),
        format!("[{body}]").into_bytes(),
        Vec::new(),
    ] {
        let answer = program.send_with(&json, &bad);
        assert_eq!((answer.status, answer.code().as_str()), (400, "request_bad"));
    }
}

#[test]
fn x7_deep_and_wide_bodies_are_refused() {
    let (world, server) = started();
    let program = Program::of(&world, &server, &world.one);
    let json = [("Content-Type", "application/json")];
    let deep = format!("{{\"x\":{}", "[".repeat(60_000));
    assert_eq!(program.send_with(&json, deep).status, 400);
    let keys: Vec<String> = (0..1_000_000).map(|n| format!("\"{n}\":0")).collect();
    let wide = format!("{{{}}}", keys.join(","));
    assert_eq!(program.send_with(&json, wide).status, 413);
}

#[test]
fn e13_no_other_method_does_it() {
    let (_world, server) = started();
    for host in ["api.example", HOST] {
        for method in ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"] {
            let overridden = "X-HTTP-Method-Override: POST\r\nX-Method-Override: POST\r\n";
            let request = format!("{method} {LOGIN} HTTP/1.1\r\nHost: {host}\r\n{overridden}\r\n");
            let mut wire = crate::support::Wire::to(server.address);
            wire.write(request);
            let answer = wire.answer(method == "HEAD").unwrap();
            assert_eq!(
                (answer.status, answer.header("allow")),
                (405, Some("POST")),
                "{method}"
            );
        }
    }
}

#[test]
fn e14_no_page_of_another_origin_can_call_it() {
    let (world, server) = started();
    world.user("jefa", Some(PermissionSet::all()));
    let browser = Browser::signed_in(&server, "jefa");
    let program = Program::of(&world, &server, &world.one);
    let cookie = format!("__Host-ba360={}", browser.cookies["__Host-ba360"]);
    let headers = [
        ("Content-Type", "application/json"),
        ("Origin", "https://evil.example"),
        ("Sec-Fetch-Site", "cross-site"),
        ("Cookie", cookie.as_str()),
    ];
    let answer = program.send_with(&headers, program.body("ana", "clave").to_string());
    assert_eq!(answer.status, 200, "a cookie neither helps nor hinders");
    let preflight = raw(
        &server,
        format!(
            "OPTIONS {LOGIN} HTTP/1.1\r\nHost: {HOST}\r\nOrigin: https://evil.example\r\n\
             Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: content-type\r\n\r\n"
        ),
    );
    assert_eq!(preflight.status, 405);
    for answer in [&answer, &preflight] {
        let allows = |(name, _): &&(String, String)| name.starts_with("access-control");
        assert_eq!(answer.headers.iter().find(allows), None);
        assert_eq!(answer.header("set-cookie"), None);
    }
}

#[test]
fn e15_a_name_that_stands_twice_is_refused() {
    let (world, server) = started();
    let program = Program::of(&world, &server, &world.one);
    let good = program.body("ana", "clave").to_string();
    for more in [r#""user":"ana""#, r#""user":"berta""#, r#""\u0075ser":"berta""#] {
        let body = good.replacen('{', &format!("{{{more},"), 1);
        let answer = program.send_with(&[("Content-Type", "application/json")], body);
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (400, "request_bad"),
            "{more}"
        );
    }
    assert!(world.find_user(&world.one, "ana").is_none());
}
