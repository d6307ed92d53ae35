//! X14: requests whose end two readers could see at two places.

use crate::support::{HOST, Server, Wire, World};

#[test]
fn x14_what_can_be_read_in_two_ways_is_refused_and_the_connection_closed() {
    let world = World::new();
    let server = Server::start(&world);
    let smuggled = format!("GET /healthz HTTP/1.1\r\nHost: {HOST}\r\n\r\n");
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    let cases = [
        (
            "CL and TE",
            format!("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n{form}\r\n0\r\n\r\n"),
        ),
        (
            "TE and CL",
            format!("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n{form}\r\n0\r\n\r\n"),
        ),
        (
            "two lengths",
            format!("Content-Length: 1\r\nContent-Length: 2\r\n{form}\r\na"),
        ),
        (
            "one length twice",
            format!("Content-Length: 1\r\nContent-Length: 1\r\n{form}\r\na"),
        ),
        (
            "a list of lengths",
            format!("Content-Length: 1, 1\r\n{form}\r\na"),
        ),
        ("a signed length", format!("Content-Length: +1\r\n{form}\r\na")),
        (
            "xchunked",
            format!("Transfer-Encoding: xchunked\r\n{form}\r\n0\r\n\r\n"),
        ),
        (
            "chunked not last",
            format!("Transfer-Encoding: chunked, identity\r\n{form}\r\n0\r\n\r\n"),
        ),
        ("identity", format!("Transfer-Encoding: identity\r\n{form}\r\n")),
        (
            "two encodings",
            format!("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n{form}\r\n0\r\n\r\n"),
        ),
        (
            "gzip, chunked",
            format!("Transfer-Encoding: gzip, chunked\r\n{form}\r\n0\r\n\r\n"),
        ),
        (
            "obs-fold",
            format!("A: b\r\n c\r\nContent-Length: 0\r\n{form}\r\n"),
        ),
        (
            "a blank before the colon",
            format!("Content-Length : 0\r\n{form}\r\n"),
        ),
        ("NUL", format!("A: b\0c\r\nContent-Length: 0\r\n{form}\r\n")),
        ("a bare CR", format!("A: b\rc\r\nContent-Length: 0\r\n{form}\r\n")),
    ];
    let mut failures = Vec::new();
    for (name, rest) in cases {
        let mut wire = Wire::to(server.address);
        wire.write(format!(
            "POST /login HTTP/1.1\r\nHost: {HOST}\r\n{rest}{smuggled}"
        ));
        let status = wire.answer(false).map(|answer| answer.status);
        if status != Some(400) || !wire.is_closed() {
            failures.push((name, status));
        }
    }
    assert!(failures.is_empty(), "{failures:?}");
    let mut wire = Wire::to(server.address);
    wire.write(format!("GET /login HTTP/1.1\r\nHost : {HOST}\r\n\r\n"));
    assert_eq!(wire.answer(false).unwrap().status, 400);
    assert!(wire.is_closed());
}
