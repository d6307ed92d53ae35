//! One connection to a server, over which requests go one after the other.

use crate::Outcome;
use std::{
    fmt::Write as _,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
};

/// Where external systems sign their users in.
pub(crate) const EXTERNAL_LOGIN: &str = "/ba360/apir/v10/login/authexternalsystem";

/// A connection that is kept.
pub(crate) struct Wire {
    stream: TcpStream,
    read: Vec<u8>,
}

/// An answer.
pub(crate) struct Answer {
    /// The status code.
    pub(crate) status: u16,
    head: String,
    /// What stands behind the head.
    pub(crate) body: String,
}

impl Wire {
    pub(crate) fn to(address: SocketAddr) -> Outcome<Self> {
        Ok(Self {
            stream: TcpStream::connect(address)?,
            read: Vec::new(),
        })
    }

    /// Sends a request and reads its answer to the end.
    pub(crate) fn exchange(&mut self, request: &str) -> Outcome<Answer> {
        // At once: a request in pieces would wait for the acknowledgement of the first.
        self.stream.write_all(request.as_bytes())?;
        self.read.clear();
        let head_end = loop {
            if let Some(at) = self.read.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
                break at + 4;
            }
            self.more()?;
        };
        let head = String::from_utf8_lossy(&self.read[..head_end]).into_owned();
        let status = head.split(' ').nth(1).unwrap_or_default().parse()?;
        let mut answer = Answer {
            status,
            head,
            body: String::new(),
        };
        let length: usize = answer.header("content-length").unwrap_or("0").parse()?;
        while self.read.len() < head_end + length {
            self.more()?;
        }
        answer.body = String::from_utf8_lossy(&self.read[head_end..]).into_owned();
        Ok(answer)
    }

    fn more(&mut self) -> Outcome<()> {
        let mut chunk = [0; 16 * 1024];
        match self.stream.read(&mut chunk)? {
            0 => Err("the server closed".into()),
            length => {
                self.read.extend_from_slice(&chunk[..length]);
                Ok(())
            }
        }
    }
}

impl Answer {
    /// The first header field of a name, which is written in small letters.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(given, _)| given.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
    }
}

/// A request that asks for a page.
pub(crate) fn get(target: &str) -> String {
    format!("GET {target} HTTP/1.1\r\nHost: bench\r\n\r\n")
}

/// A request that sends something.
pub(crate) fn post(target: &str, headers: &[(&str, &str)], body: &str) -> String {
    let mut request = format!("POST {target} HTTP/1.1\r\nHost: bench\r\n");
    for (name, value) in headers {
        let _ = write!(request, "{name}: {value}\r\n");
    }
    let _ = write!(request, "Content-Length: {}\r\n\r\n{body}", body.len());
    request
}

/// A request that signs a user in for an external system.
pub(crate) fn external_login(credentials: &serde_json::Value) -> String {
    post(
        EXTERNAL_LOGIN,
        &[("Content-Type", "application/json")],
        &credentials.to_string(),
    )
}
