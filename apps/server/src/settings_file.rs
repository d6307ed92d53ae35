//! The settings file: TOML, with the names of the variables. A name that is no setting's is an error, since a
//! misspelt setting that is silently ignored is worse than none.

use crate::{args::LogFormat, connections::Connections, fault::Fault, faults, proxies::TrustedProxies};
use ba360_core::text::Language;
use ba360_http::BasePath;
use secrecy::SecretString;
use serde::{Deserialize, Deserializer, de};
use std::{fs, net::SocketAddr, path::Path, path::PathBuf, str::FromStr};

/// What a settings file holds.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct SettingsFile {
    pub(crate) listen: Option<SocketAddr>,
    pub(crate) data_dir: Option<PathBuf>,
    #[serde(deserialize_with = "secret")]
    pub(crate) database_url: Option<SecretString>,
    pub(crate) database_connections: Option<Connections>,
    pub(crate) database_statement_cache: Option<bool>,
    #[serde(deserialize_with = "secret")]
    pub(crate) master_key: Option<SecretString>,
    #[serde(deserialize_with = "parsed")]
    pub(crate) base_path: Option<BasePath>,
    #[serde(deserialize_with = "parsed")]
    pub(crate) trusted_proxies: Option<TrustedProxies>,
    pub(crate) log: Option<String>,
    pub(crate) log_format: Option<LogFormat>,
    #[serde(deserialize_with = "parsed")]
    pub(crate) language: Option<Language>,
}

impl SettingsFile {
    /// Reads a file.
    pub(crate) fn read(path: &Path) -> Result<Self, Fault> {
        let shown = path.display();
        let text = fs::read_to_string(path)
            .map_err(|error| faults::settings_file_unreadable(&shown).because(&error))?;
        Self::parse(&text).map_err(|(line, problem)| faults::settings_file_bad(&shown, line, problem))
    }

    /// Reads a text; a mistake is told with its line. Only the bare message is taken of the reader's error: the
    /// rest repeats the line, which may hold a secret.
    pub(crate) fn parse(text: &str) -> Result<Self, (usize, String)> {
        toml::from_str(text).map_err(|error: toml::de::Error| {
            let end = error.span().map_or(0, |span| span.start.min(text.len()));
            let line = text.as_bytes()[..end].iter().filter(|&&b| b == b'\n').count() + 1;
            (line, error.message().to_owned())
        })
    }
}

/// A text that no error repeats.
fn secret<'de, D: Deserializer<'de>>(from: D) -> Result<Option<SecretString>, D::Error> {
    match toml::Value::deserialize(from)? {
        toml::Value::String(text) => Ok(Some(text.into())),
        _ => Err(de::Error::custom("a text is expected")),
    }
}

fn parsed<'de, D: Deserializer<'de>, T: FromStr<Err: std::fmt::Display>>(
    from: D,
) -> Result<Option<T>, D::Error> {
    let text = String::deserialize(from)?;
    text.parse().map(Some).map_err(de::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_no_settings_is_refused_by_name_and_line() {
        let Err((line, message)) = SettingsFile::parse("language = 'es'\nlisten_on = '127.0.0.1:1'\n") else {
            panic!("it was taken");
        };
        assert_eq!(line, 2);
        assert!(message.contains("listen_on"), "{message}");
    }

    #[test]
    fn a_mistake_in_a_secret_does_not_repeat_it() {
        for bad in [
            "master_key = 123454321",
            "master_key = 'secretsecret",
            "master_key = ['sesame']",
        ] {
            let Err((_, message)) = SettingsFile::parse(bad) else {
                panic!("it was taken");
            };
            assert!(
                !["123454321", "secretsecret", "sesame"]
                    .iter()
                    .any(|it| message.contains(it)),
                "{message}"
            );
        }
    }

    #[test]
    fn a_value_that_cannot_be_is_refused() {
        for bad in [
            "listen = 'here'",
            "language = 'de'",
            "base_path = 'x y'",
            "trusted_proxies = '10.0.0.0/33'",
            "trusted_proxies = 'proxy.example'",
            "log_format = 'xml'",
            "database_connections = 0",
            "database_connections = 1001",
            "database_connections = '16'",
            "database_statement_cache = 'off'",
        ] {
            assert!(SettingsFile::parse(bad).is_err(), "{bad}");
        }
    }
}
