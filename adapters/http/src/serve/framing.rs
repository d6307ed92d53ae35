use std::{
    io::{self, IoSlice},
    pin::Pin,
    task::{Context, Poll},
};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// A stream on which a request whose end could be read at two places is spoilt before the HTTP reader sees it.
///
/// The reader takes a request with both `Content-Length` and `Transfer-Encoding`, or with one of them twice, and
/// answers it after it has dropped one; whoever stands before us may have kept the other. Nobody behind the reader
/// can tell any more. So the colon of the second field of that kind becomes a NUL, which the reader answers with
/// 400, and closes.
pub(super) struct OneLength<S> {
    stream: S,
    reader: Reader,
}

/// Follows requests from byte to byte, as far as their ends ask for it.
#[derive(Debug, Default)]
struct Reader {
    at: At,
    /// The name of the field, while it is read: no longer than those that count.
    name: Vec<u8>,
    /// The number that is being read: of `Content-Length`, or of a chunk.
    number: Option<u64>,
    lengths: u8,
    chunked: bool,
    length: u64,
}

/// Where in a request the next byte stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum At {
    /// Before the request line; empty lines are skipped.
    #[default]
    Begin,
    /// In the request line, or in a value that does not count.
    Rest,
    /// In the name of a field, or at the empty line that ends the head.
    Name,
    /// In the value of `Content-Length`.
    Length,
    /// In so many bytes of a body or of a chunk.
    Body,
    /// In the line that tells how long a chunk is.
    ChunkSize,
    /// In what follows that number.
    ChunkRest,
    /// In the line end behind a chunk.
    ChunkEnd,
    /// At the beginning of a line behind the last chunk.
    Trailer,
    /// Within such a line.
    TrailerRest,
}

const LENGTH: &[u8] = b"content-length";
const ENCODING: &[u8] = b"transfer-encoding";

impl<S> OneLength<S> {
    pub(super) fn new(stream: S) -> Self {
        Self {
            stream,
            reader: Reader::default(),
        }
    }
}

impl Reader {
    /// Reads on, and spoils what has to be.
    fn read(&mut self, bytes: &mut [u8]) {
        let mut from = 0;
        while let Some(&byte) = bytes.get(from) {
            match self.at {
                At::Rest | At::ChunkRest | At::TrailerRest => {
                    // Nothing counts here but the end of the line.
                    match bytes[from..].iter().position(|&byte| byte == b'\n') {
                        None => return,
                        Some(length) => from += length,
                    }
                    self.line_end();
                }
                At::Body => {
                    let there = (bytes.len() - from) as u64;
                    let taken = there.min(self.length);
                    self.length -= taken;
                    from += taken as usize;
                    if self.length == 0 {
                        self.at = if self.chunked { At::ChunkEnd } else { At::Begin };
                    }
                    continue;
                }
                _ => {
                    if self.step(byte) {
                        bytes[from] = 0;
                    }
                }
            }
            from += 1;
        }
    }

    /// One byte where every byte counts; `true` when it has to be spoilt.
    fn step(&mut self, byte: u8) -> bool {
        match (self.at, byte) {
            (At::Begin, b'\r' | b'\n') => {}
            (At::Begin, _) => {
                let name = std::mem::take(&mut self.name);
                *self = Self {
                    at: At::Rest,
                    name,
                    ..Self::default()
                };
                self.name.clear();
            }
            (At::Name, b':') => return self.field(),
            (At::Name, b'\n') => self.head_end(),
            (At::Name, b'\r') => {}
            // One byte more than the longest that counts is enough to tell that it is none.
            (At::Name, _) if self.name.len() <= ENCODING.len() => self.name.push(byte.to_ascii_lowercase()),
            (At::Length, b'\n') => {
                self.length = self.number.take().unwrap_or(0);
                self.line_end();
            }
            (At::ChunkSize, b'\n') => self.line_end(),
            (At::Length, b'0'..=b'9') => self.digit(10, u64::from(byte - b'0')),
            (At::ChunkSize, b'0'..=b'9') => self.digit(16, u64::from(byte - b'0')),
            (At::ChunkSize, b'a'..=b'f') => self.digit(16, u64::from(byte - b'a' + 10)),
            (At::ChunkSize, b'A'..=b'F') => self.digit(16, u64::from(byte - b'A' + 10)),
            (At::ChunkSize, _) => self.at = At::ChunkRest,
            (At::ChunkEnd, b'\n') => self.at = At::ChunkSize,
            (At::Trailer, b'\n') => self.at = At::Begin,
            (At::Trailer, b'\r') => {}
            (At::Trailer, _) => self.at = At::TrailerRest,
            _ => {}
        }
        false
    }

    /// The name of a field has ended; `true` when it is the second of those that say where the request ends.
    fn field(&mut self) -> bool {
        self.at = match self.name.as_slice() {
            LENGTH => At::Length,
            _ => At::Rest,
        };
        let counts = self.name == LENGTH || self.name == ENCODING;
        self.chunked |= self.name == ENCODING;
        self.lengths = self.lengths.saturating_add(u8::from(counts));
        self.name.clear();
        counts && self.lengths > 1
    }

    fn line_end(&mut self) {
        self.at = match self.at {
            At::ChunkSize | At::ChunkRest => match self.number.take() {
                None | Some(0) => At::Trailer,
                Some(length) => {
                    self.length = length;
                    At::Body
                }
            },
            At::TrailerRest => At::Trailer,
            _ => At::Name,
        };
    }

    fn head_end(&mut self) {
        // A line without a colon is nothing that the reader lets pass.
        self.name.clear();
        self.at = match (self.chunked, self.length) {
            (true, _) => At::ChunkSize,
            (false, 0) => At::Begin,
            (false, _) => At::Body,
        };
    }

    fn digit(&mut self, base: u64, digit: u64) {
        let number = self.number.unwrap_or(0);
        self.number = Some(number.saturating_mul(base).saturating_add(digit));
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for OneLength<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let poll = Pin::new(&mut self.stream).poll_read(context, buffer);
        if let Some(new) = buffer.filled_mut().get_mut(before..) {
            self.reader.read(new);
        }
        poll
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for OneLength<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the reader spoils, however the bytes are cut into pieces.
    fn spoilt(text: &str) -> usize {
        let count = |piece: usize| {
            let (mut reader, mut bytes) = (Reader::default(), text.as_bytes().to_vec());
            bytes.chunks_mut(piece).for_each(|chunk| reader.read(chunk));
            bytes.iter().filter(|&&byte| byte == 0).count()
        };
        let whole = count(text.len());
        for piece in 1..8 {
            assert_eq!(count(piece), whole, "in pieces of {piece}: {text:?}");
        }
        whole
    }

    const TWO: &str = "Content-Length: 1\r\ncontent-length: 1\r\n";

    #[test]
    fn the_second_field_that_tells_the_end_is_spoilt() {
        for fields in [
            TWO,
            "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
            "TRANSFER-ENCODING: chunked\r\nA: b\r\nContent-Length: 1\r\n",
            "Transfer-Encoding:chunked\nTransfer-Encoding:chunked\n",
        ] {
            assert_eq!(
                spoilt(&format!("POST / HTTP/1.1\r\nHost: a\r\n{fields}\r\n")),
                1,
                "{fields}"
            );
        }
        assert_eq!(spoilt("\r\nPOST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc"), 0);
        assert_eq!(
            spoilt("GET / HTTP/1.1\r\nX-Content-Length: 3\r\nContent-Length: 0\r\n\r\n"),
            0
        );
    }

    #[test]
    fn a_body_is_not_read_as_fields() {
        let body = format!("POST / HTTP/1.1\r\n{TWO}\r\n");
        let length = body.len();
        assert_eq!(
            spoilt(&format!(
                "POST / HTTP/1.1\r\nContent-Length: {length}\r\n\r\n{body}"
            )),
            0
        );
        let chunked = format!(
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n{length:X};a=b\r\n{body}\r\n1\r\nx\r\n0\r\nA: b\r\n\r\n"
        );
        assert_eq!(spoilt(&chunked), 0);
    }

    #[test]
    fn the_request_behind_a_body_is_looked_at_again() {
        let bad = format!("POST / HTTP/1.1\r\n{TWO}\r\n");
        for first in [
            "GET / HTTP/1.1\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        ] {
            assert_eq!(spoilt(&format!("{first}{bad}")), 1, "{first:?}");
        }
    }
}
