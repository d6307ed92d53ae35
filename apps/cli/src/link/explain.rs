use super::report::{self, Brief, NAMES, Said, Searched, row};
use crate::{
    console::{Console, Status},
    input::{self, Asked},
    printable::Printable,
};
use ba360_core::link::{
    Explanation, Field, Ignored, Noticed, ReadValue, Search, SearchReason, TokenPresence,
};
use clap::Args;
use std::{ffi::OsString, io};

/// Explains why a link does what it does: every value as it came and as it is used, what is ignored, what will be
/// searched and why.
///
/// Values are shown as they came, personal ones too. The token never is.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Explain {
    /// A whole address or a path, or `-` to read standard input: each line a link, each answered by one line.
    link: OsString,
}

const EXAMPLES: &str = r#"Examples:
  ba360 link explain '/integracionview/genesys/call/12345/{"contacto":" 998 ","caso":"{{Scripter.Caso}}"}'
  ba360 --language en link explain --json '/integracionview?plataforma=genesys&canal=voz&id=12345&Caso=1'

Quote the link: the shell would take { } & and ? for itself."#;

impl Explain {
    pub(super) fn run(&self, console: &mut Console) -> io::Result<Status> {
        input::each(console, &self.link, answer)
    }
}

fn answer(console: &mut Console, input: &[u8], asked: Asked) -> io::Result<Status> {
    let explanation = Explanation::of(input, console.language);
    if console.json {
        console.json_line(&explanation)?;
    } else if asked == Asked::Alone {
        whole(console, input, &explanation)?;
    } else {
        brief(console, input, &explanation, asked)?;
    }
    Ok(match explanation.error {
        None => Status::Good,
        Some(_) => Status::Bad,
    })
}

fn brief(console: &mut Console, input: &[u8], explanation: &Explanation, asked: Asked) -> io::Result<()> {
    if let Some(error) = &explanation.error {
        return report::unreadable(console, input, error, asked);
    }
    // A link without an error has both.
    let (Some(format), Some(reason)) = (explanation.format, &explanation.search) else {
        return Ok(());
    };
    let used = |field: Field| {
        let value = explanation.values.iter().find(|value| value.field == field);
        value.and_then(|value| value.used.as_deref()).unwrap_or_default()
    };
    let brief = Brief {
        format,
        platform: used(Field::Platform),
        channel: used(Field::Channel),
        interaction_id: used(Field::InteractionId),
        search: searched(reason),
        token: explanation.token.unwrap_or(TokenPresence::Absent),
        noticed: explanation.findings.iter().map(|finding| finding.code).collect(),
    };
    brief.tell(console)
}

fn searched(reason: &SearchReason) -> Search<'_> {
    Search {
        object: reason.object,
        value: reason.value.as_deref(),
    }
}

fn whole(console: &mut Console, input: &[u8], explanation: &Explanation) -> io::Result<()> {
    let (words, paint) = (console.words, console.paint);
    if let Some(format) = explanation.format {
        row(console, words.format(), words.format_name(format))?;
    }
    for value in explanation
        .values
        .iter()
        .filter(|value| value.field != Field::Token)
    {
        field(console, value)?;
    }
    if let Some(token) = explanation.token {
        row(console, "token", words.token_presence(token))?;
    }
    for ignored in &explanation.ignored {
        // What was cut off has no name.
        let name = ignored.name.as_deref().unwrap_or("…");
        let line = format!(
            "{} ({} {}): {}",
            Printable(name),
            words.at_byte(),
            ignored.position,
            ignored.code.words(console.language)
        );
        row(console, words.not_used(), paint.notice(line))?;
    }
    let told = |finding: &&Noticed| {
        let same = |ignored: &Ignored| (ignored.code, ignored.position) == (finding.code, finding.position);
        explanation.ignored.iter().any(same)
    };
    for finding in explanation.findings.iter().filter(|finding| !told(finding)) {
        let place = match finding.field {
            Some(field) => format!("{field}, {} {}: ", words.at_byte(), finding.position),
            None => format!("{} {}: ", words.at_byte(), finding.position),
        };
        let line = format!("{place}{}", Said(finding.code, finding.message));
        row(console, words.notice(), paint.notice(line))?;
    }
    if let Some(reason) = &explanation.search {
        search(console, reason)?;
    }
    match &explanation.error {
        Some(error) => report::unreadable(console, input, error, Asked::Alone),
        None => Ok(()),
    }
}

/// `contacto  %20998%20 → se usa 998  en el byte 40`
fn field(console: &mut Console, value: &ReadValue) -> io::Result<()> {
    let (words, paint) = (console.words, console.paint);
    let received = value.received.as_deref().unwrap_or_default();
    let name = paint.label(format!("{:NAMES$}", value.field.wire()));
    let received = Printable(received);
    let place = paint.label(format!("{} {}", words.at_byte(), value.position));
    match value.used.as_deref() {
        None => {
            let absent = paint.notice(words.absent());
            console.line(format_args!("{name} {received} → {absent}  {place}"))
        }
        Some(used) if Some(used) == value.received.as_deref() => {
            console.line(format_args!("{name} {}  {place}", paint.value(received)))
        }
        Some(used) => {
            let used = paint.value(Printable(used));
            console.line(format_args!(
                "{name} {received} → {} {used}  {place}",
                words.counts_as()
            ))
        }
    }
}

fn search(console: &mut Console, reason: &SearchReason) -> io::Result<()> {
    let (words, paint) = (console.words, console.paint);
    let searched = paint.good(Searched(words, searched(reason)));
    row(console, words.search(), searched)?;
    row(console, "", reason.message)?;
    if reason.not_consulted.is_empty() {
        return Ok(());
    }
    let fields: Vec<_> = reason.not_consulted.iter().map(|field| field.wire()).collect();
    row(
        console,
        "",
        format_args!("{}: {}", words.not_consulted(), fields.join(", ")),
    )
}
