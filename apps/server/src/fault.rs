//! Why a command did not do its work.

use crate::words::Words;
use ba360_core::text::{Coded, Language};
use std::{error::Error, fmt::Display};

/// Why a command did not do its work: one line for a person, a stable code for a program.
#[derive(Debug)]
pub(crate) struct Fault {
    code: &'static str,
    words: Words,
    cause: Option<String>,
}

impl Fault {
    /// A fault of this program's own.
    pub(crate) fn new(code: &'static str, words: Words) -> Self {
        Self {
            code,
            words,
            cause: None,
        }
    }

    /// The same fault with what lies behind it. Errors of adapters hold no personal value and no secret.
    pub(crate) fn because(mut self, error: &(dyn Error + 'static)) -> Self {
        let mut cause = error.to_string();
        let mut next = error.source();
        while let Some(error) = next {
            let more = error.to_string();
            // Some errors repeat their source in their own text.
            if !cause.contains(&more) {
                cause = format!("{cause}: {more}");
            }
            next = error.source();
        }
        self.cause = Some(cause);
        self
    }

    /// The same fault with its place before its words.
    pub(crate) fn at(mut self, place: impl Display) -> Self {
        for words in [&mut self.words.es, &mut self.words.en] {
            *words = format!("{place}: {words}");
        }
        self
    }

    /// The stable code.
    pub(crate) const fn code(&self) -> &'static str {
        self.code
    }

    /// One line, whatever the cause's text holds.
    pub(crate) fn line(&self, language: Language) -> String {
        let words = self.words.say(language);
        let line = match &self.cause {
            None => words.to_owned(),
            Some(cause) => format!("{words} ({cause})"),
        };
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

impl<E: Coded + Error + 'static> From<E> for Fault {
    fn from(error: E) -> Self {
        let fault = Self::new(error.code().as_str(), Words::of(&error));
        // What a use case refuses is said by its code; only a store has more to tell.
        match error.source() {
            Some(source) => fault.because(source),
            None => fault,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words;
    use ba360_core::store::StoreError;

    #[test]
    fn a_fault_is_one_line_with_its_cause() {
        let fault = Fault::from(StoreError::failed("disk full\nat /x"));
        assert_eq!(fault.code(), "store_failed");
        let line = fault.line(Language::English);
        assert!(
            line.ends_with("(disk full at /x)") && !line.contains('\n'),
            "{line}"
        );
        let own = Fault::new("x", words!("no", "not"));
        assert_eq!(own.line(Language::Spanish), "no");
    }
}
