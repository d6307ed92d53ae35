//! What every answer has, and what the process itself answers.

use crate::support::{Browser, HOST, Server, World, get_raw, raw};
use ba360_core::access::PermissionSet;
use ba360_http::{Access, Method, Readiness, RequestLimits, Settings, routes};

#[test]
fn every_route_refuses_a_stranger_or_is_public() {
    let world = World::new();
    let server = Server::start(&world);
    let mut seen = 0;
    for route in routes() {
        seen += 1;
        let path = route.path.replace("{*rest}", "x").replace(['{', '}'], "");
        if is_of_the_api(&path) {
            let method = route.method.as_str();
            let answer = raw(
                &server,
                format!("{method} {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n"),
            );
            assert_eq!(answer.status, 401, "{method} {path}");
            continue;
        }
        let answer = match route.method {
            Method::Get => Browser::new(&server).get(&path),
            Method::Post => Browser::new(&server).post(&path, &[]),
            other => panic!("{other:?} {path} is no view's"),
        };
        match (route.access, route.method) {
            // A program sends JSON, and no browser's form.
            (_, Method::Post) if path.starts_with("/ba360/") => assert_eq!(answer.status, 415, "{path}"),
            (_, Method::Post) => assert_eq!(answer.status, 403, "{path}"),
            (Access::Public, Method::Get) => assert!(
                [200, 303, 400, 404].contains(&answer.status),
                "{path}: {}",
                answer.status
            ),
            _ => {
                assert_eq!(answer.status, 303, "{path}");
                assert!(answer.location().starts_with("/login"), "{path}");
            }
        }
    }
    assert!(seen > 8);
}

/// Whether a path is asked by programs, who bring a token, and not by browsers, who bring a form.
fn is_of_the_api(path: &str) -> bool {
    path.starts_with("/api/") || path == "/ba360/apir/v10/cases"
}

#[test]
fn a3_every_view_refuses_a_user_without_a_role() {
    let world = World::new();
    world.user("nueva", None);
    let server = Server::start(&world);
    let mut browser = Browser::signed_in(&server, "nueva");
    let token = browser.get("/logout").field("_token");
    let mut seen = 0;
    for route in routes().filter(|route| matches!(route.access, Access::May(..))) {
        let path = route.path.replace(['{', '}'], "");
        // tests/api walks what is for programs.
        if is_of_the_api(&path) {
            continue;
        }
        seen += 1;
        let answer = match route.method {
            Method::Get => browser.get(&path),
            _ => browser.post(&path, &[("_token", &token)]),
        };
        assert_eq!(answer.status, 403, "{path}");
        assert!(answer.body.contains("no tiene un rol"), "{path}: {}", answer.body);
    }
    assert!(seen > 10);
}

#[test]
fn every_answer_carries_the_security_headers_and_a_correlation_id() {
    let world = World::new();
    let server = Server::start(&world);
    let mut ids = Vec::new();
    for target in [
        "/login",
        "/nada",
        "/healthz",
        "/integracionview/x",
        "/",
        "/api/v1/nada",
    ] {
        let answer = get_raw(&server, target);
        let policy = answer.header("content-security-policy").unwrap();
        assert!(
            policy.contains("default-src 'none'") && !policy.contains("unsafe"),
            "{policy}"
        );
        assert!(policy.contains("frame-ancestors 'self'") && policy.contains("base-uri 'none'"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert!(answer.header("permissions-policy").is_some());
        assert_eq!(answer.header("cross-origin-opener-policy"), Some("same-origin"));
        ids.push(answer.header("x-correlation-id").unwrap().to_owned());
    }
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count, "no two answers have one id");
}

#[test]
fn unknown_paths_and_methods_are_told_apart() {
    let world = World::new();
    let server = Server::start(&world);
    let unknown = get_raw(&server, "/nada");
    assert_eq!(unknown.status, 404);
    assert!(unknown.body.contains("La página no existe."));
    let method = raw(&server, format!("DELETE /login HTTP/1.1\r\nHost: {HOST}\r\n\r\n"));
    assert_eq!(
        (method.status, method.header("allow")),
        (405, Some("GET, HEAD, POST"))
    );
    let link = raw(
        &server,
        format!("POST /integracionview/a HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 0\r\n\r\n"),
    );
    assert_eq!((link.status, link.header("allow")), (405, Some("GET, HEAD")));
    for odd in [
        format!("OPTIONS * HTTP/1.1\r\nHost: {HOST}\r\n\r\n"),
        format!("CONNECT {HOST}:80 HTTP/1.1\r\nHost: {HOST}:80\r\n\r\n"),
        format!("TRACE / HTTP/1.1\r\nHost: {HOST}\r\n\r\n"),
    ] {
        let status = raw(&server, &odd).status;
        assert!([400, 404, 405].contains(&status), "{odd:?}: {status}");
    }
}

#[test]
fn programs_get_problem_documents() {
    let world = World::new();
    let server = Server::start(&world);
    for target in ["/api/v1/nada", "/ba360/nada"] {
        let answer = get_raw(&server, target);
        assert_eq!(answer.status, 404);
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
        let problem: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(problem["code"], "page_unknown");
        assert_eq!(problem["status"], 404);
        assert_eq!(problem["detail"], "La página no existe.");
        assert_eq!(
            problem["correlation_id"],
            answer.header("x-correlation-id").unwrap()
        );
    }
}

#[test]
fn the_process_tells_whether_it_lives_and_can_work() {
    let world = World::new();
    let settings = Settings {
        ready: Readiness::new(|| async { false }),
        ..Default::default()
    };
    let server = Server::with(&world, settings, Default::default());
    assert_eq!(
        raw(&server, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").status,
        200
    );
    assert_eq!(raw(&server, "GET /healthz HTTP/1.0\r\n\r\n").status, 200);
    let not_ready = get_raw(&server, "/readyz");
    assert_eq!(
        (not_ready.status, not_ready.header("retry-after")),
        (503, Some("5"))
    );
    assert_eq!(get_raw(&Server::start(&world), "/readyz").status, 200);
}

#[test]
fn k4_a_panic_is_one_answer_and_the_process_lives() {
    let world = World::new();
    let settings = Settings {
        ready: Readiness::new(|| async { panic!("a secret of the inside") }),
        ..Default::default()
    };
    let server = Server::with(&world, settings, Default::default());
    for _ in 0..3 {
        let answer = get_raw(&server, "/readyz");
        assert_eq!(answer.status, 500);
        assert!(!answer.body.contains("secret of the inside"));
        assert!(answer.body.contains(answer.header("x-correlation-id").unwrap()));
    }
    assert_eq!(get_raw(&server, "/healthz").status, 200);
}

#[test]
fn x9_numbers_of_pages_never_break_a_view() {
    let world = World::new();
    world.user("agente", Some(PermissionSet::all()));
    for n in 0..25 {
        world.contact(&format!("{n}-0"), "Ana Soto");
    }
    let server = Server::start(&world);
    let mut browser = Browser::signed_in(&server, "agente");
    for page in [
        "1000000000000",
        "-1",
        "0",
        "18446744073709551616",
        "1e3",
        "",
        "%EF%BC%92",
        "2&page=1",
        "3",
    ] {
        let answer = browser.get(&format!("/contactos?q=soto&page={page}"));
        assert!(
            [200, 400, 404].contains(&answer.status),
            "{page}: {}",
            answer.status
        );
    }
}

#[test]
fn a_request_that_takes_too_long_is_given_up() {
    let world = World::new();
    let settings = Settings {
        ready: Readiness::new(std::future::pending::<bool>),
        limits: RequestLimits {
            total_time: std::time::Duration::from_millis(200),
            ..Default::default()
        },
        ..Default::default()
    };
    let server = Server::with(&world, settings, Default::default());
    let answer = get_raw(&server, "/readyz");
    assert_eq!((answer.status, answer.header("retry-after")), (503, Some("5")));
    assert!(answer.body.contains("ocupado"), "{}", answer.body);
}

#[test]
fn a_path_that_is_not_utf8_names_nothing() {
    let world = World::new();
    world.user("agente", Some(PermissionSet::all()));
    let server = Server::start(&world);
    let mut browser = Browser::signed_in(&server, "agente");
    for path in ["/contactos/%F1", "/casos/%C0%AF"] {
        assert_eq!(browser.get(path).status, 400, "{path}");
    }
    assert_eq!(browser.get("/contactos/..%2f..%2fetc").status, 404);
    assert_eq!(browser.get("/contactos?q=%F1").status, 400);
}

#[test]
fn assets_alone_may_be_kept() {
    let world = World::new();
    let server = Server::start(&world);
    let login = get_raw(&server, "/login");
    let start = login.body.find("/assets/").unwrap();
    let path = login.body[start..].split('"').next().unwrap();
    let asset = get_raw(&server, path);
    assert_eq!(asset.status, 200);
    assert_eq!(
        asset.header("cache-control"),
        Some("public, max-age=31536000, immutable")
    );
    assert!(asset.header("content-security-policy").is_some());
    let unknown = get_raw(&server, "/assets/..%2fCargo.toml");
    assert_eq!(
        (unknown.status, unknown.header("cache-control")),
        (404, Some("no-store"))
    );
}

#[test]
fn the_base_itself_is_the_root() {
    let world = World::new();
    let settings = Settings {
        base: "/crm".parse().unwrap(),
        ..Default::default()
    };
    let server = Server::with(&world, settings, Default::default());
    let root = get_raw(&server, "/crm");
    assert_eq!((root.status, root.location()), (303, "/crm/login"));
    let slash = get_raw(&server, "/crm/");
    assert_eq!((slash.status, slash.location()), (308, "/crm"));
    let unknown = get_raw(&server, "/crm/nada");
    assert_eq!(unknown.status, 404);
    assert!(unknown.body.contains("/crm/assets/"), "{}", unknown.body);
}
