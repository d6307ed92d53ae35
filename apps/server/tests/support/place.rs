use ba360_testkit::postgres::TestDatabase;
use diesel::{
    Connection as _, RunQueryDsl as _, SqliteConnection, connection::SimpleConnection as _, sql_types::Text,
};
use serde_json::Value;
use std::{
    io::Write as _,
    path::PathBuf,
    process::{Command, Output, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};
use tempfile::TempDir;

/// A folder for one test, with the data folder in it, and the database where that is elsewhere.
pub struct Place {
    dir: TempDir,
    database: Option<TestDatabase>,
    served: AtomicU32,
}

/// What a command did.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Place {
    pub fn new() -> Self {
        Self {
            dir: TempDir::new().unwrap(),
            database: None,
            served: AtomicU32::new(0),
        }
    }

    /// A folder whose program keeps its data in that database.
    pub fn with(database: TestDatabase) -> Self {
        Self {
            database: Some(database),
            ..Self::new()
        }
    }

    /// The database, where it is not in the folder.
    pub fn database(&self) -> &TestDatabase {
        self.database.as_ref().unwrap()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn data(&self) -> PathBuf {
        self.path("data")
    }

    /// Where the next server's log goes: each has its own.
    pub(super) fn next_log(&self) -> PathBuf {
        self.path(&format!("log-{}", self.served.fetch_add(1, Ordering::Relaxed)))
    }

    /// Where the last server's log went.
    pub(super) fn last_log(&self) -> PathBuf {
        let served = self.served.load(Ordering::Relaxed);
        self.path(&format!("log-{}", served.saturating_sub(1)))
    }

    /// Runs SQL behind the program's back, for what no page or command does yet.
    pub fn sql(&self, sql: &str) {
        match &self.database {
            Some(database) => drop(database.sql(sql)),
            None => self.sqlite().batch_execute(sql).unwrap(),
        }
    }

    /// The one value, as text, that a query behind the program's back gives.
    pub fn value(&self, query: &str) -> String {
        match &self.database {
            Some(database) => database.sql(query),
            None => diesel::dsl::sql::<Text>(&format!("select cast(({query}) as text)"))
                .get_result(&mut self.sqlite())
                .unwrap(),
        }
    }

    /// Keeps the lock of a database of SQLite, as another process does, until it is dropped.
    pub fn locked(&self) -> impl Drop {
        let mut c = self.sqlite();
        c.batch_execute("begin immediate").unwrap();
        Locked(c)
    }

    fn sqlite(&self) -> SqliteConnection {
        let file = self.data().join("ba360.db");
        let mut c = SqliteConnection::establish(file.to_str().unwrap()).unwrap();
        c.batch_execute("pragma busy_timeout = 5000").unwrap();
        c
    }

    /// Writes a file of the test.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// The program, with no variable of whoever runs the tests.
    pub fn bare_command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ba360-server"));
        command.args(args).env_clear().current_dir(self.dir.path());
        command
    }

    /// The program at work in the data folder.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = self.bare_command(args);
        command
            .env("BA360_DATA_DIR", self.data())
            .env("BA360_LANGUAGE", "en");
        if let Some(database) = &self.database {
            command.env("BA360_DATABASE_URL", database.url());
        }
        command
    }

    /// The program at work in the data folder, on the database of that URL.
    pub fn command_on(&self, args: &[&str], url: &str) -> Command {
        let mut command = self.command(args);
        command.env("BA360_DATABASE_URL", url);
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        Ran::of(&self.command(args).output().unwrap())
    }

    /// Runs with a text on standard input.
    pub fn run_with_input(&self, args: &[&str], input: &[u8]) -> Ran {
        let mut child = self
            .command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        Ran::of(&child.wait_with_output().unwrap())
    }

    /// Runs a command that must succeed, with `--json`.
    pub fn json(&self, args: &[&str]) -> Value {
        let mut command = self.command(&[args, &["--json"]].concat());
        let ran = Ran::of(&command.env("BA360_LOG", "trace").output().unwrap());
        assert_eq!(ran.code, 0, "{args:?}: {}", ran.err);
        let object = ran.object();
        for secret in ["password", "secretkey", "clientkey"] {
            let secret = object[secret].as_str();
            assert!(
                secret.is_none_or(|secret| !ran.err.contains(secret)),
                "K1: {args:?}: {}",
                ran.err
            );
        }
        object
    }
}

struct Locked(SqliteConnection);

impl Drop for Locked {
    fn drop(&mut self) {
        self.0.batch_execute("rollback").unwrap();
    }
}

impl Ran {
    pub fn of(output: &Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout.clone()).unwrap(),
            err: String::from_utf8(output.stderr.clone()).unwrap(),
        }
    }

    /// The one object on the one line of standard output.
    pub fn object(&self) -> Value {
        assert_eq!(self.out.matches('\n').count(), 1, "not one line: {:?}", self.out);
        serde_json::from_str(&self.out).unwrap()
    }
}
