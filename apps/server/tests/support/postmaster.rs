use ba360_testkit::needs::{self, Need};
use std::{
    fs,
    os::unix::{fs::MetadataExt as _, process::CommandExt as _},
    path::PathBuf,
    process::{Command, Stdio},
};
use tempfile::TempDir;

/// A PostgreSQL of one test's own, that it may stop and take away. It listens at a socket alone.
pub struct Postmaster {
    folder: TempDir,
    /// Whom it runs as: PostgreSQL refuses root.
    user: Option<(u32, u32)>,
}

impl Postmaster {
    /// `scripts/with-postgres.sh` puts the programs on the path.
    pub fn need() -> Need {
        let there = Command::new("pg_ctl")
            .arg("--version")
            .stdout(Stdio::null())
            .status()
            .is_ok_and(|status| status.success());
        match there {
            true => Need::met(),
            false => Need::missing("pg_ctl on the path", needs::required("BA360_REQUIRE_POSTGRES")),
        }
    }

    pub fn start() -> Self {
        // A socket's path must be short.
        let folder = TempDir::with_prefix_in("ba360-pg.", "/tmp").unwrap();
        let user = (fs::metadata(folder.path()).unwrap().uid() == 0).then(postgres);
        if let Some((user, group)) = user {
            std::os::unix::fs::chown(folder.path(), Some(user), Some(group)).unwrap();
        }
        let this = Self { folder, user };
        this.run(
            "initdb",
            &[
                "--username=ba360",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync",
                "--auth=trust",
            ],
        );
        let settings = format!(
            "listen_addresses = ''\nunix_socket_directories = '{}'\nport = 5432\nfsync = off\nshared_buffers = 16MB\n\
             autovacuum = off\n",
            this.folder.path().display()
        );
        fs::write(this.data().join("postgresql.auto.conf"), settings).unwrap();
        this.up();
        this
    }

    /// The URL of its one database, as its superuser.
    pub fn url(&self) -> String {
        let folder = self.folder.path().display().to_string();
        format!("postgres://ba360@{}/postgres", folder.replace('/', "%2F"))
    }

    pub fn up(&self) {
        let log = self.folder.path().join("log");
        self.run("pg_ctl", &["start", "--wait", "--log", log.to_str().unwrap()]);
    }

    /// Takes it away at once, as a machine that fails does.
    pub fn down(&self) {
        self.run("pg_ctl", &["stop", "--wait", "--mode=immediate"]);
    }

    /// Sends a signal to every process of it: none answers after `STOP`, and all go on after `CONT`.
    pub fn signal(&self, name: &str) {
        let file = fs::read_to_string(self.data().join("postmaster.pid")).unwrap();
        let first: u32 = file.lines().next().unwrap().trim().parse().unwrap();
        // The first one before the others: after `STOP` it makes no more. One of those may have ended meanwhile.
        let children = format!("/proc/{first}/task/{first}/children");
        let command = format!(
            "kill -{name} {first} || exit 1; for it in $(cat {children}); do kill -{name} $it; done; true"
        );
        let mut shell = Command::new("sh");
        shell.args(["-c", &command]).stderr(Stdio::null());
        assert!(shell.status().unwrap().success());
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn run(&self, program: &str, args: &[&str]) {
        let mut command = Command::new(program);
        command
            .args(args)
            .arg("--pgdata")
            .arg(self.data())
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if let Some((user, group)) = self.user {
            command.uid(user).gid(group);
        }
        let status = command.status().unwrap();
        assert!(status.success(), "{program} {args:?}: {status}");
    }
}

impl Drop for Postmaster {
    fn drop(&mut self) {
        if self.data().join("postmaster.pid").exists() {
            self.signal("CONT");
            self.down();
        }
    }
}

/// The user and the group of PostgreSQL.
fn postgres() -> (u32, u32) {
    let users = fs::read_to_string("/etc/passwd").unwrap();
    let line = users.lines().find(|line| line.starts_with("postgres:"));
    let mut parts = line.expect("a user postgres").split(':').skip(2);
    let mut number = || parts.next().unwrap().parse().unwrap();
    (number(), number())
}
