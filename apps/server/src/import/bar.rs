//! The progress bars. They hide themselves where standard error is no terminal.

use crate::words::Words;
use ba360_core::text::Language;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar over the bytes of a file; over those that came where nobody knows how many there are.
pub(crate) fn bytes_bar(bytes: Option<u64>, words: &Words, language: Language) -> ProgressBar {
    let template = match bytes {
        Some(_) => "{prefix} {wide_bar} {bytes}/{total_bytes}",
        None => "{prefix} {bytes}",
    };
    bar(bytes, template, words, language)
}

/// A bar over the rows of a file, some of which may be behind it already.
pub(crate) fn rows_bar(rows: u64, done: u64, words: &Words, language: Language) -> ProgressBar {
    let bar = bar(
        Some(rows),
        "{prefix} {wide_bar} {pos}/{len} {eta}",
        words,
        language,
    );
    bar.set_position(done);
    bar.reset_eta();
    bar
}

fn bar(length: Option<u64>, template: &str, words: &Words, language: Language) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(length, ProgressDrawTarget::stderr())
        .with_prefix(words.say(language).to_owned());
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
