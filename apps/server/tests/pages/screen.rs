//! A browser whose screen, colours and session are changed while it runs, by the protocol of Chromium's own tools.

use crate::{
    chromium::{Browser, Chromium},
    support::{Client, Place, Server},
};
use fantoccini::Locator;
use serde_json::{Value, json};
use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

/// How a page is looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    pub(crate) width: u32,
    pub(crate) dark: bool,
}

impl Look {
    /// In every way that the console is made for.
    pub(crate) const ALL: [Self; 4] = [
        Self {
            width: 400,
            dark: false,
        },
        Self {
            width: 400,
            dark: true,
        },
        Self {
            width: 1440,
            dark: true,
        },
        Self {
            width: 1440,
            dark: false,
        },
    ];

    pub(crate) fn colours(self) -> &'static str {
        if self.dark { "dark" } else { "light" }
    }
}

pub(crate) struct Screen {
    pub(crate) browser: Browser,
    driver: String,
    session: String,
    server: String,
}

impl Screen {
    pub(crate) async fn start(chromium: &Chromium, place: &Place, server: &Server) -> Self {
        let browser = chromium.browser(place, 1440).await;
        let session = browser.client.session_id().await.unwrap().unwrap();
        Self {
            browser,
            driver: chromium.authority(),
            session,
            server: format!("http://{}", server.authority()),
        }
    }

    pub(crate) fn client(&self) -> &fantoccini::Client {
        &self.browser.client
    }

    /// Gives a command of the protocol.
    pub(crate) fn tell(&self, command: &str, params: &Value) {
        let target = format!("/session/{}/goog/cdp/execute", self.session);
        let body = json!({"cmd": command, "params": params}).to_string();
        let mut stream = BufReader::new(TcpStream::connect(&self.driver).unwrap());
        let head = format!(
            "POST {target} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            self.driver,
            body.len()
        );
        stream.get_mut().write_all((head + &body).as_bytes()).unwrap();
        // The driver keeps a connection, whatever it is told: the answer ends where it says.
        let mut lines = stream.by_ref().lines().map_while(Result::ok);
        let status = lines.next().unwrap();
        let length = lines
            .take_while(|line| !line.is_empty())
            .filter_map(|line| {
                line.to_ascii_lowercase()
                    .strip_prefix("content-length:")?
                    .trim()
                    .parse()
                    .ok()
            })
            .last();
        let mut answer = vec![0; length.unwrap()];
        stream.read_exact(&mut answer).unwrap();
        assert!(
            status.contains(" 200"),
            "{command}: {status} {}",
            String::from_utf8_lossy(&answer)
        );
    }

    /// Runs a script on every page before the page's own.
    pub(crate) fn run_on_every_page(&self, source: &str) {
        self.tell(
            "Page.addScriptToEvaluateOnNewDocument",
            &json!({"source": source}),
        );
    }

    /// Is whoever that client is, or nobody.
    pub(crate) fn become_user(&self, client: Option<&Client>) {
        self.tell("Network.clearBrowserCookies", &json!({}));
        if let Some((name, value)) = client.and_then(Client::session) {
            // Its name may say that it is for the whole host, and safe.
            let safe = name.starts_with("__Host-");
            self.tell(
                "Network.setCookie",
                &json!({"name": name, "value": value, "url": self.server, "path": "/", "secure": safe}),
            );
        }
    }

    /// Looks at the page in that way, at a height that shows it whole.
    pub(crate) async fn look(&self, look: Look) {
        let size = |height: i64| json!({"width": look.width, "height": height, "deviceScaleFactor": 1, "mobile": look.width < 500});
        self.tell(
            "Emulation.setEmulatedMedia",
            &json!({"features": [{"name": "prefers-color-scheme", "value": look.colours()}]}),
        );
        self.tell("Emulation.setDeviceMetricsOverride", &size(1000));
        let height = self.ask("return document.documentElement.scrollHeight").await;
        let height = height.as_i64().unwrap().clamp(1000, 8000);
        self.tell("Emulation.setDeviceMetricsOverride", &size(height));
    }

    pub(crate) async fn ask(&self, script: &str) -> Value {
        self.client().execute(script, Vec::new()).await.unwrap()
    }

    pub(crate) async fn open(&self, target: &str) {
        self.client()
            .goto(&format!("{}{target}", self.server))
            .await
            .unwrap();
    }

    /// Fills a form in and sends it, and waits for what is answered.
    pub(crate) async fn send(&self, form: &str, fields: &[(&str, &str)]) {
        let script = "const form = document.querySelector(arguments[0]);\
            for (const [name, value] of arguments[1]) form.elements[name].value = value;\
            document.before = true; form.noValidate = true; form.requestSubmit();";
        let arguments = vec![json!(form), json!(fields)];
        self.client().execute(script, arguments).await.unwrap();
        self.comes().await;
    }

    /// Presses the first visible element of those words, a link or a button, and waits for the page behind it.
    pub(crate) async fn press(&self, words: &str) {
        let script = "document.before = true;\
            const found = [...document.querySelectorAll('a, button')]\
            .find(it => it.innerText.trim() === arguments[0] && it.checkVisibility());\
            if (found) found.click(); return Boolean(found)";
        let pressed = self.client().execute(script, vec![json!(words)]).await.unwrap();
        assert_eq!(
            pressed,
            true,
            "nothing is called {words} at {}",
            self.text().await
        );
        self.comes().await;
    }

    /// Waits until another page has come.
    async fn comes(&self) {
        for _ in 0..200 {
            let script = "return document.before !== true && document.readyState === 'complete'";
            // Between two pages there is none to ask.
            let come = self.client().execute(script, Vec::new()).await;
            if come.is_ok_and(|come| come == true) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("nothing comes after {}", self.text().await);
    }

    /// Types into a field, in place of what it holds.
    pub(crate) async fn fill(&self, name: &str, text: &str) {
        let css = format!("main [name='{name}']");
        let field = self.client().find(Locator::Css(&css)).await.unwrap();
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    pub(crate) async fn value(&self, css: &str) -> String {
        let field = self.client().find(Locator::Css(css)).await.unwrap();
        field.prop("value").await.unwrap().unwrap()
    }

    pub(crate) async fn text(&self) -> String {
        self.browser.text("body").await
    }
}
