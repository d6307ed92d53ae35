//! What a person reads about a link.

use crate::{
    console::{Console, Paint},
    excerpt::Excerpt,
    input::Asked,
    printable::Printable,
    words::Words,
};
use ba360_core::{
    link::{
        ErrorSummary, Field, FindingSummary, Format, LinkError, LinkSummary, Search, SearchObject,
        TokenPresence,
    },
    text::Code,
};
use std::{
    fmt::{self, Display},
    io,
};

/// How wide the names of fields are written.
pub(super) const NAMES: usize = 13;

/// A line of a table: a name, and what it is.
pub(super) fn row(console: &mut Console, name: &str, value: impl Display) -> io::Result<()> {
    let name = console.paint.label(format!("{name:NAMES$}"));
    console.line(format_args!("{name} {value}"))
}

/// A link, one line a fact.
pub(super) fn whole(console: &mut Console, link: &LinkSummary<'_>) -> io::Result<()> {
    let (words, paint) = (console.words, console.paint);
    row(console, words.format(), words.format_name(link.format))?;
    row(console, "plataforma", Printable(link.platform))?;
    row(console, "canal", link.channel)?;
    row(console, "id", Printable(link.interaction_id))?;
    for (field, value) in link.criteria.present() {
        row(console, field.wire(), Printable(value))?;
    }
    row(console, "token", words.token_presence(link.token))?;
    row(console, words.search(), paint.good(Searched(words, link.search)))?;
    for finding in &link.findings {
        let said = Said(finding.code, finding.message);
        row(console, words.notice(), paint.notice(said))?;
    }
    Ok(())
}

/// What is said of a link in one line.
pub(super) struct Brief<'l> {
    pub(super) format: Format,
    pub(super) platform: &'l str,
    pub(super) channel: &'l str,
    pub(super) interaction_id: &'l str,
    pub(super) search: Search<'l>,
    pub(super) token: TokenPresence,
    /// The codes of the findings, by position.
    pub(super) noticed: Vec<Code>,
}

impl<'l> Brief<'l> {
    /// What is said of a link that was read.
    pub(super) fn of(link: &LinkSummary<'l>) -> Self {
        Self {
            format: link.format,
            platform: link.platform,
            channel: link.channel.as_str(),
            interaction_id: link.interaction_id,
            search: link.search,
            token: link.token,
            noticed: link.findings.iter().map(|finding| finding.code).collect(),
        }
    }

    /// Says it.
    pub(super) fn tell(&self, console: &mut Console) -> io::Result<()> {
        let (words, paint) = (console.words, console.paint);
        let token = match self.token {
            TokenPresence::Present => "  token",
            TokenPresence::Absent => "",
        };
        let noticed: String = self
            .noticed
            .iter()
            .map(|code| format!("  {}", paint.notice(code)))
            .collect();
        console.line(format_args!(
            "{} {} {} {}  {}{token}{noticed}",
            paint.label(words.format_name(self.format)),
            Printable(self.platform),
            self.channel,
            Printable(self.interaction_id),
            paint.good(Searched(words, self.search)),
        ))
    }
}

/// An error in one line; for a link that was asked about alone, the place below it. On standard output.
pub(super) fn unreadable(
    console: &mut Console,
    link: &[u8],
    error: &ErrorSummary,
    asked: Asked,
) -> io::Result<()> {
    let line = Wrong::new(console.words, console.paint, error);
    console.line(format_args!("{line}"))?;
    match Excerpt::of(link, error) {
        Some(excerpt) if asked == Asked::Alone => console.line(format_args!("{excerpt}")),
        _ => Ok(()),
    }
}

/// The same on standard error, where standard output is for links. There the line in the list is told.
pub(super) fn unreadable_aside(
    console: &mut Console,
    link: &[u8],
    error: &ErrorSummary,
    asked: Asked,
) -> io::Result<()> {
    let words = console.words;
    let line = Wrong::new(words, console.paint_aside(), error);
    match asked {
        Asked::Alone => console.aside(format_args!("{line}"))?,
        Asked::InLine(number) => console.aside(format_args!("{} {number}: {line}", words.line()))?,
    }
    match Excerpt::of(link, error) {
        Some(excerpt) if asked == Asked::Alone => console.aside(format_args!("{excerpt}")),
        _ => Ok(()),
    }
}

/// Why a link could not be built, with the option that is to blame. On standard error.
pub(super) fn unbuilt(console: &mut Console, error: &LinkError) -> io::Result<()> {
    let summary = ErrorSummary::of(error, console.language);
    let line = Wrong::new(console.words, console.paint_aside(), &summary);
    match error.field {
        Some(field) => console.aside(format_args!("--{field}: {line}")),
        None => console.aside(format_args!("{line}")),
    }
}

/// What a link lost in its migration, on standard error.
pub(super) fn lost(
    console: &mut Console,
    finding: &FindingSummary,
    dropped: &[Field],
    asked: Asked,
) -> io::Result<()> {
    let (words, paint) = (console.words, console.paint_aside());
    let notice = paint.notice(words.notice());
    let said = Said(finding.code, finding.message);
    let dropped = dropped
        .iter()
        .map(|field| field.wire())
        .collect::<Vec<_>>()
        .join(", ");
    let not_kept = words.dropped();
    match asked {
        Asked::Alone => console.aside(format_args!("{notice}: {said} {not_kept}: {dropped}")),
        Asked::InLine(number) => {
            let line = words.line();
            console.aside(format_args!(
                "{line} {number}: {notice}: {said} {not_kept}: {dropped}"
            ))
        }
    }
}

/// `error en el byte 12: … (código)`
struct Wrong {
    words: Words,
    paint: Paint,
    code: Code,
    message: &'static str,
    position: usize,
}

impl Wrong {
    const fn new(words: Words, paint: Paint, error: &ErrorSummary) -> Self {
        Self {
            words,
            paint,
            code: error.code,
            message: error.message,
            position: error.position,
        }
    }
}

impl Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            words,
            paint,
            code,
            message,
            position,
        } = self;
        let (error, at_byte) = (paint.bad(words.error()), words.at_byte());
        write!(f, "{error} {at_byte} {position}: {message} ({code})")
    }
}

/// What is searched, in words.
pub(super) struct Searched<'l>(pub(super) Words, pub(super) Search<'l>);

impl Display for Searched<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(words, search) = self;
        f.write_str(words.object_name(search.object))?;
        match search.value {
            Some(value) if search.object != SearchObject::None => write!(f, " {}", Printable(value)),
            _ => Ok(()),
        }
    }
}

/// What a code says, and the code.
pub(super) struct Said(pub(super) Code, pub(super) &'static str);

impl Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.1, self.0)
    }
}
