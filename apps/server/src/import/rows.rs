//! The rows of a CSV file (RFC 4180). A row that cannot be read hinders no other: a forgotten quote spoils its own line
//! and not those behind it.

use super::{
    lines::{Line, Lines, MAX_LINE_BYTES},
    quotes::Quotes,
};
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use std::io::{self, BufRead};

/// Over how many lines a quoted value may go before its quote counts as forgotten. No good value goes over two lines, but
/// a row with one is told as one row: its lines are somebody's text, and may look like rows.
const MAX_LINES: usize = 32;
/// The most columns that are told apart.
const MAX_COLUMNS: usize = 64;

/// A row.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// The number of its first line, from 1.
    pub(crate) line: u64,
    /// Its values, or why it could not be read.
    pub(crate) values: Result<Vec<String>, RowProblem>,
}

/// Why a row could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowProblem {
    /// A value is not UTF-8.
    NotUtf8,
    /// A quote is not closed, or closed where no value ends.
    OpenQuote,
    /// A value has a line break, and the row ends with the line of that number.
    LineBreak(u64),
    /// The row is longer than can be.
    TooLong,
    /// It has more columns than any file of ours.
    TooManyColumns,
}

/// The rows of a file, blank lines left out.
pub(crate) struct Rows<R> {
    lines: Lines<R>,
    delimiter: u8,
    parser: Reader,
    text: Vec<u8>,
    ends: [usize; MAX_COLUMNS],
}

impl<R: BufRead> Rows<R> {
    /// The rows of a file whose columns have `delimiter` between them.
    pub(crate) fn new(lines: Lines<R>, delimiter: u8) -> Self {
        Self {
            lines,
            delimiter,
            parser: ReaderBuilder::new().delimiter(delimiter).build(),
            text: vec![0; 2 * MAX_LINE_BYTES],
            ends: [0; MAX_COLUMNS],
        }
    }

    /// The next row; `None` at the end of the file.
    ///
    /// # Errors
    /// When the file cannot be read on.
    pub(crate) fn next(&mut self) -> io::Result<Option<Row>> {
        loop {
            let Some(line) = self.lines.next()? else {
                return Ok(None);
            };
            let row = |values| {
                Ok(Some(Row {
                    line: line.number,
                    values,
                }))
            };
            match line.bytes {
                Some(bytes) if bytes.trim_ascii().is_empty() => {}
                Some(bytes) => return row(self.row(bytes)?),
                None => return row(Err(RowProblem::TooLong)),
            }
        }
    }

    /// Reads the row that begins with a line, taking further lines while a quote is open.
    fn row(&mut self, mut line: Vec<u8>) -> io::Result<Result<Vec<String>, RowProblem>> {
        self.parser.reset();
        let (mut written, mut columns) = (0, 0);
        let mut taken: Vec<Line> = Vec::new();
        let mut bytes_taken = 0;
        let mut quotes = Quotes::new(self.delimiter);
        loop {
            line.push(b'\n');
            let (result, read, wrote, ended) =
                self.parser
                    .read_record(&line, &mut self.text[written..], &mut self.ends[columns..]);
            written += wrote;
            columns += ended;
            match result {
                ReadRecordResult::Record if read == line.len() => {
                    let Some(last) = taken.last() else {
                        return Ok(self.values(columns));
                    };
                    // Behind a forgotten quote the next value's quote closes, and its text goes on.
                    return Ok(match quotes.are_sound_to(&line) {
                        true => Err(RowProblem::LineBreak(last.number)),
                        false => self.given_back(taken, RowProblem::OpenQuote),
                    });
                }
                // A bare carriage return ended the row before the line did.
                ReadRecordResult::Record => return Ok(self.given_back(taken, RowProblem::OpenQuote)),
                ReadRecordResult::OutputEndsFull => {
                    return Ok(self.given_back(taken, RowProblem::TooManyColumns));
                }
                ReadRecordResult::OutputFull => return Ok(self.given_back(taken, RowProblem::TooLong)),
                ReadRecordResult::InputEmpty | ReadRecordResult::End => quotes.follow(&line),
            }
            let next = match taken.len() < MAX_LINES {
                true => self.lines.next()?,
                false => None,
            };
            match next {
                Some(Line {
                    number,
                    bytes: Some(bytes),
                }) if bytes_taken + bytes.len() <= MAX_LINE_BYTES => {
                    bytes_taken += bytes.len();
                    line.clone_from(&bytes);
                    taken.push(Line {
                        number,
                        bytes: Some(bytes),
                    });
                }
                next => {
                    taken.extend(next);
                    return Ok(self.given_back(taken, RowProblem::OpenQuote));
                }
            }
        }
    }

    /// The problem of a row's first line; the others are read again as rows of their own.
    fn given_back(&mut self, taken: Vec<Line>, problem: RowProblem) -> Result<Vec<String>, RowProblem> {
        self.lines.give_back(taken);
        Err(problem)
    }

    fn values(&self, columns: usize) -> Result<Vec<String>, RowProblem> {
        let mut start = 0;
        self.ends[..columns]
            .iter()
            .map(|&end| {
                let value = &self.text[start..end];
                start = end;
                str::from_utf8(value)
                    .map(str::to_owned)
                    .map_err(|_| RowProblem::NotUtf8)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &[u8]) -> Vec<(u64, Result<Vec<String>, RowProblem>)> {
        let mut rows = Rows::new(Lines::new(text), b',');
        std::iter::from_fn(|| rows.next().unwrap())
            .map(|row| (row.line, row.values))
            .collect()
    }

    fn good(values: &[&str]) -> Result<Vec<String>, RowProblem> {
        Ok(values.iter().map(|&value| value.to_owned()).collect())
    }

    #[test]
    fn quotes_delimiters_and_line_ends_are_read_as_the_rfc_says() {
        assert_eq!(
            rows(b"a,\"b,\"\"c\"\"\"\r\n\r\n\"\",f\ng,h"),
            [
                (1, good(&["a", "b,\"c\""])),
                (3, good(&["", "f"])),
                (4, good(&["g", "h"])),
            ]
        );
    }

    #[test]
    fn a_value_with_line_breaks_is_one_bad_row_and_none_of_its_lines_is_another() {
        assert_eq!(
            rows(b"a,\"b\r\nc,d\n\"\n\"\"\"e\n\"\"\",f\ng,h\n"),
            [
                (1, Err(RowProblem::LineBreak(3))),
                (4, Err(RowProblem::LineBreak(5))),
                (6, good(&["g", "h"])),
            ]
        );
    }

    #[test]
    fn a_quote_that_the_next_rows_quote_seems_to_close_spoils_its_own_line_alone() {
        assert_eq!(
            rows(b"a,\"b\nc,d\ne,\"f\"\ng,h\n"),
            [
                (1, Err(RowProblem::OpenQuote)),
                (2, good(&["c", "d"])),
                (3, good(&["e", "f"])),
                (4, good(&["g", "h"])),
            ]
        );
    }

    #[test]
    fn what_ends_a_row_in_the_middle_of_a_line_behind_an_open_quote_takes_no_line_along() {
        let behind = [(2, good(&["c", "d"])), (4, good(&["g", "h"]))];
        let mut wide = b"a,\"b\nc,d\ne\"".to_vec();
        wide.extend_from_slice(&[b','; 200]);
        wide.extend_from_slice(b"\ng,h\n");
        for (text, first, third) in [
            (
                &b"a,\"b\nc,d\ne\",\rf\ng,h\n"[..],
                RowProblem::OpenQuote,
                RowProblem::OpenQuote,
            ),
            (&wide[..], RowProblem::TooManyColumns, RowProblem::TooManyColumns),
        ] {
            let [second, fourth] = behind.clone();
            assert_eq!(rows(text), [(1, Err(first)), second, (3, Err(third)), fourth]);
        }
    }

    #[test]
    fn a_quote_that_is_never_closed_spoils_its_own_line_alone() {
        assert_eq!(
            rows(b"a,\"b\nc,d\ne,f\n"),
            [
                (1, Err(RowProblem::OpenQuote)),
                (2, good(&["c", "d"])),
                (3, good(&["e", "f"])),
            ]
        );
    }

    #[test]
    fn a_forgotten_quote_does_not_swallow_a_long_file() {
        let mut text = b"a,\"b\n".to_vec();
        for n in 0..1_000 {
            text.extend_from_slice(format!("{n},x\n").as_bytes());
        }
        let rows = rows(&text);
        assert_eq!(rows.len(), 1_001);
        assert_eq!(rows[0].1, Err(RowProblem::OpenQuote));
        assert!(rows[1..].iter().all(|(_, values)| values.is_ok()));
    }

    #[test]
    fn a_row_that_is_not_utf8_hinders_no_other() {
        assert_eq!(
            rows(b"a,b\n\xe9,c\nd,e\n"),
            [
                (1, good(&["a", "b"])),
                (2, Err(RowProblem::NotUtf8)),
                (3, good(&["d", "e"])),
            ]
        );
    }

    #[test]
    fn two_halves_of_a_character_in_two_columns_are_no_character() {
        assert_eq!(rows(b"\xc3,\xa9\n"), [(1, Err(RowProblem::NotUtf8))]);
    }

    #[test]
    fn rows_that_are_too_long_or_too_wide_are_bad_and_the_next_is_read() {
        let mut text = vec![b'x'; MAX_LINE_BYTES + 1];
        text.push(b'\n');
        text.extend_from_slice(&[b','; 200]);
        text.extend_from_slice(b"\na,b\n");
        assert_eq!(
            rows(&text),
            [
                (1, Err(RowProblem::TooLong)),
                (2, Err(RowProblem::TooManyColumns)),
                (3, good(&["a", "b"])),
            ]
        );
    }
}
