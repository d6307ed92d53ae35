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
    let Parameters {
        buffer,
        values,
        unknown,
        seen,
    } = parameters(input, from, end)?;
    let nowhere = Source {
        raw: (end, end),
        text: buffer.len(),
        twice: false,
    };
    let absent = (nowhere, Span::new(buffer.len(), buffer.len()));
    let mut draft = Draft::new(input, as_text(buffer), nowhere, trace);
    draft.findings = unknown;
    draft.seen = seen;
    let value = |field: Field| values[field.index()];

    let required = |draft: &mut Draft<'_, '_, T>, field| {
        let (source, span) = value(field).unwrap_or(absent);
        draft.source = source;
        span
    };
    let span = required(&mut draft, Field::Platform);
    draft.platform(span)?;
    let span = required(&mut draft, Field::Channel);
    let channel = draft.channel(span)?;
    let span = required(&mut draft, Field::InteractionId);
    draft.interaction_id(span)?;
    for field in Field::ALL {
        let (Some((source, span)), false) = (value(field), draft.values[field.index()] != Span::NONE) else {
            continue;
        };
        draft.source = source;
        draft.utf8_until(span.end())?;
        match field {
            Field::Platform | Field::Channel | Field::InteractionId => {}
            Field::Token => draft.token(span),
            _ => draft.value(field, span, span)?,
        }
    }
    draft.source = nowhere;
    draft.utf8_until(usize::MAX)?;
    tell_unknown(&mut draft);
    parse::cut(&mut draft, end);
    Ok(draft.finish(Format::Query, channel))
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
            return self.take_unknown(raw_name, start);
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

    fn take_unknown(&mut self, raw_name: &[u8], position: usize) -> Result<(), LinkError> {
        let start = self.buffer.len();
        decode::append(&mut self.buffer, raw_name);
        let name = Span::new(start, self.buffer.len());
        let same = |other: &Finding| {
            self.buffer.get(other.name.start()..other.name.end()) == Some(&self.buffer[start..])
        };
        if self.unknown.iter().any(same) {
            return Err(LinkError::new(Code::LinkKeyRepeated, position));
        }
        self.unknown.push(Finding::unknown_key(position, name));
        self.buffer.push(b'/');
        Ok(())
    }
}

fn tell_unknown<T: Trace>(draft: &mut Draft<'_, '_, T>) {
    if T::ON {
        for finding in &draft.findings {
            if let Some(name) = finding.name.of(&draft.text) {
                let raw = finding.position..finding.position + name.len();
                draft.trace.ignored(Some(name), finding.code, raw);
            }
        }
    }
}
