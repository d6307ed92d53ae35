//! What the machine and this process are.

use crate::{Machine, Outcome};
use ba360_core::ambient::Clock as _;
use ba360_crypto::SystemClock;
use std::{
    fs::{self, File},
    io::Read as _,
    num::NonZero,
    path::Path,
    process::Command,
    thread,
};

impl Machine {
    /// This machine, for a run that a command started now. An address in the command is not kept, since it can hold a
    /// password, and of an absolute path its end alone.
    #[must_use]
    pub fn here(arguments: impl IntoIterator<Item = String>, seed: u64) -> Self {
        let told = |path: &str| fs::read_to_string(path).unwrap_or_default();
        let field = |text: &str, name: &str| {
            text.lines()
                .find_map(|line| Some(line.strip_prefix(name)?.split_once(':')?.1.trim().to_owned()))
                .unwrap_or_default()
        };
        let memory = field(&told("/proc/meminfo"), "MemTotal");
        let kibibytes: u64 = memory.trim_end_matches(" kB").parse().unwrap_or_default();
        let release = told("/etc/os-release");
        let name = release
            .lines()
            .find_map(|line| line.strip_prefix("PRETTY_NAME="))
            .map_or(std::env::consts::OS, |name| name.trim_matches('"'));
        Self {
            at: SystemClock.now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            command: without_addresses(arguments),
            seed,
            cores: thread::available_parallelism().map_or(1, NonZero::get),
            cpu: field(&told("/proc/cpuinfo"), "model name"),
            memory_mib: kibibytes / 1_024,
            os: format!("{name}, Linux {}", told("/proc/sys/kernel/osrelease").trim()),
            rustc: output(Command::new("rustc").arg("--version")).unwrap_or_default(),
            optimised: !cfg!(debug_assertions),
            databases: Vec::new(),
        }
    }
}

/// What a program prints; `None` when it cannot be run or fails.
pub(crate) fn output(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The arguments without addresses, and of paths that say where things are on this machine the name alone.
fn without_addresses(arguments: impl IntoIterator<Item = String>) -> String {
    let shown: Vec<String> = arguments
        .into_iter()
        .map(
            |argument| match (argument.split_once("://"), argument.rsplit_once('/')) {
                (Some((scheme, _)), _) => format!("{scheme}://…"),
                (None, Some((_, name))) if argument.starts_with('/') => name.to_owned(),
                _ => argument,
            },
        )
        .collect();
    shown.join(" ")
}

/// Begins to watch the memory anew.
pub(crate) fn forget_peak() {
    // Where this may not be done, the peak is that of the whole process.
    let _ = fs::write("/proc/self/clear_refs", "5");
}

/// The most memory that this process had, in mebibytes; `None` where the system does not tell.
pub(crate) fn peak_mib() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: f64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kibibytes / 1_024.0)
}

/// Reads a file, or all files of a folder, so that the system has them in its memory, as it has what is in use.
pub(crate) fn read_through(path: &Path) -> Outcome<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            read_through(&entry?.path())?;
        }
        return Ok(());
    }
    let mut file = File::open(path)?;
    let mut buffer = vec![0; 1 << 20];
    while file.read(&mut buffer)? > 0 {}
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_tells_its_command_without_addresses() {
        let arguments = [
            "/srv/b/bench",
            "search",
            "--out",
            "bench/results",
            "--postgres=postgres://u:hunter2@h/x",
        ]
        .map(String::from);
        let machine = Machine::here(arguments, 1);
        assert_eq!(
            machine.command,
            "bench search --out bench/results --postgres=postgres://…"
        );
        assert!(machine.cores > 0 && machine.at.starts_with("20"));
    }
}
