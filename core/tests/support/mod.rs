//! One instance over the ports in memory, and an agent who may do everything there.
#![allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "each test program uses its part"
)]

mod company;

pub use company::Company;

use ba360_core::{
    App, Ports,
    access::{Actor, NewUser, Operator, Password, PermissionSet, SessionSecret, UserName},
    instance::{Country, Instance, NationalLength, NewInstance, Visit},
    link::Link,
    record::{AccountId, ContactId, FoundRecords, Opened, SearchView},
    text::Language,
};
use ba360_testkit::memory::{Doubles, Memory};
use jiff::tz::TimeZone;
use std::sync::Arc;

pub struct House {
    pub app: App,
    pub ports: Ports,
    pub doubles: Doubles,
    pub operator: Operator,
    pub instance: Arc<Instance>,
    /// Somebody signed in, with every permission.
    pub agent: Actor,
}

impl House {
    pub async fn new() -> Self {
        let doubles = Doubles::new(1);
        let ports = Ports::new(Memory::new().stores(), doubles.secrets());
        let app = App::new(ports.clone());
        let operator = Operator::of_this_installation(&*ports.secrets.random);
        let instance = new_instance(&app, &operator, "uno", &["uno.example"]).await;
        let agent = sign_in_an_admin(&app, &operator, &instance, "agente").await;
        Self {
            app,
            ports,
            doubles,
            operator,
            instance,
            agent,
        }
    }

    /// Another company on the same installation, with somebody signed in there.
    pub async fn neighbour(&self) -> Actor {
        let instance = new_instance(&self.app, &self.operator, "dos", &["dos.example"]).await;
        sign_in_an_admin(&self.app, &self.operator, &instance, "agente").await
    }

    pub async fn contact(&self, texts: [&str; 5]) -> ContactId {
        self.app
            .save_contact
            .run(&self.agent, None, texts)
            .await
            .expect("a good contact")
    }

    pub async fn account(&self, texts: [&str; 5]) -> AccountId {
        self.app
            .save_account
            .run(&self.agent, None, texts)
            .await
            .expect("a good account")
    }

    /// Opens a link of the new format.
    pub async fn open(&self, criteria: &str) -> Opened {
        self.app
            .open_link
            .run(&self.agent, &link(criteria))
            .await
            .expect("a link that opens")
    }

    /// Opens a link that has to end at the search view.
    pub async fn open_search(&self, criteria: &str) -> SearchView {
        match self.open(criteria).await {
            Opened::Search(view) => view,
            Opened::Record(record) => panic!("a record was opened: {record:?}"),
        }
    }

    pub fn visit(&self) -> Visit {
        self.agent.visit().clone()
    }
}

pub fn link(criteria: &str) -> Link {
    Link::parse(format!("/integracionview/genesys/chat/1234567645/{criteria}").as_bytes())
        .expect("a good link")
}

pub async fn new_instance(app: &App, operator: &Operator, name: &str, hosts: &[&str]) -> Arc<Instance> {
    let new = NewInstance {
        name: name.parse().expect("a name"),
        hosts: hosts.iter().map(|host| host.parse().expect("a host")).collect(),
        time_zone: TimeZone::get("America/Santiago").expect("a zone"),
        language: Language::Spanish,
        country: Country::CHILE,
        national_length: NationalLength::default(),
        frame_origins: Vec::new(),
    };
    app.create_instance
        .run(operator, new)
        .await
        .expect("a new instance")
}

pub async fn sign_in_an_admin(app: &App, operator: &Operator, instance: &Arc<Instance>, name: &str) -> Actor {
    use secrecy::ExposeSecret;
    let operator = operator.at(instance.clone());
    let made = app.create_admin.run(&operator, name).await.expect("a new admin");
    let (_, actor): (SessionSecret, Actor) = app
        .sign_in
        .run(operator.visit(), name, made.password.expose_secret(), None)
        .await
        .expect("the right password");
    actor
}

/// Somebody signed in with a role of their own.
pub async fn sign_in_with(house: &House, name: &str, permissions: PermissionSet) -> Actor {
    let instance = house.instance.id;
    let users = &house.ports.stores.users;
    let role = users
        .ensure_role(instance, name, permissions)
        .await
        .expect("a role");
    let password = Password::new("una clave").expect("a password");
    let new = NewUser {
        name: UserName::new(name).expect("a name"),
        password: house.ports.secrets.hasher.hash(&password).await.expect("a hash"),
        role: Some(role),
        at: house.ports.secrets.clock.now(),
    };
    users.insert_if_absent(instance, new).await.expect("a user");
    let signed_in = house
        .app
        .sign_in
        .run(&house.visit(), name, "una clave", None)
        .await;
    signed_in.expect("the right password").1
}

/// The keys of the rows on the page, in order.
pub fn keys(found: &FoundRecords) -> Vec<String> {
    match found {
        FoundRecords::Contacts(found) => found.items.iter().map(|it| it.id.to_string()).collect(),
        FoundRecords::Accounts(found) => found.items.iter().map(|it| it.id.to_string()).collect(),
        FoundRecords::Cases(found) => found.items.iter().map(|it| it.number.to_string()).collect(),
    }
}
