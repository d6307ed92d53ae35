//! L: the parsing of links, as they arrive over the wire.

use crate::support::{HOST, Server, World, encoded, get_raw, raw};

fn started() -> (World, Server) {
    let world = World::new();
    let server = Server::start(&world);
    (world, server)
}

/// What a good link without a token gets from somebody who is not signed in.
fn is_read(server: &Server, target: impl AsRef<[u8]>) -> bool {
    let answer = get_raw(server, &target);
    match answer.status {
        303 => {
            assert!(answer.location().starts_with("/login?continuar="), "{answer:?}");
            true
        }
        400 => false,
        other => panic!("{other} for {}", String::from_utf8_lossy(target.as_ref())),
    }
}

fn path(criteria: &str) -> String {
    format!("/integracionview/genesys/chat/Q1/{criteria}")
}

#[test]
fn l1_raw_braces_and_quotes_are_read() {
    let (_world, server) = started();
    assert!(is_read(&server, path(r#"{"contacto":"x"}"#)));
}

#[test]
fn l2_percent_encoded_is_read_the_same() {
    let (_world, server) = started();
    assert!(is_read(&server, path("%7B%22contacto%22%3A%22x%22%7D")));
}

#[test]
fn l3_one_more_level_of_encoding_is_read_and_a_third_is_not() {
    let (_world, server) = started();
    let object = r#"{"contacto":"x"}"#;
    assert!(is_read(&server, path(&encoded(&encoded(object)))));
    assert!(!is_read(&server, path(&encoded(&encoded(&encoded(object))))));
}

#[test]
fn l4_a_raw_slash_in_a_value_is_like_an_encoded_one() {
    let (_world, server) = started();
    assert!(is_read(&server, path(r#"{"contacto":"a/b"}"#)));
    assert!(is_read(&server, path("%7B%22contacto%22%3A%22a%2Fb%22%7D")));
}

#[test]
fn l5_l7_a_link_that_was_cut_is_refused_before_any_login() {
    let (_world, server) = started();
    let answer = get_raw(&server, path(r#"{"contacto":"a?b%22}"#));
    assert_eq!(answer.status, 400);
    assert!(
        answer.body.contains("termina dentro del objeto"),
        "{}",
        answer.body
    );
    assert!(!is_read(&server, path(r#"{"contacto":"a?b"}"#)));
    // A browser keeps what follows a # to itself.
    assert!(!is_read(&server, path(r#"{"contacto":"a"#)));
}

#[test]
fn l6_what_hyper_lets_pass_in_a_path() {
    let (_world, server) = started();
    for byte in 0..=u8::MAX {
        if matches!(byte, b'?' | b'#' | b'%') {
            continue;
        }
        let mut target = path("{\"contacto\":\"a").into_bytes();
        target.push(byte);
        target.extend_from_slice(b"z\"}");
        let answer = get_raw(&server, &target);
        let passes = answer.header("x-correlation-id").is_some();
        let expected = !matches!(byte, 0..=b' ' | b'<' | b'>' | b'`' | 0x7F..);
        assert_eq!(passes, expected, "byte {byte:#04x} got {}", answer.status);
        assert!(
            passes || answer.status == 400,
            "byte {byte:#04x} got {}",
            answer.status
        );
    }
    assert!(is_read(
        &server,
        path("{\"contacto\":\"ñandú 😀\"}").replace(' ', "%20")
    ));
    assert!(is_read(&server, path(r#"{"contacto":"a|b^c"}"#)));
}

#[test]
fn l8_what_is_not_utf8_is_refused() {
    let (_world, server) = started();
    for bad in ["%F1", "%C0%AF", "%ED%A0%80"] {
        assert!(
            !is_read(&server, path(&format!("%7B%22contacto%22%3A%22{bad}%22%7D"))),
            "{bad}"
        );
        assert!(
            !is_read(&server, format!("/integracionview/genesys/chat/{bad}/{{}}")),
            "{bad}"
        );
    }
}

#[test]
fn l9_l11_control_characters_are_refused_and_reach_no_header() {
    let (_world, server) = started();
    for bad in ["%00", "%0d%0aSet-Cookie:%20a=b", "%07", "%C2%85"] {
        let answer = get_raw(&server, path(&format!("%7B%22contacto%22%3A%22a{bad}b%22%7D")));
        assert_eq!(answer.status, 400, "{bad}");
        assert_eq!(answer.header("set-cookie"), None);
    }
}

#[test]
fn l10_a_lone_surrogate_is_refused() {
    let (_world, server) = started();
    assert!(!is_read(&server, path(r#"{"contacto":"\ud800"}"#)));
}

#[test]
fn l12_a_key_given_twice_is_refused() {
    let (_world, server) = started();
    assert!(!is_read(&server, path(r#"{"caso":"1","caso":"2"}"#)));
}

#[test]
fn l13_unknown_keys_are_ignored_and_wrong_types_refused() {
    let (_world, server) = started();
    assert!(is_read(&server, path(r#"{"caso":123}"#)));
    assert!(is_read(&server, path("{}")));
    assert!(is_read(&server, path(r#"{"otra":[1,{"a":2}],"caso":"1"}"#)));
    assert!(!is_read(&server, path("[]")));
    assert!(!is_read(&server, path(r#"{"caso":["1"]}"#)));
    assert!(!is_read(&server, path(r#"{"caso":true}"#)));
}

#[test]
fn l14_deep_nesting_is_refused() {
    let (_world, server) = started();
    for depth in [128, 4000] {
        let value = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(
            !is_read(&server, path(&format!(r#"{{"otra":{value}}}"#))),
            "{depth}"
        );
    }
}

#[test]
fn l15_the_id_has_up_to_120_characters() {
    let (_world, server) = started();
    let with_id = |id: &str| format!("/integracionview/genesys/chat/{}/{{}}", encoded(id));
    assert!(is_read(&server, with_id(&"😀".repeat(120))));
    assert!(!is_read(&server, with_id(&"a".repeat(121))));
    assert!(!is_read(&server, "/integracionview/genesys/chat//{}"));
}

#[test]
fn l16_the_channel_is_one_of_the_accepted_and_never_echoed() {
    let (_world, server) = started();
    let with = |channel: &str| format!("/integracionview/genesys/{}/Q1/{{}}", encoded(channel));
    for good in ["Call", "call", "VOZ", "Voz"] {
        assert!(is_read(&server, with(good)), "{good}");
    }
    let answer = get_raw(&server, with("<script>alert(1)</script>"));
    assert_eq!(answer.status, 400);
    assert!(!answer.body.contains("alert(1)"));
}

#[test]
fn l19_a_target_that_is_too_long_is_refused_and_the_connection_closed() {
    let (_world, server) = started();
    for (length, expected) in [
        (9_000, &[400][..]),
        (17_000, &[414, 431]),
        (70_000, &[414, 431]),
        (1_000_000, &[414, 431]),
    ] {
        let mut wire = crate::support::Wire::to(server.address);
        wire.write(format!(
            "GET /integracionview/{} HTTP/1.1\r\nHost: {HOST}\r\n\r\n",
            "a".repeat(length)
        ));
        // A server that has stopped reading may reset the connection before its answer is read.
        match wire.answer(false) {
            Some(answer) => {
                assert!(expected.contains(&answer.status), "{length}: {}", answer.status);
                assert!(answer.body.len() < 8_000);
                assert!(length < 10_000 || wire.is_closed());
            }
            None => assert!(length > 64 * 1024, "{length}"),
        }
    }
}

#[test]
fn l20_contacto_beside_a_legacy_key_is_refused() {
    let (_world, server) = started();
    assert!(!is_read(&server, path(r#"{"contacto":"x","email":"a@b.cl"}"#)));
}

#[test]
fn l21_absolute_targets_of_others_and_missing_or_repeated_hosts_are_refused() {
    let (_world, server) = started();
    for bad in [
        format!("GET http://evil.example/login HTTP/1.1\r\nHost: {HOST}\r\n\r\n"),
        format!("GET /login HTTP/1.1\r\nHost: {HOST}\r\nHost: {HOST}\r\n\r\n"),
        "GET /login HTTP/1.1\r\n\r\n".to_owned(),
        "GET /login HTTP/1.1\r\nHost:\r\n\r\n".to_owned(),
        format!("GET /login HTTP/1.1\r\nHost: a@{HOST}\r\n\r\n"),
        format!("GET /login HTTP/1.1\r\nHost: {HOST}/x\r\n\r\n"),
        "GET /login HTTP/1.0\r\n\r\n".to_owned(),
        "GET http://evil.example/login HTTP/1.1\r\n\r\n".to_owned(),
    ] {
        assert_eq!(raw(&server, &bad).status, 400, "{bad:?}");
    }
    let own = format!("GET http://{HOST}:80/login HTTP/1.1\r\nHost: {HOST}:80\r\n\r\n");
    assert_eq!(raw(&server, own).status, 200);
}

#[test]
fn l22_dots_are_text_and_never_a_path() {
    let (_world, server) = started();
    for id in ["..", "%2e%2e", "."] {
        assert!(
            is_read(&server, format!("/integracionview/genesys/chat/{id}/{{}}")),
            "{id}"
        );
    }
}

#[test]
fn what_is_refused_before_its_instance_is_known_is_refused_in_the_instances_language() {
    let (_world, server) = started();
    let too_long = format!("/contactos?q={}", "a".repeat(17_000));
    for (host, language) in [
        (HOST, "es"),
        (crate::support::OTHER_HOST, "en"),
        ("nobody.example", "es"),
    ] {
        let mut wire = crate::support::Wire::to(server.address);
        wire.write(format!("GET {too_long} HTTP/1.1\r\nHost: {host}\r\n\r\n"));
        let answer = wire.answer(false).expect("it is answered");
        assert_eq!(answer.status, 414);
        assert!(
            answer.body.contains(&format!("<html lang=\"{language}\"")),
            "{host}: {}",
            answer.body
        );
    }
}
