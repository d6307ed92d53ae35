//! The words of every stable code, in Spanish and English.
//!
//! A [`Code`] is what a program relies on: its wire form never changes its meaning. What a person reads
//! beside it is made here, in one table, so that a code without words in both languages does not compile.
//! `docs/codes.md` is printed from the same table ([`codes_page`]).

mod codes;
mod language;

pub use codes::Code;
pub use language::{Language, UnknownLanguage};

use std::fmt::Write as _;

/// What has a stable [`Code`]: every refusal of a use case and every finding about a link.
pub trait Coded {
    /// The stable code.
    fn code(&self) -> Code;

    /// After how many seconds the same may be tried again, where that is known.
    fn retry_after_secs(&self) -> Option<u32> {
        None
    }
}

/// `docs/codes.md`: every code with what it says in both languages.
#[must_use]
pub fn codes_page() -> String {
    let mut page = String::from(
        "# Codes\n\nEvery stable code of links, records and the console, as it stands on the wire, in the log and in the \
         activity view, with the words that go with it. What the server's commands say beside them is in [the codes of \
         the server](codes-of-the-server.md). This page is made from the table in `core/src/text/codes.rs`; a test \
         holds the two together.\n\n| code | español | English |\n| --- | --- | --- |\n",
    );
    for &code in Code::ALL {
        let (es, en) = (code.words(Language::Spanish), code.words(Language::English));
        let _ = writeln!(page, "| `{code}` | {es} | {en} |");
    }
    page
}
