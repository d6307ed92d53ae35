//! The login by external systems, as HTTP and JSON have it.

use crate::{
    external::{JSON, PASS, acme, send, users},
    support::{Company, Engine, LOGIN, administrator, cases},
    vectors,
};
use libtest_mimic::Trial;
use serde_json::json;

pub(crate) fn trials() -> impl Iterator<Item = Trial> {
    cases![
        e12_what_is_not_json_by_name_or_by_form_is_refused,
        e13_other_methods_are_refused,
        e14_no_page_of_another_origin_can_read_an_answer,
        e15_a_name_given_twice_is_refused,
        e16_a_forwarded_address_dodges_no_limit,
    ]
    .chain(vectors::on_each(
        "e12_the_bodies_of_the_json_test_suite",
        json_bodies,
    ))
}

fn e12_what_is_not_json_by_name_or_by_form_is_refused(engine: Engine) {
    let (place, server, company) = acme(engine);
    let good = company.credentials("ana", PASS).to_string();
    for named in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
        "",
    ] {
        let answer = send(&mut server.client(), &[("Content-Type", named)], &good);
        assert_eq!(answer.status, 415, "{named}: {}", answer.body);
    }
    assert_eq!(send(&mut server.client(), &[], &good).status, 415);
    for charset in ["utf-16", "latin1"] {
        let named = format!("application/json; charset={charset}");
        let answer = send(&mut server.client(), &[("Content-Type", &named)], &good);
        assert!(matches!(answer.status, 400 | 415), "{charset}: {}", answer.status);
    }
    let zipped = send(&mut server.client(), &[JSON, ("Content-Encoding", "gzip")], &good);
    assert!(matches!(zipped.status, 400 | 415), "{}", zipped.status);
    let utf16: Vec<u8> = good.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for body in [
        &utf16[..],
        format!("\u{feff}{good}").as_bytes(),
        b"user=ana&pass=x",
        b"",
        b"{",
        b"[]",
        b"null",
    ] {
        assert_eq!(send(&mut server.client(), &[JSON], body).status, 400);
    }
    assert_eq!(users(&place), "0");
    let named = "application/json; charset=UTF-8";
    assert_eq!(
        send(&mut server.client(), &[("Content-Type", named)], &good).status,
        200
    );
}

fn e13_other_methods_are_refused(engine: Engine) {
    let (place, server, company) = acme(engine);
    let good = company.credentials("ana", PASS).to_string();
    for method in ["GET", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "HEAD"] {
        let head = [JSON, ("X-HTTP-Method-Override", "POST")];
        let answer = server.client().request(method, LOGIN, &head, good.as_bytes());
        assert_eq!(answer.status, 405, "{method}");
    }
    assert_eq!(users(&place), "0");
}

fn e14_no_page_of_another_origin_can_read_an_answer(engine: Engine) {
    let (place, server, company) = acme(engine);
    let good = company.credentials("ana", PASS).to_string();
    let origin = ("Origin", "https://evil.example");
    let asked = [origin, ("Access-Control-Request-Method", "POST")];
    for answer in [
        server.client().request("OPTIONS", LOGIN, &asked, b""),
        send(&mut server.client(), &[JSON, origin], &good),
    ] {
        assert!(answer.header("access-control-allow-origin").is_none());
    }
    // A cookie is no credential there, and none is set.
    let (mut jefa, _) = administrator(&place, &server, "acme");
    let blank = json!({"company": "acme"}).to_string();
    assert_eq!(send(&mut jefa, &[JSON], blank).status, 400);
    assert!(
        send(&mut server.client(), &[JSON], good)
            .header("set-cookie")
            .is_none()
    );
}

fn e15_a_name_given_twice_is_refused(engine: Engine) {
    let (place, server, company) = acme(engine);
    let good = company.credentials("ana", PASS).to_string();
    for more in [
        r#""user":"berta""#,
        r#""us\u0065r":"berta""#,
        r#""secretkey":"x""#,
    ] {
        let body = format!("{},{more}}}", good.strip_suffix('}').unwrap());
        assert_eq!(send(&mut server.client(), &[JSON], body).status, 400, "{more}");
    }
    assert_eq!(users(&place), "0");
}

fn e16_a_forwarded_address_dodges_no_limit(engine: Engine) {
    let (_place, server, company) = acme(engine);
    let stranger = Company {
        secretkey: "AAECAwQFBgcICQoLDA0ODw==".to_owned(),
        ..company.clone()
    };
    let guess = |n: usize| {
        let forwarded = format!("203.0.113.{}", n % 250);
        let head = [
            JSON,
            ("X-Forwarded-For", forwarded.as_str()),
            ("Forwarded", "for=203.0.113.9"),
        ];
        let body = stranger.credentials("ana", PASS).to_string();
        send(&mut server.client(), &head, body).status
    };
    let throttled = (0..140).map(guess).find(|status| *status == 429);
    assert!(
        throttled.is_some(),
        "whoever forges an address is never slowed down"
    );
    // The company's own system comes from the same address, and has the keys.
    assert_eq!(company.log_in(&server, "ana", PASS).status, 200);
}

fn json_bodies(engine: Engine) {
    let (place, server, company) = acme(engine);
    let mut client = server.client();
    let bodies = vectors::json_bodies();
    for (name, body) in &bodies {
        let answer = send(&mut client, &[JSON], body);
        let expected = if is_too_long(body) { 413 } else { 400 };
        assert_eq!(answer.status, expected, "{name}: {}", answer.body);
    }
    assert_eq!(users(&place), "0");
    // Beside the five good fields it is the case alone that decides.
    let good = company.credentials("ana", PASS).to_string();
    let before = format!("{},\"x\":", good.strip_suffix('}').unwrap());
    for (name, value) in &bodies {
        let body = [before.as_bytes(), value, b"}"].concat();
        let answer = send(&mut client, &[JSON], &body);
        let fits = match name.as_bytes()[0] {
            _ if is_too_long(&body) => answer.status == 413,
            b'y' => answer.status == 200,
            b'n' => answer.status == 400,
            _ => matches!(answer.status, 200 | 400),
        };
        assert!(fits, "{name}: {} {}", answer.status, answer.body);
    }
    assert_eq!(users(&place), "1");
}

/// Whether a body is longer than one may be, as one of the suite is.
fn is_too_long(body: &[u8]) -> bool {
    body.len() > 64 * 1024
}
