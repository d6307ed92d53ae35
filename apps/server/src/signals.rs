//! The signals that ask this program to end.

use crate::{fault::Fault, faults};
use std::{io, process::ExitCode};
use tokio::signal::unix::{SignalKind, signal};

/// A signal that asks to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signal {
    /// `SIGINT`, as Ctrl-C sends it.
    Interrupt,
    /// `SIGTERM`.
    Terminate,
}

impl Signal {
    /// The exit status of a program that ended because of it, as a shell tells it: 128 and its number.
    pub(crate) fn status(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Interrupt => 130,
            Self::Terminate => 143,
        })
    }
}

/// Resolves at the first signal that asks to end; the second ends the process at once. From this call on no such
/// signal ends the process by itself.
pub(crate) fn end_asked() -> Result<impl Future<Output = Signal> + Send + 'static, Fault> {
    let unheard = |error: io::Error| faults::signals().because(&error);
    let mut terminate = signal(SignalKind::terminate()).map_err(unheard)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(unheard)?;
    let mut next = async move || {
        tokio::select! {
            _ = terminate.recv() => Signal::Terminate,
            _ = interrupt.recv() => Signal::Interrupt,
        }
    };
    Ok(async move {
        let first = next().await;
        tokio::spawn(async move {
            next().await;
            std::process::exit(1);
        });
        first
    })
}
