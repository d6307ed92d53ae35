//! The log: to standard error, as text or JSON. What stands in it is codes and correlation ids, never a value.

use crate::{
    args::{Command, LogFormat},
    fault::Fault,
    faults,
    settings::Settings,
};
use std::io::{self, IsTerminal as _};
use tracing_subscriber::{EnvFilter, fmt};

/// Starts logging as the settings say.
pub(crate) fn start(settings: &Settings, command: &Command) -> Result<(), Fault> {
    let usual = match command {
        Command::Serve(_) => "info",
        _ => "warn",
    };
    let filter = EnvFilter::try_new(settings.log.as_deref().unwrap_or(usual))
        .map_err(|error| faults::log_filter_bad().because(&error))?;
    let log = fmt::Subscriber::builder()
        .with_env_filter(filter)
        .with_writer(io::stderr);
    match settings.log_format {
        LogFormat::Text => log.with_ansi(io::stderr().is_terminal()).init(),
        LogFormat::Json => log.json().init(),
    }
    Ok(())
}
