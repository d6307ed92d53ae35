//! A real, throw-away PostgreSQL: a database of its own for each case.
//!
//! `scripts/with-postgres.sh` makes the server, tells where it is by the variables below, and takes it down. A server
//! of one's own can be named too, but one that holds nothing to keep.
//!
//! | variable | what it holds |
//! | --- | --- |
//! | `BA360_TEST_POSTGRES` | the libpq URL of a superuser |
//! | `BA360_TEST_POSTGRES_TLS` | the same server over TLS, with a password |
//! | `BA360_TEST_PGBOUNCER` | the same server through pgbouncer in transaction mode |
//! | `BA360_REQUIRE_POSTGRES` | `1`: what cannot run without it fails |
//!
//! The work is done by `psql`, which comes with the server.

use crate::needs::{self, Need};
use std::{
    process::{self, Command},
    sync::atomic::{AtomicU32, Ordering},
};

/// How a client comes to the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By its socket, as a superuser.
    Direct,
    /// By TLS, with a certificate that is verified and a password.
    Tls,
    /// Through pgbouncer in transaction mode, which keeps no prepared statement.
    Pgbouncer,
}

impl Way {
    fn variable(self) -> &'static str {
        match self {
            Self::Direct => "BA360_TEST_POSTGRES",
            Self::Tls => "BA360_TEST_POSTGRES_TLS",
            Self::Pgbouncer => "BA360_TEST_PGBOUNCER",
        }
    }

    fn url(self) -> Option<String> {
        needs::variable(self.variable()).filter(|url| !url.is_empty())
    }
}

/// The throw-away server.
#[derive(Clone)]
pub struct Cluster {
    superuser: String,
}

impl Cluster {
    /// The server that `BA360_TEST_POSTGRES` names; `None` where it names none.
    #[must_use]
    pub fn given() -> Option<Self> {
        Way::Direct.url().map(|superuser| Self { superuser })
    }

    /// Whether `BA360_REQUIRE_POSTGRES=1` makes a missing server a failure.
    #[must_use]
    pub fn is_required() -> bool {
        needs::required("BA360_REQUIRE_POSTGRES")
    }

    /// What a case needs that comes to the server this way.
    #[must_use]
    pub fn need(way: Way) -> Need {
        let absent = [Way::Direct, way].into_iter().find(|way| way.url().is_none());
        absent.map_or_else(Need::met, |way| {
            Need::missing(format!("PostgreSQL ({})", way.variable()), Self::is_required())
        })
    }

    /// A new, empty database.
    ///
    /// # Panics
    /// When the server refuses to make it.
    #[must_use]
    pub fn database(&self) -> TestDatabase {
        self.create("template template0")
    }

    /// A new, empty database that is made in a way of its own, such as `encoding 'LATIN9' locale 'C'`.
    ///
    /// # Panics
    /// When the server refuses to make it.
    #[must_use]
    pub fn database_with(&self, options: &str) -> TestDatabase {
        self.create(&format!("template template0 {options}"))
    }

    /// A copy of a database, such as one that has been migrated. Nobody may be connected to that one.
    ///
    /// # Panics
    /// When the server refuses to make it.
    #[must_use]
    pub fn database_like(&self, template: &TestDatabase) -> TestDatabase {
        self.create(&format!("template {}", template.name))
    }

    fn create(&self, how: &str) -> TestDatabase {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "ba360_test_{}_{}",
            process::id(),
            MADE.fetch_add(1, Ordering::Relaxed)
        );
        told(psql(&self.superuser, &format!("create database {name} {how}")));
        TestDatabase {
            cluster: self.clone(),
            name,
        }
    }
}

/// A database of one case; it goes when the value does, whoever is still connected.
pub struct TestDatabase {
    cluster: Cluster,
    name: String,
}

impl TestDatabase {
    /// The libpq URL of the superuser.
    #[must_use]
    pub fn url(&self) -> String {
        with_database(&self.cluster.superuser, &self.name)
    }

    /// The libpq URL by that way.
    ///
    /// # Panics
    /// Where the server cannot be reached so: [`Cluster::need`] tells it before.
    #[must_use]
    pub fn url_by(&self, way: Way) -> String {
        let url = way.url();
        let url = url.unwrap_or_else(|| panic!("{} is not set", way.variable()));
        with_database(&url, &self.name)
    }

    /// Runs SQL as the superuser, behind the back of what is tested. Answers what `psql` prints: a row a line, its
    /// columns separated by `|`.
    ///
    /// # Panics
    /// When the server refuses it.
    pub fn sql(&self, sql: &str) -> String {
        told(self.try_sql(sql))
    }

    /// The same, for what may be refused.
    ///
    /// # Errors
    /// What `psql` says, when the server refuses it.
    pub fn try_sql(&self, sql: &str) -> Result<String, String> {
        psql(&self.url(), sql)
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        // A database that stays makes no test fail: the whole server is thrown away.
        let _ = psql(
            &self.cluster.superuser,
            &format!("drop database if exists {} with (force)", self.name),
        );
    }
}

fn told(outcome: Result<String, String>) -> String {
    outcome.unwrap_or_else(|error| panic!("{error}"))
}

fn psql(url: &str, sql: &str) -> Result<String, String> {
    let output = Command::new("psql")
        .args([
            "--no-psqlrc",
            "--quiet",
            "--no-align",
            "--tuples-only",
            "--no-password",
        ])
        .args(["--set=ON_ERROR_STOP=1", "--dbname", url, "--command", sql])
        .output()
        .map_err(|error| format!("psql cannot be run: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
    } else {
        Err(format!(
            "{sql}: {}",
            String::from_utf8_lossy(&output.stderr).trim_end()
        ))
    }
}

/// The same URL with another database. Everything else stays as it is, but for a parameter `dbname`, which would
/// win over the path.
fn with_database(url: &str, database: &str) -> String {
    let (place, parameters) = url.split_once('?').unwrap_or((url, ""));
    let (scheme, place) = place
        .split_once("://")
        .expect("the URL of a test's PostgreSQL begins with postgres://");
    let server = place.split('/').next().unwrap_or_default();
    let kept: Vec<_> = parameters
        .split('&')
        .filter(|parameter| !parameter.is_empty() && !parameter.starts_with("dbname="))
        .collect();
    let mark = if kept.is_empty() { "" } else { "?" };
    format!("{scheme}://{server}/{database}{mark}{}", kept.join("&"))
}

#[cfg(test)]
mod tests {
    use super::with_database;

    #[test]
    fn another_database_leaves_the_rest_of_a_url_as_it_is() {
        for (url, expected) in [
            ("postgres://host", "postgres://host/new"),
            ("postgres://host/", "postgres://host/new"),
            ("postgres:///old", "postgres:///new"),
            ("postgresql://u@host:5433/old", "postgresql://u@host:5433/new"),
            (
                "postgres://u:p%2Fw@%2Ftmp%2Fba360.x:6543/old",
                "postgres://u:p%2Fw@%2Ftmp%2Fba360.x:6543/new",
            ),
            ("postgres://host?a=b", "postgres://host/new?a=b"),
            (
                "postgres://127.0.0.1/old?sslmode=verify-full&sslrootcert=/tmp/x/ca.crt",
                "postgres://127.0.0.1/new?sslmode=verify-full&sslrootcert=/tmp/x/ca.crt",
            ),
            (
                "postgres:///?host=/tmp/x&dbname=old&port=1",
                "postgres:///new?host=/tmp/x&port=1",
            ),
            ("postgres:///old?dbname=older", "postgres:///new"),
            ("postgres://a,b:1/old", "postgres://a,b:1/new"),
        ] {
            assert_eq!(with_database(url, "new"), expected, "{url}");
        }
    }
}
