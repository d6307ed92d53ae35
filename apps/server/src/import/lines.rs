//! The lines of a file, each with its number, none of them held beyond a limit.

use std::{
    collections::VecDeque,
    io::{self, BufRead},
};

/// The longest line that is read whole, in bytes: far more than five values of 256 characters.
pub(crate) const MAX_LINE_BYTES: usize = 64 * 1024;

/// A line without its end.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Its number, from 1.
    pub(crate) number: u64,
    /// Its bytes; `None` when it was too long, and its bytes were thrown away.
    pub(crate) bytes: Option<Vec<u8>>,
}

/// The lines of a file. Lines that were taken can be given back.
pub(crate) struct Lines<R> {
    from: R,
    read: u64,
    returned: VecDeque<Line>,
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(from: R) -> Self {
        Self {
            from,
            read: 0,
            returned: VecDeque::new(),
        }
    }

    /// Gives lines back, to be taken again in the same order.
    pub(crate) fn give_back(&mut self, lines: Vec<Line>) {
        for line in lines.into_iter().rev() {
            self.returned.push_front(line);
        }
    }

    /// The next line; `None` at the end of the file.
    pub(crate) fn next(&mut self) -> io::Result<Option<Line>> {
        if let Some(line) = self.returned.pop_front() {
            return Ok(Some(line));
        }
        let (mut bytes, mut too_long, mut any) = (Vec::new(), false, false);
        loop {
            let buffer = match self.from.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if buffer.is_empty() {
                break;
            }
            any = true;
            let end = buffer.iter().position(|&b| b == b'\n');
            let piece = &buffer[..end.unwrap_or(buffer.len())];
            if bytes.len() + piece.len() > MAX_LINE_BYTES {
                (too_long, bytes) = (true, Vec::new());
            }
            if !too_long {
                bytes.extend_from_slice(piece);
            }
            let used = end.map_or(buffer.len(), |end| end + 1);
            self.from.consume(used);
            if end.is_some() {
                break;
            }
        }
        if !any {
            return Ok(None);
        }
        self.read += 1;
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
        Ok(Some(Line {
            number: self.read,
            bytes: (!too_long).then_some(bytes),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_whatever_ends_them() {
        let mut lines = Lines::new(&b"a\r\n\nb"[..]);
        let mut all = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            all.push((line.number, String::from_utf8(line.bytes.unwrap()).unwrap()));
        }
        assert_eq!(all, [(1, "a".into()), (2, String::new()), (3, "b".into())]);
    }

    #[test]
    fn a_line_that_is_too_long_is_not_held_and_the_next_one_is_read() {
        let mut text = vec![b'x'; 10 * MAX_LINE_BYTES];
        text.extend_from_slice(b"\nshort\n");
        let mut lines = Lines::new(io::BufReader::with_capacity(100, &text[..]));
        assert_eq!(lines.next().unwrap().unwrap().bytes, None);
        assert_eq!(
            lines.next().unwrap().unwrap().bytes.as_deref(),
            Some(&b"short"[..])
        );
        assert_eq!(lines.next().unwrap(), None);
    }

    #[test]
    fn lines_that_were_given_back_come_again() {
        let mut lines = Lines::new(&b"1\n2\n3\n"[..]);
        let first = lines.next().unwrap().unwrap();
        let second = lines.next().unwrap().unwrap();
        lines.give_back(vec![first, second]);
        for number in 1..=3 {
            assert_eq!(lines.next().unwrap().unwrap().number, number);
        }
    }
}
