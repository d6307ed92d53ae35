//! The search object: JSON, with braces or without (contract 1.3 to 1.5).

use super::{
    Field, Finding, LinkError,
    draft::{Draft, Trace},
    field::LEGACY_BITS,
    json,
    span::Span,
};
use crate::text::Code;

/// Reads the object that begins at `start` in the draft's text, and the token behind it.
pub(super) fn read<T: Trace>(draft: &mut Draft<'_, '_, T>, start: usize) -> Result<(), LinkError> {
    // Unescaped strings are appended to the text: what came ends here.
    let limit = draft.text.len();
    let bytes = draft.text.as_bytes();
    let mut at = json::skip_blanks(bytes, start);
    let braces = match bytes[at..] {
        [b'{', ..] => true,
        [b'"', ..] => false,
        [] | [b'/', ..] => return Err(draft.error(Code::LinkCriteriaMissing, start)),
        [b'%', b'2', b'5', ..] => return Err(draft.error(Code::LinkEncodedTooOften, at)),
        _ => return Err(draft.error(Code::LinkCriteriaSyntax, at)),
    };
    if braces {
        at = json::skip_blanks(bytes, at + 1);
    }
    if braces && bytes.get(at) == Some(&b'}') {
        at += 1;
    } else {
        at = members(draft, at, limit, braces)?;
    }
    match draft.text.as_bytes()[at..limit] {
        [] => Ok(()),
        [b'/', ..] => {
            draft.token(Span::new(at + 1, limit));
            Ok(())
        }
        _ => Err(draft.error(Code::LinkCriteriaTrailing, at)),
    }
}

/// Reads the members; answers where what follows the object begins.
fn members<T: Trace>(
    draft: &mut Draft<'_, '_, T>,
    mut at: usize,
    limit: usize,
    braces: bool,
) -> Result<usize, LinkError> {
    loop {
        let (read, name) = string(draft, at, limit)?;
        let field = key(draft, read, name)?;
        at = json::skip_blanks(came(draft, limit), read.end() + 1);
        expect(draft, at, limit, b':')?;
        at = json::skip_blanks(came(draft, limit), at + 1);
        at = match field {
            Some(field) => value(draft, field, at, limit)?,
            None => json::skip_value(came(draft, limit), at).map_err(|(code, at)| draft.error(code, at))?,
        };
        at = json::skip_blanks(came(draft, limit), at);
        match came(draft, limit).get(at) {
            Some(b',') => at = json::skip_blanks(came(draft, limit), at + 1),
            Some(b'}') if braces => return Ok(at + 1),
            None | Some(b'/') if !braces => return Ok(at),
            None => return Err(draft.error(Code::LinkCriteriaUnfinished, at)),
            _ => return Err(draft.error(Code::LinkCriteriaSyntax, at)),
        }
    }
}

/// The text as it came, without what was unescaped since.
fn came<'d, T>(draft: &'d Draft<'_, '_, T>, limit: usize) -> &'d [u8] {
    &draft.text.as_bytes()[..limit]
}

fn expect<T: Trace>(draft: &Draft<'_, '_, T>, at: usize, limit: usize, wanted: u8) -> Result<(), LinkError> {
    match came(draft, limit).get(at) {
        Some(&byte) if byte == wanted => Ok(()),
        Some(_) => Err(draft.error(Code::LinkCriteriaSyntax, at)),
        None => Err(draft.error(Code::LinkCriteriaUnfinished, at)),
    }
}

/// Reads the string whose opening quote is at `at`: where it stands between the quotes, and where its
/// unescaped text is, which is the same place unless it holds escapes.
fn string<T: Trace>(
    draft: &mut Draft<'_, '_, T>,
    at: usize,
    limit: usize,
) -> Result<(Span, Span), LinkError> {
    expect(draft, at, limit, b'"')?;
    let (end, escaped) =
        json::string_end(came(draft, limit), at + 1).map_err(|(code, at)| draft.error(code, at))?;
    let read = Span::new(at + 1, end);
    if !escaped {
        return Ok((read, read));
    }
    let start = draft.text.len();
    json::unescape(&mut draft.text, at + 1, end).map_err(|(code, at)| draft.error(code, at))?;
    Ok((read, Span::new(start, draft.text.len())))
}

/// The field that a key names; nothing for an unknown one, which is noted.
fn key<T: Trace>(draft: &mut Draft<'_, '_, T>, read: Span, name: Span) -> Result<Option<Field>, LinkError> {
    let text = name.of(&draft.text).unwrap_or_default();
    let Some(field) = Field::criterion(text.as_bytes()) else {
        let position = draft.position(read.start());
        if T::ON {
            let raw = position..draft.position(read.end());
            draft.trace.ignored(Some(text), Code::LinkUnknownKey, raw);
        }
        draft.findings.push(Finding::unknown_key(position, name));
        return Ok(None);
    };
    let refused = |code| LinkError::within(field, code, draft.position(read.start()));
    if draft.seen & field.bit() != 0 {
        return Err(refused(Code::LinkKeyRepeated));
    }
    let seen = draft.seen | field.bit();
    if seen & Field::Contact.bit() != 0 && seen & LEGACY_BITS != 0 {
        return Err(refused(Code::LinkMixedFormats));
    }
    draft.seen = seen;
    Ok(Some(field))
}

/// Reads the value of a known key; answers where it ends.
fn value<T: Trace>(
    draft: &mut Draft<'_, '_, T>,
    field: Field,
    at: usize,
    limit: usize,
) -> Result<usize, LinkError> {
    let bytes = came(draft, limit);
    match bytes[at..] {
        [b'"', ..] => {
            let (read, span) = string(draft, at, limit)?;
            draft.value(field, read, span)?;
            Ok(read.end() + 1)
        }
        [b'n', b'u', b'l', b'l', ..] => {
            draft.tell(field, Span::new(at, at + 4), None);
            Ok(at + 4)
        }
        [b'-' | b'0'..=b'9', ..] => {
            let (end, is_integer) =
                json::number_end(bytes, at).map_err(|(code, at)| draft.error(code, at))?;
            if !is_integer {
                return Err(LinkError::within(field, Code::LinkValueType, draft.position(at)));
            }
            draft.find(Code::LinkIntegerValue, at, field);
            draft.value(field, Span::new(at, end), Span::new(at, end))?;
            Ok(end)
        }
        [b'{' | b'[', ..] | [b't', b'r', b'u', b'e', ..] | [b'f', b'a', b'l', b's', b'e', ..] => {
            Err(LinkError::within(field, Code::LinkValueType, draft.position(at)))
        }
        [] => Err(draft.error(Code::LinkCriteriaUnfinished, at)),
        _ => Err(LinkError::within(
            field,
            Code::LinkCriteriaSyntax,
            draft.position(at),
        )),
    }
}
