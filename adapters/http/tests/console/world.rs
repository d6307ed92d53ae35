//! An instance with records, and a browser that is signed in to it.

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header},
};
use ba360_core::{
    App, Ports,
    access::{
        Action, Actor, NewUser, Operator, Password, Permission, PermissionSet, RoleId, UserId, UserName,
        View, directory::UserTexts,
    },
    ambient::Clock as _,
    instance::{Country, Instance, NationalLength, NewInstance},
    record::{AccountId, ContactId},
    text::{Code, Language},
};
use ba360_http::Settings;
use ba360_testkit::memory::{Doubles, Memory};
use http_body_util::BodyExt as _;
use jiff::tz::TimeZone;
use secrecy::ExposeSecret as _;
use std::{collections::BTreeMap, sync::Arc, time::Duration};
use tower::ServiceExt as _;

/// One instance behind one router.
pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) doubles: Doubles,
    pub(crate) instance: Arc<Instance>,
    ports: Ports,
    operator: Operator,
    router: Router,
}

impl World {
    pub(crate) async fn new(language: Language) -> Self {
        let doubles = Doubles::new(7);
        doubles.clock.set("2026-03-05T14:30:00Z".parse().unwrap());
        let ports = Ports::new(Memory::new().stores(), doubles.secrets());
        let app = App::new(ports.clone());
        let operator = Operator::of_this_installation(&*doubles.random);
        let new = company("demo", "crm.example", language);
        let instance = app.create_instance.run(&operator, new).await.unwrap();
        let mut settings = Settings::default();
        settings.limits.total_time = Duration::from_secs(600);
        Self {
            router: ba360_http::router(app.clone(), settings),
            app,
            doubles,
            instance,
            ports,
            operator,
        }
    }

    /// Somebody at work in another company.
    pub(crate) async fn other_company(&self) -> Actor {
        let new = company("otra", "otra.example", Language::Spanish);
        let other = self.app.create_instance.run(&self.operator, new).await.unwrap();
        self.operator.at(other)
    }

    /// An instance in Spanish, and its administrator's browser.
    pub(crate) async fn with_admin() -> (Self, Browser) {
        let world = Self::new(Language::Spanish).await;
        let browser = world.admin().await;
        (world, browser)
    }

    pub(crate) fn actor(&self) -> Actor {
        self.operator.at(self.instance.clone())
    }

    pub(crate) async fn admin(&self) -> Browser {
        let made = self.app.create_admin.run(&self.actor(), "admin").await.unwrap();
        self.sign_in("admin", made.password.expose_secret()).await
    }

    /// A browser of somebody whose role permits that much; `None` is no role at all.
    pub(crate) async fn user(&self, name: &str, permissions: Option<PermissionSet>) -> Browser {
        let users = &self.ports.stores.users;
        let id = self.instance.id;
        let role = match permissions {
            Some(set) => Some(users.ensure_role(id, name, set).await.unwrap()),
            None => None,
        };
        let password = Password::new("una clave larga").unwrap();
        let new = NewUser {
            name: UserName::new(name).unwrap(),
            password: self.ports.secrets.hasher.hash(&password).await.unwrap(),
            role,
            at: self.doubles.clock.now(),
        };
        users.insert_if_absent(id, new).await.unwrap();
        self.sign_in(name, "una clave larga").await
    }

    pub(crate) fn stranger(&self) -> Browser {
        Browser {
            router: self.router.clone(),
            cookies: BTreeMap::new(),
        }
    }

    async fn sign_in(&self, user: &str, password: &str) -> Browser {
        let mut browser = self.stranger();
        let form = browser.get("/login").await;
        let fields = [("usuario", user), ("contrasena", password), ("continuar", "")];
        let answer = browser.post("/login", &form, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.html);
        browser
    }

    /// A role that permits that much.
    pub(crate) async fn role(&self, name: &str, permissions: PermissionSet) -> RoleId {
        let save = &self.app.save_role;
        save.run(&self.actor(), None, name, permissions).await.unwrap()
    }

    /// A user whom an administrator made, with the temporary password.
    pub(crate) async fn made_user(&self, name: &str, role: Option<RoleId>) -> (UserId, String) {
        let texts = UserTexts {
            role,
            ..UserTexts::default()
        };
        let create = &self.app.create_user;
        let made = create.run(&self.actor(), name, texts).await.unwrap();
        (made.id, made.password.expose_secret().to_owned())
    }

    /// A browser of somebody with a password that an administrator gave.
    pub(crate) async fn comes_in(&self, name: &str, password: &str) -> (Browser, Answer) {
        let mut browser = self.stranger();
        let form = browser.get("/login").await;
        let fields = [("usuario", name), ("contrasena", password), ("continuar", "")];
        let answer = browser.post("/login", &form, &fields).await;
        (browser, answer)
    }

    pub(crate) async fn contact(&self, texts: [&str; 5]) -> ContactId {
        self.app
            .save_contact
            .run(&self.actor(), None, texts)
            .await
            .unwrap()
    }

    pub(crate) async fn account(&self, texts: [&str; 5]) -> AccountId {
        self.app
            .save_account
            .run(&self.actor(), None, texts)
            .await
            .unwrap()
    }

    pub(crate) async fn tie(&self, contact: &ContactId, account: &AccountId) {
        let tie = &self.app.tie_account;
        tie.run(&self.actor(), contact.clone(), account.clone(), true)
            .await
            .unwrap();
    }

    /// So many contacts whose names begin with `Persona`.
    pub(crate) async fn crowd(&self, count: usize) {
        for n in 1..=count {
            let (identifier, name) = (format!("ID-{n:04}"), format!("Persona {n:03}"));
            self.contact([&identifier, &name, "", "", ""]).await;
        }
    }
}

/// Some actions in some views.
pub(crate) fn permits(given: &[(View, Action)]) -> PermissionSet {
    given.iter().fold(PermissionSet::NONE, |set, &(view, action)| {
        set.with(Permission { view, action })
    })
}

fn company(name: &str, host: &str, language: Language) -> NewInstance {
    NewInstance {
        name: name.parse().unwrap(),
        hosts: vec![host.parse().unwrap()],
        time_zone: TimeZone::get("America/Santiago").unwrap(),
        language,
        country: Country::CHILE,
        national_length: NationalLength::default(),
        frame_origins: Vec::new(),
    }
}

/// A browser: it keeps cookies, and follows nothing by itself.
pub(crate) struct Browser {
    router: Router,
    cookies: BTreeMap<String, String>,
}

/// What a browser got.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) location: String,
    /// What the log gets as the outcome; none stands for `ok`.
    pub(crate) outcome: Option<Code>,
    pub(crate) html: String,
}

impl Browser {
    pub(crate) async fn get(&mut self, target: &str) -> Answer {
        self.ask(Request::get(target), Body::empty()).await
    }

    /// Sends a form as the page that holds it would: with its token.
    pub(crate) async fn post(&mut self, target: &str, page: &Answer, fields: &[(&str, &str)]) -> Answer {
        let token = page.value_of("_token").unwrap_or_default();
        let body = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("_token", &token)
            .extend_pairs(fields)
            .finish();
        let request = Request::post(target).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(request, Body::from(body)).await
    }

    /// Opens a link and what it leads to, until a page is there.
    pub(crate) async fn follow(&mut self, target: &str) -> (String, Answer) {
        let mut at = target.to_owned();
        loop {
            let answer = self.get(&at).await;
            if answer.status != StatusCode::SEE_OTHER {
                return (at, answer);
            }
            at = answer.location;
        }
    }

    async fn ask(&mut self, request: axum::http::request::Builder, body: Body) -> Answer {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = request
            .header(header::HOST, "crm.example")
            .header(header::COOKIE, cookies.join("; "))
            .body(body)
            .unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        let location = response.headers().get(header::LOCATION);
        let location = location.map_or("", |it| it.to_str().unwrap()).to_owned();
        let status = response.status();
        let outcome = response.extensions().get::<Code>().copied();
        let refused = status.is_client_error() || status.is_server_error();
        assert!(
            !refused || outcome.is_some(),
            "a {status} would be logged as done"
        );
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        Answer {
            status,
            location,
            outcome,
            html: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }
}

impl Answer {
    pub(crate) fn has(&self, text: &str) -> bool {
        self.html.contains(text)
    }

    /// The value of the first field of that name, unescaped.
    pub(crate) fn value_of(&self, name: &str) -> Option<String> {
        let tag = tags(&self.html, "<input").find(|tag| attribute(tag, "name").as_deref() == Some(name))?;
        attribute(tag, "value")
    }

    /// The addresses of the links with those words, unescaped.
    pub(crate) fn links(&self, words: &str) -> Vec<String> {
        tags(&self.html, "<a ")
            .filter(|tag| text_of(tag).contains(words))
            .filter_map(|tag| attribute(tag, "href"))
            .collect()
    }

    /// The address of the one link with those words.
    pub(crate) fn link(&self, words: &str) -> String {
        let mut links = self.links(words);
        links.dedup();
        assert_eq!(links.len(), 1, "links with the words {words:?}: {links:?}");
        links.remove(0)
    }
}

/// Each tag from its beginning to the next one of the kind.
fn tags<'h>(html: &'h str, begin: &'h str) -> impl Iterator<Item = &'h str> {
    html.match_indices(begin).map(move |(at, _)| {
        let rest = &html[at..];
        let end = match begin {
            "<a " => rest.find("</a>"),
            _ => rest.find('>'),
        };
        &rest[..end.unwrap_or(rest.len())]
    })
}

fn text_of(element: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in element.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    unescape(&text)
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let open = &tag[..tag.find('>').unwrap_or(tag.len())];
    let (_, rest) = open.split_once(&format!(" {name}=\""))?;
    rest.split('"').next().map(unescape)
}

fn unescape(text: &str) -> String {
    text.replace("&#38;", "&")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
}
