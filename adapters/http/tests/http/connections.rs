//! X: connections that take their time. Time limits are short here, and a test that hangs fails.

use crate::support::{HOST, Server, Wire, World, get_raw};
use ba360_http::{RequestLimits, Settings, serve::ConnectionLimits};
use std::time::{Duration, Instant};

const SHORT: Duration = Duration::from_millis(300);

fn short() -> ConnectionLimits {
    ConnectionLimits {
        header_time: SHORT,
        write_time: SHORT,
        drain_time: SHORT,
        ..Default::default()
    }
}

fn started(world: &World) -> Server {
    let limits = RequestLimits {
        body_time: SHORT,
        ..Default::default()
    };
    Server::with(
        world,
        Settings {
            limits,
            ..Default::default()
        },
        short(),
    )
}

#[test]
fn x1_a_head_that_drips_is_closed() {
    let world = World::new();
    let server = started(&world);
    let mut wires: Vec<Wire> = (0..50)
        .map(|_| {
            let mut wire = Wire::to(server.address);
            wire.write("GET /login HTTP/1.1\r\nHost");
            wire
        })
        .collect();
    assert_eq!(
        get_raw(&server, "/healthz").status,
        200,
        "others are answered meanwhile"
    );
    for wire in &mut wires {
        let answer = wire.answer(false).map(|answer| answer.status);
        assert!(matches!(answer, None | Some(408)), "{answer:?}");
    }
}

#[test]
fn x2_a_connection_that_says_nothing_is_closed() {
    let world = World::new();
    let server = started(&world);
    assert!(Wire::to(server.address).is_closed());
    let mut partial = Wire::to(server.address);
    partial.write("PRI * HT");
    assert!(partial.answer(false).is_none_or(|answer| answer.status == 408));
    let mut idle = Wire::to(server.address);
    idle.write(format!("GET /healthz HTTP/1.1\r\nHost: {HOST}\r\n\r\n"));
    assert_eq!(idle.answer(false).unwrap().status, 200);
    assert!(
        idle.is_closed(),
        "a connection between two requests is not kept for ever"
    );
}

#[test]
fn x3_a_body_that_drips_is_refused_and_closed() {
    let world = World::new();
    let server = started(&world);
    let mut wire = Wire::to(server.address);
    wire.write(format!(
        "POST /login HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: 100\r\n\r\na="
    ));
    assert_eq!(wire.answer(false).unwrap().status, 408);
    assert!(wire.is_closed());
}

#[test]
fn x4_an_answer_that_nobody_reads_is_given_up() {
    const WHOLE: usize = 64 * 1024 * 1024;
    let router = axum::Router::new().route("/", axum::routing::get(|| async { vec![b'x'; WHOLE] }));
    let server = Server::of(router, short());
    let mut deaf = Wire::to(server.address);
    deaf.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    std::thread::sleep(4 * SHORT);
    // What is left is what the two kernels kept.
    assert!(deaf.read_to_the_end() < WHOLE);
    let mut attentive = Wire::to(server.address);
    attentive.write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assert!(attentive.read_to_the_end() > WHOLE);
}

#[test]
fn x5_too_many_or_too_large_headers_are_refused() {
    let world = World::new();
    let server = started(&world);
    let with = |headers: &str| {
        let mut wire = Wire::to(server.address);
        wire.write(format!("GET /login HTTP/1.1\r\nHost: {HOST}\r\n{headers}\r\n"));
        wire.answer(false).map(|answer| answer.status)
    };
    assert_eq!(with(&"a: b\r\n".repeat(99)), Some(200));
    assert_eq!(with(&"a: b\r\n".repeat(101)), Some(431));
    assert_eq!(with(&format!("a: {}\r\n", "b".repeat(40_000))), Some(431));
    // The server stops reading, so that its answer may be lost to a reset.
    assert!(matches!(
        with(&format!("a: {}\r\n", "b".repeat(400_000))),
        None | Some(431)
    ));
}

#[test]
fn x6_a_body_that_is_too_large_is_refused() {
    let world = World::new();
    let server = started(&world);
    let head = format!(
        "POST /login HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    );
    let mut wire = Wire::to(server.address);
    wire.write(format!("{head}Content-Length: 65537\r\n\r\n"));
    assert_eq!(wire.answer(false).unwrap().status, 413);
    assert!(wire.is_closed());
    let mut chunked = Wire::to(server.address);
    chunked.write(format!("{head}Transfer-Encoding: chunked\r\n\r\n"));
    for _ in 0..5 {
        chunked.write(format!("4000\r\n{}\r\n", "a".repeat(0x4000)));
    }
    assert_eq!(chunked.answer(false).unwrap().status, 413);
    let mut huge = Wire::to(server.address);
    huge.write(format!("{head}Content-Length: 10737418240\r\n\r\n"));
    assert_eq!(huge.answer(false).unwrap().status, 413);
}

#[test]
fn x7_very_many_fields_are_refused() {
    let world = World::new();
    let server = started(&world);
    let body = "a=1&".repeat(16_000);
    let mut wire = Wire::to(server.address);
    wire.write(format!(
        "POST /login HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    ));
    assert_eq!(wire.answer(false).unwrap().status, 400);
    assert_eq!(
        get_raw(&server, format!("/login?{}", "a&".repeat(300))).status,
        400
    );
}

#[test]
fn a_body_of_another_media_type_is_refused() {
    let world = World::new();
    let server = started(&world);
    for media_type in [
        "application/json",
        "text/plain",
        "application/x-www-form-urlencoded; charset=utf-16",
    ] {
        let mut wire = Wire::to(server.address);
        wire.write(format!(
            "POST /login HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: {media_type}\r\nContent-Length: 2\r\n\r\n{{}}"
        ));
        assert_eq!(wire.answer(false).unwrap().status, 415, "{media_type}");
    }
}

#[test]
fn x1_silent_connections_make_room_for_others() {
    let world = World::new();
    // So long a time that nobody's runs out here.
    let limits = ConnectionLimits {
        connections: 2,
        header_time: Duration::from_secs(600),
        ..Default::default()
    };
    let server = Server::with(&world, Settings::default(), limits);
    let mut silent = [Wire::to(server.address), Wire::to(server.address)];
    silent[1].write("GET /login HTTP/1.1\r\nHo");
    assert_eq!(get_raw(&server, "/healthz").status, 200);
    assert!(silent.iter_mut().any(Wire::is_closed));
}

#[test]
fn a_request_that_is_open_at_the_end_is_still_answered() {
    let router = axum::Router::new().route(
        "/",
        axum::routing::get(|| async {
            tokio::time::sleep(SHORT).await;
            "done"
        }),
    );
    let limits = ConnectionLimits {
        drain_time: Duration::from_secs(10),
        ..Default::default()
    };
    let mut server = Server::of(router, limits);
    let mut open = Wire::to(server.address);
    open.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    let idle = Wire::to(server.address);
    std::thread::sleep(SHORT / 3);
    server.stop();
    let answer = open.answer(false).unwrap();
    assert_eq!((answer.status, answer.body.as_str()), (200, "done"));
    drop(idle);
    wait_for_end(&server);
}

#[test]
fn a_client_that_never_ends_does_not_hold_the_shutdown() {
    let router = axum::Router::new().route("/", axum::routing::get(std::future::pending::<&str>));
    let mut server = Server::of(router, short());
    let mut open = Wire::to(server.address);
    open.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    std::thread::sleep(SHORT / 3);
    server.stop();
    assert!(open.answer(false).is_none());
    wait_for_end(&server);
}

fn wait_for_end(server: &Server) {
    let begin = Instant::now();
    while !server.has_ended() {
        assert!(
            begin.elapsed() < Duration::from_secs(9),
            "the server has not ended"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}
