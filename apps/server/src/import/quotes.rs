//! Whether the quotes of a row that goes over several lines are those that the RFC has. The parser takes others too.

/// Follows the quotes of a row, line by line.
pub(super) struct Quotes {
    delimiter: u8,
    place: Place,
    sound: bool,
}

/// Where a byte stands.
#[derive(Clone, Copy)]
enum Place {
    /// Before the first byte of a value.
    Start,
    /// In a value without quotes, where a quote is a character.
    Plain,
    /// Within quotes.
    Quoted,
    /// Behind a quote that closes, unless it is doubled.
    Closed,
}

impl Quotes {
    /// Those of a row whose columns have `delimiter` between them.
    pub(super) const fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            place: Place::Start,
            sound: true,
        }
    }

    /// Follows them through a line with its end.
    pub(super) fn follow(&mut self, line: &[u8]) {
        for &byte in line {
            self.place = match (self.place, byte) {
                (Place::Quoted, b'"') => Place::Closed,
                (Place::Quoted, _) | (Place::Closed | Place::Start, b'"') => Place::Quoted,
                (_, byte) if byte == self.delimiter || byte == b'\n' => Place::Start,
                (Place::Closed, _) => {
                    self.sound = false;
                    Place::Plain
                }
                (Place::Start | Place::Plain, _) => Place::Plain,
            };
        }
    }

    /// Whether each quote up to the end of the last line closed where a value ends.
    pub(super) fn are_sound_to(mut self, last: &[u8]) -> bool {
        self.follow(last);
        self.sound
    }
}
