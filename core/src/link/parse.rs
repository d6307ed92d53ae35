//! Reading a link: the address, the route and the path form (contract 1.1 to 1.3).

use super::{
    Field, Finding, Link, LinkError, MAX_LINK_BYTES,
    decode::{self, Source},
    draft::{Draft, Trace, as_text},
    object, query,
    span::Span,
};
use crate::text::Code;

/// The first segment of every link.
const ROUTE: &[u8] = b"integracionview";

/// Reads a link.
pub(super) fn parse<T: Trace>(input: &[u8], trace: &mut T) -> Result<Link, LinkError> {
    if input.len() > MAX_LINK_BYTES {
        return Err(LinkError::new(Code::LinkTooLong, MAX_LINK_BYTES));
    }
    let after = route(input)?;
    match &input[after..] {
        [b'?', ..] => query::read(input, after + 1, trace),
        [b'/', b'?', ..] => query::read(input, after + 2, trace),
        [b'/', ..] => path(input, after + 1, trace),
        _ => Err(LinkError::within(
            Field::Platform,
            Code::LinkPlatformMissing,
            after,
        )),
    }
}

/// Where the route's segment ends. In a path it is the first segment. A whole address may have others before
/// it, since whoever embeds the console may serve it below a path of their own.
fn route(input: &[u8]) -> Result<usize, LinkError> {
    if let [b'/', ..] = input {
        return match segment(input, 0) {
            (true, end) => Ok(end),
            (false, _) => Err(LinkError::new(Code::LinkPath, 0)),
        };
    }
    let path = address(input).ok_or(LinkError::new(Code::LinkAddress, 0))?;
    let mut at = path;
    while input.get(at) == Some(&b'/') {
        match segment(input, at) {
            (true, end) => return Ok(end),
            (false, end) => at = end,
        }
    }
    Err(LinkError::new(Code::LinkPath, path))
}

/// Whether the segment behind the slash at `slash` is the route's, and where it ends.
fn segment(input: &[u8], slash: usize) -> (bool, usize) {
    let rest = &input[slash + 1..];
    if rest.starts_with(ROUTE) && matches!(rest.get(ROUTE.len()), None | Some(b'/' | b'?' | b'#')) {
        return (true, slash + 1 + ROUTE.len());
    }
    let length = decode::first_of(rest, *b"/?#").unwrap_or(rest.len());
    // Its letters may be percent-encoded like any others.
    (decode::is(&rest[..length], ROUTE), slash + 1 + length)
}

/// Where the path of an `http` or `https` address begins; nothing where it has no host.
fn address(input: &[u8]) -> Option<usize> {
    let scheme = [b"https://".as_slice(), b"http://"].into_iter().find(|scheme| {
        input
            .get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })?;
    let host = &input[scheme.len()..];
    let length = decode::first_of(host, *b"/?#").unwrap_or(host.len());
    (length > 0).then_some(scheme.len() + length)
}

/// A path as it was split and decoded.
struct Split {
    /// Platform, channel and id: where each comes from, and where it is in the text.
    names: [(Source, Span); 3],
    /// All behind them.
    rest: Source,
    buffer: Vec<u8>,
}

/// Splits what stands from `at` to `end` at its first three raw slashes, and decodes each piece once.
fn split(input: &[u8], mut at: usize, end: usize, encoded: bool) -> Split {
    let from = at;
    // What is not encoded is its own text, slashes and all; else each piece is decoded by itself.
    let mut buffer = if encoded {
        Vec::with_capacity(end - at + 3)
    } else {
        input[at..end].to_vec()
    };
    let mut piece = |at: usize, stop: usize| {
        if !encoded {
            return (
                Source {
                    raw: (at, stop),
                    text: at - from,
                    twice: false,
                },
                Span::new(at - from, stop - from),
            );
        }
        let text = buffer.len();
        decode::append(&mut buffer, &input[at..stop]);
        let span = Span::new(text, buffer.len());
        // Between two pieces, so that half a character here and half there make none.
        buffer.push(b'/');
        (
            Source {
                raw: (at, stop),
                text,
                twice: false,
            },
            span,
        )
    };
    let nothing = (
        Source {
            raw: (end, end),
            text: 0,
            twice: false,
        },
        Span::NONE,
    );
    let mut names = [nothing; 3];
    for name in &mut names {
        let length = input[at..end].iter().position(|&byte| byte == b'/');
        let stop = length.map_or(end, |length| at + length);
        *name = piece(at, stop);
        at = (stop + 1).min(end);
    }
    let (rest, _) = piece(at, end);
    if encoded {
        buffer.pop();
    }
    Split { names, rest, buffer }
}

fn path<T: Trace>(input: &[u8], from: usize, trace: &mut T) -> Result<Link, LinkError> {
    let first = decode::first_of(&input[from..], *b"?#%").map_or(input.len(), |first| from + first);
    let encoded = input.get(first) == Some(&b'%');
    let end = match encoded {
        true => decode::first_of(&input[first..], *b"?#").map_or(input.len(), |cut| first + cut),
        false => first,
    };
    let Split {
        names: [platform, channel, id],
        mut rest,
        buffer,
    } = split(input, from, end, encoded);
    let (at, start) = (rest.raw.0, rest.text);
    let mut decoded = as_text(buffer);
    rest.twice = is_encoded(&decoded, start);
    if rest.twice {
        let mut buffer = decoded.0.into_bytes();
        decode::in_place(&mut buffer, start);
        decoded = as_text(buffer);
    }

    let mut draft = Draft::new(input, decoded, platform.0, trace);
    draft.platform(platform.1)?;
    draft.enter(channel.0);
    let channel = draft.channel(channel.1)?;
    draft.enter(id.0);
    draft.interaction_id(id.1)?;
    draft.enter(rest);
    draft.utf8_until(usize::MAX)?;
    if rest.twice {
        draft
            .findings
            .push(Finding::new(Code::LinkEncodedTwice, at, None));
    }
    object::read(&mut draft, start)?;
    cut(&mut draft, end);
    let format = draft.format();
    draft.finish(format, channel)
}

/// Whether what was decoded once, without fault, is still encoded (contract 1.1).
fn is_encoded((text, bad): &(String, Option<usize>), start: usize) -> bool {
    bad.is_none()
        && matches!(
            text.as_bytes()[start..],
            [b'%', b'7', b'B' | b'b', ..] | [b'%', b'2', b'2', ..]
        )
}

/// Notes what was cut off at `end`.
pub(super) fn cut<T: Trace>(draft: &mut Draft<'_, '_, T>, end: usize) {
    if end < draft.input.len() {
        draft.findings.push(Finding::new(Code::LinkCut, end, None));
        draft.trace.ignored(None, Code::LinkCut, end..draft.input.len());
    }
}
