//! K1: what is written down of requests.

use crate::support::{Browser, PASSWORD, Program, Server, World, get_raw};
use ba360_core::access::PermissionSet;
use std::{
    io,
    sync::{Arc, Mutex},
};
use tracing::Level;
use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'w> MakeWriter<'w> for Log {
    type Writer = Self;

    fn make_writer(&'w self) -> Self {
        self.clone()
    }
}

#[test]
fn k1_no_secret_and_no_value_is_logged_at_any_level() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(Level::TRACE)
        .with_ansi(false)
        .with_writer(log.clone())
        .finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();
    let world = World::new();
    let agent = world.user("agente-secreto", Some(PermissionSet::all()));
    world.contact("17925916-8", "Apellido-Reservado");
    let server = Server::start(&world);
    let token = world.token(agent, 60);
    let mut browser = Browser::new(&server);
    let link = "/integracionview/genesys/chat/Q1/%7B%22contacto%22%3A%22Apellido-Reservado%22%7D";
    let started = browser.get(&format!("{link}/{token}"));
    let correlation = started.header("x-correlation-id").unwrap().to_owned();
    let opened = browser.get(started.location());
    browser.get(opened.location());
    let cookie = browser.cookies["__Host-ba360"].clone();
    browser.get("/contactos?q=Apellido-Reservado");
    browser.get(&format!("/contactos?q={}", "x".repeat(257)));
    let mut other = Browser::new(&server);
    other.sign_in("agente-secreto", "clave-equivocada", "");
    other.sign_in("agente-secreto", PASSWORD, "");
    let sealed = Browser::new(&server).get(link).location().to_owned();
    get_raw(&server, format!("/integracionview/genesys/fax/Q1/%7B%7D/{token}"));
    get_raw(&server, "/nada/Apellido-Reservado?x=Apellido-Reservado");
    let program = Program::of(&world, &server, &world.one);
    let external = program.token("externa-secreta", "clave-de-externa");
    program.log_in("externa-secreta", "clave-mal-externa");
    program.log_in("ana\r\nINFO forged\u{1b}[31m", "clave-de-externa");
    program.send_with(
        &[("Content-Type", "application/json")],
        "{\"pass\":\"clave-a-medias",
    );
    program.send_with(
        &[("Content-Type", "application/json")],
        r#"{"user":"externa-secreta","user":"externa-secreta"}"#,
    );
    other.get("/admin/aplicaciones-externas");
    let form = other.get("/contrasena").field("_token");
    other.post(
        "/contrasena",
        &[
            ("_token", &form),
            ("actual", "clave-actual-mala"),
            ("nueva", "clave-nueva-secreta"),
            ("repetida", "clave-nueva-secreta"),
        ],
    );
    other.post("/admin/aplicaciones-externas/regenerar", &[("_token", &form)]);
    let (new_secret, _) = world.keys_of(&world.one);
    let other_cookie = other.cookies["__Host-ba360"].clone();
    let (secretkey, clientkey) = (program.secretkey, program.clientkey);
    drop(server);
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(text.contains(&correlation), "requests are logged at all");
    assert!(text.contains("/integracionview/{*rest}") && text.contains("link_channel_unknown"));
    assert!(
        text.contains("value_too_long"),
        "a refused form is logged with its code"
    );
    assert!(text.contains("external_login_refused") && !text.contains("forged"));
    for secret in [
        token.as_str(),
        cookie.as_str(),
        PASSWORD,
        "clave-equivocada",
        "Apellido-Reservado",
        "17925916",
        "agente-secreto",
        sealed.strip_prefix("/login?continuar=").unwrap(),
        other_cookie.as_str(),
        secretkey.as_str(),
        clientkey.as_str(),
        new_secret.as_str(),
        external.as_str(),
        "externa-secreta",
        "clave-de-externa",
        "clave-mal-externa",
        "clave-a-medias",
        "clave-actual-mala",
        "clave-nueva-secreta",
        form.as_str(),
    ] {
        assert!(!text.contains(secret), "{secret} was logged");
    }
}
