//! `keys show` and `keys regenerate`, the public key of the tokens, and what becomes of commands under another master key
//! (F15).
#![allow(clippy::unwrap_used, reason = "a failure ends the test")]

mod support;

use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header, jwk::JwkSet};
use serde_json::{Value, json};
use std::{fs, process::ExitCode};
use support::{Company, Engine, Place, Ran, cases, link, run};

fn main() -> ExitCode {
    run(cases![
        keys_are_made_once_and_shown_again,
        p8_first_looks_at_once_see_one_pair,
        another_instance_has_other_keys,
        a_regenerated_secretkey_is_another_and_the_clientkey_stays,
        to_regenerate_where_there_are_none_makes_both,
        tokens_stay_good_unless_they_are_revoked_with_the_key,
        t6_by_the_public_key_anybody_can_tell_a_token_from_a_changed_one,
        an_instance_that_is_not_there_has_no_keys,
        f15_under_another_master_key_every_command_ends,
        f15_a_lost_master_key_is_not_replaced_by_a_new_one,
        migrate_needs_no_master_key,
    ])
}

fn show(place: &Place) -> Value {
    place.json(&["keys", "show", "--instance", "acme"])
}

fn acme(engine: Engine) -> Place {
    let place = engine.place();
    place.json(&["instance", "create", "acme"]);
    place
}

fn keys_are_made_once_and_shown_again(engine: Engine) {
    let place = acme(engine);
    let first = show(&place);
    for name in ["secretkey", "clientkey"] {
        // 16 bytes in Base64.
        let key = first[name].as_str().unwrap();
        assert!(key.len() == 24 && key.ends_with("=="), "{key}");
        let times = &first[format!("{name}_times")];
        assert!(
            times["made_at"].is_string() && times["used_at"].is_null(),
            "{times}"
        );
    }
    assert_ne!(first["secretkey"], first["clientkey"]);
    assert_eq!(show(&place), first);
    let ran = place.run(&["keys", "show", "--instance", "acme"]);
    for name in ["secretkey", "clientkey"] {
        assert!(ran.out.contains(first[name].as_str().unwrap()), "{}", ran.out);
    }
    // Each shows when it was last used.
    let server = place.serve(&[]);
    Company::of("acme", &first).token(&server, "ana", "una-clave-7");
    for name in ["secretkey_times", "clientkey_times"] {
        assert!(show(&place)[name]["used_at"].is_string(), "{name}");
    }
}

fn p8_first_looks_at_once_see_one_pair(engine: Engine) {
    let place = acme(engine);
    let pairs: Vec<Value> = std::thread::scope(|scope| {
        let lookers: Vec<_> = (0..8).map(|_| scope.spawn(|| show(&place))).collect();
        lookers.into_iter().map(|looker| looker.join().unwrap()).collect()
    });
    assert!(pairs.iter().all(|pair| *pair == pairs[0]), "{pairs:?}");
}

fn another_instance_has_other_keys(engine: Engine) {
    let place = acme(engine);
    let (one, two) = (show(&place), Company::create(&place, "other", &[]));
    assert_ne!(one["secretkey"], two.secretkey);
    assert_ne!(one["clientkey"], two.clientkey);
}

fn a_regenerated_secretkey_is_another_and_the_clientkey_stays(engine: Engine) {
    let place = acme(engine);
    let old = Company::of("acme", &show(&place));
    let new = old.regenerate(&place, &[]);
    assert_ne!(old.secretkey, new.secretkey);
    assert_eq!(old.clientkey, new.clientkey);
    assert_eq!(show(&place)["secretkey"], new.secretkey);
    let server = place.serve(&[]);
    assert_eq!(old.log_in(&server, "ana", "una-clave-7").status, 401);
    assert_eq!(new.log_in(&server, "ana", "una-clave-7").status, 200);
}

fn to_regenerate_where_there_are_none_makes_both(engine: Engine) {
    let place = acme(engine);
    let made = place.json(&["keys", "regenerate", "--instance", "acme"]);
    assert_eq!(show(&place), made);
}

fn tokens_stay_good_unless_they_are_revoked_with_the_key(engine: Engine) {
    let place = acme(engine);
    let company = Company::of("acme", &show(&place));
    let server = place.serve(&[]);
    let token = company.token(&server, "ana", "una-clave-7");
    let opens = || {
        !server
            .client()
            .follow(&link("1-9", &token))
            .0
            .starts_with("/login")
    };
    assert!(opens());
    let company = company.regenerate(&place, &[]);
    assert!(opens(), "it was issued before, and stays good");
    let company = company.regenerate(&place, &["--revoke-tokens"]);
    assert!(!opens(), "it was revoked with the key");
    // One that is issued right after that is good.
    let token = company.token(&server, "ana", "una-clave-7");
    assert!(
        !server
            .client()
            .follow(&link("1-9", &token))
            .0
            .starts_with("/login")
    );
}

fn t6_by_the_public_key_anybody_can_tell_a_token_from_a_changed_one(engine: Engine) {
    let place = acme(engine);
    let company = Company::of("acme", &show(&place));
    let server = place.serve(&[]);
    let token = company.token(&server, "ana", "una-clave-7");
    let published = server.client().get("/.well-known/jwks.json");
    assert_eq!(published.status, 200, "{}", published.body);
    let keys: JwkSet = serde_json::from_value(published.json()).unwrap();
    // As anybody would who knows the address alone: by a library, and by the key that the token names.
    let named = decode_header(&token).unwrap().kid.unwrap();
    let key = DecodingKey::from_jwk(keys.find(&named).unwrap()).unwrap();
    let mut wanted = Validation::new(Algorithm::EdDSA);
    wanted.set_issuer(&["ba360"]);
    wanted.set_audience(&[format!("ba360:{}", place.value("select id from instances"))]);
    let read = |token: &str| decode::<Value>(token, &key, &wanted).map(|read| read.claims);
    let claims = read(&token).unwrap();
    assert_eq!(claims["sub"], place.value("select id from users"));
    let life = claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap();
    assert_eq!(life, 8 * 3600);
    let (head, rest) = token.split_at(token.len() / 2);
    let letter = if rest.starts_with('A') { "B" } else { "A" };
    assert!(read(&format!("{head}{letter}{}", &rest[1..])).is_err());
    // A server of another installation has another key, and its tokens are none here.
    let elsewhere = acme(engine);
    let company = Company::of("acme", &show(&elsewhere));
    let foreign = company.token(&elsewhere.serve(&[]), "ana", "una-clave-7");
    assert_ne!(decode_header(&foreign).unwrap().kid, Some(named));
    assert!(read(&foreign).is_err());
}

fn an_instance_that_is_not_there_has_no_keys(engine: Engine) {
    let place = engine.place();
    for command in ["show", "regenerate"] {
        let ran = place.run(&["keys", command, "--instance", "nobody", "--json"]);
        assert_eq!(ran.code, 1, "{}", ran.err);
        assert_eq!(ran.object()["error"]["code"], "instance_unknown");
    }
}

const ANOTHER: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

/// The commands that open an installation.
const COMMANDS: [&[&str]; 6] = [
    &["serve", "--listen", "127.0.0.1:0"],
    &["serve", "--demo", "--listen", "127.0.0.1:0"],
    &["instance", "create", "other"],
    &["user", "create-admin", "ana", "--instance", "acme"],
    &["keys", "show", "--instance", "acme"],
    &["keys", "regenerate", "--instance", "acme"],
];

fn assert_refused(ran: &Ran, what: &[&str]) {
    assert_eq!(ran.code, 1, "{what:?}: {} {}", ran.out, ran.err);
    assert_eq!(ran.object()["error"]["code"], "master_key_another", "{what:?}");
    assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
}

fn f15_under_another_master_key_every_command_ends(engine: Engine) {
    let place = acme(engine);
    let before = show(&place);
    let sealed = || place.value(SEALED);
    let kept = sealed();
    for command in COMMANDS {
        let mut under_another = place.command(&[command, &["--json"]].concat());
        let ran = Ran::of(&under_another.env("BA360_MASTER_KEY", ANOTHER).output().unwrap());
        assert_refused(&ran, command);
        assert!(!ran.err.contains(ANOTHER) && !ran.out.contains(ANOTHER));
    }
    assert_eq!(sealed(), kept, "nothing was sealed under it");
    assert_eq!(show(&place), before);
}

fn f15_a_lost_master_key_is_not_replaced_by_a_new_one(engine: Engine) {
    let place = acme(engine);
    let before = show(&place);
    let (file, copy) = (place.data().join("master.key"), place.path("copy"));
    fs::rename(&file, &copy).unwrap();
    for command in COMMANDS {
        assert_refused(&place.run(&[command, &["--json"]].concat()), command);
    }
    // The copy is put back, and all is as it was.
    fs::rename(&copy, &file).unwrap();
    assert_eq!(show(&place), before);
}

fn migrate_needs_no_master_key(engine: Engine) {
    let place = engine.empty();
    let applied = place.json(&["migrate"]);
    assert!(!applied["applied"].as_array().unwrap().is_empty());
    assert!(!place.data().join("master.key").exists(), "it makes none");
    assert_eq!(place.json(&["migrate"]), json!({"applied": []}));
}

/// Whatever is kept sealed of the keys.
const SEALED: &str = "select secret_key || client_key from external_keys";
