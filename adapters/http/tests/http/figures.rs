//! What the process tells of itself: its figures and its public keys.

use crate::support::{Browser, PASSWORD, Program, Server, World, get_raw, raw};
use ba360_core::{
    access::PermissionSet,
    store::StoreResult,
    token::{Claims, PublicKey, TokenSigner},
};
use secrecy::SecretString;
use std::sync::Arc;

#[test]
fn figures_count_and_tell_nothing_of_anybody() {
    let world = World::new();
    let agent = world.user("agente-secreto", Some(PermissionSet::all()));
    let server = Server::start(&world);
    let program = Program::of(&world, &server, &world.one);
    let token = program.token("ana-secreta", "clave-secreta");
    program.log_in("ana-secreta", "otra-clave");
    let mut browser = Browser::new(&server);
    browser.sign_in("agente-secreto", PASSWORD, "");
    Browser::new(&server).sign_in("agente-secreto", "otra-clave", "");
    browser.get("/contactos?q=Apellido-Reservado");
    browser.get("/contactos/7777777");
    let own = world.token(agent, 60);
    let link = "/integracionview/genesys/chat/Q1/%7B%22contacto%22%3A%22Apellido-Reservado%22%7D";
    Browser::new(&server).get(&format!("{link}/{own}"));
    Browser::new(&server).get(&format!("{link}/{token}x"));
    raw(
        &server,
        "BREW /nada/Apellido-Reservado HTTP/1.1\r\nHost: uno.example\r\n\r\n",
    );
    let figures = get_raw(&server, "/metrics");
    assert_eq!(figures.status, 200);
    assert_eq!(figures.header("cache-control"), Some("no-store"));
    assert!(
        figures
            .header("content-type")
            .unwrap()
            .starts_with("application/openmetrics-text")
    );
    let text = figures.body;
    for line in [
        "ba360_build_info{version=\"",
        "ba360_http_requests_in_flight 1",
        "ba360_logins_total{kind=\"external\",outcome=\"ok\"} 1",
        "ba360_logins_total{kind=\"external\",outcome=\"external_login_refused\"} 1",
        "ba360_logins_total{kind=\"password\",outcome=\"ok\"} 1",
        "ba360_logins_total{kind=\"link_token\",outcome=\"ok\"} 1",
        "ba360_logins_total{kind=\"link_token\",outcome=\"token_refused\"} 1",
        "ba360_http_requests_total{method=\"GET\",route=\"/contactos/{id}\",status=\"404\",outcome=\"record_unknown\"} 1",
        "ba360_http_requests_total{method=\"other\",route=\"none\",status=\"404\",outcome=\"page_unknown\"} 1",
        "ba360_http_request_duration_seconds_count{method=\"GET\",route=\"/integracionview/{*rest}\"} 2",
    ] {
        assert!(text.contains(line), "{line} in\n{text}");
    }
    assert!(text.ends_with("# EOF\n"));
    for value in [
        "secret",
        "Reservado",
        "7777777",
        "uno",
        "127.0.0.1",
        "BREW",
        &token[..40],
    ] {
        assert!(!text.contains(value), "{value} in\n{text}");
    }
}

/// A signer with a public key, of which there is nothing in memory.
struct WithKey(Arc<dyn TokenSigner>);

impl TokenSigner for WithKey {
    fn sign(&self, claims: &Claims) -> StoreResult<SecretString> {
        self.0.sign(claims)
    }

    fn verify(&self, token: &str) -> Option<Claims> {
        self.0.verify(token)
    }

    fn public_keys(&self) -> Vec<PublicKey> {
        vec![PublicKey {
            id: "the-kid".to_owned(),
            x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo".to_owned(),
        }]
    }
}

#[test]
fn the_public_keys_are_at_their_well_known_address() {
    let world = World::new();
    let app = world.app_with(Arc::new(WithKey(world.doubles.secrets().tokens)));
    let router = ba360_http::router_at_base(app, Default::default());
    let server = Server::of(router, Default::default());
    let keys = raw(&server, "GET /.well-known/jwks.json HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_eq!(keys.status, 200);
    assert_eq!(keys.header("content-type"), Some("application/json"));
    assert_eq!(keys.header("cache-control"), Some("public, max-age=300"));
    assert_eq!(
        keys.json(),
        serde_json::json!({"keys": [{
            "kty": "OKP",
            "crv": "Ed25519",
            "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
            "use": "sig",
            "alg": "EdDSA",
            "kid": "the-kid",
        }]})
    );
}
