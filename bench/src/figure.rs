//! What was measured, as it is kept: a line of JSON a figure.

use crate::{Backend, Outcome};
use serde::{Deserialize, Serialize};
use std::{
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
};

/// One thing that was measured, or where.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Figure {
    /// Where, when and how the figures behind this one were measured.
    Machine(Machine),
    /// How fast a database was filled.
    Fill(Fill),
    /// How long calls took, one at a time.
    Latency(Latency),
    /// How many calls were answered, many at a time.
    Throughput(Throughput),
}

/// A machine and a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Machine {
    /// When it began, in UTC.
    pub at: String,
    /// The command, without the database's address.
    pub command: String,
    /// The seed of the data.
    pub seed: u64,
    /// Cores.
    pub cores: usize,
    /// The processor's name.
    pub cpu: String,
    /// Mebibytes of memory.
    pub memory_mib: u64,
    /// The operating system and its kernel.
    pub os: String,
    /// The compiler.
    pub rustc: String,
    /// Whether it was built with optimisations.
    pub optimised: bool,
    /// The backends that took part, with their versions.
    pub databases: Vec<String>,
}

/// How a database was filled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fill {
    /// The backend.
    pub backend: Backend,
    /// How many contacts.
    pub size: u64,
    /// Contacts a second, all of them.
    pub per_second: f64,
    /// Contacts a second, the last tenth.
    pub per_second_at_the_end: f64,
    /// The most memory that the process had meanwhile, in mebibytes.
    pub peak_mib: Option<f64>,
}

/// How long calls took.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Latency {
    /// The backend.
    pub backend: Backend,
    /// How many contacts.
    pub size: u64,
    /// What was called.
    pub case: String,
    /// Beside what it is read; empty when it is a floor itself.
    pub floor: String,
    /// How many calls.
    pub count: usize,
    /// Half of them took no longer, in nanoseconds.
    pub p50_ns: u64,
    /// 99 in a hundred took no longer.
    pub p99_ns: u64,
    /// None took longer.
    pub max_ns: u64,
    /// The median in medians of the floor.
    pub p50_ratio: Option<f64>,
    /// The p99 in p99s of the floor.
    pub p99_ratio: Option<f64>,
}

/// How many calls were answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Throughput {
    /// The backend.
    pub backend: Backend,
    /// How many contacts.
    pub size: u64,
    /// What was called.
    pub case: String,
    /// How many callers there were.
    pub callers: usize,
    /// Calls a second.
    pub per_second: f64,
    /// 99 in a hundred took no longer, in nanoseconds; not known of another program's calls.
    pub p99_ns: Option<u64>,
}

/// A file that figures are written to, each as soon as it is known.
#[derive(Debug)]
pub struct Sink {
    path: PathBuf,
    file: File,
}

impl Sink {
    /// A new file in a folder, which is made where there is none; its name says when.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn in_folder(folder: &Path, machine: &Machine) -> Outcome<Self> {
        fs::create_dir_all(folder)?;
        let name: String = machine.at.chars().filter(char::is_ascii_alphanumeric).collect();
        let path = folder.join(format!("{name}.jsonl"));
        let file = File::create_new(&path)?;
        let mut sink = Self { path, file };
        sink.keep(&Figure::Machine(machine.clone()))?;
        Ok(sink)
    }

    /// Writes a figure.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep(&mut self, figure: &Figure) -> Outcome<()> {
        let mut line = serde_json::to_vec(figure)?;
        line.push(b'\n');
        Ok(self.file.write_all(&line)?)
    }

    /// Where the file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// The figures of a file.
pub(crate) fn read(path: &Path) -> Outcome<Vec<Figure>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(n, line)| {
            serde_json::from_str(line)
                .map_err(|error| format!("{}, line {}: {error}", path.display(), n + 1).into())
        })
        .collect()
}
