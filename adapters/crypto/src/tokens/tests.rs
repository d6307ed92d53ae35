use super::*;
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};

/// What the first version signed under a key of zeros.
const FIRST: &str = "eyJhbGciOiJFZERTQSIsInR5cCI6IkpXVCIsImtpZCI6ImF1a0tvenpiWVVRT090WjI2RUZsdDdlWXlxU2NmME5r\
     RjF3Y2NnMjdYd3cifQ.eyJpc3MiOiJiYTM2MCIsImF1ZCI6ImJhMzYwOjMiLCJzdWIiOiI0MiIsImlhdCI6MTcwM\
     DAwMDAwMCwiZXhwIjoxNzAwMDI4ODAwLCJqdGkiOiIwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZiJ9.\
     utDyfB9nbaigO9rC6dyWK0PHhEYaYRxPYKfgiHIwA0r4_oJV2EkyRqDkDbTvYwpb_oFHO463BWcURMp5-nbOAw";

fn zeros() -> Tokens {
    Tokens::new(&MasterKey::from_text(&"A".repeat(43)).unwrap())
}

fn claims() -> Claims {
    Claims {
        instance: InstanceId(3),
        user: UserId(42),
        issued_at: Timestamp::from_second(1_700_000_000).unwrap(),
        expires_at: Timestamp::from_second(1_700_028_800).unwrap(),
        id: TokenId("0123456789abcdef".repeat(2)),
    }
}

fn encode(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(text)
}

/// A token with a good signature over whatever the parts hold.
fn signed(tokens: &Tokens, header: &str, body: &str) -> String {
    let message = format!("{}.{}", encode(header), encode(body));
    let signature = (DEFAULT_PROVIDER.signer_factory)(&Algorithm::EdDSA, &tokens.signing)
        .unwrap()
        .try_sign(message.as_bytes())
        .unwrap();
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}

fn good_header(tokens: &Tokens) -> Value {
    serde_json::to_value(tokens.header()).unwrap()
}

fn good_body() -> Value {
    serde_json::to_value(Body::of(&claims())).unwrap()
}

#[test]
fn what_an_earlier_version_signed_is_verified() {
    assert_eq!(zeros().verify(FIRST), Some(claims()));
}

#[test]
fn a_key_is_named_by_its_thumbprint() {
    // The key and its name in RFC 8037, appendix A.
    let public = URL_SAFE_NO_PAD
        .decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
        .unwrap();
    assert_eq!(thumbprint(&public), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
}

#[test]
fn a_token_is_written_as_the_texts_say() {
    let tokens = zeros();
    let token = tokens.sign(&claims()).unwrap();
    let parts: Vec<_> = token.expose_secret().split('.').collect();
    let json =
        |part: &str| -> Value { serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap() };
    assert_eq!(parts.len(), 3);
    assert_eq!(
        json(parts[0]),
        json!({"alg": "EdDSA", "typ": "JWT", "kid": tokens.key_id})
    );
    assert_eq!(
        json(parts[1]),
        json!({
            "iss": "ba360",
            "aud": "ba360:3",
            "sub": "42",
            "iat": 1_700_000_000,
            "exp": 1_700_028_800,
            "jti": "0123456789abcdef0123456789abcdef",
        })
    );
}

#[test]
fn another_header_verifies_as_nothing_even_when_it_is_signed() {
    let tokens = zeros();
    let body = good_body().to_string();
    let good = good_header(&tokens);
    assert!(
        tokens
            .verify(&signed(&tokens, &good.to_string(), &body))
            .is_some()
    );
    let with = |name: &str, value: Value| {
        let mut header = good.clone();
        header[name] = value;
        header.to_string()
    };
    let without = |name: &str| {
        let mut header = good.clone();
        header.as_object_mut().unwrap().remove(name);
        header.to_string()
    };
    for header in [
        with("alg", json!("none")),
        with("alg", json!("HS256")),
        with("alg", json!("RS256")),
        with("alg", json!("Ed25519")),
        with("alg", json!("eddsa")),
        with("alg", json!(["EdDSA"])),
        with("alg", Value::Null),
        with("typ", json!("at+jwt")),
        with("typ", json!("jwt")),
        with("kid", json!("")),
        with("kid", json!("another")),
        with("crit", json!([])),
        with("crit", json!(["exp"])),
        with("jwk", json!({})),
        with("jku", json!("https://example.com/")),
        with("b64", json!(false)),
        without("alg"),
        without("typ"),
        without("kid"),
        good.to_string().replacen('{', r#"{"alg":"none","#, 1),
        good.to_string().replacen('{', r#"{"alg":"EdDSA","#, 1),
        format!("{good} {good}"),
        format!("[{good}]"),
        "{}".to_owned(),
        String::new(),
    ] {
        assert_eq!(tokens.verify(&signed(&tokens, &header, &body)), None, "{header}");
    }
}

#[test]
fn other_claims_verify_as_nothing_even_when_they_are_signed() {
    let tokens = zeros();
    let header = good_header(&tokens).to_string();
    let good = good_body();
    let with = |name: &str, value: Value| {
        let mut body = good.clone();
        body[name] = value;
        body.to_string()
    };
    let mut bodies: Vec<String> = ["iss", "aud", "sub", "iat", "exp", "jti"]
        .into_iter()
        .flat_map(|name| {
            let mut missing = good.clone();
            missing.as_object_mut().unwrap().remove(name);
            let twice = format!(r#"{{"{name}":{},{}"#, good[name], &good.to_string()[1..]);
            let listed = with(name, json!([good[name]]));
            [
                missing.to_string(),
                twice,
                listed,
                with(name, Value::Null),
                with(name, json!(1.5)),
            ]
        })
        .collect();
    bodies.extend([
        with("iss", json!("ba360 ")),
        with("iss", json!("other")),
        with("aud", json!("ba360")),
        with("aud", json!("ba360:")),
        with("aud", json!("ba360:+3")),
        with("aud", json!("ba360:03")),
        with("aud", json!("ba360:3:4")),
        with("aud", json!(["ba360:3", "other"])),
        with("sub", json!(42)),
        with("sub", json!("042")),
        with("sub", json!(" 42")),
        with("sub", json!("")),
        with("sub", json!("9223372036854775808")),
        with("iat", json!("1700000000")),
        with("exp", json!("1700028800")),
        with("exp", json!(1.7e9)),
        with("exp", json!(i64::MAX)),
        with("exp", json!(u64::MAX)),
        with("jti", json!("")),
        with("jti", json!("0123456789ABCDEF0123456789ABCDEF")),
        with("nbf", json!(4_000_000_000_u64)),
        with("admin", json!(true)),
        good.to_string() + "{}",
        format!("[{good}]"),
        "{}".to_owned(),
        String::new(),
    ]);
    assert!(
        tokens
            .verify(&signed(&tokens, &header, &good.to_string()))
            .is_some()
    );
    for body in bodies {
        assert_eq!(tokens.verify(&signed(&tokens, &header, &body)), None, "{body}");
    }
}

#[test]
fn a_token_under_the_public_key_as_a_password_verifies_as_nothing() {
    use aws_lc_rs::hmac;
    let tokens = zeros();
    let public = tokens.verifying.try_get_as_bytes().unwrap();
    let body = good_body().to_string();
    for (alg, algorithm) in [("HS256", hmac::HMAC_SHA256), ("HS512", hmac::HMAC_SHA512)] {
        for header_alg in [alg, "EdDSA"] {
            let header = json!({"alg": header_alg, "typ": "JWT", "kid": tokens.key_id}).to_string();
            let message = format!("{}.{}", encode(&header), encode(&body));
            let tag = hmac::sign(&hmac::Key::new(algorithm, public), message.as_bytes());
            let token = format!("{message}.{}", URL_SAFE_NO_PAD.encode(tag));
            assert_eq!(tokens.verify(&token), None, "{header}");
        }
    }
}

#[test]
fn an_unsigned_token_verifies_as_nothing() {
    let tokens = zeros();
    let body = encode(&good_body().to_string());
    for alg in ["none", "None", "NONE", "EdDSA"] {
        let header = encode(&json!({"alg": alg, "typ": "JWT", "kid": tokens.key_id}).to_string());
        for end in ["", ".", ".AA", "..", &format!(".{}", "A".repeat(86))] {
            assert_eq!(
                tokens.verify(&format!("{header}.{body}{end}")),
                None,
                "{alg} {end}"
            );
        }
    }
}

#[test]
fn a_remembered_token_says_nothing_for_another() {
    let tokens = zeros();
    let token = tokens.sign(&claims()).unwrap();
    let token = token.expose_secret();
    assert_eq!(tokens.verify(token), Some(claims()));
    for place in 0..token.len() {
        let mut other = token.as_bytes().to_vec();
        other[place] ^= 1;
        let other = String::from_utf8(other).unwrap();
        assert_eq!(tokens.verify(&other), None, "place {place}");
    }
    for other in [
        format!("{token}="),
        format!("{token} "),
        format!(" {token}"),
        format!("{token}."),
    ] {
        assert_eq!(tokens.verify(&other), None);
    }
    assert_eq!(tokens.verify(token), Some(claims()));
}

#[test]
fn a_token_that_does_not_verify_is_not_remembered() {
    let tokens = zeros();
    for number in 0..100 {
        assert_eq!(tokens.verify(&format!("{FIRST}{number}")), None);
        assert_eq!(
            tokens
                .remembered
                .recall(&token_digest(&format!("{FIRST}{number}"))),
            None
        );
    }
}

#[test]
fn a_token_over_the_limit_is_not_looked_at() {
    let tokens = zeros();
    let header = good_header(&tokens).to_string();
    let padded = |blanks: usize| {
        let body = good_body().to_string() + &" ".repeat(blanks);
        signed(&tokens, &header, &body)
    };
    let fits = padded(2600);
    assert!(fits.len() <= MAX_BYTES);
    assert_eq!(tokens.verify(&fits), Some(claims()));
    let over = padded(3000);
    assert!(over.len() > MAX_BYTES);
    assert_eq!(tokens.verify(&over), None);
}

#[test]
fn parts_of_a_second_are_cut_off() {
    let tokens = zeros();
    let mut exact = claims();
    exact.issued_at = Timestamp::new(1_700_000_000, 999_999_999).unwrap();
    let token = tokens.sign(&exact).unwrap();
    assert_eq!(tokens.verify(token.expose_secret()), Some(claims()));
}

#[test]
fn a_token_without_a_good_name_of_its_own_is_not_signed() {
    for name in ["", "short", &"g".repeat(32)] {
        let mut claims = claims();
        claims.id = TokenId(name.to_owned());
        assert!(zeros().sign(&claims).is_err(), "{name}");
    }
}

#[test]
fn a_stranger_who_has_the_public_key_verifies_what_was_signed() {
    let master = MasterKey::from_text(&"A".repeat(43)).unwrap();
    let tokens = Tokens::new(&master);
    let public = tokens.public_keys().remove(0);
    // As RFC 7517 and RFC 8037 write it, and read by another way than ours.
    let key = json!({
        "kty": "OKP",
        "crv": "Ed25519",
        "x": public.x,
        "kid": public.id,
        "alg": ALGORITHM,
        "use": "sig",
    });
    let jwk = serde_json::from_value(key.clone()).unwrap();
    let mut validation = jsonwebtoken::Validation::new(Algorithm::EdDSA);
    validation.validate_exp = false;
    validation.set_audience(&["ba360:3"]);
    validation.set_issuer(&["ba360"]);
    let token = tokens.sign(&claims()).unwrap();
    let read = jsonwebtoken::decode::<Value>(
        token.expose_secret(),
        &DecodingKey::from_jwk(&jwk).unwrap(),
        &validation,
    )
    .unwrap();
    assert_eq!(read.header.kid.as_deref(), key["kid"].as_str());
    assert_eq!(read.claims, good_body());
}
