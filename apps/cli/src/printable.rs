//! Text from strangers on a terminal: what would move the cursor, change colours or turn the writing around is
//! shown as its number.

use std::fmt::{self, Display, Write as _};

/// A text as it may stand on a terminal.
pub(crate) struct Printable<'t>(pub(crate) &'t str);

impl Display for Printable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|character| {
            if shows(character) {
                f.write_char(character)
            } else {
                write!(f, "\\u{{{:x}}}", character as u32)
            }
        })
    }
}

fn shows(character: char) -> bool {
    !character.is_control()
        && !matches!(
            character,
            '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
                | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_act_on_is_shown_as_its_number() {
        let shown = |text| Printable(text).to_string();
        assert_eq!(shown("Ñandú 😀 \"x\""), "Ñandú 😀 \"x\"");
        assert_eq!(shown("\u{1b}[31mrojo\r\n"), "\\u{1b}[31mrojo\\u{d}\\u{a}");
        assert_eq!(shown("a\u{202e}b\u{9b}c\u{200b}"), "a\\u{202e}b\\u{9b}c\\u{200b}");
    }
}
