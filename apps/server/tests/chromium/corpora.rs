//! Published texts before a real browser: what looks like a script runs nowhere, and what looks like another origin's
//! address leads nowhere.

use crate::{
    chromium::Chromium,
    screen::Screen,
    support::{Client, Company, Engine, Server, link},
    vectors,
};
use ba360_core::link::{Criteria, Link, LinkParts};
use serde_json::{Value, json};
use std::time::Duration;

const PASS: &str = "una-clave-de-afuera-7";
const PHONE: &str = "998874563";

/// Counts, before a page's own scripts run, what must not happen there. What happens after one has looked is counted
/// on the next page.
const COUNTER: &str = "(() => {\
    const count = what => { sessionStorage[what] = Number(sessionStorage[what] || 0) + 1; };\
    for (const name of ['alert', 'confirm', 'prompt']) window[name] = () => count('ran');\
    addEventListener('securitypolicyviolation', () => count('refused'));\
    })()";

/// What was counted; the highest status of all that the page was made of; and every element that would run something
/// when it is touched, or has an address of another origin, as that of `javascript:` is.
const LOOK: &str = "const entries = ['navigation', 'resource'].flatMap(it => performance.getEntriesByType(it));\
    const astray = it => it.getAttributeNames().some(name => name.startsWith('on'))\
        || ['href', 'src', 'action', 'formaction', 'data'].some(name => it.hasAttribute(name)\
            && new URL(it.getAttribute(name), location).origin !== location.origin)\
        || it.localName === 'script' && !(it.getAttribute('src') || '').startsWith('/assets/');\
    return {origin: location.origin, path: location.pathname,\
        ran: Number(sessionStorage.ran || 0), refused: Number(sessionStorage.refused || 0),\
        status: Math.max(...entries.map(it => it.responseStatus)),\
        astray: [...document.querySelectorAll('*')].filter(astray).map(it => it.outerHTML)}";

/// A browser that counts, before a demonstration's pages.
struct Eye<'s> {
    screen: Screen,
    origin: String,
    server: &'s Server,
    /// The demonstration's administrator.
    admin: Client,
}

impl<'s> Eye<'s> {
    async fn open(screen: Screen, server: &'s Server) -> Self {
        screen.run_on_every_page(COUNTER);
        let mut admin = server.client();
        let form = admin.get("/login");
        let (user, password) = server.admin();
        assert_eq!(admin.sign_in(&form, user, password).1.status, 200);
        let this = Self {
            screen,
            origin: format!("http://{}", server.authority()),
            server,
            admin,
        };
        this.assert_it_sees().await;
        this.screen.become_user(Some(&this.admin));
        this
    }

    async fn look(&self) -> Value {
        self.screen.ask(LOOK).await
    }

    /// Fails unless it sees a script that runs, one that the page's policy refuses, and a status.
    async fn assert_it_sees(&self) {
        let unescaped = "<img src=/assets/none onerror=alert(1)><a href=javascript:alert(1)>x</a>";
        let put = format!("document.body.insertAdjacentHTML('beforeend', '{unescaped}')");
        self.screen.open("/no-hay").await;
        let before = self.look().await;
        assert_eq!((&before["ran"], &before["refused"]), (&json!(0), &json!(0)));
        assert_eq!(before["status"], 404);
        self.screen.ask(&put).await;
        let refused = self.until(|seen| seen["refused"] != 0).await;
        assert_eq!(refused["ran"], 0, "{refused}");
        assert_eq!(refused["astray"].as_array().unwrap().len(), 2, "{refused}");
        // Where there is no policy the same text runs.
        self.screen.tell("Page.setBypassCSP", &json!({"enabled": true}));
        self.screen.open("/no-hay").await;
        self.screen.ask(&put).await;
        self.until(|seen| seen["ran"] != 0).await;
        self.screen.tell("Page.setBypassCSP", &json!({"enabled": false}));
        self.screen.ask("sessionStorage.clear()").await;
    }

    async fn until(&self, wanted: impl Fn(&Value) -> bool) -> Value {
        let mut seen = Value::Null;
        for _ in 0..200 {
            seen = self.look().await;
            if wanted(&seen) {
                return seen;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("it does not see it: {seen}");
    }

    /// Looks at the page that is shown; answers its path.
    async fn assert_harmless(&self, what: &str) -> String {
        let seen = self.look().await;
        let (ran, refused, astray) = (&seen["ran"], &seen["refused"], &seen["astray"]);
        assert!(
            ran == 0 && refused == 0 && *astray == json!([]) && seen["origin"] == self.origin,
            "{what}: {seen}"
        );
        let status = seen["status"].as_u64().unwrap();
        assert!((200..500).contains(&status), "{what}: {status}");
        seen["path"].as_str().unwrap().to_owned()
    }

    /// Opens a page and looks at it; answers where it ended.
    async fn visit(&self, target: &str) -> String {
        self.screen.open(target).await;
        self.assert_harmless(target).await
    }

    async fn picture(&self, name: &str) {
        self.screen.browser.picture(name).await;
    }
}

/// So many of them at most, evenly spread.
fn spread<T>(all: &[T], most: usize) -> impl Iterator<Item = &T> {
    all.iter().step_by(all.len().div_ceil(most))
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// The strings that a browser could take for something to run.
fn scripts() -> Vec<String> {
    let mut texts = vectors::naughty();
    texts.retain(|text| {
        let text = text.to_lowercase();
        ["<", "script", "alert", "onerror", "javascript:"]
            .iter()
            .any(|part| text.contains(part))
    });
    assert!(texts.len() > 200, "{}", texts.len());
    texts
}

/// E8, L17: such strings as users, as contacts, as what is searched for, and as what a form is refused with.
pub(crate) async fn scripts_run_nowhere(engine: Engine) {
    let place = engine.empty();
    let server = place.serve(&["--demo"]);
    let chromium = Chromium::start();
    let screen = Screen::start(&chromium, &place, &server).await;
    let mut eye = Eye::open(screen, &server).await;
    let scripts = scripts();
    let company = Company::of("demo", &place.json(&["keys", "show", "--instance", "demo"]));
    users(&eye, &company).await;
    made(&mut eye, &scripts).await;
    // Every third: all of them take two minutes on a busy machine, and most differ by one letter.
    for text in spread(&scripts, 81) {
        eye.visit(&format!("/contactos?q={}", encoded(text))).await;
        // As a platform writes it, and as one does that encodes nothing: that may be no link, and is shown as it is.
        let parts = LinkParts {
            platform: "genesys",
            channel: "Chat",
            interaction_id: "attack",
            criteria: Criteria {
                contact: Some(text),
                ..Criteria::default()
            },
            ..LinkParts::default()
        };
        if let Ok(link) = Link::build(&parts) {
            eye.visit(&link.to_target()).await;
        }
        eye.visit(&format!(
            "/integracionview/genesys/chat/1/{{\"contacto\":\"{text}\"}}"
        ))
        .await;
    }
    eye.picture(&format!("script-link-{}", engine.name())).await;
    forms(&eye, &scripts).await;
    eye.visit("/login").await;
    eye.screen.browser.close().await;
    server.stop();
}

/// Those that are taken as an external user's name, on every page that shows one. None with a bracket is.
async fn users(eye: &Eye<'_>, company: &Company) {
    let mut known = Vec::new();
    for name in vectors::naughty() {
        let answer = company.log_in(eye.server, &name, PASS);
        assert!(matches!(answer.status, 200 | 400), "{name}: {}", answer.body);
        if answer.status == 200 {
            let token = answer.json()["token"].as_str().unwrap().to_owned();
            let mut user = eye.server.client();
            user.open_link(PHONE, &token);
            known.push((user, token));
        }
    }
    assert!(known.len() > 100, "only {} are taken", known.len());
    for (user, token) in spread(&known, 12) {
        // The question whether to be another user, and what that one is shown.
        eye.visit(&link(PHONE, token)).await;
        eye.screen.become_user(Some(user));
        eye.visit("/").await;
        eye.screen.become_user(Some(&eye.admin));
    }
    for path in ["usuarios", "sesiones", "actividad"] {
        for page in 1..=known.len().div_ceil(50) {
            eye.visit(&format!("/admin/{path}?size=50&page={page}")).await;
        }
        eye.picture(&format!("script-{path}")).await;
    }
}

/// What is made by forms: where, the fields that hold any text, and one that tells them apart.
const MADE: [(&str, &[&str], &str); 7] = [
    ("/contactos/nuevo", &["nombre"], "identificador"),
    (
        "/cuentas/nueva",
        &["representante", "razon_social", "giro"],
        "identificador",
    ),
    ("/casos/nuevo", &["asunto"], ""),
    ("/admin/usuarios/nuevo", &["nombre", "apellido"], "usuario"),
    ("/admin/roles/nuevo", &["nombre"], ""),
    ("/admin/grupos/nuevo", &["nombre"], ""),
    ("/admin/parametros/nuevo", &["valor"], "nombre"),
];

/// Some in what is made and shown, and in the search that it is come back from.
async fn made(eye: &mut Eye<'_>, scripts: &[String]) {
    let contact = eye.server.link("contact").1;
    let contact = contact.rsplit('/').next().unwrap();
    let mut saved = 0;
    for (n, text) in spread(scripts, 12).enumerate() {
        for (form, texts, apart) in MADE {
            let token = eye.admin.get(form).input("_token");
            let name = format!("script_{n}");
            let mut fields = vec![
                ("_token", token.as_str()),
                ("contacto", contact),
                ("canal", "Chat"),
                (apart, &name),
            ];
            fields.extend(texts.iter().map(|field| (*field, text.as_str())));
            let answer = eye.admin.post(form, &fields);
            // Some are longer than the field may be.
            assert!(
                matches!(answer.status, 200 | 303 | 400),
                "{form}: {} for {text:?}: {}",
                answer.status,
                answer.body
            );
            saved += u32::from(answer.status != 400);
            if let Some(there) = answer.header("location") {
                let back = format!("volver={}", encoded(&format!("/contactos?q={}", encoded(text))));
                let between = if there.contains('?') { '&' } else { '?' };
                eye.visit(&format!("{there}{between}{back}")).await;
            }
        }
    }
    assert!(saved > 60, "only {saved} are kept");
    for list in [
        "/contactos?q=script",
        "/cuentas?q=script",
        "/casos?q=script",
        "/admin/usuarios?q=script",
    ] {
        eye.visit(&format!("{list}&size=50")).await;
        eye.picture(&format!(
            "script{}",
            list.split('?').next().unwrap().replace('/', "-")
        ))
        .await;
    }
    for list in ["roles", "grupos", "parametros"] {
        eye.visit(&format!("/admin/{list}")).await;
    }
}

/// Some in forms that are shown again with what was typed.
async fn forms(eye: &Eye<'_>, scripts: &[String]) {
    for text in spread(scripts, 12) {
        eye.screen.open("/contactos/nuevo").await;
        let fields = [
            ("identificador", text.as_str()),
            ("email", text),
            ("telefono", text),
        ];
        eye.screen
            .send("main form[action$='/contactos/nuevo']", &fields)
            .await;
        eye.assert_harmless(text).await;
        eye.screen.open("/admin/enlaces").await;
        eye.screen.send("main form", &[("enlaces", text)]).await;
        eye.assert_harmless(text).await;
    }
    eye.screen.become_user(None);
    for text in spread(scripts, 12) {
        eye.screen.open("/login").await;
        let fields = [("usuario", text.as_str()), ("contrasena", "no es esta")];
        eye.screen.send("main form", &fields).await;
        assert_eq!(eye.assert_harmless(text).await, "/login");
    }
}

/// R1: the published addresses as where to go on and as where to come back to.
pub(crate) async fn addresses_lead_nowhere_else(engine: Engine) {
    let place = engine.empty();
    let server = place.serve(&["--demo"]);
    let chromium = Chromium::start();
    let screen = Screen::start(&chromium, &place, &server).await;
    let eye = Eye::open(screen, &server).await;
    let addresses = vectors::astray();
    let contact = server.link("contact").1;
    // Each costs some pages; `r1_the_published_addresses_lead_nowhere_else` sends all of them.
    for given in spread(&addresses, 140) {
        let onward = eye.visit(&format!("/login?continuar={}", encoded(given))).await;
        assert_eq!(onward, "/contactos", "{given}");
        let record = eye.visit(&format!("{contact}?volver={}", encoded(given))).await;
        assert_eq!(record, contact, "{given}");
    }
    let (user, password) = server.admin();
    for given in spread(&addresses, 14) {
        eye.screen.become_user(None);
        eye.visit(&format!("/login?continuar={}", encoded(given))).await;
        // As if the page had taken it over.
        let fields = [
            ("continuar", given.as_str()),
            ("usuario", user),
            ("contrasena", password),
        ];
        eye.screen.send("main form", &fields).await;
        assert_eq!(eye.assert_harmless(given).await, "/contactos", "{given}");
    }
    eye.visit("/contactos").await;
    eye.screen.browser.close().await;
    server.stop();
}
