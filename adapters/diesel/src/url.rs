use std::{fmt, str::FromStr};

/// Where the data is: `sqlite:PATH`.
///
/// Neither `Debug` nor an error shows anything of a URL that could hold a password.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(pub(crate) Place);

#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Place {
    #[cfg(feature = "sqlite")]
    Sqlite(String),
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
}

const SCHEMES: &str = "sqlite:PATH";

impl FromStr for DatabaseUrl {
    type Err = BadDatabaseUrl;

    fn from_str(text: &str) -> Result<Self, BadDatabaseUrl> {
        let text = text.trim();
        let (scheme, rest) = text.split_once(':').ok_or(BadDatabaseUrl::Scheme)?;
        #[cfg(feature = "sqlite")]
        if scheme.eq_ignore_ascii_case("sqlite") {
            let path = rest.strip_prefix("//").unwrap_or(rest);
            return match path {
                "" => Err(BadDatabaseUrl::NoPath),
                ":memory:" => Err(BadDatabaseUrl::InMemory),
                path => Ok(Self(Place::Sqlite(path.to_owned()))),
            };
        }
        Err(BadDatabaseUrl::Scheme)
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            #[cfg(feature = "sqlite")]
            Place::Sqlite(path) => write!(f, "DatabaseUrl(sqlite:{path})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stands_behind_its_scheme() {
        let shown = |text: &str| text.parse::<DatabaseUrl>().map(|url| format!("{url:?}"));
        assert_eq!(
            shown("sqlite:data/x.db").as_deref(),
            Ok("DatabaseUrl(sqlite:data/x.db)")
        );
        assert_eq!(
            shown("SQLite:///srv/x.db").as_deref(),
            Ok("DatabaseUrl(sqlite:/srv/x.db)")
        );
        assert_eq!(shown("sqlite:"), Err(BadDatabaseUrl::NoPath));
        assert_eq!(shown("sqlite::memory:"), Err(BadDatabaseUrl::InMemory));
    }

    #[test]
    fn an_unknown_scheme_names_those_that_are_known_and_shows_no_password() {
        for text in ["mysql://u:hunter2@h/x", "host=h password=hunter2", "hunter2", ""] {
            let told = text.parse::<DatabaseUrl>().unwrap_err().to_string();
            assert!(
                told.contains("sqlite:PATH") && !told.contains("hunter2"),
                "{told}"
            );
        }
    }
}
