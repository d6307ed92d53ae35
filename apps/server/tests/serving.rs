//! `serve`: listening, health, and the end of it.
#![allow(clippy::unwrap_used, reason = "a failure ends the test")]

mod support;

use std::process::ExitCode;
use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};
use support::{Engine, cases, run};

fn main() -> ExitCode {
    run(cases![
        it_serves_without_any_instance_and_says_how_to_make_one,
        an_address_that_is_taken_is_one_clear_line,
        an_instance_that_is_made_meanwhile_is_served_at_once,
        a_request_that_came_before_the_end_is_answered,
        the_log_is_json_where_json_is_wanted,
    ])
}

fn it_serves_without_any_instance_and_says_how_to_make_one(engine: Engine) {
    let place = engine.place();
    let server = place.serve(&[]);
    assert_eq!(server.line.as_object().unwrap().len(), 1);
    let mut client = server.client();
    assert_eq!(client.get("/healthz").status, 200);
    assert_eq!(client.get("/readyz").status, 200);
    assert_eq!(client.get("/login").status, 404);
    server.stop();
    assert!(place.log().contains("instance create"));
}

fn an_address_that_is_taken_is_one_clear_line(engine: Engine) {
    let place = engine.place();
    let server = place.serve(&[]);
    let ran = place.run(&["serve", "--json", "--listen", server.authority()]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.object()["error"]["code"], "not_listening");
}

fn an_instance_that_is_made_meanwhile_is_served_at_once(engine: Engine) {
    let place = engine.place();
    let server = place.serve(&[]);
    assert_eq!(server.client().get("/login").status, 404);
    place.json(&["instance", "create", "acme"]);
    assert_eq!(server.client().get("/login").status, 200);
}

fn a_request_that_came_before_the_end_is_answered(engine: Engine) {
    for signal in ["TERM", "INT"] {
        let place = engine.place();
        let mut server = place.serve(&["--demo"]);
        let mut stream = TcpStream::connect(server.authority()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let head = format!(
            "POST /login HTTP/1.1\r\nHost: {}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: 9\r\nExpect: 100-continue\r\n\r\n",
            server.authority()
        );
        stream.write_all(head.as_bytes()).unwrap();
        // It asks for the form, so the request has begun.
        let mut go_on = [0; 25];
        stream.read_exact(&mut go_on).unwrap();
        assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
        server.signal(signal);
        // It takes no new connection, so the end has begun.
        while TcpStream::connect(server.authority()).is_ok() {
            std::thread::sleep(Duration::from_millis(10));
        }
        stream.write_all(b"usuario=a").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 4"), "{signal}: {answer:?}");
        assert!(server.ended().0.success(), "{signal}");
    }
}

fn the_log_is_json_where_json_is_wanted(engine: Engine) {
    let place = engine.place();
    place.serve(&["--log-format", "json"]).stop();
    let log = place.log();
    let mut lines = log
        .lines()
        .filter(|line| !line.starts_with("There is no instance yet"));
    assert!(log.contains("\"listening\""), "{log}");
    assert!(
        lines.all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()),
        "{log}"
    );
}
