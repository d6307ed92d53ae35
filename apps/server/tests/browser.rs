//! The demonstration in a real browser: Chromium, driven by chromedriver. Where either is missing the cases are
//! listed as ignored; with `BA360_REQUIRE_CHROMIUM=1` they fail instead. The cases with published texts need the folder
//! that `BA360_VECTORS` names besides, as in `attacks`. With `BA360_SCREENSHOTS=FOLDER` each page is kept as a picture.
#![allow(clippy::unwrap_used, reason = "a failure ends the test")]

mod chromium;
#[path = "chromium/corpora.rs"]
mod corpora;
#[allow(dead_code, reason = "another test program uses the rest")]
#[path = "pages/screen.rs"]
mod screen;
mod support;
#[allow(dead_code, reason = "another test program uses the rest")]
#[path = "attacks/vectors.rs"]
mod vectors;

use ba360_testkit::needs::{self, Need};
use chromium::{Browser, Chromium};
use fantoccini::Locator;
use libtest_mimic::{Failed, Trial};
use std::{future::Future, process::ExitCode};
use support::{Engine, run};

/// A telephone's width and a desk's, in CSS pixels.
const WIDTHS: [u32; 2] = [400, 1440];
/// Each link, and the heading of the page where it ends.
const LINKS: [(&str, &str); 7] = [
    ("contact", "María González Silva"),
    ("account", "Transportes González e Hijos Limitada"),
    ("case", "210112-000000"),
    ("many", "Contactos"),
    ("none", "Contactos"),
    ("legacy", "José Carlos Flores Ramírez"),
    ("expired", "Iniciar sesión"),
];
/// The sample token of the vendor's links, which is nobody's.
const SAMPLE: &str = "ZTMgcHJ1ZWJhY2hhdCAxMjM0IHlCeWdPcktxQTAgMjAyMDAyMDc";

fn main() -> ExitCode {
    let mut trials = Vec::new();
    for engine in Engine::ALL {
        for width in WIDTHS {
            trials.push(trial(
                engine,
                &format!("every_link_ends_where_it_says_at_{width}_px"),
                move || every_link_ends_where_it_says(engine, width),
            ));
        }
        trials.push(trial(
            engine,
            "the_vendors_links_open_their_records_after_the_login",
            move || the_vendors_links_open_their_records_after_the_login(engine),
        ));
        for (framed, width, name) in [
            (
                false,
                WIDTHS[1],
                "an_external_system_gets_its_keys_and_its_user_is_denied_a_view",
            ),
            (true, WIDTHS[1], "a_frame_of_another_origin_shows_the_same"),
            (true, WIDTHS[0], "a_narrow_frame_of_another_origin_shows_the_same"),
        ] {
            trials.push(trial(engine, name, move || {
                chromium::external::walk(engine, framed, width)
            }));
        }
        trials.push(trial(
            engine,
            "a10_a_frame_of_an_origin_that_is_not_named_shows_no_form",
            move || chromium::external::unnamed(engine),
        ));
        trials.push(trial(engine, "crear_caso_twice_gives_the_same_case", move || {
            crear_caso_twice_gives_the_same_case(engine)
        }));
    }
    // What escapes a text is the same on either engine.
    let engine = Engine::Sqlite;
    trials.push(trial_with(
        engine,
        vectors::need,
        "e8_and_l17_naughty_strings_run_no_script",
        move || corpora::scripts_run_nowhere(engine),
    ));
    trials.push(trial_with(
        engine,
        vectors::need,
        "r1_the_published_addresses_keep_a_browser_here",
        move || corpora::addresses_lead_nowhere_else(engine),
    ));
    run(trials)
}

fn trial<F: Future<Output = ()>>(
    engine: Engine,
    name: &str,
    case: impl FnOnce() -> F + Send + 'static,
) -> Trial {
    trial_with(engine, Need::met, name, case)
}

/// A case that needs something besides the browser.
fn trial_with<F: Future<Output = ()>>(
    engine: Engine,
    besides: impl FnOnce() -> Need,
    name: &str,
    case: impl FnOnce() -> F + Send + 'static,
) -> Trial {
    let browser = || match chromium::missing() {
        Some(program) => Need::missing(program, needs::required("BA360_REQUIRE_CHROMIUM")),
        None => Need::met(),
    };
    let need = engine.need().and(browser).and(besides);
    need.trial(format!("{}::{name}", engine.name()), move || {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(Failed::from)?
            .block_on(case());
        Ok(())
    })
}

async fn every_link_ends_where_it_says(engine: Engine, width: u32) {
    let place = engine.empty();
    let server = place.serve(&["--demo"]);
    let chromium = Chromium::start();
    for (name, heading) in LINKS {
        let (target, opens) = server.link(name);
        let browser = chromium.browser(&place, width).await;
        browser.open(&server, &target).await;
        browser.arrives_at(&opens, name).await;
        let shown = browser.heading().await;
        browser
            .picture(&format!("{name}-{width}-{}", engine.name()))
            .await;
        let wide = browser.overflow().await;
        let contact = browser.text("body").await;
        browser.close().await;
        assert!(shown.contains(heading), "{name}: the heading is {shown:?}");
        assert_eq!(wide, 0, "{name}: the page is wider than the window");
        match name {
            "contact" => assert!(contact.contains("17.925.916-8"), "{contact}"),
            "legacy" => assert!(contact.contains("9340 5075"), "{contact}"),
            "account" => assert!(contact.contains("76.103.521-5"), "{contact}"),
            _ => {}
        }
    }
    server.stop();
}

async fn the_vendors_links_open_their_records_after_the_login(engine: Engine) {
    let place = engine.empty();
    let server = place.serve(&["--demo"]);
    let chromium = Chromium::start();
    let (contact, legacy) = (server.link("contact").1, server.link("legacy").1);
    for (n, (link, opens)) in [
        (
            r#"genesys/chat/1234567645/{"contacto":"998874563","empresa":null,"caso":"210112-000000"}"#,
            "/casos/210112-000000",
        ),
        (
            r#"genesys/chat/1234567645/{"contacto":"998874563","empresa":null,"caso":null}"#,
            contact.as_str(),
        ),
        (
            r#"chattigo/chat/150/"identificador":"","nombre":"","idrrss":null,"email":"","telefono":"993405075","empresa":null,"caso":null"#,
            legacy.as_str(),
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let browser = chromium.browser(&place, WIDTHS[1]).await;
        browser
            .open(&server, &format!("/integracionview/{link}/{SAMPLE}"))
            .await;
        browser.arrives_at("/login", link).await;
        browser.sign_in(&server).await;
        browser.arrives_at(opens, link).await;
        browser.picture(&format!("vendor-{n}-{}", engine.name())).await;
        browser.close().await;
    }
}

async fn crear_caso_twice_gives_the_same_case(engine: Engine) {
    let place = engine.empty();
    let server = place.serve(&["--demo"]);
    let chromium = Chromium::start();
    let mut cases = Vec::new();
    for n in 0..2 {
        let (target, opens) = server.link("contact");
        let browser = chromium.browser(&place, WIDTHS[0]).await;
        browser.open(&server, &target).await;
        browser.arrives_at(&opens, "contact").await;
        cases.push(make_case(&browser).await);
        browser.picture(&format!("case-{n}-{}", engine.name())).await;
        browser.close().await;
    }
    assert_eq!(cases[0], cases[1]);
    assert!(!cases[0].is_empty());
}

/// Presses *Crear caso* on the page and in the form; answers the heading of the case.
async fn make_case(browser: &Browser) -> String {
    let press = "a[href*='/casos/nuevo']";
    browser
        .client
        .find(Locator::Css(press))
        .await
        .unwrap()
        .click()
        .await
        .unwrap();
    let subject = browser
        .client
        .wait()
        .for_element(Locator::Css("input[name='asunto']"))
        .await
        .unwrap();
    subject.send_keys("Consulta de prueba").await.unwrap();
    let send = "form[action$='/casos/nuevo'] button";
    browser
        .client
        .find(Locator::Css(send))
        .await
        .unwrap()
        .click()
        .await
        .unwrap();
    let path = browser.leaves("/casos/nuevo").await;
    assert!(path.starts_with("/casos/"), "{path}");
    path
}
