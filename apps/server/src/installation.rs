//! The wiring: the adapters that the settings ask for, behind the ports of `ba360-core`.

use crate::{fault::Fault, faults, folder::DataFolder, settings::Settings};
use ba360_core::{
    App, Ports,
    access::{Actor, Operator},
    instance::{CheckMasterKeyError, Instance, InstanceName},
    store::StoreError,
};
use ba360_crypto::MasterKey;
use ba360_diesel::{Database, DatabaseUrl, Options};
use secrecy::ExposeSecret as _;
use std::{error::Error, sync::Arc};

/// An installation with its database open and up to date.
pub(crate) struct Installation {
    /// The database itself, for what is no port: migrations and readiness.
    pub(crate) database: Database,
    /// The ports.
    pub(crate) ports: Ports,
    /// The use cases.
    pub(crate) app: App,
    /// The migrations that opening it took.
    pub(crate) migrated: Vec<String>,
}

impl Installation {
    /// Opens the installation that the settings name. Where the database lives in this process it is made and brought
    /// up to date; on a server that is `migrate`'s work, since this role may be one that cannot do it.
    ///
    /// # Errors
    /// Also when migrations are missing that it may not apply.
    pub(crate) async fn open(settings: &Settings) -> Result<Self, Fault> {
        Self::open_by(settings, options(settings), Database::is_embedded, false).await
    }

    /// As [`Self::open`], to serve: a database on a server may come later. Until it is there, with its migrations,
    /// nothing is ready, and the master key is not checked.
    pub(crate) async fn open_to_serve(settings: &Settings) -> Result<Self, Fault> {
        Self::open_by(settings, options(settings), Database::is_embedded, true).await
    }

    /// As [`Self::open`], for an import: nobody else calls, a batch may wait for another import's and take its time, and
    /// each thread keeps the memory of its greatest batch.
    pub(crate) async fn open_to_import(settings: &Settings) -> Result<Self, Fault> {
        let options = Options {
            connections: 2,
            answer_timeout_ms: 600_000,
            ..options(settings)
        };
        Self::open_by(settings, options, Database::is_embedded, false).await
    }

    /// Opens the installation that the settings name, and brings its database up to date wherever that is.
    pub(crate) async fn open_and_migrate(settings: &Settings) -> Result<Self, Fault> {
        Self::open_by(settings, options(settings), |_| true, false).await
    }

    /// Brings the database up to date, and answers which migrations that took. Whoever does only that may hold no key:
    /// none is made and none is asked for.
    ///
    /// # Errors
    /// Also when the key that the settings give is none.
    pub(crate) fn migrate(settings: &Settings) -> Result<Vec<String>, Fault> {
        if settings.master_key.is_some() {
            master_key(settings, &DataFolder::at(settings))?;
        }
        Ok(open_database(settings, options(settings), |_| true, false)?.2)
    }

    async fn open_by(
        settings: &Settings,
        options: Options,
        migrates: impl FnOnce(&Database) -> bool,
        may_come_later: bool,
    ) -> Result<Self, Fault> {
        let (folder, database, migrated) = open_database(settings, options, migrates, may_come_later)?;
        let installation = Self::wire(database, &master_key(settings, &folder)?, migrated);
        // Before anything is sealed under a key that is not this installation's; where the database comes later, it is
        // checked when it comes.
        match installation.check_master_key().await {
            Err(CheckMasterKeyError::Store(StoreError::Unavailable(_))) if may_come_later => {}
            checked => checked?,
        }
        Ok(installation)
    }

    /// Whether the master key is this installation's.
    pub(crate) async fn check_master_key(&self) -> Result<(), CheckMasterKeyError> {
        self.app.check_master_key.run(&self.operator()).await
    }

    /// Puts the ports of a database and of a key together.
    pub(crate) fn wire(database: Database, key: &MasterKey, migrated: Vec<String>) -> Self {
        let secrets = ba360_crypto::secrets(key, ba360_crypto::Limits::default());
        let ports = Ports::new(database.stores(), secrets);
        Self {
            app: App::new(ports.clone()),
            database,
            ports,
            migrated,
        }
    }

    /// Whoever holds this installation: we do.
    pub(crate) fn operator(&self) -> Operator {
        Operator::of_this_installation(&*self.ports.secrets.random)
    }

    /// The operator at work in the instance of that name.
    pub(crate) async fn operator_at(&self, name: &InstanceName) -> Result<Actor, Fault> {
        let operator = self.operator();
        let instance = self.app.find_instance.run(&operator, name).await?;
        Ok(operator.at(instance))
    }

    /// Every instance, the oldest first.
    pub(crate) async fn instances(&self) -> Result<Vec<Arc<Instance>>, StoreError> {
        self.app.find_instance.all(&self.operator()).await
    }
}

/// The data folder and the database that the settings name, with the migrations that it took to bring it up to date.
fn open_database(
    settings: &Settings,
    options: Options,
    migrates: impl FnOnce(&Database) -> bool,
    may_come_later: bool,
) -> Result<(DataFolder, Database, Vec<String>), Fault> {
    let folder = DataFolder::ensure(settings)?;
    let url = database_url(settings, &folder)?;
    let database = Database::open(&url, options).map_err(|error| unopened(&error))?;
    // To look first takes no lock, so a command does not wait for an import that is at work.
    let migrated = match database.pending() {
        Ok(none) if none.is_empty() => none,
        Ok(_) if migrates(&database) => database
            .migrate()
            .map_err(|error| faults::database_migration().because(&error))?,
        Ok(missing) => return Err(faults::database_behind(missing.join(", "))),
        Err(error) if may_come_later && error.is_away() && !database.is_embedded() => {
            tracing::warn!(%error, "the database is away; nothing is ready until it comes");
            Vec::new()
        }
        Err(error) => return Err(unopened(&error)),
    };
    Ok((folder, database, migrated))
}

/// How the settings want the database used.
pub(crate) fn options(settings: &Settings) -> Options {
    Options {
        connections: settings.database_connections.get(),
        statement_cache: settings.database_statement_cache,
        ..Options::default()
    }
}

/// The database that the settings name.
pub(crate) fn database_url(settings: &Settings, folder: &DataFolder) -> Result<DatabaseUrl, Fault> {
    let file;
    let url = match &settings.database_url {
        Some(url) => url.expose_secret(),
        None if cfg!(not(feature = "sqlite")) => return Err(faults::database_url_absent()),
        None => {
            file = format!("sqlite:{}", folder.database().display());
            file.as_str()
        }
    };
    url.parse()
        .map_err(|error: <DatabaseUrl as std::str::FromStr>::Err| faults::database_url_bad().because(&error))
}

/// The key that the settings name; one of its own is made at first.
pub(crate) fn master_key(settings: &Settings, folder: &DataFolder) -> Result<MasterKey, Fault> {
    match &settings.master_key {
        Some(text) => MasterKey::from_text(text.expose_secret()),
        None => MasterKey::load_or_create(&folder.master_key()),
    }
    .map_err(|error| faults::master_key_bad().because(&error))
}

fn unopened(error: &(dyn Error + 'static)) -> Fault {
    faults::database_unopened().because(error)
}
