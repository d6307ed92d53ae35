use std::{fmt, path::Path, str::FromStr};

/// Where the data is: `sqlite:PATH`, or `postgres://USER:PASSWORD@HOST:PORT/NAME` as libpq takes it.
///
/// The scheme alone chooses the backend. Neither `Debug` nor an error shows anything of a URL that could hold a
/// password.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(pub(crate) Place);

#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Place {
    #[cfg(feature = "sqlite")]
    Sqlite(String),
    #[cfg(feature = "postgres")]
    Postgres(String),
}

impl DatabaseUrl {
    /// The file that SQLite keeps the data in.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        match &self.0 {
            #[cfg(feature = "sqlite")]
            Place::Sqlite(path) => Some(Path::new(path)),
            #[cfg(feature = "postgres")]
            Place::Postgres(_) => None,
        }
    }
}

/// A text that says nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadDatabaseUrl {
    /// The scheme is none that this build knows.
    #[error("a database URL begins with one of the schemes that this build knows: {SCHEMES}")]
    Scheme,
    /// There is no path behind `sqlite:`.
    #[error("the path of a file is missing: sqlite:PATH")]
    NoPath,
    /// A database in memory would be another one for each connection.
    #[error("SQLite in memory cannot be shared by connections: name a file, as in sqlite:PATH")]
    InMemory,
    /// A PostgreSQL URL that cannot be taken apart in one way alone.
    #[error(
        "a PostgreSQL URL is postgres://USER:PASSWORD@HOST:PORT/NAME?OPTION=VALUE; \
         in a user, a password or a value @ is written %40, / %2F, : %3A, ? %3F, # %23, % %25, & %26, = %3D and a \
         space %20; an option is one of libpq's"
    )]
    Postgres,
}

#[cfg(all(feature = "sqlite", feature = "postgres"))]
const SCHEMES: &str = "sqlite:PATH, postgres://USER:PASSWORD@HOST:PORT/NAME";
#[cfg(all(feature = "sqlite", not(feature = "postgres")))]
const SCHEMES: &str = "sqlite:PATH (built without the feature `postgres`)";
#[cfg(not(feature = "sqlite"))]
const SCHEMES: &str = "postgres://USER:PASSWORD@HOST:PORT/NAME (built without the feature `sqlite`)";

impl FromStr for DatabaseUrl {
    type Err = BadDatabaseUrl;

    fn from_str(text: &str) -> Result<Self, BadDatabaseUrl> {
        let text = text.trim();
        let (scheme, rest) = text.split_once(':').ok_or(BadDatabaseUrl::Scheme)?;
        match scheme.to_ascii_lowercase().as_str() {
            #[cfg(feature = "sqlite")]
            "sqlite" => match rest.strip_prefix("//").unwrap_or(rest) {
                "" => Err(BadDatabaseUrl::NoPath),
                ":memory:" => Err(BadDatabaseUrl::InMemory),
                path => Ok(Self(Place::Sqlite(path.to_owned()))),
            },
            #[cfg(feature = "postgres")]
            "postgres" | "postgresql" if is_plain(rest) => {
                Ok(Self(Place::Postgres(format!("postgres:{rest}"))))
            }
            #[cfg(feature = "postgres")]
            "postgres" | "postgresql" => Err(BadDatabaseUrl::Postgres),
            _ => Err(BadDatabaseUrl::Scheme),
        }
    }
}

/// The options of libpq 15 that a URL may name, and those of later versions that concern the connection.
#[cfg(feature = "postgres")]
const OPTIONS: [&str; 42] = [
    "application_name",
    "channel_binding",
    "client_encoding",
    "connect_timeout",
    "dbname",
    "fallback_application_name",
    "gssencmode",
    "gsslib",
    "host",
    "hostaddr",
    "keepalives",
    "keepalives_count",
    "keepalives_idle",
    "keepalives_interval",
    "krbsrvname",
    "load_balance_hosts",
    "options",
    "passfile",
    "password",
    "port",
    "replication",
    "require_auth",
    "requirepeer",
    "service",
    "servicefile",
    "ssl_max_protocol_version",
    "ssl_min_protocol_version",
    "sslcert",
    "sslcertmode",
    "sslcompression",
    "sslcrl",
    "sslcrldir",
    "sslkey",
    "sslmode",
    "sslnegotiation",
    "sslpassword",
    "sslrootcert",
    "sslsni",
    "target_session_attrs",
    "tcp_user_timeout",
    "tty",
    "user",
];

/// Whether all that stands behind the `?` are options with one value each. Otherwise libpq would say that it cannot
/// connect, which is also what it says of a server that is away, and show the text that it does not understand.
#[cfg(feature = "postgres")]
fn are_options(options: &str) -> bool {
    let mut pairs = options.split('&').map(|pair| pair.split_once('='));
    pairs.all(|pair| pair.is_some_and(|(name, value)| OPTIONS.contains(&name) && !value.contains('=')))
}

/// Whether what stands behind `postgres:` has one meaning: an `@` or a slash of a password that is not encoded would
/// make a part of it a host, which messages name.
#[cfg(feature = "postgres")]
fn is_plain(rest: &str) -> bool {
    let Some(rest) = rest.strip_prefix("//") else {
        return false;
    };
    let (before, options) = match rest.split_once('?') {
        Some((before, options)) => (before, Some(options)),
        None => (rest, None),
    };
    let (authority, name) = before.split_once('/').unwrap_or((before, ""));
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    let encoded = |text: &str, others: &[u8]| {
        let mut bytes = text.bytes();
        while let Some(byte) = bytes.next() {
            let is_good = match byte {
                b'%' => {
                    let hex = [bytes.next(), bytes.next()];
                    hex != [Some(b'0'); 2]
                        && hex
                            .iter()
                            .all(|digit| digit.is_some_and(|digit| digit.is_ascii_hexdigit()))
                }
                b'@' | b'/' | b'?' | b'#' => others.contains(&byte),
                byte => byte.is_ascii_graphic(),
            };
            if !is_good {
                return false;
            }
        }
        true
    };
    let port = |host: &str| {
        // A host in brackets holds colons.
        let behind = host.rsplit_once(']').map_or(host, |(_, behind)| behind);
        behind
            .split_once(':')
            .is_none_or(|(_, port)| port.parse::<u16>().is_ok() || port.is_empty())
    };
    user.matches(':').count() <= 1
        && encoded(user, b"")
        && host.split(',').all(|host| encoded(host, b"") && port(host))
        && encoded(name, b"")
        && options.is_none_or(|options| encoded(options, b"/") && are_options(options))
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            #[cfg(feature = "sqlite")]
            Place::Sqlite(path) => write!(f, "DatabaseUrl(sqlite:{path})"),
            #[cfg(feature = "postgres")]
            Place::Postgres(_) => f.write_str("DatabaseUrl(postgres)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Result<String, BadDatabaseUrl> {
        text.parse::<DatabaseUrl>().map(|url| format!("{url:?}"))
    }

    #[cfg(feature = "sqlite")]
    #[test]
    fn a_path_stands_behind_its_scheme() {
        assert_eq!(
            shown("sqlite:data/x.db").as_deref(),
            Ok("DatabaseUrl(sqlite:data/x.db)")
        );
        assert_eq!(
            shown("SQLite:///srv/x.db").as_deref(),
            Ok("DatabaseUrl(sqlite:/srv/x.db)")
        );
        let file = |text: &str| text.parse::<DatabaseUrl>().unwrap().file().map(Path::to_owned);
        assert_eq!(
            file("SQLite://data/x.db").as_deref(),
            Some(Path::new("data/x.db"))
        );
        assert_eq!(shown("sqlite:"), Err(BadDatabaseUrl::NoPath));
        assert_eq!(shown("sqlite::memory:"), Err(BadDatabaseUrl::InMemory));
    }

    #[cfg(feature = "postgres")]
    #[test]
    fn a_server_is_taken_as_libpq_takes_it_if_it_has_one_meaning() {
        for good in [
            "postgres://db/ba360",
            "PostgreSQL://u:p%40ss@db:5432/ba360?sslmode=verify-full&sslrootcert=/etc/ca.pem",
            "postgres://u@%2Frun%2Fpostgresql/ba360",
            "postgres:///ba360?host=/run/postgresql",
            "postgres://u:p@[::1]:5432,db2:5433/ba360",
            "postgres://db/ba360?options=-csearch_path%3Dba360",
        ] {
            assert_eq!(shown(good).as_deref(), Ok("DatabaseUrl(postgres)"), "{good}");
        }
        for bad in [
            "postgres:db",
            "postgres://u:hun@ter2@db/x",
            "postgres://u:hun/ter2@db/x",
            "postgres://u:hun?ter2@db/x",
            "postgres://u:hun#ter2@db/x",
            "postgres://u:hun:ter2@db/x",
            "postgres://u:hunter2%@db/x",
            "postgres://u:hunt er2@db/x",
            "postgres://db:hunter2/x",
            "postgres://u:hun%00ter2@db/x",
            "postgres://db/x?",
            "postgres://db/x?sslmode=require&",
            "postgres://db/x?sslmod=require",
            "postgres://db/x?sslmode",
            "postgres://db/x?password=hun&ter2",
            "postgres://db/x?options=-csearch_path=ter2",
        ] {
            assert_eq!(shown(bad), Err(BadDatabaseUrl::Postgres), "{bad}");
            assert!(!BadDatabaseUrl::Postgres.to_string().contains("ter2"));
        }
    }

    #[test]
    fn an_unknown_scheme_names_those_that_are_known_and_shows_no_password() {
        for text in ["mysql://u:hunter2@h/x", "host=h password=hunter2", "hunter2", ""] {
            let told = text.parse::<DatabaseUrl>().unwrap_err().to_string();
            assert!(told.contains(SCHEMES) && !told.contains("hunter2"), "{told}");
        }
    }
}
