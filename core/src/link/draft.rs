use super::{
    Channel, Field, Finding, Format, Link, LinkError, MAX_INTERACTION_ID_CHARS, MAX_PLATFORM_CHARS,
    decode::Source,
    rules::{self, Value},
    span::Span,
};
use crate::text::Code;
use std::{cell::Cell, ops::Range};

/// Who watches a link being read. Nobody does when a link is only parsed, and that costs nothing.
pub(super) trait Trace {
    /// Whether anybody watches.
    const ON: bool;

    /// A field was read: where it stands in the input, and what became of it.
    fn value(&mut self, field: Field, raw: Range<usize>, used: Option<&str>);

    /// Something of the input was ignored.
    fn ignored(&mut self, name: Option<&str>, code: Code, raw: Range<usize>);
}

impl Trace for () {
    const ON: bool = false;

    fn value(&mut self, _: Field, _: Range<usize>, _: Option<&str>) {}

    fn ignored(&mut self, _: Option<&str>, _: Code, _: Range<usize>) {}
}

/// A link while it is being read.
pub(super) struct Draft<'i, 't, T> {
    pub(super) input: &'i [u8],
    /// The decoded text; unescaped strings are appended to it.
    pub(super) text: String,
    /// Where in the text the decoded bytes stopped being UTF-8.
    bad: Option<usize>,
    /// Where the text being read comes from.
    source: Source,
    /// The last place that was looked up, in the text and in the input: reading goes forward, so that finding
    /// the places of many things costs no more than finding the last one's.
    mark: Cell<(usize, usize)>,
    pub(super) values: [Span; 12],
    /// The bits of the fields met so far.
    pub(super) seen: u16,
    pub(super) findings: Vec<Finding>,
    pub(super) trace: &'t mut T,
}

/// The buffer as text, as far as it is UTF-8, and where it stops being so.
pub(super) fn as_text(buffer: Vec<u8>) -> (String, Option<usize>) {
    match String::from_utf8(buffer) {
        Ok(text) => (text, None),
        Err(error) => {
            let good = error.utf8_error().valid_up_to();
            let mut bytes = error.into_bytes();
            bytes.truncate(good);
            (String::from_utf8(bytes).unwrap_or_default(), Some(good))
        }
    }
}

impl<'i, 't, T: Trace> Draft<'i, 't, T> {
    pub(super) fn new(
        input: &'i [u8],
        (text, bad): (String, Option<usize>),
        source: Source,
        trace: &'t mut T,
    ) -> Self {
        Self {
            input,
            text,
            bad,
            source,
            mark: Cell::new((source.text, source.raw.0)),
            values: [Span::NONE; 12],
            seen: 0,
            findings: Vec::new(),
            trace,
        }
    }

    /// The place in the input of what stands at `offset` in the text.
    pub(super) fn position(&self, offset: usize) -> usize {
        let position = self.source.position(self.input, self.mark.get(), offset);
        self.mark.set((offset, position));
        position
    }

    /// Goes on to a text that comes from elsewhere in the input.
    pub(super) fn enter(&mut self, source: Source) {
        self.source = source;
        self.mark.set((source.text, source.raw.0));
    }

    pub(super) fn error(&self, code: Code, offset: usize) -> LinkError {
        LinkError::new(code, self.position(offset))
    }

    /// Refuses a text that stops being UTF-8 before `end`.
    pub(super) fn utf8_until(&self, end: usize) -> Result<(), LinkError> {
        match self.bad {
            Some(bad) if bad < end => Err(self.error(Code::LinkNotUtf8, bad)),
            _ => Ok(()),
        }
    }

    /// Takes the platform (contract 1.2).
    pub(super) fn platform(&mut self, span: Span) -> Result<(), LinkError> {
        let codes = [
            Code::LinkPlatformMissing,
            Code::LinkPlatformUnfilled,
            Code::LinkPlatformTooLong,
        ];
        self.name(Field::Platform, span, codes, MAX_PLATFORM_CHARS)
    }

    /// Takes the interaction id (contract 1.2).
    pub(super) fn interaction_id(&mut self, span: Span) -> Result<(), LinkError> {
        let codes = [
            Code::LinkInteractionIdMissing,
            Code::LinkInteractionIdUnfilled,
            Code::LinkInteractionIdTooLong,
        ];
        self.name(Field::InteractionId, span, codes, MAX_INTERACTION_ID_CHARS)
    }

    /// Takes the channel; the platform must have been taken, since one of them has a name of its own for `Chat`.
    pub(super) fn channel(&mut self, span: Span) -> Result<Channel, LinkError> {
        self.utf8_until(span.end())?;
        let platform = self.values[Field::Platform.index()]
            .of(&self.text)
            .unwrap_or_default();
        let name = span.of(&self.text).unwrap_or_default();
        let channel = Channel::on_platform(name, platform).map_err(|error| self.moved(error, span))?;
        self.tell(Field::Channel, span, Some(channel.as_str()));
        Ok(channel)
    }

    fn name(&mut self, field: Field, span: Span, codes: [Code; 3], max: usize) -> Result<(), LinkError> {
        self.utf8_until(span.end())?;
        let text = span.of(&self.text).unwrap_or_default();
        let name = rules::name(text, field, codes, max).map_err(|error| self.moved(error, span))?;
        let start = span.start() + rules::offset(text, name);
        let kept = Span::new(start, start + name.len());
        self.values[field.index()] = kept;
        self.tell_kept(field, span, kept);
        Ok(())
    }

    /// Takes a value of the search object (contract 1.5). `read` is where it stands in the text as it came,
    /// `span` where its unescaped text is: the same unless it held escapes.
    pub(super) fn value(&mut self, field: Field, read: Span, span: Span) -> Result<(), LinkError> {
        let text = span.of(&self.text).unwrap_or_default();
        match rules::value(text, field) {
            Ok(Value::Present(value)) => {
                let start = span.start() + rules::offset(text, value);
                let kept = Span::new(start, start + value.len());
                self.values[field.index()] = kept;
                self.tell_kept(field, read, kept);
            }
            Ok(Value::Blank) => self.tell(field, read, None),
            Ok(Value::Unfilled) => {
                self.find(Code::LinkValueUnfilled, read.start(), field);
                self.tell(field, read, None);
            }
            Err(error) if read == span => return Err(self.moved(error, span)),
            // Between escapes the way back to one character is lost; the value's beginning must do.
            Err(error) => return Err(self.moved(LinkError { position: 0, ..error }, read)),
        }
        Ok(())
    }

    /// The error about a part of the text, with its place in the input.
    fn moved(&self, error: LinkError, span: Span) -> LinkError {
        LinkError {
            position: self.position(span.start() + error.position),
            ..error
        }
    }

    /// Takes what stands behind the object as the token (contract 1.6).
    pub(super) fn token(&mut self, span: Span) {
        let text = span.of(&self.text).unwrap_or_default();
        let token = rules::trimmed(text);
        let start = span.start() + rules::offset(text, token);
        let kept = Span::new(start, start + token.len());
        if rules::is_no_token(token) {
            self.tell(Field::Token, span, None);
            return;
        }
        if rules::is_unfilled(token) {
            self.find(Code::LinkTokenUnfilled, span.start(), Field::Token);
        }
        self.values[Field::Token.index()] = kept;
        self.tell_kept(Field::Token, span, kept);
    }

    /// Notes something about `field`, at `offset` in the text.
    pub(super) fn find(&mut self, code: Code, offset: usize, field: Field) {
        let position = self.position(offset);
        self.findings.push(Finding::new(code, position, Some(field)));
    }

    /// Tells whoever watches.
    pub(super) fn tell(&mut self, field: Field, read: Span, used: Option<&str>) {
        if T::ON {
            let raw = self.position(read.start())..self.position(read.end());
            self.trace.value(field, raw, used);
        }
    }

    fn tell_kept(&mut self, field: Field, read: Span, kept: Span) {
        if T::ON {
            let raw = self.position(read.start())..self.position(read.end());
            self.trace.value(field, raw, kept.of(&self.text));
        }
    }

    /// The format that the keys met so far make (contract 1.4).
    pub(super) const fn format(&self) -> Format {
        if self.seen & super::field::LEGACY_BITS == 0 {
            Format::New
        } else {
            Format::Legacy
        }
    }

    pub(super) fn finish(mut self, format: Format, channel: Channel) -> Result<Link, LinkError> {
        if self.findings.len() > 1 {
            self.refuse_repeated()?;
            self.findings.sort_unstable_by_key(|finding| finding.position);
        }
        Ok(Link {
            text: self.text,
            values: self.values,
            channel,
            format,
            findings: self.findings,
        })
    }

    /// Refuses an unknown key that stands twice. Sorted by name they are neighbours, however many there are.
    fn refuse_repeated(&mut self) -> Result<(), LinkError> {
        let name = |finding: &Finding| finding.name.of(&self.text);
        self.findings.sort_unstable_by(|one, other| {
            name(one)
                .cmp(&name(other))
                .then(one.position.cmp(&other.position))
        });
        let repeated = self.findings.windows(2).filter(|pair| {
            let name = name(&pair[0]);
            name.is_some() && name == pair[1].name.of(&self.text)
        });
        match repeated.map(|pair| pair[1].position).min() {
            Some(position) => Err(LinkError::new(Code::LinkKeyRepeated, position)),
            None => Ok(()),
        }
    }
}
