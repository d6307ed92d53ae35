/// A piece of a link's text; two bytes an end, since a link has at most 8,192.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    start: u16,
    end: u16,
}

impl Span {
    /// No piece at all: an absent value.
    pub(super) const NONE: Self = Self {
        start: u16::MAX,
        end: u16::MAX,
    };

    /// Offsets beyond what a text can have make [`Span::NONE`].
    pub(super) fn new(start: usize, end: usize) -> Self {
        match (u16::try_from(start), u16::try_from(end)) {
            (Ok(start), Ok(end)) => Self { start, end },
            _ => Self::NONE,
        }
    }

    pub(super) const fn start(self) -> usize {
        self.start as usize
    }

    pub(super) const fn end(self) -> usize {
        self.end as usize
    }

    /// The piece, or nothing when the span is none or does not fit the text.
    pub(super) fn of(self, text: &str) -> Option<&str> {
        text.get(self.start()..self.end())
    }
}
