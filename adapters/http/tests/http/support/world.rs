use ba360_core::{
    App, Ports,
    access::{NewUser, Operator, Password, PermissionSet, User, UserId, UserName},
    instance::{Activity, ActivityLog, Country, Instance, NationalLength, NewInstance},
    record::{ImportRow, Imported},
    text::Language,
    token::TokenSigner,
};
use ba360_testkit::memory::{Doubles, Memory};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use secrecy::ExposeSecret as _;
use std::{future::Future, sync::Arc};

/// The host of the company that most tests are about.
pub(crate) const HOST: &str = "uno.example";
/// The host of another company.
pub(crate) const OTHER_HOST: &str = "dos.example";
/// Everybody's password.
pub(crate) const PASSWORD: &str = "una clave de prueba";

/// Two companies with their users and records, in memory.
pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) memory: Memory,
    pub(crate) doubles: Doubles,
    pub(crate) one: Arc<Instance>,
    pub(crate) two: Arc<Instance>,
    operator: Operator,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::framed_by(&[])
    }

    /// The same, where pages of some origins may show the first company's console in a frame.
    pub(crate) fn framed_by(origins: &[&str]) -> Self {
        let memory = Memory::new();
        let doubles = Doubles::new(7);
        let app = App::new(Ports::new(memory.stores(), doubles.secrets()));
        let operator = Operator::of_this_installation(&*doubles.random);
        let make = |name: &str, host: &str, language, origins: &[&str]| {
            let new = NewInstance {
                name: name.parse().unwrap(),
                hosts: vec![host.parse().unwrap()],
                time_zone: TimeZone::UTC,
                language,
                country: Country::CHILE,
                national_length: NationalLength::default(),
                frame_origins: origins.iter().map(|origin| origin.parse().unwrap()).collect(),
            };
            block_on(app.create_instance.run(&operator, new)).unwrap()
        };
        let one = make("uno", HOST, Language::Spanish, origins);
        let two = make("dos", OTHER_HOST, Language::English, &[]);
        Self {
            app,
            memory,
            doubles,
            one,
            two,
            operator,
        }
    }

    /// A user of the first company; with every permission, some, or no role.
    pub(crate) fn user(&self, name: &str, role: Option<PermissionSet>) -> UserId {
        self.user_of(&self.one, name, role)
    }

    pub(crate) fn user_of(&self, instance: &Instance, name: &str, role: Option<PermissionSet>) -> UserId {
        let stores = self.memory.stores();
        block_on(async {
            let role = match role {
                None => None,
                Some(set) => Some(stores.users.ensure_role(instance.id, name, set).await.unwrap()),
            };
            let hasher = self.doubles.secrets().hasher;
            let new = NewUser {
                name: UserName::new(name).unwrap(),
                password: hasher.hash(&Password::new(PASSWORD).unwrap()).await.unwrap(),
                role,
                at: Timestamp::UNIX_EPOCH,
            };
            stores
                .users
                .insert_if_absent(instance.id, new)
                .await
                .unwrap()
                .0
                .id
        })
    }

    /// The secretkey and the clientkey of a company.
    pub(crate) fn keys_of(&self, instance: &Arc<Instance>) -> (String, String) {
        let actor = self.operator.at(Arc::clone(instance));
        let keys = block_on(self.app.view_keys.run(&actor)).unwrap();
        (
            keys.secret.key.expose().to_owned(),
            keys.client.key.expose().to_owned(),
        )
    }

    /// The same ports once more, with another signer of tokens.
    pub(crate) fn app_with(&self, tokens: Arc<dyn TokenSigner>) -> App {
        let mut ports = Ports::new(self.memory.stores(), self.doubles.secrets());
        ports.secrets.tokens = tokens;
        App::new(ports)
    }

    /// A user by name, if there is one.
    pub(crate) fn find_user(&self, instance: &Instance, name: &str) -> Option<User> {
        let name = UserName::new(name).unwrap();
        block_on(self.memory.stores().users.by_name(instance.id, &name)).unwrap()
    }

    /// A token for a user of the first company that lives so many minutes.
    pub(crate) fn token(&self, user: UserId, minutes: i64) -> String {
        self.token_of(&self.one, user, minutes)
    }

    pub(crate) fn token_of(&self, instance: &Arc<Instance>, user: UserId, minutes: i64) -> String {
        let actor = self.operator.at(Arc::clone(instance));
        let life = SignedDuration::from_mins(minutes);
        let token = block_on(self.app.issue_token.run(&actor, user, life)).unwrap();
        token.expose_secret().to_owned()
    }

    /// A contact of the first company; answers its id.
    pub(crate) fn contact(&self, identifier: &str, name: &str) -> String {
        self.contact_of(&self.one, identifier, name)
    }

    pub(crate) fn contact_of(&self, instance: &Arc<Instance>, identifier: &str, name: &str) -> String {
        let row = [identifier, name, "", "", ""].map(str::to_owned);
        self.import(instance, ImportRow::Contact(row))
    }

    /// An account of the first company; answers its id.
    pub(crate) fn account(&self, identifier: &str, name: &str) -> String {
        let row = [identifier, "", name, "", ""].map(str::to_owned);
        self.import(&self.one, ImportRow::Account(row))
    }

    /// A case of a company's contact.
    pub(crate) fn case_of(&self, instance: &Arc<Instance>, number: &str, contact: &str) {
        let row = [number, contact, "", "Chat", "Consulta"].map(str::to_owned);
        self.import(instance, ImportRow::Case(row));
    }

    fn import(&self, instance: &Arc<Instance>, row: ImportRow) -> String {
        let actor = self.operator.at(Arc::clone(instance));
        let mut saved = block_on(self.app.import.run(&actor, vec![row])).unwrap();
        match saved.pop().unwrap().unwrap() {
            Imported::Made(key) | Imported::Changed(key) | Imported::Same(key) => key,
        }
    }

    /// The activity of the first company, the newest first.
    pub(crate) fn activity(&self) -> Vec<Activity> {
        let log: Arc<dyn ActivityLog> = self.memory.stores().activity;
        block_on(log.recent(self.one.id, 100)).unwrap()
    }
}

pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(future)
}
