use super::{Client, Place, secrets};
use serde_json::Value;
use std::{
    fs::File,
    io::{BufRead as _, BufReader, Read as _},
    path::PathBuf,
    process::{Child, ChildStdout, Command, ExitStatus, Stdio},
    thread::sleep,
    time::Duration,
};

const SERVE: [&str; 4] = ["serve", "--json", "--listen", "127.0.0.1:0"];

/// The program serving on a free port.
pub struct Server {
    child: Child,
    out: BufReader<ChildStdout>,
    log: PathBuf,
    /// The line that it printed once it accepted connections.
    pub line: Value,
}

impl Place {
    /// Serves with those arguments more; its log goes to the file `log`.
    pub fn serve(&self, args: &[&str]) -> Server {
        self.serve_by(self.command(&[&SERVE, args].concat()))
    }

    /// Serves on the database of that URL.
    pub fn serve_on(&self, args: &[&str], url: &str) -> Server {
        self.serve_by(self.command_on(&[&SERVE, args].concat(), url))
    }

    fn serve_by(&self, mut command: Command) -> Server {
        let path = self.next_log();
        let log = File::create(&path).unwrap();
        let mut child = command
            .env("BA360_LOG", "trace")
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let line = serde_json::from_str(&line).unwrap_or_else(|_| panic!("{line:?}: {}", self.log()));
        let server = Server {
            child,
            out,
            log: path,
            line,
        };
        server.remember_line();
        server
    }

    /// The log of what was served last.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.last_log()).unwrap_or_default()
    }
}

impl Server {
    /// The host and port at which it listens.
    pub fn authority(&self) -> &str {
        let listening = self.line["listening"].as_str().unwrap();
        listening.strip_prefix("http://").unwrap()
    }

    /// Remembers the secrets of the line that it printed.
    fn remember_line(&self) {
        let authority = self.authority();
        secrets::remember(
            authority,
            self.line["admin"]["password"].as_str().unwrap_or_default(),
        );
        for link in self.line["links"].as_array().into_iter().flatten() {
            secrets::remember_target(authority, link["url"].as_str().unwrap_or_default());
        }
    }

    /// The process's number.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// A browser that has been nowhere.
    pub fn client(&self) -> Client {
        Client::new(self.authority())
    }

    /// A demonstration's link: its target, and where it opens.
    pub fn link(&self, name: &str) -> (String, String) {
        let links = self.line["links"].as_array().unwrap();
        let link = links.iter().find(|link| link["name"] == name).unwrap();
        let url = link["url"].as_str().unwrap();
        let target = url
            .strip_prefix(self.line["listening"].as_str().unwrap())
            .unwrap();
        (target.to_owned(), link["opens"].as_str().unwrap().to_owned())
    }

    /// The demonstration's administrator.
    pub fn admin(&self) -> (&str, &str) {
        let admin = &self.line["admin"];
        (
            admin["user"].as_str().unwrap(),
            admin["password"].as_str().unwrap(),
        )
    }

    /// Sends it a signal by name.
    pub fn signal(&self, name: &str) {
        assert!(super::signal(&self.child, name), "{name} was not sent");
    }

    /// Waits for the end, and answers what else it printed.
    pub fn ended(&mut self) -> (ExitStatus, String) {
        for _ in 0..3_000 {
            if let Some(status) = self.child.try_wait().unwrap() {
                let mut rest = String::new();
                self.out.read_to_string(&mut rest).unwrap();
                return (status, rest);
            }
            sleep(Duration::from_millis(10));
        }
        panic!("it does not end");
    }

    /// Ends it as an operator would.
    pub fn stop(mut self) {
        self.signal("TERM");
        assert!(self.ended().0.success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if !std::thread::panicking() {
            let log = std::fs::read_to_string(&self.log).unwrap_or_default();
            secrets::assert_unlogged(self.authority(), &log);
        }
    }
}
