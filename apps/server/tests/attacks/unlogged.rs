//! What a log and a page tell. That no secret stands in a log is asked of every server that the tests start: see
//! `support/secrets.rs`.

use crate::{
    external::{PASS, acme},
    support::{Engine, LOGIN, administrator, cases, link, secrets},
};
use libtest_mimic::Trial;
use std::panic::catch_unwind;

pub(crate) fn trials() -> impl Iterator<Item = Trial> {
    cases![
        k1_the_search_of_the_logs_finds_what_is_there,
        k1_a_whole_walk_leaves_no_secret_in_the_log,
        k1_the_figures_count_logins_and_tell_of_nobody,
        k5_neither_the_process_nor_its_help_shows_a_secret,
        k6_a_line_break_in_a_name_makes_no_line_of_the_log,
        k8_everything_kept_on_the_disk_is_the_owners_alone,
    ]
}

fn k1_the_search_of_the_logs_finds_what_is_there(_: Engine) {
    // Otherwise an empty search would pass for a clean log.
    secrets::remember("nowhere:1", "a-secret-of-this-test");
    let found = catch_unwind(|| secrets::assert_unlogged("nowhere:1", "x a-secret-of-this-test y"));
    assert!(found.is_err());
    secrets::remember("nowhere:2", "a-secret-of-this-test");
    secrets::assert_unlogged("nowhere:2", "a clean line");
}

fn k1_a_whole_walk_leaves_no_secret_in_the_log(engine: Engine) {
    let (place, server, company) = acme(engine);
    let (mut jefa, _) = administrator(&place, &server, "acme");
    let token = company.token(&server, "Marcela.Soto", PASS);
    company.log_in(&server, "Marcela.Soto", "una-clave-equivocada");
    server.client().follow(&link("993405075", &token));
    server.client().follow(&link("993405075", "no-es-un-token-bueno"));
    jefa.follow("/contactos?q=marcela.soto");
    let page = jefa.get("/admin/aplicaciones-externas");
    assert!(page.body.contains(&company.clientkey), "whoever may sees it");
    let authority = server.authority().to_owned();
    for text in [
        &company.secretkey,
        &company.clientkey,
        &token,
        "993405075",
        "no-es-un-token-bueno",
    ] {
        secrets::remember(&authority, text);
    }
    server.stop();
    let log = place.log();
    assert!(log.contains(LOGIN), "the log is of this walk");
    secrets::assert_unlogged(&authority, &log);
}

fn k1_the_figures_count_logins_and_tell_of_nobody(engine: Engine) {
    let (_place, server, company) = acme(engine);
    let token = company.token(&server, "Marcela.Soto", PASS);
    company.log_in(&server, "Marcela.Soto", "una-clave-equivocada");
    server.client().follow(&link("993405075", &token));
    let figures = server.client().get("/metrics");
    assert_eq!(figures.status, 200, "{}", figures.body);
    for line in [
        "ba360_logins_total{kind=\"external\",outcome=\"ok\"} 1",
        "ba360_logins_total{kind=\"external\",outcome=\"external_login_refused\"} 1",
        "ba360_logins_total{kind=\"link_token\",outcome=\"ok\"} 1",
    ] {
        assert!(figures.body.contains(line), "{line}: {}", figures.body);
    }
    for text in [
        "Marcela",
        "marcela",
        "acme",
        "993405075",
        PASS,
        &company.secretkey,
        &token,
    ] {
        assert!(!figures.body.contains(text), "{text}: {}", figures.body);
    }
}

fn k5_neither_the_process_nor_its_help_shows_a_secret(engine: Engine) {
    let place = engine.place();
    let key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    for args in [&["--help"][..], &["doctor"], &["doctor", "--json"]] {
        let ran = place.command(args).env("BA360_MASTER_KEY", key).output().unwrap();
        for out in [&ran.stdout, &ran.stderr] {
            assert!(!String::from_utf8_lossy(out).contains(key), "{args:?}");
        }
    }
}

fn k6_a_line_break_in_a_name_makes_no_line_of_the_log(engine: Engine) {
    let (place, server, company) = acme(engine);
    for name in [
        "ana\nERROR forged-line",
        "ana\r\n2026-01-01 forged-line",
        "\u{1b}[31mforged-line",
    ] {
        assert_eq!(company.log_in(&server, name, PASS).status, 400);
        let mut client = server.client();
        let form = client.get("/login");
        client.sign_in(&form, name, PASS);
    }
    let head = [
        ("User-Agent", "x\u{1b}[31mforged-line"),
        ("X-Correlation-Id", "forged-line"),
    ];
    server.client().request("GET", "/login", &head, b"");
    server.stop();
    assert!(!place.log().contains("forged-line"));
}

fn k8_everything_kept_on_the_disk_is_the_owners_alone(engine: Engine) {
    use std::os::unix::fs::PermissionsExt as _;
    let (place, server, company) = acme(engine);
    company.token(&server, "ana", PASS);
    let mode = |path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(place.data()), 0o700);
    for file in std::fs::read_dir(place.data()).unwrap() {
        let path = file.unwrap().path();
        assert_eq!(mode(path.clone()), 0o600, "{}", path.display());
    }
}
