//! The settings of this program in one typed struct: flag over variable over file over default.

use crate::{
    args::{Given, LogFormat},
    connections::Connections,
    fault::Fault,
    faults,
    proxies::TrustedProxies,
    settings_file::SettingsFile,
};
use ba360_core::text::Language;
use ba360_http::BasePath;
use secrecy::SecretString;
use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
};

/// The settings. `Debug` shows no secret: those are types that do not print.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// Where to listen.
    pub(crate) listen: SocketAddr,
    /// The folder of the database and of the master key.
    pub(crate) data_dir: PathBuf,
    /// The database; it may hold a password. Without one it is a file in the data folder.
    pub(crate) database_url: Option<SecretString>,
    /// How many connections to PostgreSQL there are at most.
    pub(crate) database_connections: Connections,
    /// Whether the connections to PostgreSQL keep prepared statements.
    pub(crate) database_statement_cache: bool,
    /// The master key. Without one it is kept in a file in the data folder.
    pub(crate) master_key: Option<SecretString>,
    /// Where the console is reached.
    pub(crate) base_path: BasePath,
    /// The proxies whose word is taken for whom a request comes from.
    pub(crate) trusted_proxies: TrustedProxies,
    /// What is logged; each command has its own default.
    pub(crate) log: Option<String>,
    /// How log lines are written.
    pub(crate) log_format: LogFormat,
    /// The language of what the commands say.
    pub(crate) language: Language,
}

impl Settings {
    /// Puts together what was given by flags and variables, what the settings file holds, and the defaults.
    pub(crate) fn resolve(given: Given) -> Result<Self, Fault> {
        let file = match &given.config {
            Some(path) => SettingsFile::read(path)?,
            None => SettingsFile::default(),
        };
        Self::merge(given, file)
    }

    fn merge(given: Given, file: SettingsFile) -> Result<Self, Fault> {
        let settings = Self {
            listen: given
                .listen
                .or(file.listen)
                .unwrap_or_else(|| (Ipv4Addr::LOCALHOST, 8360).into()),
            data_dir: given
                .data_dir
                .or(file.data_dir)
                .unwrap_or_else(|| PathBuf::from("data")),
            database_url: given.database_url.or(file.database_url),
            database_connections: given
                .database_connections
                .or(file.database_connections)
                .unwrap_or_default(),
            database_statement_cache: given
                .database_statement_cache
                .or(file.database_statement_cache)
                .unwrap_or(true),
            master_key: given.master_key.or(file.master_key),
            base_path: given.base_path.or(file.base_path).unwrap_or_default(),
            trusted_proxies: given.trusted_proxies.or(file.trusted_proxies).unwrap_or_default(),
            log: given.log.or(file.log),
            log_format: given.log_format.or(file.log_format).unwrap_or_default(),
            language: given.language.or(file.language).unwrap_or_default(),
        };
        if settings.data_dir.as_os_str().is_empty() {
            return Err(faults::data_dir_blank());
        }
        Ok(settings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret as _;

    fn file() -> SettingsFile {
        SettingsFile::parse(
            "listen = '127.0.0.2:1'\ndata_dir = 'f'\ndatabase_url = 'sqlite:f'\n\
             database_connections = 2\ndatabase_statement_cache = false\nmaster_key = 'f'\n\
             base_path = '/f'\ntrusted_proxies = '10.0.0.0/8'\nlog = 'f'\nlog_format = 'json'\nlanguage = 'en'\n",
        )
        .unwrap()
    }

    fn given() -> Given {
        Given {
            config: None,
            listen: Some("127.0.0.3:1".parse().unwrap()),
            data_dir: Some("g".into()),
            database_url: Some("sqlite:g".into()),
            database_connections: Some("3".parse().unwrap()),
            database_statement_cache: Some(true),
            master_key: Some("g".into()),
            base_path: Some("/g".parse().unwrap()),
            trusted_proxies: Some("192.0.2.1,fd00::/8".parse().unwrap()),
            log: Some("g".into()),
            log_format: Some(LogFormat::Text),
            language: Some(Language::Spanish),
        }
    }

    fn shown(settings: &Settings) -> [String; 11] {
        let secret = |secret: &Option<SecretString>| {
            secret
                .as_ref()
                .map_or("", |secret| secret.expose_secret())
                .to_owned()
        };
        [
            settings.listen.to_string(),
            settings.data_dir.display().to_string(),
            secret(&settings.database_url),
            settings.database_connections.get().to_string(),
            settings.database_statement_cache.to_string(),
            secret(&settings.master_key),
            settings.base_path.to_string(),
            settings.trusted_proxies.to_string(),
            settings.log.clone().unwrap_or_default(),
            format!("{:?}", settings.log_format),
            settings.language.to_string(),
        ]
    }

    #[test]
    fn what_was_given_wins_over_the_file_in_every_setting() {
        let settings = Settings::merge(given(), file()).unwrap();
        let expected = [
            "127.0.0.3:1",
            "g",
            "sqlite:g",
            "3",
            "true",
            "g",
            "/g",
            "192.0.2.1/32,fd00::/8",
            "g",
            "Text",
            "es",
        ];
        assert_eq!(shown(&settings), expected);
    }

    #[test]
    fn the_file_wins_over_the_default_in_every_setting() {
        let settings = Settings::merge(Given::default(), file()).unwrap();
        let expected = [
            "127.0.0.2:1",
            "f",
            "sqlite:f",
            "2",
            "false",
            "f",
            "/f",
            "10.0.0.0/8",
            "f",
            "Json",
            "en",
        ];
        assert_eq!(shown(&settings), expected);
    }

    #[test]
    fn the_defaults_are_the_documented_ones() {
        let settings = Settings::merge(Given::default(), SettingsFile::default()).unwrap();
        assert_eq!(
            shown(&settings),
            [
                "127.0.0.1:8360",
                "data",
                "",
                "16",
                "true",
                "",
                "/",
                "",
                "",
                "Text",
                "es"
            ]
        );
    }

    #[test]
    fn k5_debug_shows_no_secret() {
        let (key, url) = ("the-master-key", "postgres://u:the-password@db/x");
        let given = Given {
            master_key: Some(key.into()),
            database_url: Some(url.into()),
            ..given()
        };
        let file = format!("master_key = '{key}'\ndatabase_url = '{url}'\n");
        let file = SettingsFile::parse(&file).unwrap();
        for settings in [
            Settings::merge(given, SettingsFile::default()),
            Settings::merge(Given::default(), file),
        ] {
            let settings = settings.unwrap();
            let held = shown(&settings);
            assert!(held.contains(&key.to_owned()) && held.contains(&url.to_owned()));
            let printed = format!("{settings:?} {settings:#?}");
            assert!(
                !printed.contains("the-master-key") && !printed.contains("the-password"),
                "{printed}"
            );
        }
    }
}
