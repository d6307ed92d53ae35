//! Two companies behind one router, and the description that their answers have to fit.

use crate::{description::Description, program::Program};
use axum::Router;
use ba360_core::{
    App, Ports,
    access::{Actor, NewUser, Operator, Password, PermissionSet, UserId, UserName},
    ambient::Clock as _,
    instance::{Country, Instance, NationalLength, NewInstance},
    record::{AccountId, ContactId},
    text::Language,
};
use ba360_http::{BasePath, Settings};
use ba360_testkit::memory::{Doubles, Memory};
use jiff::{SignedDuration, tz::TimeZone};
use secrecy::ExposeSecret as _;
use std::{sync::Arc, time::Duration};

/// The host of the company that most tests are about, and that of another.
pub(crate) const HOST: &str = "uno.example";
pub(crate) const OTHER_HOST: &str = "dos.example";
pub(crate) const PASSWORD: &str = "una clave larga";

/// Two companies behind one router.
pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) doubles: Doubles,
    pub(crate) one: Arc<Instance>,
    pub(crate) two: Arc<Instance>,
    pub(crate) router: Router,
    pub(crate) description: Description,
    ports: Ports,
    operator: Operator,
}

impl World {
    pub(crate) async fn new() -> Self {
        let doubles = Doubles::new(7);
        doubles.clock.set("2026-03-05T14:30:00Z".parse().unwrap());
        let ports = Ports::new(Memory::new().stores(), doubles.secrets());
        let app = App::new(ports.clone());
        let operator = Operator::of_this_installation(&*doubles.random);
        let [one, two] = [("uno", HOST), ("dos", OTHER_HOST)].map(|(name, host)| NewInstance {
            name: name.parse().unwrap(),
            hosts: vec![host.parse().unwrap()],
            time_zone: TimeZone::get("America/Santiago").unwrap(),
            language: Language::Spanish,
            country: Country::CHILE,
            national_length: NationalLength::default(),
            frame_origins: Vec::new(),
        });
        let mut settings = Settings::default();
        settings.limits.total_time = Duration::from_secs(600);
        Self {
            one: app.create_instance.run(&operator, one).await.unwrap(),
            two: app.create_instance.run(&operator, two).await.unwrap(),
            router: ba360_http::router(app.clone(), settings),
            description: Description::of(ba360_http::openapi(&BasePath::default())),
            app,
            doubles,
            ports,
            operator,
        }
    }

    pub(crate) fn operator_of(&self, instance: &Arc<Instance>) -> Actor {
        self.operator.at(Arc::clone(instance))
    }

    /// A user of a company whose role permits that much; `None` is no role at all.
    pub(crate) async fn user(
        &self,
        instance: &Arc<Instance>,
        name: &str,
        permissions: Option<PermissionSet>,
    ) -> UserId {
        let users = &self.ports.stores.users;
        let role = match permissions {
            Some(set) => Some(users.ensure_role(instance.id, name, set).await.unwrap()),
            None => None,
        };
        let password = Password::new(PASSWORD).unwrap();
        let new = NewUser {
            name: UserName::new(name).unwrap(),
            password: self.ports.secrets.hasher.hash(&password).await.unwrap(),
            role,
            at: self.doubles.clock.now(),
        };
        users.insert_if_absent(instance.id, new).await.unwrap().0.id
    }

    /// A token of a user of a company.
    pub(crate) async fn token(&self, instance: &Arc<Instance>, user: UserId) -> String {
        let life = SignedDuration::from_hours(1);
        let actor = self.operator_of(instance);
        let token = self.app.issue_token.run(&actor, user, life).await.unwrap();
        token.expose_secret().to_owned()
    }

    /// A program with a token of somebody in the first company who may do that.
    pub(crate) async fn program(&self, name: &str, permissions: Option<PermissionSet>) -> Program<'_> {
        let user = self.user(&self.one, name, permissions).await;
        let token = self.token(&self.one, user).await;
        Program::with_token(self, &token)
    }

    pub(crate) async fn admin(&self) -> Program<'_> {
        self.program("admin", Some(PermissionSet::all())).await
    }

    pub(crate) async fn contact(&self, instance: &Arc<Instance>, texts: [&str; 5]) -> ContactId {
        let actor = self.operator_of(instance);
        self.app.save_contact.run(&actor, None, texts).await.unwrap()
    }

    pub(crate) async fn account(&self, instance: &Arc<Instance>, texts: [&str; 5]) -> AccountId {
        let actor = self.operator_of(instance);
        self.app.save_account.run(&actor, None, texts).await.unwrap()
    }
}
