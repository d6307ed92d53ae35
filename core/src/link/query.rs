//! The query form (contract 1.7), for platforms that cannot encode a path.

use super::{
    Field, Finding, Format, Link, LinkError,
    decode::{self, Source},
    draft::{Draft, Trace, as_text},
    field::LEGACY_BITS,
    parse,
    span::Span,
};
use crate::text::Code;

/// The parameters as they stand in the input.
struct Parameters {
    /// Everything that was decoded, a slash behind each piece.
    buffer: Vec<u8>,
    /// By field: where its value comes from, and where it is in the buffer.
    values: [Option<(Source, Span)>; 12],
    /// Unknown parameters, and where each ends.
    unknown: Vec<Finding>,
    seen: u16,
}

/// Reads what stands from `from` on, behind the question mark.
pub(super) fn read<T: Trace>(input: &[u8], from: usize, trace: &mut T) -> Result<Link, LinkError> {
    let end = decode::first_of(&input[from..], *b"#").map_or(input.len(), |cut| from + cut);
    let mut parameters = parameters(input, from, end)?;
    let decoded = as_text(std::mem::take(&mut parameters.buffer));
    let stop = decoded.1.unwrap_or(decoded.0.len());
    let absent = (
        Source {
            raw: (end, end),
            text: stop,
            twice: false,
        },
        Span::new(stop, stop),
    );
    // Where the first bad byte comes from, if there is one.
    let bad = parameters.source(stop, end);
    let mut draft = Draft::new(input, decoded, bad, trace);
    draft.seen = parameters.seen;
    draft.findings = std::mem::take(&mut parameters.unknown);

    let enter = |draft: &mut Draft<'_, '_, T>, field: Field| {
        let (source, span) = parameters.values[field.index()].unwrap_or(absent);
        // What was decoded behind a bad byte is lost, good or not.
        draft.enter(if span.end() > stop { bad } else { source });
        draft.utf8_until(span.end())?;
        Ok(span)
    };
    let span = enter(&mut draft, Field::Platform)?;
    draft.platform(span)?;
    let span = enter(&mut draft, Field::Channel)?;
    let channel = draft.channel(span)?;
    let span = enter(&mut draft, Field::InteractionId)?;
    draft.interaction_id(span)?;
    for &field in &Field::ALL[3..] {
        if draft.seen & field.bit() != 0 {
            let span = enter(&mut draft, field)?;
            match field {
                Field::Token => draft.token(span),
                _ => draft.value(field, span, span)?,
            }
        }
    }
    draft.enter(bad);
    draft.utf8_until(usize::MAX)?;
    tell_unknown(&mut draft);
    parse::cut(&mut draft, end);
    draft.finish(Format::Query, channel)
}

fn parameters(input: &[u8], from: usize, end: usize) -> Result<Parameters, LinkError> {
    let mut found = Parameters {
        buffer: Vec::with_capacity(end - from + 1),
        values: [None; 12],
        unknown: Vec::new(),
        seen: 0,
    };
    let mut at = from;
    while at < end {
        let stop = decode::first_of(&input[at..end], *b"&").map_or(end, |length| at + length);
        if stop > at {
            found.take(input, at, stop)?;
        }
        at = stop + 1;
    }
    Ok(found)
}

impl Parameters {
    /// Takes one parameter, `name=value` or `name`.
    fn take(&mut self, input: &[u8], start: usize, stop: usize) -> Result<(), LinkError> {
        let equals = input[start..stop].iter().position(|&byte| byte == b'=');
        let name_end = equals.map_or(stop, |length| start + length);
        let value_start = (name_end + 1).min(stop);
        let raw_name = &input[start..name_end];
        let Some(field) = Field::parameter(raw_name).or_else(|| self.encoded_field(raw_name)) else {
            self.take_unknown(raw_name, start);
            return Ok(());
        };
        if self.seen & field.bit() != 0 {
            return Err(LinkError::within(field, Code::LinkKeyRepeated, start));
        }
        self.seen |= field.bit();
        if self.seen & Field::Contact.bit() != 0 && self.seen & LEGACY_BITS != 0 {
            return Err(LinkError::within(field, Code::LinkMixedFormats, start));
        }
        let text = self.buffer.len();
        decode::append(&mut self.buffer, &input[value_start..stop]);
        let source = Source {
            raw: (value_start, stop),
            text,
            twice: false,
        };
        self.values[field.index()] = Some((source, Span::new(text, self.buffer.len())));
        self.buffer.push(b'/');
        Ok(())
    }

    fn encoded_field(&mut self, raw_name: &[u8]) -> Option<Field> {
        let start = self.buffer.len();
        decode::append(&mut self.buffer, raw_name);
        let field = Field::parameter(&self.buffer[start..]);
        self.buffer.truncate(start);
        field
    }

    /// Notes an unknown parameter. Its value is not even decoded.
    fn take_unknown(&mut self, raw_name: &[u8], position: usize) {
        let start = self.buffer.len();
        decode::append(&mut self.buffer, raw_name);
        self.unknown.push(Finding::unknown_key(
            position,
            Span::new(start, self.buffer.len()),
        ));
        self.buffer.push(b'/');
    }

    /// Where a place in the buffer comes from.
    fn source(&self, offset: usize, end: usize) -> Source {
        let holds = |span: Span| (span.start()..span.end()).contains(&offset);
        let value = self
            .values
            .iter()
            .flatten()
            .find(|(_, span)| holds(*span))
            .map(|&(source, _)| source);
        let name = || {
            let unknown = self.unknown.iter().find(|unknown| holds(unknown.name))?;
            Some(Source {
                raw: (unknown.position, end),
                text: unknown.name.start(),
                twice: false,
            })
        };
        value.or_else(name).unwrap_or(Source {
            raw: (end, end),
            text: offset,
            twice: false,
        })
    }
}

fn tell_unknown<T: Trace>(draft: &mut Draft<'_, '_, T>) {
    if T::ON {
        for finding in &draft.findings {
            if let Some(name) = finding.name.of(&draft.text) {
                let rest = &draft.input[finding.position..];
                let length = decode::first_of(rest, *b"=&#").unwrap_or(rest.len());
                let raw = finding.position..finding.position + length;
                draft.trace.ignored(Some(name), finding.code, raw);
            }
        }
    }
}
