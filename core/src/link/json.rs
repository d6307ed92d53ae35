//! The grammar of RFC 8259, as far as the search object needs it: no recursion, so that no input decides how
//! deep the stack goes.

use crate::text::Code;

/// What is wrong, and where in the text.
type Fault = (Code, usize);

/// How deep the object may be nested, itself included.
const MAX_DEPTH: u32 = 127;

/// The next place at or behind `at` that is no insignificant blank.
pub(super) fn skip_blanks(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\t' | b'\n' | b'\r') = bytes.get(at) {
        at += 1;
    }
    at
}

/// Whether a byte needs no look inside a string: neither its end, nor an escape, nor a raw control character.
const PLAIN: [bool; 256] = {
    let mut plain = [true; 256];
    let mut control = 0;
    while control < 0x20 {
        plain[control] = false;
        control += 1;
    }
    plain[b'"' as usize] = false;
    plain[b'\\' as usize] = false;
    plain
};

/// Where the string that begins behind its quote at `from` has its closing quote, and whether it holds escapes.
pub(super) fn string_end(bytes: &[u8], from: usize) -> Result<(usize, bool), Fault> {
    let unfinished = (Code::LinkCriteriaUnfinished, bytes.len());
    let mut escaped = false;
    let mut at = from;
    loop {
        let rest = bytes.get(at..).ok_or(unfinished)?;
        at += rest
            .iter()
            .position(|&byte| !PLAIN[byte as usize])
            .ok_or(unfinished)?;
        match bytes[at] {
            b'"' => return Ok((at, escaped)),
            b'\\' => {
                escaped = true;
                at += 2;
            }
            _ => return Err((Code::LinkControlCharacter, at)),
        }
    }
}

/// Appends the unescaped text of what stands from `from` to `to`.
pub(super) fn unescape(text: &mut String, from: usize, to: usize) -> Result<(), Fault> {
    let (mut run, mut at) = (from, from);
    while at < to {
        if text.as_bytes()[at] == b'\\' {
            let (character, next) = escape(&text.as_bytes()[..to], at)?;
            text.extend_from_within(run..at);
            text.push(character);
            (run, at) = (next, next);
        } else {
            at += 1;
        }
    }
    text.extend_from_within(run..to);
    Ok(())
}

/// The character that the escape at `at` stands for, and where it ends.
fn escape(bytes: &[u8], at: usize) -> Result<(char, usize), Fault> {
    let syntax = (Code::LinkCriteriaSyntax, at);
    let simple = match bytes.get(at + 1) {
        Some(&quoted @ (b'"' | b'\\' | b'/')) => quoted as char,
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => {
            let unit = code_unit(bytes, at).ok_or(syntax)?;
            return match unit {
                0xd800..0xdc00 => match code_unit(bytes, at + 6) {
                    Some(low @ 0xdc00..0xe000) => {
                        let scalar = 0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
                        char::from_u32(scalar).map(|character| (character, at + 12))
                    }
                    _ => None,
                },
                _ => char::from_u32(unit).map(|character| (character, at + 6)),
            }
            .ok_or((Code::LinkLoneSurrogate, at));
        }
        _ => return Err(syntax),
    };
    Ok((simple, at + 2))
}

/// The code unit of `\uXXXX` at `at`.
fn code_unit(bytes: &[u8], at: usize) -> Option<u32> {
    let digits = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
    digits.iter().try_fold(0, |unit, &digit| {
        Some(unit << 4 | char::from(digit).to_digit(16)?)
    })
}

/// Where the number at `at` ends, and whether it is an integer.
pub(super) fn number_end(bytes: &[u8], at: usize) -> Result<(usize, bool), Fault> {
    let digits = |from: usize| {
        bytes[from..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count()
    };
    let some_digits = |from: usize| match digits(from) {
        0 => Err((Code::LinkCriteriaSyntax, from)),
        count => Ok(from + count),
    };
    let mut end = at + usize::from(bytes.get(at) == Some(&b'-'));
    end = if bytes.get(end) == Some(&b'0') {
        end + 1
    } else {
        some_digits(end)?
    };
    let mut is_integer = true;
    if bytes.get(end) == Some(&b'.') {
        is_integer = false;
        end = some_digits(end + 1)?;
    }
    if let Some(b'e' | b'E') = bytes.get(end) {
        is_integer = false;
        end = some_digits(end + 1 + usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-'))))?;
    }
    Ok((end, is_integer))
}

/// What the reader of an ignored value waits for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Value,
    FirstItem,
    FirstKey,
    Key,
    Comma,
}

/// Where the ignored value at `at` ends. It must be JSON, and text; what it says is not looked at.
pub(super) fn skip_value(bytes: &[u8], mut at: usize) -> Result<usize, Fault> {
    // One bit a level, the lowest for the innermost: 1 is an object, 0 an array. The search object is a level.
    let (mut kinds, mut depth) = (0_u128, 1_u32);
    let mut next = Next::Value;
    loop {
        at = skip_blanks(bytes, at);
        let Some(&byte) = bytes.get(at) else {
            return Err((Code::LinkCriteriaUnfinished, at));
        };
        match (next, byte) {
            (Next::FirstItem, b']') | (Next::FirstKey, b'}') => {
                at += 1;
                (kinds, depth) = (kinds >> 1, depth - 1);
            }
            (Next::Comma, _) => {
                let in_object = kinds & 1 == 1;
                at += 1;
                match byte {
                    b',' => {
                        next = if in_object { Next::Key } else { Next::Value };
                        continue;
                    }
                    b'}' if in_object => (kinds, depth) = (kinds >> 1, depth - 1),
                    b']' if !in_object => (kinds, depth) = (kinds >> 1, depth - 1),
                    _ => return Err((Code::LinkCriteriaSyntax, at - 1)),
                }
            }
            (Next::FirstKey | Next::Key, b'"') => {
                at = skip_blanks(bytes, skip_string(bytes, at)?);
                match bytes.get(at) {
                    Some(b':') => at += 1,
                    Some(_) => return Err((Code::LinkCriteriaSyntax, at)),
                    None => return Err((Code::LinkCriteriaUnfinished, at)),
                }
                next = Next::Value;
                continue;
            }
            (Next::FirstKey | Next::Key, _) => return Err((Code::LinkCriteriaSyntax, at)),
            (Next::Value | Next::FirstItem, b'{' | b'[') => {
                if depth == MAX_DEPTH {
                    return Err((Code::LinkCriteriaTooDeep, at));
                }
                let is_object = byte == b'{';
                (kinds, depth) = (kinds << 1 | u128::from(is_object), depth + 1);
                next = if is_object {
                    Next::FirstKey
                } else {
                    Next::FirstItem
                };
                at += 1;
                continue;
            }
            (Next::Value | Next::FirstItem, _) => at = skip_scalar(bytes, at)?,
        }
        if depth == 1 {
            return Ok(at);
        }
        next = Next::Comma;
    }
}

fn skip_scalar(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    match bytes[at..] {
        [b'"', ..] => skip_string(bytes, at),
        [b'-' | b'0'..=b'9', ..] => number_end(bytes, at).map(|(end, _)| end),
        [b't', b'r', b'u', b'e', ..] | [b'n', b'u', b'l', b'l', ..] => Ok(at + 4),
        [b'f', b'a', b'l', b's', b'e', ..] => Ok(at + 5),
        _ => Err((Code::LinkCriteriaSyntax, at)),
    }
}

fn skip_string(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    let (end, escaped) = string_end(bytes, at + 1)?;
    let mut inside = at + 1;
    while escaped && inside < end {
        inside = if bytes[inside] == b'\\' {
            escape(&bytes[..end], inside)?.1
        } else {
            inside + 1
        };
    }
    Ok(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(json: &str) -> bool {
        skip_value(json.as_bytes(), 0) == Ok(json.len())
    }

    #[test]
    fn ignored_values_are_json() {
        for json in [
            "{}",
            "[]",
            "[[],{}]",
            r#"{"a":[1,-0.5e+3,true,false,null,"\ud83d\ude00"],"b":{}}"#,
            "[ 1 , 2 ]",
            "0",
            "-0",
        ] {
            assert!(whole(json), "{json}");
        }
        for json in [
            "[",
            "{",
            "[1,]",
            "{,}",
            r#"{"a"}"#,
            r#"{"a":}"#,
            "[}",
            "{]",
            "01",
            "-",
            "1.",
            "1e",
            "nul",
            "[1 2]",
            r#""\x""#,
            r#""\ud83d""#,
            "\"\u{1}\"",
            r#"{"a":1,}"#,
        ] {
            assert!(!whole(json), "{json}");
        }
    }

    #[test]
    fn depth_is_bounded_and_costs_no_stack() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(whole(&nested(126)));
        assert_eq!(
            skip_value(nested(127).as_bytes(), 0),
            Err((Code::LinkCriteriaTooDeep, 126))
        );
        assert_eq!(
            skip_value("[".repeat(1_000_000).as_bytes(), 0),
            Err((Code::LinkCriteriaTooDeep, 126))
        );
    }
}
