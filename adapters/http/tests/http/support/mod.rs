//! A server on a real listener over ports in memory, and a client that writes raw bytes.

pub(crate) mod browser;
pub(crate) mod client;
pub(crate) mod program;
pub(crate) mod server;
pub(crate) mod world;

pub(crate) use browser::{Browser, encoded};
pub(crate) use client::{Answer, Wire};
pub(crate) use program::{LOGIN, Program};
pub(crate) use server::Server;
pub(crate) use world::{HOST, OTHER_HOST, PASSWORD, World};

/// The answer to one raw request on a connection of its own.
pub(crate) fn raw(server: &Server, request: impl AsRef<[u8]>) -> Answer {
    let mut wire = Wire::to(server.address);
    wire.write(request);
    wire.answer(false).expect("an answer")
}

/// The answer to a raw target.
pub(crate) fn get_raw(server: &Server, target: impl AsRef<[u8]>) -> Answer {
    let mut request = b"GET ".to_vec();
    request.extend_from_slice(target.as_ref());
    request.extend_from_slice(format!(" HTTP/1.1\r\nHost: {HOST}\r\n\r\n").as_bytes());
    raw(server, request)
}
