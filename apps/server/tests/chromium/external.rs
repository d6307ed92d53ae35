//! The walk of an external system: its keys on the administrator's page, a new one, a login by it, and the link that its
//! user opens; in a window, and in a frame of another origin, as in an agent's desktop.

use super::{Browser, Chromium, desktop::Desktop};
use crate::support::{Company, Engine, Server, link, secrets};
use fantoccini::Locator;
use std::time::Duration;

const KEYS: &str = "/admin/aplicaciones-externas";
const PASS: &str = "una-clave-de-afuera-7";
const CONTACT: &str = "Rosario Quilodrán";
const PHONE: &str = "998874563";

/// How the console is looked at.
struct Window<'w> {
    browser: Browser,
    server: &'w Server,
    desktop: Option<&'w Desktop>,
    name: String,
}

impl Window<'_> {
    /// Opens an address of the console.
    async fn open(&self, target: &str) {
        let Some(desktop) = self.desktop else {
            return self.browser.open(self.server, target).await;
        };
        let address = format!("http://{}{target}", self.server.authority());
        desktop.show(&self.browser, &address).await;
    }

    /// Presses the browser's button to go back.
    async fn back(&self) {
        let client = &self.browser.client;
        let mark = client.execute("document.left = true", Vec::new()).await;
        mark.unwrap();
        if self.desktop.is_some() {
            client.enter_parent_frame().await.unwrap();
        }
        client.back().await.unwrap();
        if self.desktop.is_some() {
            client.enter_frame(0).await.unwrap();
        }
    }

    /// Signs in as the administrator.
    async fn log_in(&self, password: &str) {
        self.arrives_at("/login").await;
        self.type_in("input[name='usuario']", "jefa").await;
        self.type_in("input[name='contrasena']", password).await;
        self.picture("1-login").await;
        self.click("form[action$='/login'] button").await;
    }

    /// Signs out by the page that asks.
    async fn sign_out(&self) {
        self.open("/logout").await;
        self.click("main form[action$='/logout'] button").await;
        self.browser
            .client
            .wait()
            .for_element(Locator::Css("a[href$='/login']"))
            .await
            .unwrap();
    }

    /// All the words of the page, and what its fields hold, whether one sees them or not.
    async fn source(&self) -> String {
        self.browser.client.source().await.unwrap()
    }

    /// Waits until it shows that path, or one below a path that ends with a slash.
    async fn arrives_at(&self, path: &str) {
        let mut at = String::new();
        for _ in 0..200 {
            let script = "return document.left ? 'the page before' : location.pathname";
            let told = self.browser.client.execute(script, Vec::new()).await;
            // Between two pages there is none to ask.
            at = told.map_or_else(
                |error| error.to_string(),
                |told| told.as_str().unwrap_or_default().to_owned(),
            );
            if at == path || (path.ends_with('/') && at.starts_with(path)) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        self.picture("lost").await;
        panic!("{}: it is at {at} and not at {path}", self.name);
    }

    async fn click(&self, css: &str) {
        let element = self
            .browser
            .client
            .wait()
            .for_element(Locator::Css(css))
            .await
            .unwrap();
        element.click().await.unwrap();
    }

    async fn type_in(&self, css: &str, text: &str) {
        let element = self
            .browser
            .client
            .wait()
            .for_element(Locator::Css(css))
            .await
            .unwrap();
        element.send_keys(text).await.unwrap();
    }

    async fn value(&self, css: &str) -> String {
        let element = self
            .browser
            .client
            .wait()
            .for_element(Locator::Css(css))
            .await
            .unwrap();
        element.prop("value").await.unwrap().unwrap()
    }

    async fn picture(&self, step: &str) {
        self.browser.picture(&format!("{}-{step}", self.name)).await;
    }
}

/// The whole walk.
pub(crate) async fn walk(engine: Engine, framed: bool, width: u32) {
    let place = engine.place();
    let desktop = Desktop::start();
    let origin = ["--frame-origin", desktop.origin.as_str()];
    let arguments = if framed { &origin[..] } else { &[] };
    place.json(&[&["instance", "create", "acme"], arguments].concat());
    place.write(
        "c.csv",
        format!("identificador,nombre,idrrss,email,telefono\n1-9,{CONTACT},,,{PHONE}\n"),
    );
    place.json(&["import", "contacts", "c.csv", "--instance", "acme"]);
    let made = place.json(&["user", "create-admin", "jefa", "--instance", "acme"]);
    let password = made["password"].as_str().unwrap();
    let server = place.serve(&[]);
    secrets::remember(server.authority(), password);
    let chromium = Chromium::start();
    let kind = if framed { "framed" } else { "window" };
    let name = format!("external-{kind}-{width}-{}", engine.name());
    let window = || async {
        Window {
            browser: match framed {
                true => chromium.strict_browser(&place, width).await,
                false => chromium.browser(&place, width).await,
            },
            server: &server,
            desktop: framed.then_some(&desktop),
            name: name.clone(),
        }
    };
    let first = window().await;
    if framed {
        desktop.assert_strict(&first.browser).await;
    }
    let company = regenerate(&first, password).await;
    out_and_back(&first, password).await;
    first.browser.close().await;

    let old = company.1.log_in(&server, "Marcela.Soto", PASS);
    assert_eq!(old.status, 401, "the key from before");
    let token = company.0.token(&server, "Marcela.Soto", PASS);
    let second = window().await;
    denied_and_out(&second, &token).await;
    second.browser.close().await;
    server.stop();
}

/// A10: of a page of an origin that the instance does not name, the frame stays empty.
pub(crate) async fn unnamed(engine: Engine) {
    let place = engine.place();
    place.json(&["instance", "create", "acme"]);
    let server = place.serve(&[]);
    let desktop = Desktop::start();
    let chromium = Chromium::start();
    let browser = chromium.browser(&place, 1440).await;
    let forms = || async {
        let form = Locator::Css("input[name='usuario']");
        browser.client.find_all(form).await.unwrap().len()
    };
    browser.open(&server, "/login").await;
    assert_eq!(forms().await, 1, "in a window of its own there is one");
    for target in ["/login", "/contactos", &link(PHONE, "no-token")] {
        let address = format!("http://{}{target}", server.authority());
        desktop.show(&browser, &address).await;
        let at = browser.client.execute("return location.href", Vec::new()).await;
        assert_eq!(at.unwrap(), "chrome-error://chromewebdata/", "{target}");
        assert_eq!(forms().await, 0, "{target}");
    }
    browser.picture(&format!("unnamed-{}", engine.name())).await;
    browser.close().await;
    server.stop();
}

/// The administrator's part; answers the company with its new key and with the one before.
async fn regenerate(window: &Window<'_>, password: &str) -> (Company, Company) {
    window.open(KEYS).await;
    window.log_in(password).await;
    window.arrives_at(KEYS).await;
    let company = || async {
        Company {
            name: "acme".to_owned(),
            secretkey: window.value("#campo-secretkey").await,
            clientkey: window.value("#campo-clientkey").await,
        }
    };
    let before = company().await;
    assert_eq!(before.secretkey.len(), 24, "the first visit makes them");
    window.picture("2-keys").await;
    window.click("a[href$='/regenerar']").await;
    window.arrives_at(&format!("{KEYS}/regenerar")).await;
    window.picture("3-confirm").await;
    window.click("form[action$='/regenerar'] button").await;
    window.arrives_at(KEYS).await;
    let after = company().await;
    window.picture("4-regenerated").await;
    assert_ne!(after.secretkey, before.secretkey);
    assert_eq!(after.clientkey, before.clientkey);
    for key in [&before.secretkey, &after.secretkey, &after.clientkey] {
        secrets::remember(window.server.authority(), key);
    }
    (after, before)
}

/// K3: whoever sits down after somebody has gone is shown no record by the way back. The record is the page that the
/// login led to, as for an agent whose platform opens a link.
async fn out_and_back(window: &Window<'_>, password: &str) {
    window.sign_out().await;
    window.open(link(PHONE, "").trim_end_matches('/')).await;
    window.log_in(password).await;
    window.arrives_at("/contactos/").await;
    assert!(window.source().await.contains(CONTACT));
    window.sign_out().await;
    // To the page that asked whether to, and to the record.
    for _ in 0..2 {
        window.back().await;
        window.arrives_at("/login").await;
        let shown = window.source().await;
        assert!(!shown.contains(CONTACT) && !shown.contains(PHONE), "{shown}");
    }
    let onward = window.value("input[name='continuar']").await;
    assert!(!onward.is_empty(), "it was the record that was gone back to");
    window.picture("5-back").await;
}

/// The agent's part: the link opens the console, but not the view, since nobody gave the user a role; and out again.
async fn denied_and_out(window: &Window<'_>, token: &str) {
    let target = link(PHONE, token);
    window.open(&target).await;
    // To the link as we would write it, without the token.
    window
        .arrives_at("/integracionview/genesys/Chat/1234567645/")
        .await;
    let at = window
        .browser
        .client
        .execute("return location.href", Vec::new())
        .await;
    assert!(!at.unwrap().as_str().unwrap().contains(token));
    // On a narrow page the user's name stands in a menu that is closed.
    let script = "return document.body.textContent";
    let text = window.browser.client.execute(script, Vec::new()).await.unwrap();
    let text = text.as_str().unwrap();
    assert!(
        text.contains("Marcela.Soto") && text.contains("administrador"),
        "{text}"
    );
    window.picture("6-denied").await;
    window.open("/contactos").await;
    window.arrives_at("/contactos").await;
    let text = window.browser.text("body").await;
    assert!(text.contains("administrador"), "{text}");
    window.sign_out().await;
    window.picture("7-out").await;
    window.open("/contactos").await;
    window.arrives_at("/login").await;
}
