use super::{base_url, report};
use crate::{
    console::{Console, Status},
    input::{self, Asked},
};
use ba360_core::{
    link::{ErrorSummary, Field, FindingSummary, Link, LinkError, Migrated, Summary},
    text::Code,
};
use clap::Args;
use serde::Serialize;
use std::{ffi::OsString, io};

/// Turns a link of the legacy format into one of the new format.
///
/// The new link goes to standard output, what is to be known about it to standard error. A link of the new format
/// is written anew, encoded; one in the query form stays in it. A token goes along.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Migrate {
    /// A whole address or a path, or `-` to read standard input: each line a link, each answered by one line,
    /// which is blank for a link that cannot be read.
    link: OsString,
    /// The address of the console, in place of the link's own
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
}

const EXAMPLES: &str = r#"Examples:
  ba360 link migrate '/integracionview/chattigo/chat/150/"nombre":"Ana","telefono":"993405075","caso":null'
  ba360 link migrate --base-url https://console.example - < old.txt > new.txt

Quote the link: the shell would take { } & and ? for itself."#;

/// The answer in JSON.
#[derive(Serialize)]
struct Answer {
    link: String,
    findings: Vec<FindingSummary>,
    /// The fields whose values were not kept.
    dropped: Vec<Field>,
}

impl Migrate {
    pub(super) fn run(&self, console: &mut Console) -> io::Result<Status> {
        input::each(console, &self.link, |console, input, asked| {
            match migrated(input, self.base_url.as_deref()) {
                Ok((link, migrated)) => answer(console, link, &migrated, asked),
                Err(error) => refuse(console, input, &error, asked),
            }
        })
    }
}

fn migrated(input: &[u8], base: Option<&str>) -> Result<(String, Migrated), LinkError> {
    let migrated = Link::parse(input)?.migrate();
    let base = base.or_else(|| own_base(input)).unwrap_or_default();
    let written = migrated.link.to_url(base);
    // Encoded it may have become too long.
    Link::parse(written.as_bytes()).map(|_| (written, migrated))
}

/// What stands before the path of a good link: the first slash from which the rest is a link by itself begins it.
fn own_base(input: &[u8]) -> Option<&str> {
    let begins = |&at: &usize| {
        input[at] == b'/'
            && !matches!(
                Link::parse(&input[at..]),
                Err(LinkError {
                    code: Code::LinkPath,
                    ..
                })
            )
    };
    let path = (0..input.len()).find(begins)?;
    str::from_utf8(&input[..path]).ok()
}

fn answer(console: &mut Console, link: String, migrated: &Migrated, asked: Asked) -> io::Result<Status> {
    let findings: Vec<_> = migrated
        .findings
        .iter()
        .map(|finding| FindingSummary::of(finding, console.language))
        .collect();
    if console.json {
        let dropped = migrated.dropped.clone();
        console.json_line(&Answer {
            link,
            findings,
            dropped,
        })?;
        return Ok(Status::Good);
    }
    console.line(format_args!("{link}"))?;
    for finding in findings {
        report::lost(console, &finding, &migrated.dropped, asked)?;
    }
    Ok(Status::Good)
}

fn refuse(console: &mut Console, input: &[u8], error: &LinkError, asked: Asked) -> io::Result<Status> {
    if console.json {
        console.json_line(&Summary::of_error(error, console.language))?;
    } else {
        let summary = ErrorSummary::of(error, console.language);
        if asked != Asked::Alone {
            console.line(format_args!(""))?;
        }
        report::unreadable_aside(console, input, &summary, asked)?;
    }
    Ok(Status::Bad)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_links_own_address_is_kept_with_the_path_that_it_is_served_below() {
        for (link, base) in [
            (
                "https://c.example/integracionview/g/chat/1/{}",
                "https://c.example",
            ),
            (
                "https://c.example/crm/a/integracionview?plataforma=g",
                "https://c.example/crm/a",
            ),
            (
                "http://[::1]:8360/%69ntegracionview/g/chat/1/{}",
                "http://[::1]:8360",
            ),
            (
                "/integracionview/g/chat/1/{\"contacto\":\"/integracionview/\"}",
                "",
            ),
        ] {
            assert_eq!(own_base(link.as_bytes()), Some(base), "{link}");
        }
    }
}
