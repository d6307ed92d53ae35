//! A server with a SQLite database of its own, for what is measured through the whole of it.

use crate::{Outcome, wire::Wire};
use ba360_core::{
    App, Ports,
    access::{Actor, Operator, Password, external::ExternalKeyPair},
    instance::{Country, InstanceId, NationalLength, NewInstance},
    text::Language,
};
use ba360_crypto::{Limits, MasterKey, SystemRandom, secrets};
use ba360_diesel::{Database, Options};
use jiff::tz::TimeZone;
use std::net::SocketAddr;
use tempfile::TempDir;
use tokio::runtime::{Builder, Handle, Runtime};

/// The one company, which answers every host.
pub(crate) const COMPANY: &str = "bench";
/// Everybody's password.
pub(crate) const PASS: &str = "una clave de prueba";

/// A server under way. It is taken down in the order of its fields: first what serves, then the last handles on the
/// database, which wait for its threads, then the folder.
pub(crate) struct Site {
    runtime: Runtime,
    /// What the server works with, for what is done beside it.
    pub(crate) ports: Ports,
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// The company.
    pub(crate) instance: InstanceId,
    /// The company's keys.
    pub(crate) keys: ExternalKeyPair,
    _folder: TempDir,
}

impl Site {
    /// Makes a database with one company and nobody in it, and serves it with the ports as `change` leaves them.
    pub(crate) fn open(change: impl FnOnce(&mut Ports)) -> Outcome<Self> {
        let folder = tempfile::tempdir()?;
        let runtime = Builder::new_multi_thread().enable_all().build()?;
        let url = format!("sqlite:{}", folder.path().join("bench.db").display());
        let database = Database::open(&url.parse()?, Options::default())?;
        database.migrate()?;
        let master = MasterKey::generate(&SystemRandom);
        let mut ports = Ports::new(database.stores(), secrets(&master, Limits::default()));
        change(&mut ports);
        let (address, instance, keys) = runtime.block_on(serve(&ports))?;
        Ok(Self {
            runtime,
            ports,
            address,
            instance,
            keys,
            _folder: folder,
        })
    }

    /// What runs the ports' calls.
    pub(crate) fn handle(&self) -> &Handle {
        self.runtime.handle()
    }

    /// A new connection.
    pub(crate) fn connect(&self) -> Outcome<Wire> {
        Wire::to(self.address)
    }

    /// What an external system sends to sign a user in, with the right keys.
    pub(crate) fn credentials(&self, user: &str, pass: &str) -> serde_json::Value {
        serde_json::json!({
            "user": user,
            "pass": pass,
            "company": COMPANY,
            "secretkey": self.keys.secret.key.expose(),
            "clientkey": self.keys.client.key.expose(),
        })
    }
}

/// [`PASS`], for the hasher.
pub(crate) fn password() -> Outcome<Password> {
    Ok(Password::new(PASS)?)
}

/// Makes the company and begins to serve it.
async fn serve(ports: &Ports) -> Outcome<(SocketAddr, InstanceId, ExternalKeyPair)> {
    let app = App::new(ports.clone());
    let operator = Operator::of_this_installation(&SystemRandom);
    let new = NewInstance {
        name: COMPANY.parse()?,
        hosts: Vec::new(),
        time_zone: TimeZone::UTC,
        language: Language::Spanish,
        country: Country::CHILE,
        national_length: NationalLength::default(),
        frame_origins: Vec::new(),
    };
    let instance = app.create_instance.run(&operator, new).await?;
    let id = instance.id;
    let actor: Actor = operator.at(instance);
    let keys = app.view_keys.run(&actor).await?;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    let router = ba360_http::router(app, ba360_http::Settings::default());
    let limits = ba360_http::serve::ConnectionLimits::default();
    tokio::spawn(ba360_http::serve::serve(
        listener,
        router,
        limits,
        std::future::pending(),
    ));
    Ok((address, id, keys))
}
