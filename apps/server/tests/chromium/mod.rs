//! Chromium: found, started, and driven.
#![allow(dead_code, reason = "each test program uses a part of it")]

pub(crate) mod desktop;
pub(crate) mod external;

use crate::support::{self, Place, Server};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

/// What Debian's packages `chromium` and `chromium-driver` hold.
const PROGRAMS: [&str; 2] = ["chromium", "chromedriver"];

/// The first of the programs that is not there.
pub(crate) fn missing() -> Option<&'static str> {
    PROGRAMS.into_iter().find(|program| found(program).is_none())
}

#[expect(clippy::disallowed_methods, reason = "a test's switches are variables")]
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn found(program: &str) -> Option<PathBuf> {
    let path = variable("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

/// A chromedriver on a free port.
pub(crate) struct Chromium {
    driver: Child,
    port: u16,
}

impl Chromium {
    pub(crate) fn start() -> Self {
        let mut driver = Command::new(found("chromedriver").unwrap())
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port = lines
            .by_ref()
            .map_while(Result::ok)
            .filter_map(|line| line.split("on port ").nth(1)?.trim_end_matches('.').parse().ok())
            // First it repeats what it was asked for.
            .find(|&port| port != 0)
            .unwrap();
        // It goes on to print, and must be able to.
        std::thread::spawn(move || lines.for_each(drop));
        Self { driver, port }
    }

    /// Where the driver listens.
    pub(crate) fn authority(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// A browser with a profile of its own and a window of that width.
    pub(crate) async fn browser(&self, place: &Place, width: u32) -> Browser {
        self.browser_set_to(place, width, &json!({})).await
    }

    /// The same, set to keep no cookies of other sites than the page's own. Those of a frame that are `Partitioned`
    /// are the page's own.
    pub(crate) async fn strict_browser(&self, place: &Place, width: u32) -> Browser {
        let settings = json!({"profile.cookie_controls_mode": 1, "profile.block_third_party_cookies": true});
        self.browser_set_to(place, width, &settings).await
    }

    async fn browser_set_to(&self, place: &Place, width: u32, settings: &Value) -> Browser {
        let profile = tempfile::tempdir_in(place.path("")).unwrap().keep();
        let mut options = json!({
            "binary": found("chromium").unwrap(),
            "prefs": settings,
            "args": [
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                format!("--user-data-dir={}", profile.display()),
                format!("--window-size={width},1000"),
            ],
        });
        if width < 500 {
            // No window of a desk is so narrow.
            options["mobileEmulation"] =
                json!({"deviceMetrics": {"width": width, "height": 1000, "pixelRatio": 1.0, "touch": true}});
        }
        let wanted = json!({"goog:chromeOptions": options});
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(wanted.as_object().unwrap().clone())
            .connect(&format!("http://127.0.0.1:{}", self.port))
            .await
            .unwrap();
        Browser { client }
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // Asked to end, it closes the browsers that a failed test left open; a signal would leave them running. One
        // that does not end is not waited for.
        let asked = format!("GET /shutdown HTTP/1.1\r\nHost: {}\r\n\r\n", self.authority());
        let sent = TcpStream::connect(self.authority()).and_then(|mut it| {
            it.set_read_timeout(Some(Duration::from_secs(5)))?;
            it.write_all(asked.as_bytes())?;
            it.read(&mut [0; 1024])
        });
        if sent.is_err() {
            let _ = support::signal(&self.driver, "TERM");
        }
        for _ in 0..500 {
            if !matches!(self.driver.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// A browser.
pub(crate) struct Browser {
    pub(crate) client: Client,
}

impl Browser {
    pub(crate) async fn open(&self, server: &Server, target: &str) {
        let url = format!("http://{}{target}", server.authority());
        // As a platform opens a link: by its own text, which the browser encodes as it does.
        self.client.goto(&url).await.unwrap();
    }

    /// The path and the query of the address bar; the path alone where no query is expected.
    async fn address(&self, with_query: bool) -> String {
        let url = self.client.current_url().await.unwrap();
        match url.query() {
            Some(query) if with_query => format!("{}?{query}", url.path()),
            _ => url.path().to_owned(),
        }
    }

    /// Waits until the address bar shows that.
    pub(crate) async fn arrives_at(&self, opens: &str, what: &str) {
        let mut address = String::new();
        for _ in 0..100 {
            address = self.address(opens.contains('?')).await;
            if address == opens {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{what}: it is at {address} and not at {opens}");
    }

    /// Waits until the address bar shows another path; answers it.
    pub(crate) async fn leaves(&self, path: &str) -> String {
        for _ in 0..100 {
            let address = self.address(false).await;
            if address != path {
                return address;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("it stays at {path}");
    }

    pub(crate) async fn heading(&self) -> String {
        self.text("h1").await
    }

    pub(crate) async fn text(&self, css: &str) -> String {
        let element = self.client.wait().for_element(Locator::Css(css)).await.unwrap();
        element.text().await.unwrap()
    }

    /// By how many pixels the page is wider than the window.
    pub(crate) async fn overflow(&self) -> i64 {
        let script = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
        self.client
            .execute(script, Vec::new())
            .await
            .unwrap()
            .as_i64()
            .unwrap()
    }

    /// Fills the login form in as the demonstration's administrator.
    pub(crate) async fn sign_in(&self, server: &Server) {
        let (user, password) = server.admin();
        let find = |css| self.client.find(Locator::Css(css));
        find("input[name='usuario']")
            .await
            .unwrap()
            .send_keys(user)
            .await
            .unwrap();
        find("input[name='contrasena']")
            .await
            .unwrap()
            .send_keys(password)
            .await
            .unwrap();
        find("form[action$='/login'] button")
            .await
            .unwrap()
            .click()
            .await
            .unwrap();
    }

    /// Keeps a picture of the page, where pictures are wanted.
    pub(crate) async fn picture(&self, name: &str) {
        let Some(folder) = variable("BA360_SCREENSHOTS") else {
            return;
        };
        std::fs::create_dir_all(&folder).unwrap();
        let png = self.client.screenshot().await.unwrap();
        std::fs::write(PathBuf::from(folder).join(format!("{name}.png")), png).unwrap();
    }

    pub(crate) async fn close(self) {
        self.client.close().await.unwrap();
    }
}
