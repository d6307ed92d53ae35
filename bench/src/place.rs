//! Where the databases of a run are: one for each backend and size.

use crate::{Outcome, direct::Direct, machine};
use ba360_diesel::{Database, Options};
use serde::{Deserialize, Serialize};
use std::{
    fmt, fs,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

/// A database that the store can be on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Backend {
    /// SQLite, in process.
    Sqlite,
    /// PostgreSQL, by its socket.
    Postgres,
}

impl Backend {
    /// Every one.
    pub const ALL: [Self; 2] = [Self::Sqlite, Self::Postgres];

    /// The name that people know it by.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

impl fmt::Display for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Where databases are made.
pub struct Places {
    folder: PathBuf,
    /// Where nothing is to be kept, the folder goes with this.
    temporary: Option<TempDir>,
    /// A database of the server in which those of the run are made.
    postgres: Option<url::Url>,
}

impl Places {
    /// Databases that are kept in a folder, and on a PostgreSQL server when an address is given; without a folder they
    /// are removed after use. The role of the address makes databases, so it has to be one that may.
    ///
    /// # Errors
    /// When the folder cannot be made, or the address is none.
    pub fn new(keep: Option<PathBuf>, postgres: Option<&str>) -> Outcome<Self> {
        let (folder, temporary) = match keep {
            Some(folder) => (folder, None),
            None => {
                let temporary = tempfile::tempdir()?;
                (temporary.path().to_owned(), Some(temporary))
            }
        };
        fs::create_dir_all(&folder)?;
        // What the parser would say could show a password.
        let postgres = postgres
            .map(url::Url::parse)
            .transpose()
            .map_err(|_| "the address of PostgreSQL is not of the form postgres://…")?;
        Ok(Self {
            folder,
            temporary,
            postgres,
        })
    }

    /// The versions of some backends.
    ///
    /// # Errors
    /// When one cannot be had.
    pub fn versions(&self, backends: &[Backend]) -> Outcome<Vec<String>> {
        backends
            .iter()
            .map(|backend| match backend {
                Backend::Sqlite => Direct::sqlite(Path::new(":memory:"))?.version(),
                Backend::Postgres => connect(self.server()?)?.version(),
            })
            .collect()
    }

    fn server(&self) -> Outcome<&url::Url> {
        Ok(self
            .postgres
            .as_ref()
            .ok_or("PostgreSQL needs an address: --postgres")?)
    }

    /// The place of a size.
    pub(crate) fn of(&self, backend: Backend, size: u64) -> Outcome<Place> {
        let name = format!("ba360_bench_{size}");
        let at = match backend {
            Backend::Sqlite => At::File(self.folder.join(format!("{name}.db"))),
            Backend::Postgres => {
                let server = self.server()?.clone();
                let mut database = server.clone();
                database.set_path(&name);
                At::Server {
                    server,
                    database,
                    name,
                }
            }
        };
        Ok(Place {
            at,
            plain: self.folder.join(format!("ba360_bench_{size}_plain.db")),
            keep: self.temporary.is_none(),
        })
    }
}

/// The database of a backend and a size.
pub(crate) struct Place {
    at: At,
    /// The file of the plain table, where it is a file of its own.
    plain: PathBuf,
    keep: bool,
}

enum At {
    File(PathBuf),
    Server {
        server: url::Url,
        database: url::Url,
        name: String,
    },
}

impl Place {
    /// Removes what is there and makes an empty database.
    pub(crate) fn make(&self) -> Outcome<()> {
        self.remove()?;
        match &self.at {
            At::File(_) => Ok(()),
            At::Server { server, name, .. } => connect(server)?.run(&format!("create database {name}")),
        }
    }

    /// Removes the database, unless it is to be kept.
    pub(crate) fn leave(&self) -> Outcome<()> {
        if self.keep { Ok(()) } else { self.remove() }
    }

    fn remove(&self) -> Outcome<()> {
        match &self.at {
            At::File(file) => {
                remove_file(file)?;
                remove_file(&self.plain)
            }
            At::Server { server, name, .. } => {
                connect(server)?.run(&format!("drop database if exists {name}"))
            }
        }
    }

    /// Opens the store for one caller at a time, as an import is: each thread keeps the memory of its greatest batch.
    pub(crate) fn store_for_one(&self) -> Outcome<Database> {
        self.open(Options {
            connections: 2,
            // A batch may take its time, as in an import.
            answer_timeout_ms: 600_000,
            ..Options::default()
        })
    }

    /// Opens the store.
    pub(crate) fn store(&self) -> Outcome<Database> {
        self.open(Options::default())
    }

    fn open(&self, options: Options) -> Outcome<Database> {
        let url = match &self.at {
            At::File(file) => format!("sqlite:{}", file.display()),
            At::Server { database, .. } => database.to_string(),
        };
        Ok(Database::open(&url.parse()?, options)?)
    }

    /// Whether there may be a database already.
    pub(crate) fn is_there(&self) -> bool {
        match &self.at {
            At::File(file) => file.exists(),
            At::Server { .. } => self.direct().is_ok(),
        }
    }

    /// A connection of our own.
    pub(crate) fn direct(&self) -> Outcome<Direct> {
        match &self.at {
            At::File(file) => Direct::sqlite(file),
            At::Server { database, .. } => connect(database),
        }
    }

    /// A connection to the plain table; the table is made where it is not there.
    pub(crate) fn plain(&self) -> Outcome<Direct> {
        let mut direct = self.direct()?;
        direct.make_plain(&self.plain)?;
        match &self.at {
            At::File(_) => Direct::sqlite(&self.plain),
            At::Server { .. } => Ok(direct),
        }
    }

    /// The address for a program of PostgreSQL's own.
    pub(crate) fn address(&self) -> Option<&str> {
        match &self.at {
            At::File(_) => None,
            At::Server { database, .. } => Some(database.as_str()),
        }
    }

    /// Brings the data into the system's memory, where it is in files that can be read from here.
    pub(crate) fn warm(&self) -> Outcome<()> {
        match &self.at {
            At::File(file) => machine::read_through(file),
            At::Server { .. } => {
                let mut direct = self.direct()?;
                let folder = "select current_setting('data_directory') || '/base/' || oid as text
                    from pg_database where datname = current_database()";
                // Another machine's files, or another user's, are warmed by the calls that are not counted.
                if let Ok(folder) = direct.told(folder) {
                    let _ = machine::read_through(Path::new(&folder));
                }
                Ok(())
            }
        }
    }
}

#[cfg(feature = "postgres")]
fn connect(url: &url::Url) -> Outcome<Direct> {
    Direct::postgres(url.as_str())
}

#[cfg(not(feature = "postgres"))]
fn connect(_: &url::Url) -> Outcome<Direct> {
    Err("this program was built without the feature `postgres`".into())
}

/// Removes a database of SQLite with what it has beside it.
fn remove_file(file: &Path) -> Outcome<()> {
    for suffix in ["", "-wal", "-shm"] {
        let mut path = file.as_os_str().to_owned();
        path.push(suffix);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_of_its_own_stands_beside_the_one_that_is_given() {
        let given = "postgres:///postgres?host=/run/x&user=postgres";
        let places = Places::new(None, Some(given)).unwrap();
        let place = places.of(Backend::Postgres, 1_000).unwrap();
        assert_eq!(
            place.address(),
            Some("postgres:///ba360_bench_1000?host=/run/x&user=postgres")
        );
        assert!(Places::new(None, None).unwrap().of(Backend::Postgres, 1).is_err());
    }

    #[test]
    fn what_is_not_kept_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let mut places = Places::new(Some(folder.path().to_owned()), None).unwrap();
        let place = places.of(Backend::Sqlite, 10).unwrap();
        place.direct().unwrap().run("create table t (x)").unwrap();
        place.leave().unwrap();
        assert!(place.is_there());
        places.temporary = Some(tempfile::tempdir().unwrap());
        places.of(Backend::Sqlite, 10).unwrap().leave().unwrap();
        assert!(!place.is_there());
    }
}
