//! Percent-decoding, and the way back from a decoded text to the input.
//!
//! A `%` that two hexadecimal digits do not follow stands for itself, as it does in browsers: the input may be
//! raw, and `100%` is a good value.

/// What a hexadecimal digit is worth; 255 for any other byte.
const HEX: [u8; 256] = {
    let mut table = [255; 256];
    let mut digit = 0;
    while digit < 10 {
        table[b'0' as usize + digit as usize] = digit;
        digit += 1;
    }
    let mut letter = 0;
    while letter < 6 {
        table[b'a' as usize + letter as usize] = 10 + letter;
        table[b'A' as usize + letter as usize] = 10 + letter;
        letter += 1;
    }
    table
};

/// Where the first byte of `set` stands.
pub(super) fn first_of<const N: usize>(bytes: &[u8], set: [u8; N]) -> Option<usize> {
    // Sixteen bytes without a branch between them are one comparison of vectors.
    let mut skipped = 0;
    for chunk in bytes.chunks_exact(16) {
        let mut hit = false;
        for &byte in chunk {
            for wanted in set {
                hit |= byte == wanted;
            }
        }
        if hit {
            break;
        }
        skipped += 16;
    }
    bytes[skipped..]
        .iter()
        .position(|byte| set.contains(byte))
        .map(|found| skipped + found)
}

/// Appends `raw`, decoded once.
pub(super) fn append(buffer: &mut Vec<u8>, raw: &[u8]) {
    let start = buffer.len();
    buffer.extend_from_slice(raw);
    if let Some(first) = first_of(raw, *b"%") {
        in_place(buffer, start + first);
    }
}

/// Decodes once what stands from `from` on.
pub(super) fn in_place(buffer: &mut Vec<u8>, from: usize) {
    let bytes = buffer.as_mut_slice();
    let (mut read, mut write) = (from, from);
    while read < bytes.len() {
        let mut byte = bytes[read];
        read += 1;
        if byte == b'%'
            && let [high, low, ..] = bytes[read..]
        {
            let (high, low) = (HEX[high as usize], HEX[low as usize]);
            if high | low < 16 {
                byte = high << 4 | low;
                read += 2;
            }
        }
        bytes[write] = byte;
        write += 1;
    }
    buffer.truncate(write);
}

/// Whether `raw` is `text` when decoded once.
pub(super) fn is(raw: &[u8], text: &[u8]) -> bool {
    let mut at = 0;
    for &wanted in text {
        if at == raw.len() {
            return false;
        }
        let (byte, after) = step(raw, at);
        if byte != wanted {
            return false;
        }
        at = after;
    }
    at == raw.len()
}

/// How a stretch of the input became a stretch of text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source {
    /// Where the stretch begins and ends in the input.
    pub(super) raw: (usize, usize),
    /// Where its decoded text begins.
    pub(super) text: usize,
    /// Whether it was decoded twice.
    pub(super) twice: bool,
}

impl Source {
    /// The place in the input of what stands at `offset` in the text. `known` is a pair of places to set out
    /// from, in the text and in the input.
    pub(super) fn position(&self, input: &[u8], known: (usize, usize), offset: usize) -> usize {
        let raw = &input[..self.raw.1.min(input.len())];
        let (mut text, mut at) = if known.0 <= offset {
            known
        } else {
            (self.text, self.raw.0)
        };
        while text < offset && at < raw.len() {
            at = if self.twice {
                step_twice(raw, at).1
            } else {
                step(raw, at).1
            };
            text += 1;
        }
        at
    }
}

/// The byte that `raw` has at `at` when decoded, and where the next one begins.
fn step(raw: &[u8], at: usize) -> (u8, usize) {
    match raw[at..] {
        [b'%', high, low, ..] if HEX[high as usize] | HEX[low as usize] < 16 => {
            (HEX[high as usize] << 4 | HEX[low as usize], at + 3)
        }
        [byte, ..] => (byte, at + 1),
        [] => (0, at),
    }
}

/// The same for what is decoded twice.
fn step_twice(raw: &[u8], at: usize) -> (u8, usize) {
    let (byte, after) = step(raw, at);
    if byte != b'%' {
        return (byte, after);
    }
    let (high, after_high) = step(raw, after);
    let (low, after_low) = step(raw, after_high);
    if after_low > after_high && HEX[high as usize] | HEX[low as usize] < 16 {
        (HEX[high as usize] << 4 | HEX[low as usize], after_low)
    } else {
        (byte, after)
    }
}
