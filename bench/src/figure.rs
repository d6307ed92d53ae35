//! What was measured, as it is kept: a line of JSON a figure.

use crate::{Backend, Outcome};
use serde::{Deserialize, Serialize};
use std::{
    fs::{self, File},
    io::{ErrorKind, Write as _},
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
    /// How long something takes that no database has a part in.
    Micro(Micro),
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
    /// Accounts a second; nothing in figures of runs that brought in contacts alone, and so with the two below.
    pub accounts_per_second: Option<f64>,
    /// Memberships a second.
    pub memberships_per_second: Option<f64>,
    /// Cases a second.
    pub cases_per_second: Option<f64>,
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

/// How long something takes that no database has a part in, such as to read a link.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Micro {
    /// The benchmark, the function, and what it was called with where that was more than one thing.
    pub path: Vec<String>,
    /// Half of the calls took no longer, in nanoseconds.
    pub median_ns: f64,
    /// The same of its floor; nothing where it has none.
    pub floor_ns: Option<f64>,
    /// The median in medians of the floor.
    pub ratio: Option<f64>,
}

/// A file that figures are written to, each as soon as it is known.
#[derive(Debug)]
pub struct Sink {
    path: PathBuf,
    file: File,
}

impl Sink {
    /// A new file in a folder, which is made where there is none; its name says when. Of several that are begun in the
    /// same second the later ones have a number, and come behind by their names too.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn in_folder(folder: &Path, machine: &Machine) -> Outcome<Self> {
        fs::create_dir_all(folder)?;
        let name: String = machine.at.chars().filter(char::is_ascii_alphanumeric).collect();
        let mut count = 1;
        let (path, file) = loop {
            let path = match count {
                1 => folder.join(format!("{name}.jsonl")),
                _ => folder.join(format!("{name}_{count:02}.jsonl")),
            };
            match File::create_new(&path) {
                Ok(file) => break (path, file),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => count += 1,
                Err(error) => return Err(error.into()),
            }
        };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_runs_that_filled_with_less_can_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("old.jsonl");
        let line = r#"{"kind":"fill","backend":"sqlite","size":10000,"per_second":27050.0,
            "per_second_at_the_end":10638.0,"peak_mib":36.0}"#;
        fs::write(&file, line.replace('\n', "")).unwrap();
        let [Figure::Fill(fill)] = &read(&file).unwrap()[..] else {
            panic!("no fill was read")
        };
        assert_eq!((fill.per_second, fill.cases_per_second), (27_050.0, None));
    }

    #[test]
    fn runs_of_one_second_have_files_of_their_own_in_the_order_of_their_names() {
        let folder = tempfile::tempdir().unwrap();
        let machine = Machine {
            at: "2026-01-02T03:04:05Z".to_owned(),
            ..Machine::default()
        };
        let paths: Vec<PathBuf> = (0..12)
            .map(|_| {
                Sink::in_folder(folder.path(), &machine)
                    .unwrap()
                    .path()
                    .to_owned()
            })
            .collect();
        assert!(paths[0].ends_with("20260102T030405Z.jsonl"), "{paths:?}");
        assert!(paths.is_sorted_by(|one, other| one < other), "{paths:?}");
        for path in paths {
            assert_eq!(read(&path).unwrap(), [Figure::Machine(machine.clone())]);
        }
    }
}
