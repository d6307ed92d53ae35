//! The visit of every page.

use crate::{
    axe,
    chromium::Chromium,
    company::World,
    screen::{Look, Screen},
    table::{self, Page},
};

/// Looks at every page in that language; fails for all that is grave on any of them.
pub(crate) async fn every_page(language: &str) {
    let world = World::start(language);
    let pages = table::pages(&world);
    table::assert_complete(&pages);
    let chromium = Chromium::start();
    let screen = Screen::start(&chromium, &world.place, &world.server).await;
    screen.run_on_every_page(axe::source().unwrap());
    let mut grave = Vec::new();
    let mut who = None;
    for page in &pages {
        if who.replace(page.who) != Some(page.who) {
            screen.become_user(page.who.of(&world));
        }
        open(&screen, page).await;
        assert_eq!(
            screen.ask("return document.documentElement.lang").await,
            language,
            "{}",
            page.name
        );
        for look in Look::ALL {
            screen.look(look).await;
            let name = format!("{}-{language}-{}-{}", page.name, look.width, look.colours());
            grave.extend(problems(&screen, look, &name).await);
            screen.browser.picture(&name).await;
        }
    }
    screen.browser.close().await;
    world.server.stop();
    assert!(grave.is_empty(), "{}", grave.join("\n"));
}

async fn open(screen: &Screen, page: &Page) {
    screen.open(&page.target).await;
    if let Some((form, fields)) = &page.sent {
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        screen.send(form, &fields).await;
    }
}

/// What is grave on the page as it is looked at now. What is less is told.
#[allow(clippy::print_stderr, reason = "it is told to whoever runs the tests")]
async fn problems(screen: &Screen, look: Look, name: &str) -> Vec<String> {
    let script = "return matchMedia('(prefers-color-scheme: dark)').matches";
    assert_eq!(screen.ask(script).await, look.dark, "{name}");
    let mut grave = Vec::new();
    if screen.browser.overflow().await != 0 {
        grave.push(format!("{name}: wider than the screen"));
    }
    if look.width < 500 {
        return grave;
    }
    for finding in axe::findings(screen).await {
        let text = format!("{name}: {}", finding.text);
        if finding.grave {
            grave.push(text);
        } else {
            eprintln!("{text}");
        }
    }
    grave
}
