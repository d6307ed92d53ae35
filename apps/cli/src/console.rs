//! Where answers go: standard output in large pieces, complaints to standard error, colours where they show.

use crate::words::Words;
use anstream::{AutoStream, ColorChoice, stream::RawStream};
use anstyle::{AnsiColor, Style};
use ba360_core::text::Language;
use serde::Serialize;
use std::{
    fmt::{self, Display},
    io::{self, BufWriter, StderrLock, StdoutLock, Write},
};

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Good,
    Bad,
}

impl Status {
    /// Good only when both are.
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Good, Self::Good) => Self::Good,
            _ => Self::Bad,
        }
    }
}

/// The two outputs, and how to speak on them.
pub(crate) struct Console {
    pub(crate) language: Language,
    pub(crate) words: Words,
    pub(crate) json: bool,
    /// Styles for standard output, and for standard error.
    pub(crate) paint: Paint,
    error_paint: Paint,
    out: BufWriter<StdoutLock<'static>>,
    error: StderrLock<'static>,
}

impl Console {
    pub(crate) fn new(language: Language, json: bool) -> Self {
        let (out, error) = (io::stdout(), io::stderr());
        Self {
            language,
            words: Words(language),
            json,
            paint: Paint::of(&out),
            error_paint: Paint::of(&error),
            out: BufWriter::with_capacity(64 * 1024, out.lock()),
            error: error.lock(),
        }
    }

    /// Writes a line.
    pub(crate) fn line(&mut self, line: fmt::Arguments<'_>) -> io::Result<()> {
        self.out.write_fmt(line)?;
        self.out.write_all(b"\n")
    }

    /// Writes an object as one line.
    pub(crate) fn json_line(&mut self, object: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, object)?;
        self.out.write_all(b"\n")
    }

    /// Writes a line beside the answers, when those written so far are out.
    pub(crate) fn aside(&mut self, line: fmt::Arguments<'_>) -> io::Result<()> {
        self.out.flush()?;
        self.error.write_fmt(line)?;
        self.error.write_all(b"\n")
    }

    /// The styles for [`Console::aside`].
    pub(crate) const fn paint_aside(&self) -> Paint {
        self.error_paint
    }

    /// Says why the command could not do its work. There is nobody left to tell when that fails too.
    pub(crate) fn complain(&mut self, error: &io::Error) {
        let _ = writeln!(self.error, "ba360: {error}");
    }

    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The styles of one output, which are none where they would not show.
#[derive(Clone, Copy)]
pub(crate) struct Paint(bool);

impl Paint {
    fn of(stream: &impl RawStream) -> Self {
        Self(AutoStream::choice(stream) != ColorChoice::Never)
    }

    pub(crate) fn label<T: Display>(self, text: T) -> Painted<T> {
        self.with(Style::new().dimmed(), text)
    }

    pub(crate) fn value<T: Display>(self, text: T) -> Painted<T> {
        self.with(Style::new().bold(), text)
    }

    pub(crate) fn good<T: Display>(self, text: T) -> Painted<T> {
        self.with(AnsiColor::Green.on_default(), text)
    }

    pub(crate) fn notice<T: Display>(self, text: T) -> Painted<T> {
        self.with(AnsiColor::Yellow.on_default(), text)
    }

    pub(crate) fn bad<T: Display>(self, text: T) -> Painted<T> {
        self.with(AnsiColor::Red.on_default().bold(), text)
    }

    fn with<T: Display>(self, style: Style, text: T) -> Painted<T> {
        let style = if self.0 { style } else { Style::new() };
        Painted { style, text }
    }
}

/// A text in a style.
pub(crate) struct Painted<T> {
    style: Style,
    text: T,
}

impl<T: Display> Display for Painted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.style.fmt(f)?;
        self.text.fmt(f)?;
        write!(f, "{:#}", self.style)
    }
}
