//! The walk of an external system: its keys on the administrator's page, a new one, a login by it, and the link that its
//! user opens; in a window, and in a frame of another origin, as in an agent's desktop.

use super::{Browser, Chromium};
use crate::support::{Company, Engine, Server, link, secrets};
use fantoccini::Locator;
use std::{
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    thread,
    time::Duration,
};

const KEYS: &str = "/admin/aplicaciones-externas";
const PASS: &str = "una-clave-de-afuera-7";

/// A page of another origin that shows the address behind its `?` in a frame.
struct Desktop {
    origin: String,
}

impl Desktop {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        // By its name it is another origin, and another site, than the console by its address.
        let origin = format!("http://localhost:{}", listener.local_addr().unwrap().port());
        thread::spawn(move || listener.incoming().flatten().for_each(answer));
        Self { origin }
    }
}

fn answer(mut stream: TcpStream) {
    let mut head = [0; 8192];
    let read = stream.read(&mut head).unwrap_or_default();
    let head = String::from_utf8_lossy(&head[..read]);
    let target = head.split(' ').nth(1).unwrap_or_default();
    let framed = target
        .split_once('?')
        .map_or("about:blank", |(_, address)| address);
    let page = format!(
        "<!doctype html><meta name=\"viewport\" content=\"width=device-width\"><title>Escritorio</title><body style=\"margin:0;background:#345;color:#fff;font:16px sans-serif\">\
         <p style=\"margin:12px\">El escritorio de otra plataforma</p>\
         <iframe src=\"{framed}\" style=\"border:0;width:100%;height:900px;background:#fff\"></iframe>"
    );
    let _ = write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{page}",
        page.len()
    );
}

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
        let client = &self.browser.client;
        client.enter_parent_frame().await.unwrap();
        let url = format!("{}/?http://{}{target}", desktop.origin, self.server.authority());
        client.goto(&url).await.unwrap();
        client.enter_frame(0).await.unwrap();
    }

    /// Waits until it shows that path, or one below a path that ends with a slash.
    async fn arrives_at(&self, path: &str) {
        let mut at = String::new();
        for _ in 0..200 {
            let told = self
                .browser
                .client
                .execute("return location.pathname", Vec::new())
                .await;
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
    let made = place.json(&["user", "create-admin", "jefa", "--instance", "acme"]);
    let password = made["password"].as_str().unwrap();
    let server = place.serve(&[]);
    secrets::remember(server.authority(), password);
    let chromium = Chromium::start();
    let kind = if framed { "framed" } else { "window" };
    let name = format!("external-{kind}-{width}-{}", engine.name());
    let window = Window {
        browser: chromium.browser(&place, width).await,
        server: &server,
        desktop: framed.then_some(&desktop),
        name: name.clone(),
    };
    let company = regenerate(&window, password).await;
    window.browser.close().await;

    let old = company.1.log_in(&server, "Marcela.Soto", PASS);
    assert_eq!(old.status, 401, "the key from before");
    let token = company.0.token(&server, "Marcela.Soto", PASS);
    let window = Window {
        browser: chromium.browser(&place, width).await,
        server: &server,
        desktop: framed.then_some(&desktop),
        name,
    };
    denied_and_out(&window, &token).await;
    window.browser.close().await;
    server.stop();
}

/// The administrator's part; answers the company with its new key and with the one before.
async fn regenerate(window: &Window<'_>, password: &str) -> (Company, Company) {
    window.open(KEYS).await;
    window.arrives_at("/login").await;
    window.type_in("input[name='usuario']", "jefa").await;
    window.type_in("input[name='contrasena']", password).await;
    window.picture("1-login").await;
    window.click("form[action$='/login'] button").await;
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

/// The agent's part: the link opens the console, but not the view, since nobody gave the user a role; and out again.
async fn denied_and_out(window: &Window<'_>, token: &str) {
    let target = link("998874563", token);
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
    window.picture("5-denied").await;
    window.open("/contactos").await;
    window.arrives_at("/contactos").await;
    let text = window.browser.text("body").await;
    assert!(text.contains("administrador"), "{text}");
    window.open("/logout").await;
    window.click("main form[action$='/logout'] button").await;
    window
        .browser
        .client
        .wait()
        .for_element(Locator::Css("a[href$='/login']"))
        .await
        .unwrap();
    window.picture("6-out").await;
    window.open("/contactos").await;
    window.arrives_at("/login").await;
}
