//! The walk of somebody who reads the console alone, and the external system that is told what stands there.

use crate::{
    chromium::Chromium,
    screen::Screen,
    support::{Company, Engine, link, secrets},
};

const PASS: &str = "una-clave-de-afuera-7";
const PHONE: &str = "998874563";

/// Makes a role and the default of it, lets a user come from outside, finds why a link was refused, and mends it.
pub(crate) async fn walk(engine: Engine) {
    let place = engine.place();
    place.json(&["instance", "create", "acme"]);
    place.write(
        "c.csv",
        format!("identificador,nombre,idrrss,email,telefono\n1-9,Ana Soto,,,{PHONE}\n"),
    );
    place.json(&["import", "contacts", "c.csv", "--instance", "acme"]);
    let made = place.json(&["user", "create-admin", "jefa", "--instance", "acme"]);
    let password = made["password"].as_str().unwrap();
    let server = place.serve(&[]);
    secrets::remember(server.authority(), password);
    let chromium = Chromium::start();
    let screen = Screen::start(&chromium, &place, &server).await;
    screen.open("/").await;
    screen.fill("usuario", "jefa").await;
    screen.fill("contrasena", password).await;
    screen.press("Ingresar").await;

    make_the_default_role(&screen).await;
    let company = keys(&screen).await;
    let token = company.token(&server, "Marcela.Soto", PASS);
    the_user_has_the_role(&screen).await;

    // The platform opens a link with a channel that there is not, and the agent reads the tracking id to the newcomer.
    let legacy = link(PHONE, &token).replace("contacto", "telefono");
    let wrong = legacy.replace("chat", "fax");
    let refused = server.client().get(&wrong);
    assert_eq!(refused.status, 400);
    let tracking = refused.header("x-correlation-id").unwrap().to_owned();
    why_it_was_refused(&screen, &tracking).await;
    let mended = mend(&screen, &wrong, &legacy).await;

    // The agent opens what the inspector has written: it shows no token, and the platform adds the agent's.
    assert!(!mended.contains(&token), "{mended}");
    let (at, answer) = server.client().follow(&format!("{mended}/{token}"));
    assert_eq!(answer.status, 200, "{at}");
    assert!(
        answer.body.contains("Ana Soto") && at.starts_with("/contactos/"),
        "{at}: {}",
        answer.body
    );
    // So does the newcomer.
    screen.press("Contacto 1").await;
    assert!(screen.text().await.contains("Ana Soto"));
    screen.browser.close().await;
    server.stop();
}

async fn make_the_default_role(screen: &Screen) {
    screen.press("Roles").await;
    screen.press("Crear rol").await;
    screen.fill("nombre", "Agentes").await;
    screen
        .ask("document.getElementById('todos-contacts').click()")
        .await;
    screen.press("Crear rol").await;
    assert!(screen.text().await.contains("Se creó el rol."));
    screen.press("Marcar").await;
    assert!(screen.text().await.contains("Quedó marcado por defecto."));
}

async fn keys(screen: &Screen) -> Company {
    screen.press("Aplicaciones externas").await;
    let text = screen.text().await;
    assert!(
        text.contains("\"company\": \"acme\"") || text.contains("acme"),
        "{text}"
    );
    Company {
        name: "acme".to_owned(),
        secretkey: screen.value("#campo-secretkey").await,
        clientkey: screen.value("#campo-clientkey").await,
    }
}

async fn the_user_has_the_role(screen: &Screen) {
    screen.press("Usuarios").await;
    screen.press("Marcela.Soto").await;
    let text = screen.text().await;
    assert!(text.contains("Agentes"), "{text}");
}

async fn why_it_was_refused(screen: &Screen, tracking: &str) {
    screen.press("Actividad").await;
    screen.fill("codigo", tracking).await;
    screen.press("Filtrar").await;
    let text = screen.text().await;
    assert!(text.contains("link_channel_unknown"), "{text}");
    assert!(!text.contains(PHONE), "{text}");
}

/// Pastes the refused link, reads its cause, and pastes it as it should be; answers what it is migrated to.
async fn mend(screen: &Screen, wrong: &str, legacy: &str) -> String {
    screen.press("Inspector de enlaces").await;
    screen.fill("enlaces", wrong).await;
    screen.press("Inspeccionar").await;
    let text = screen.text().await;
    assert!(
        text.contains("link_channel_unknown") && text.contains("canal"),
        "{text}"
    );
    screen.fill("enlaces", legacy).await;
    screen.press("Inspeccionar").await;
    screen.value("#migrado-1").await
}
