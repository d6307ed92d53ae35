//! What the commands print: sentences, or one JSON object on one line.

use crate::{fault::Fault, words::Words};
use ba360_core::text::Language;
use std::{
    io::{self, Write as _},
    process::ExitCode,
};

/// How a command prints.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    /// The language of the sentences.
    pub(crate) language: Language,
    /// Whether one JSON object is wanted instead.
    pub(crate) json: bool,
}

impl Output {
    /// Output in a language.
    pub(crate) const fn new(language: Language, json: bool) -> Self {
        Self { language, json }
    }

    /// Prints what a command has to say. Nobody who has stopped listening is an error.
    pub(crate) fn result(self, object: &serde_json::Value, sentences: &str) {
        let text = if self.json {
            object.to_string()
        } else {
            sentences.to_owned()
        };
        let mut out = io::stdout().lock();
        let _ = writeln!(out, "{text}").and_then(|()| out.flush());
    }

    /// Prints something that goes along with the work to standard error, where no program reads it.
    pub(crate) fn aside(self, words: &Words) {
        let _ = writeln!(io::stderr().lock(), "{}", words.say(self.language));
    }

    /// Prints why a command did not do its work: one line to standard error, and the object where one is wanted.
    pub(crate) fn fault(self, fault: &Fault) -> ExitCode {
        let message = fault.line(self.language);
        let _ = writeln!(io::stderr().lock(), "ba360-server: {message}");
        if self.json {
            let object = serde_json::json!({"error": {"code": fault.code(), "message": message}});
            self.result(&object, "");
        }
        ExitCode::FAILURE
    }
}
