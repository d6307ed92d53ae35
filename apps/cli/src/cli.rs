//! The command line as a whole: its options and its commands.

use crate::{
    console::{Console, Status},
    link::LinkCommand,
};
use ba360_core::text::Language;
use clap::{Parser, Subcommand};
use std::io;

/// Reads, explains, builds and migrates the links that open Be Aware 360 from a contact centre.
///
/// Nothing is sent anywhere: the tool needs no server.
#[derive(Parser)]
#[command(name = "ba360", version, max_term_width = 100, after_help = STATUS)]
pub(crate) struct Cli {
    /// The language of the answers.
    #[arg(
        long,
        visible_alias = "lang",
        global = true,
        env = "BA360_LANGUAGE",
        default_value_t,
        value_name = "es|en",
        display_order = 100
    )]
    pub(crate) language: Language,

    /// Answers with JSON, one object a line.
    #[arg(long, global = true, display_order = 100)]
    pub(crate) json: bool,

    #[command(subcommand)]
    command: Command,
}

const STATUS: &str = "\
Exit status:
  0  all is good
  1  a link is bad
  2  the command was not understood, or could not do its work

Colours are left out where the output is no terminal, and when NO_COLOR is set.";

#[derive(Subcommand)]
enum Command {
    /// Integration links.
    #[command(subcommand)]
    Link(LinkCommand),
}

impl Cli {
    /// Runs the command.
    ///
    /// # Errors
    /// When the input could not be read or the answer not be written.
    pub(crate) fn run(&self, console: &mut Console) -> io::Result<Status> {
        let status = match &self.command {
            Command::Link(command) => command.run(console)?,
        };
        console.flush()?;
        Ok(status)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
