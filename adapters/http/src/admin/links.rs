//! *Inspector de enlaces*: how links are read, and what they would open. Nothing of a link stands in an address, and no
//! token on a page.

use super::{csv, token_free::without_token};
use crate::{
    call::Call,
    chrome::Chrome,
    console::record_path,
    link_place,
    pages::{Area, InspectorPage, ShownFinding, ShownLink, ShownValue},
    refusal::Refusal,
    respond,
    routes::{Access::May, Handler, Input, Method, Route, Words},
};
use axum::response::Response;
use ba360_core::{
    access::{Action::See, View::LinkInspector},
    link::{Explanation, Field, TokenPresence},
    record::{InspectLinksError, InspectedLink, Object, Total, WouldOpen},
    text::{Code, Coded as _},
};

const PATH: &str = "/admin/enlaces";
const CSV: &str = "/admin/enlaces/csv";
const LINKS: &str = "enlaces";

/// What reads a list of links, which may be long.
pub(super) const INSPECT: Route = long_form(
    PATH,
    Handler::Call(|call| Box::pin(inspect(call))),
    Words::of("Inspeccionar enlaces", "Inspect links"),
);

/// The same list as a table.
pub(super) const DOWNLOAD: Route = long_form(
    CSV,
    Handler::Call(|call| Box::pin(download(call))),
    Words::of("Descargar los enlaces como CSV", "Download the links as CSV"),
);

const fn long_form(path: &'static str, handler: Handler, words: Words) -> Route {
    Route {
        method: Method::Post,
        path,
        access: May(LinkInspector, See),
        input: Input::LongFields,
        handler,
        words,
    }
}

/// `GET /admin/enlaces`
pub(super) async fn ask(call: Call) -> Result<Response, Refusal> {
    respond::page(&page(&call, String::new(), None, Vec::new()))
}

/// Why a list is not read.
fn problem(lines: &str, done: &Result<Vec<InspectedLink>, InspectLinksError>) -> Option<Code> {
    match done {
        Err(error @ InspectLinksError::TooMany) => Some(error.code()),
        _ if lines.trim().is_empty() => Some(Code::RequestBad),
        _ => None,
    }
}

/// `POST /admin/enlaces`
async fn inspect(call: Call) -> Result<Response, Refusal> {
    let lines = call.form.one(LINKS)?;
    let done = call.site.app.inspect_links.run(call.actor()?, lines).await;
    if let Some(code) = problem(lines, &done) {
        return respond::refused(code, &page(&call, lines.to_owned(), Some(code), Vec::new()));
    }
    let inspected = done?;
    let chrome = call.chrome();
    let links = links_of(lines).zip(&inspected);
    let shown = links.clone().map(|(line, link)| shown(&chrome, line, link));
    let echo: Vec<String> = links
        .map(|(line, link)| without_token(line, &link.explanation))
        .collect();
    respond::page(&page(&call, echo.join("\n"), None, shown.collect()))
}

/// The links of a list, as the inspector counts them.
fn links_of(lines: &str) -> impl Iterator<Item = &str> + Clone {
    lines.lines().map(str::trim).filter(|line| !line.is_empty())
}

fn page(call: &Call, value: String, refused: Option<Code>, links: Vec<ShownLink>) -> InspectorPage<'_> {
    let chrome = call.chrome();
    let (w, t) = (chrome.w(), chrome.activity());
    let error = refused.map(|code| match code {
        Code::RequestBad => t.no_links,
        code => code.words(t.language),
    });
    InspectorPage {
        action: chrome.to(PATH),
        csv: chrome.to(CSV),
        area: Area {
            name: LINKS,
            label: t.inspector_box,
            value,
            rows: 6,
            hint: Some(t.inspector_hint),
            error,
            now: None,
        },
        count: (!links.is_empty())
            .then(|| w.count_of(Total::counted(links.len()), t.link_lower, t.links_lower)),
        links,
        chrome,
    }
}

fn shown(chrome: &Chrome<'_>, line: &str, inspected: &InspectedLink) -> ShownLink {
    let t = chrome.activity();
    let it = &inspected.explanation;
    let (verdict, tone) = match (&it.error, it.findings.is_empty()) {
        (Some(_), _) => (t.verdict_bad, "bad"),
        (None, false) => (t.verdict_findings, "warn"),
        (None, true) => (t.verdict_good, "good"),
    };
    let error = it.error.as_ref();
    ShownLink {
        verdict,
        tone,
        shown: without_token(line, it),
        place: error.map(|error| link_place::of(line, error.position)),
        cause: error.map_or("", |error| error.message),
        code: error.map_or("", |error| error.code.as_str()),
        error_field: it.error_field.map(Field::wire),
        facts: facts(chrome, it),
        opens: inspected
            .opens
            .as_ref()
            .map(|opens| opens_in_words(chrome, opens)),
        values: values(chrome, it),
        findings: findings(it),
        migrated: inspected.migrated.clone(),
    }
}

fn facts(chrome: &Chrome<'_>, it: &Explanation) -> Vec<(&'static str, String)> {
    let t = chrome.activity();
    let mut facts = Vec::new();
    if let Some(format) = it.format {
        facts.push((t.format, t.format_name(format).to_owned()));
    }
    if let Some(token) = it.token {
        let words = match token {
            TokenPresence::Present => t.token_present,
            TokenPresence::Absent => t.token_absent,
        };
        facts.push((t.token, words.to_owned()));
    }
    if let Some(search) = &it.search {
        let value = search
            .value
            .as_deref()
            .map_or(String::new(), |value| format!(" «{value}»"));
        let object = t.object_name(search.object);
        facts.push((t.searches, format!("{object}{value}. {}", search.message)));
        if !search.not_consulted.is_empty() {
            let names: Vec<&str> = search.not_consulted.iter().map(|field| field.wire()).collect();
            facts.push((t.not_consulted, names.join(", ")));
        }
    }
    facts
}

/// What a link would open: the words, and the address of a record.
fn opens_in_words(chrome: &Chrome<'_>, opens: &WouldOpen) -> (String, Option<String>) {
    let (w, t) = (chrome.w(), chrome.activity());
    match opens {
        WouldOpen::Record(record) => {
            let path = record_path(record);
            let object = match record.object() {
                Object::Contact => w.contact,
                Object::Account => w.account,
                Object::Case => w.case,
            };
            (format!("{object} {}", record.key()), Some(chrome.to(&path)))
        }
        WouldOpen::Search { object, count, exact } => {
            let total = Total {
                count: *count,
                exact: *exact,
            };
            (w.count(total, *object), None)
        }
        WouldOpen::Nothing => (t.opens_nothing.to_owned(), None),
        WouldOpen::Refused(code) => (code.words(t.language).to_owned(), None),
    }
}

fn values(chrome: &Chrome<'_>, it: &Explanation) -> Vec<ShownValue> {
    let t = chrome.activity();
    let shown = it.values.iter().map(|value| ShownValue {
        field: value.field.wire(),
        received: value.received.clone().unwrap_or_else(|| t.hidden.to_owned()),
        used: match (value.field, &value.used) {
            (Field::Token, _) => t.hidden.to_owned(),
            (_, Some(used)) => used.clone(),
            (_, None) => t.not_used.to_owned(),
        },
        position: value.position,
    });
    shown.collect()
}

fn findings(it: &Explanation) -> Vec<ShownFinding> {
    let name_at = |position: usize| {
        let ignored = it.ignored.iter().find(|ignored| ignored.position == position);
        ignored.and_then(|ignored| ignored.name.clone())
    };
    let shown = it.findings.iter().map(|found| ShownFinding {
        words: found.message,
        code: found.code.as_str(),
        about: found
            .field
            .map(|field| field.wire().to_owned())
            .or_else(|| name_at(found.position)),
        position: found.position,
    });
    shown.collect()
}

/// `POST /admin/enlaces/csv`
async fn download(call: Call) -> Result<Response, Refusal> {
    let lines = call.form.one(LINKS)?;
    let done = call.site.app.inspect_links.run(call.actor()?, lines).await;
    if let Some(code) = problem(lines, &done) {
        return respond::refused(code, &page(&call, lines.to_owned(), Some(code), Vec::new()));
    }
    let chrome = call.chrome();
    let mut table = csv::line(["link", "status", "code", "migrated", "opens"]);
    for (line, link) in links_of(lines).zip(&done?) {
        let it = &link.explanation;
        let (status, codes) = match &it.error {
            Some(error) => ("bad", error.code.to_string()),
            None if it.findings.is_empty() => ("good", Code::Ok.to_string()),
            None => {
                let codes: Vec<&str> = it.findings.iter().map(|found| found.code.as_str()).collect();
                ("good", codes.join(" "))
            }
        };
        let opens = link.opens.as_ref().map(|opens| opens_in_words(&chrome, opens).0);
        table.push_str(&csv::line([
            &without_token(line, it),
            status,
            &codes,
            link.migrated.as_deref().unwrap_or_default(),
            &opens.unwrap_or_default(),
        ]));
    }
    respond::csv("enlaces.csv", table)
}
