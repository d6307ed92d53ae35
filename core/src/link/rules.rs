//! The rules for a text that came in a link, whichever form brought it (contract 1.2 and 1.5).

use super::{Field, LinkError, MAX_VALUE_CHARS};
use crate::text::Code;

/// What a platform writes where it had nothing to fill in.
const UNFILLED_WORDS: [&str; 6] = [
    "undefined",
    "null",
    "anonymous",
    "unknown",
    "restricted",
    "unavailable",
];

/// Without the Unicode White_Space around it.
pub(super) fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        // Most values have nothing to trim, and two looks tell.
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

/// Where `part`, which is a piece of `text`, begins in it.
pub(super) fn offset(text: &str, part: &str) -> usize {
    part.as_ptr() as usize - text.as_ptr() as usize
}

/// A platform's name or an interaction id, trimmed (contract 1.2). `codes` are for a missing one, one that
/// nothing filled in and one that is too long; the position is in `text`.
pub(super) fn name(text: &str, field: Field, codes: [Code; 3], max: usize) -> Result<&str, LinkError> {
    let name = trimmed(text);
    let [missing, unfilled, too_long] = codes;
    let refused = |code, position| Err(LinkError::within(field, code, position));
    if name.is_empty() {
        refused(missing, 0)
    } else if is_unfilled(name) {
        refused(unfilled, 0)
    } else if let Some(at) = control_character(name) {
        refused(Code::LinkControlCharacter, offset(text, name) + at)
    } else if is_longer_than(name, max) {
        refused(too_long, 0)
    } else {
        Ok(name)
    }
}

/// What a value of the search object is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value<'l> {
    /// It counts, trimmed.
    Present(&'l str),
    /// It is blank.
    Blank,
    /// The platform failed to fill it in.
    Unfilled,
}

/// A value of the search object (contract 1.5); the position is in `text`.
pub(super) fn value(text: &str, field: Field) -> Result<Value<'_>, LinkError> {
    let value = trimmed(text);
    if value.is_empty() {
        return Ok(Value::Blank);
    }
    if is_unfilled(value) {
        return Ok(Value::Unfilled);
    }
    if let Some(at) = control_character(value) {
        return Err(LinkError::within(
            field,
            Code::LinkControlCharacter,
            offset(text, value) + at,
        ));
    }
    if is_longer_than(value, MAX_VALUE_CHARS) {
        return Err(LinkError::within(field, Code::LinkValueTooLong, 0));
    }
    Ok(Value::Present(value))
}

/// Whether a platform failed to fill this (trimmed) value in: `{{…}}` or `${…}`, also still percent-encoded
/// any number of times, or one of the words.
pub(super) fn is_unfilled(value: &str) -> bool {
    let bytes = value.as_bytes();
    match bytes.first() {
        Some(b'{' | b'$' | b'%') => is_placeholder(bytes),
        Some(first) if first.is_ascii_alphabetic() && (4..=11).contains(&bytes.len()) => {
            UNFILLED_WORDS.iter().any(|word| value.eq_ignore_ascii_case(word))
        }
        _ => false,
    }
}

fn is_placeholder(bytes: &[u8]) -> bool {
    let doubled = after(bytes, b'{').and_then(|rest| after(rest, b'{'));
    if let Some(inner) = doubled {
        return before(inner, b'}').is_some_and(|inner| before(inner, b'}').is_some());
    }
    let dollar = after(bytes, b'$').and_then(|rest| after(rest, b'{'));
    dollar.is_some_and(|inner| before(inner, b'}').is_some())
}

/// What follows `wanted`, which may be percent-encoded (`%7B`, `%257B`, …).
fn after(bytes: &[u8], wanted: u8) -> Option<&[u8]> {
    let (&first, rest) = bytes.split_first()?;
    if first == wanted {
        return Some(rest);
    }
    if first != b'%' {
        return None;
    }
    let mut rest = rest;
    while let Some(deeper) = rest.strip_prefix(b"25") {
        rest = deeper;
    }
    let (code, rest) = rest.split_at_checked(2)?;
    is_hex_of(code, wanted).then_some(rest)
}

/// What stands before a final `wanted`, which may be percent-encoded.
fn before(bytes: &[u8], wanted: u8) -> Option<&[u8]> {
    let (&last, rest) = bytes.split_last()?;
    if last == wanted {
        return Some(rest);
    }
    let (mut rest, code) = bytes.split_at_checked(bytes.len().checked_sub(2)?)?;
    if !is_hex_of(code, wanted) {
        return None;
    }
    while let Some(deeper) = rest.strip_suffix(b"25") {
        rest = deeper;
    }
    rest.strip_suffix(b"%")
}

fn is_hex_of(code: &[u8], wanted: u8) -> bool {
    std::str::from_utf8(code)
        .ok()
        .and_then(|code| u8::from_str_radix(code, 16).ok())
        == Some(wanted)
}

/// Whether a byte is a control character, or begins the two bytes of one.
const SUSPICIOUS: [bool; 256] = {
    let mut suspicious = [false; 256];
    let mut control = 0;
    while control < 0x20 {
        suspicious[control] = true;
        control += 1;
    }
    suspicious[0x7f] = true;
    suspicious[0xc2] = true;
    suspicious
};

/// Where the first control character stands (U+0000–001F, U+007F–009F).
pub(super) fn control_character(value: &str) -> Option<usize> {
    if value.bytes().any(|byte| SUSPICIOUS[byte as usize]) {
        value.find(char::is_control)
    } else {
        None
    }
}

/// Whether it has more than `max` Unicode scalar values.
pub(super) fn is_longer_than(value: &str, max: usize) -> bool {
    value.len() > max && value.chars().count() > max
}

/// Whether this (trimmed) token means that none was sent (contract 1.6).
pub(super) fn is_no_token(token: &str) -> bool {
    token.is_empty() || token.eq_ignore_ascii_case("null") || token.eq_ignore_ascii_case("undefined")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_unfilled_also_when_still_encoded() {
        for value in [
            "{{x}}",
            "{{}}",
            "{{Scripter.Interaction ID}}",
            "${x}",
            "${}",
            "%7B%7Bx%7D%7D",
            "%7b%7bx%7d%7d",
            "%24%7Bx%7D",
            "%257B%257Bx%257D%257D",
            "{%7Bx%7D}",
            "NULL",
            "Unknown",
            "restricted",
        ] {
            assert!(is_unfilled(value), "{value}");
        }
    }

    #[test]
    fn near_misses_are_values() {
        for value in [
            "{{x}",
            "{x}",
            "{{x}} y",
            "y {{x}}",
            "$x",
            "${x",
            "%",
            "%7B",
            "%7B%7Bx",
            "nulls",
            "nul",
            "{",
            "{{}",
            "anonymous user",
            "100%",
        ] {
            assert!(!is_unfilled(value), "{value}");
        }
    }

    #[test]
    fn control_characters_are_those_of_both_blocks() {
        for c in ('\0'..='\u{200}').filter(|c| c.is_control()) {
            assert_eq!(control_character(&format!("a{c}b")), Some(1), "{c:?}");
        }
        assert_eq!(control_character("añ ©\u{a0}b"), None);
    }
}
