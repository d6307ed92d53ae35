//! `ba360 link …`

mod build;
mod explain;
mod migrate;
mod parse;
mod report;
mod template;

use crate::console::{Console, Status};
use clap::Subcommand;
use std::io;

/// The commands about links.
#[derive(Subcommand)]
pub(crate) enum LinkCommand {
    Parse(parse::Parse),
    Explain(explain::Explain),
    Build(Box<build::Build>),
    Migrate(migrate::Migrate),
    Template(template::TemplateFor),
}

impl LinkCommand {
    pub(crate) fn run(&self, console: &mut Console) -> io::Result<Status> {
        match self {
            Self::Parse(parse) => parse.run(console),
            Self::Explain(explain) => explain.run(console),
            Self::Build(build) => build.run(console),
            Self::Migrate(migrate) => migrate.run(console),
            Self::Template(template) => template.run(console),
        }
    }
}

/// The address of a console, as the beginning of a link.
fn base_url(text: &str) -> Result<String, &'static str> {
    const WANTED: &str = "an http or https address without a query, such as https://console.example";
    let text = text.trim().trim_end_matches('/');
    let lower = text.to_ascii_lowercase();
    let host = lower
        .strip_prefix("https://")
        .or_else(|| lower.strip_prefix("http://"))
        .ok_or(WANTED)?;
    let refused = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '?' | '#' | '\\');
    if host.is_empty() || host.starts_with('/') || host.contains(refused) {
        return Err(WANTED);
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_without_its_last_slash_and_others_are_refused() {
        for (given, taken) in [
            ("https://c.example", "https://c.example"),
            ("HTTPS://c.example:8443/crm/", "HTTPS://c.example:8443/crm"),
            (" http://127.0.0.1:8360 ", "http://127.0.0.1:8360"),
        ] {
            assert_eq!(base_url(given).as_deref(), Ok(taken));
        }
        for refused in [
            "",
            "c.example",
            "https://",
            "https:///x",
            "ftp://x",
            "https://x?y",
            "https://x#y",
            "https://x y",
        ] {
            assert!(base_url(refused).is_err(), "{refused}");
        }
    }
}
