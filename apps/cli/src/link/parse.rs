use super::report::{self, Brief};
use crate::{
    console::{Console, Status},
    input::{self, Asked},
};
use ba360_core::link::{Link, Summary};
use clap::Args;
use std::{ffi::OsString, io};

/// Reads a link and says what it holds and what it opens.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Parse {
    /// A whole address or a path, or `-` to read standard input: each line a link, each answered by one line.
    link: OsString,
}

const EXAMPLES: &str = r#"Examples:
  ba360 link parse 'https://console.example/integracionview/genesys/chat/12345/{"contacto":"998874563"}'
  ba360 link parse --json '/integracionview?plataforma=chattigo&canal=WHATSAPP&id=150&contacto=573175180237'
  ba360 link parse --json - < links.txt > read.jsonl

Quote the link: the shell would take { } & and ? for itself."#;

impl Parse {
    pub(super) fn run(&self, console: &mut Console) -> io::Result<Status> {
        input::each(console, &self.link, answer)
    }
}

fn answer(console: &mut Console, input: &[u8], asked: Asked) -> io::Result<Status> {
    let result = Link::parse(input);
    let summary = Summary::of_result(&result, console.language);
    match &summary {
        summary if console.json => console.json_line(summary)?,
        Summary::Link(link) if asked == Asked::Alone => report::whole(console, link)?,
        Summary::Link(link) => Brief::of(link).tell(console)?,
        Summary::Unreadable { error } => report::unreadable(console, input, error, asked)?,
    }
    Ok(if result.is_ok() { Status::Good } else { Status::Bad })
}
