//! Where links come from: the command line, or standard input a line each.

use crate::console::{Console, Status};
use ba360_core::link::MAX_LINK_BYTES;
use std::{
    ffi::OsStr,
    io::{self, BufRead, Read as _},
};

/// How a link was asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// By itself: the answer may have as many lines as it likes.
    Alone,
    /// In a list, in that line from 1: the answer has exactly one line.
    InLine(u64),
}

/// Asks about one link, or about every line of standard input where `link` is `-`.
pub(crate) fn each(
    console: &mut Console,
    link: &OsStr,
    mut answer: impl FnMut(&mut Console, &[u8], Asked) -> io::Result<Status>,
) -> io::Result<Status> {
    if link != "-" {
        return answer(console, link.as_encoded_bytes(), Asked::Alone);
    }
    let mut lines = Lines::new(io::BufReader::with_capacity(64 * 1024, io::stdin().lock()));
    let mut status = Status::Good;
    let mut number = 0;
    loop {
        // Before we wait for more, whoever waits for us gets what there is.
        if lines.reader.buffer().is_empty() {
            console.flush()?;
        }
        let Some(line) = lines.next()? else {
            return Ok(status);
        };
        number += 1;
        status = status.and(answer(console, line, Asked::InLine(number))?);
    }
}

/// Lines in one buffer that never grows beyond what a link may have.
struct Lines<R> {
    reader: R,
    line: Vec<u8>,
}

/// Of a line no more is kept than shows that it is too long for a link: one byte over, beside the line's end.
const KEPT: usize = MAX_LINK_BYTES + 3;

impl<R: BufRead> Lines<R> {
    fn new(reader: R) -> Self {
        Self {
            reader,
            line: Vec::with_capacity(KEPT),
        }
    }

    /// The next line without its end, `\n` or `\r\n`. Of one that is too long for a link, the beginning, which is
    /// too long as well.
    fn next(&mut self) -> io::Result<Option<&[u8]>> {
        self.line.clear();
        let read = self
            .reader
            .by_ref()
            .take(KEPT as u64)
            .read_until(b'\n', &mut self.line)?;
        if read == 0 {
            return Ok(None);
        }
        let mut line = self.line.as_slice();
        if let [before @ .., b'\n'] = line {
            line = before;
        } else if read == KEPT {
            self.reader.skip_until(b'\n')?;
            return Ok(Some(line));
        }
        if let [before @ .., b'\r'] = line {
            line = before;
        }
        Ok(Some(line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(input: &[u8]) -> Vec<Vec<u8>> {
        let mut lines = Lines::new(input);
        let mut found = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            found.push(line.to_vec());
        }
        found
    }

    #[test]
    fn every_line_counts_and_the_last_needs_no_end() {
        assert!(lines(b"").is_empty());
        assert_eq!(lines(b"\n"), [b""]);
        assert_eq!(lines(b"a\n\nb"), [b"a".as_slice(), b"", b"b"]);
        assert_eq!(lines(b"a\r\n\r\nb\r"), [b"a".as_slice(), b"", b"b"]);
        assert_eq!(lines(b"a\rb\r\r\n\xff\0\n"), [b"a\rb\r".as_slice(), b"\xff\0"]);
    }

    #[test]
    fn of_a_long_line_only_the_beginning_is_kept_and_the_next_line_is_whole() {
        for length in [KEPT - 1, KEPT, KEPT + 1, 3 * KEPT, 1_000_000] {
            for filling in [b'x', b'\r'] {
                let mut input = vec![filling; length];
                input.extend(b"\nnext\n");
                let found = lines(&input);
                assert_eq!(found.len(), 2, "{length}");
                assert!(
                    found[0].len() > MAX_LINK_BYTES && found[0].len() <= KEPT,
                    "{length}"
                );
                assert_eq!(found[1], b"next");
            }
        }
        assert!(lines(&vec![b'x'; 1_000_000])[0].len() <= KEPT);
    }

    #[test]
    fn a_line_of_exactly_a_links_length_is_kept_whole() {
        for end in [b"".as_slice(), b"\n", b"\r\n"] {
            let mut input = vec![b'x'; MAX_LINK_BYTES];
            input.extend(end);
            assert_eq!(lines(&input), [vec![b'x'; MAX_LINK_BYTES]]);
        }
    }
}
