//! `ba360`, the integrator's tool: it reads, explains, builds and migrates integration links. It needs no server.
//!
//! Exit status: 0 when all is good, 1 when the thing checked is bad, 2 when the command was not understood or
//! could not do its work.

mod cli;
mod console;
mod excerpt;
mod input;
mod link;
mod printable;
mod words;

use clap::Parser as _;
use console::{Console, Status};
use std::{io::ErrorKind, process::ExitCode};

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    let mut console = Console::new(cli.language, cli.json);
    match cli.run(&mut console) {
        Ok(Status::Good) => ExitCode::SUCCESS,
        Ok(Status::Bad) => ExitCode::from(1),
        // Who reads our answers has had enough of them.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            console.complain(&error);
            ExitCode::from(2)
        }
    }
}
