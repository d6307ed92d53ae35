//! `bench`: generates data, measures searches, and writes the page of figures.

use ba360_bench::{
    Backend, Machine, Outcome, Places, Sink,
    data::{Dataset, write_csv},
    fill, logins, refusals, report,
    search::{self, Budget},
};
use clap::{Parser, Subcommand, builder::RangedU64ValueParser};
use std::{
    io::{self, Write as _},
    path::PathBuf,
    process::ExitCode,
};

/// Measures Be Aware 360's integrations.
#[derive(Parser)]
#[command(name = "bench", version)]
struct Invocation {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Writes the CSV files of an import.
    Generate {
        /// How many contacts; accounts, memberships and cases follow from it.
        #[arg(long, value_parser = count)]
        contacts: u64,
        /// The same seed gives the same rows.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// The folder.
        #[arg(long)]
        out: PathBuf,
    },
    /// Fills databases and measures their searches beside the floors. For the memory of an import, take a process for each
    /// database: what the ones before have left in the process counts too.
    Search {
        /// The backends.
        #[arg(long, value_delimiter = ',', default_value = "sqlite")]
        backends: Vec<Backend>,
        /// How many contacts, as 10000 or 1e4.
        #[arg(long, value_delimiter = ',', value_parser = count, default_value = "1e4")]
        sizes: Vec<u64>,
        /// The same seed gives the same rows.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Where the databases are kept and found again; without it they are removed.
        #[arg(long)]
        keep: Option<PathBuf>,
        /// A database of a PostgreSQL server; those of the run are made beside it. A password is better given in a
        /// password file, since other programs are started with the address.
        #[arg(long)]
        postgres: Option<String>,
        /// The folder of the figures.
        #[arg(long)]
        out: PathBuf,
        /// Only fills them.
        #[arg(long)]
        no_measure: bool,
    },
    /// Measures logins of external systems through the whole server, beside argon2id alone on a thread a core.
    Logins {
        /// How many turns each of the two gets, of half a second.
        #[arg(long, default_value_t = 40)]
        turns: u32,
        /// How many log in at once.
        #[arg(long, default_value_t = 8)]
        callers: usize,
    },
    /// Measures whether the time of a refused login tells why: an unknown user beside a wrong password, an unknown
    /// company beside a wrong key. A line of JSON a pair; `t_trimmed` is without the slowest 5 % of each.
    Refusals {
        /// How many of each kind are counted.
        #[arg(long, default_value_t = 2_000, value_parser = RangedU64ValueParser::<usize>::new().range(2..))]
        samples: usize,
    },
    /// Makes the page of figures, and the plot, of what searches and the small benchmarks told.
    Report {
        /// Files of figures or of divan's tables, or folders of such.
        #[arg(required = true)]
        results: Vec<PathBuf>,
        /// The page, between whose marks the figures are put.
        #[arg(long, default_value = "docs/performance.md")]
        page: PathBuf,
        /// The plot.
        #[arg(long, default_value = "docs/images/search-latency.svg")]
        plot: PathBuf,
    },
}

fn main() -> ExitCode {
    match run(Invocation::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr().lock(), "bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Outcome<()> {
    match command {
        Command::Generate { contacts, seed, out } => write_csv(&Dataset::new(seed, contacts), &out),
        Command::Search {
            backends,
            sizes,
            seed,
            keep,
            postgres,
            out,
            no_measure,
        } => {
            let places = Places::new(keep, postgres.as_deref())?;
            let mut machine = Machine::here(std::env::args(), seed);
            machine.databases = places.versions(&backends)?;
            let mut sink = Sink::in_folder(&out, &machine)?;
            for &size in &sizes {
                for &backend in &backends {
                    let set = Dataset::new(seed, size);
                    if no_measure {
                        fill::run(&places, backend, &set, &mut sink, &progress)?;
                    } else {
                        search::run(&places, backend, &set, Budget::default(), &mut sink, &progress)?;
                    }
                }
            }
            let figures = report::read(&[sink.path().to_owned()])?;
            print(&report::tables(&figures))
        }
        Command::Logins { turns, callers } => print(&serde_json::to_string(&logins::run(turns, callers)?)?),
        Command::Refusals { samples } => {
            refusals::run(samples, &mut |pair| print(&serde_json::to_string(pair)?))
        }
        Command::Report { results, page, plot } => {
            let figures = report::read(&results)?;
            report::write_page(&figures, &page, &plot)?;
            print(&report::tables(&figures))
        }
    }
}

fn print(text: &str) -> Outcome<()> {
    let mut out = io::stdout().lock();
    Ok(writeln!(out, "{text}").and_then(|()| out.flush())?)
}

fn progress(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// A number of contacts, as `10000` or `1e4`.
fn count(text: &str) -> Result<u64, String> {
    let count = text
        .replace('_', "")
        .parse::<f64>()
        .map_err(|error| error.to_string())?;
    let most = Dataset::MOST;
    if count.fract() == 0.0 && (1.0..=most as f64).contains(&count) {
        Ok(count as u64)
    } else {
        Err(format!("a whole number from 1 to {most}"))
    }
}
