//! *Actividad*: what happened to links and logins, and a chart of the last days.

use super::{chart::chart, shared::errors};
use crate::{
    call::Call,
    chrome::Chrome,
    console::{address, moment, page_pairs, read_page},
    fields::Fields,
    pages::{ActivityLine, ActivityPage, DateInput, Input, Pager, Pair, Select, choices},
    refusal::Refusal,
    respond,
};
use axum::response::Response;
use ba360_core::{
    access::Actor,
    instance::{ActivityFilter, ActivityKind, ActivityRow},
    record::{Found, PageRequest},
    text::Code,
};
use jiff::{Timestamp, ToSpan as _, civil::Date, tz::TimeZone};

const PATH: &str = "/admin/actividad";
const KIND: &str = "tipo";
const OUTCOME: &str = "resultado";
const PLATFORM: &str = "plataforma";
const CORRELATION: &str = "codigo";
const FROM: &str = "desde";
const TO: &str = "hasta";

/// How many days the chart shows.
const DAYS: i16 = 30;

/// What is filtered by, as it was typed.
struct Asked {
    kind: String,
    outcome: String,
    platform: String,
    correlation: String,
    dates: [String; 2],
    page: PageRequest,
}

impl Asked {
    fn read(query: &Fields) -> Result<Self, Refusal> {
        let text = |name| query.one(name).map(|text| text.trim().to_owned());
        Ok(Self {
            kind: text(KIND)?,
            outcome: text(OUTCOME)?,
            platform: text(PLATFORM)?,
            correlation: text(CORRELATION)?,
            dates: [text(FROM)?, text(TO)?],
            page: read_page(query)?,
        })
    }

    /// The filter, and which of the two dates is none.
    fn filter(&self, zone: &TimeZone) -> (ActivityFilter, [bool; 2]) {
        let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        let [from, to] = self.dates.each_ref().map(|text| text.parse::<Date>().ok());
        let filter = ActivityFilter {
            kind: ActivityKind::of_str(&self.kind),
            went_well: match self.outcome.as_str() {
                "bien" => Some(true),
                "mal" => Some(false),
                _ => None,
            },
            platform: some(&self.platform),
            correlation: some(&self.correlation),
            from: from.and_then(|day| beginning_of(day, zone)),
            // The last day is meant whole.
            to: to.and_then(|day| beginning_of(day.checked_add(1.day()).ok()?, zone)),
        };
        let bad = [
            !self.dates[0].is_empty() && filter.from.is_none(),
            !self.dates[1].is_empty() && filter.to.is_none(),
        ];
        (filter, bad)
    }

    fn local(&self, page: PageRequest) -> String {
        let pairs: [Pair; 6] = [
            (KIND, self.kind.clone()),
            (OUTCOME, self.outcome.clone()),
            (PLATFORM, self.platform.clone()),
            (CORRELATION, self.correlation.clone()),
            (FROM, self.dates[0].clone()),
            (TO, self.dates[1].clone()),
        ];
        address(PATH, pairs.into_iter().chain(page_pairs(page)))
    }
}

fn beginning_of(day: Date, zone: &TimeZone) -> Option<Timestamp> {
    Some(day.to_zoned(zone.clone()).ok()?.timestamp())
}

/// `GET /admin/actividad`
pub(super) async fn show(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let asked = Asked::read(&call.query)?;
    let (filter, bad) = asked.filter(&actor.instance().time_zone);
    let view = &call.site.app.view_activity;
    let found = match bad.contains(&true) {
        true => Found::nothing(asked.page.size),
        false => view.run(actor, &filter, asked.page).await?,
    };
    let days = view.openings(actor, DAYS).await?;
    let chrome = call.chrome();
    let (w, t) = (chrome.w(), chrome.activity());
    let dates = dates(&chrome, &asked, bad);
    let at = dates.iter().find_map(|date| Some((date.name, date.error?)));
    let input = |name, label, hint, value: &String| Input {
        name,
        label,
        value: value.clone(),
        hint,
        ..Input::default()
    };
    let page = ActivityPage {
        kept: t
            .kept
            .replace("{}", &actor.instance().activity_days.days().to_string()),
        errors: errors(w, at),
        chart: chart(&chrome, &days),
        action: chrome.to(PATH),
        kind: kinds(&chrome, &asked.kind),
        outcome: outcomes(&chrome, &asked.outcome),
        platform: input(PLATFORM, w.platform, Some(t.platform_hint), &asked.platform),
        correlation: input(CORRELATION, w.tracking, None, &asked.correlation),
        dates,
        size: asked.page.size.rows(),
        count: w.count_of(found.total, t.line_lower, t.lines_lower),
        rows: found.items.iter().map(|row| line(&chrome, actor, row)).collect(),
        pager: Pager::new(w, &found, |page| chrome.to(&asked.local(page))),
        chrome,
    };
    respond::page_or_refused(at.map(|_| Code::RequestBad), &page)
}

fn dates(chrome: &Chrome<'_>, asked: &Asked, bad: [bool; 2]) -> [DateInput; 2] {
    let t = chrome.activity();
    let date = |n: usize, name, label| DateInput {
        name,
        label,
        value: asked.dates[n].clone(),
        error: bad[n].then_some(t.bad_date),
    };
    [date(0, FROM, t.from), date(1, TO, t.to)]
}

fn kinds(chrome: &Chrome<'_>, chosen: &str) -> Select {
    let t = chrome.activity();
    let any = (String::new(), t.any_kind.to_owned());
    let each = ActivityKind::ALL.map(|kind| (kind.as_str().to_owned(), t.kind_name(kind).to_owned()));
    Select {
        name: KIND,
        label: t.kind,
        hint: None,
        error: None,
        now: None,
        options: choices(std::iter::once(any).chain(each), chosen),
    }
}

fn outcomes(chrome: &Chrome<'_>, chosen: &str) -> Select {
    let t = chrome.activity();
    let options = [("", t.any_outcome), ("bien", t.went_well), ("mal", t.went_badly)];
    Select {
        name: OUTCOME,
        label: t.outcome,
        hint: None,
        error: None,
        now: None,
        options: choices(
            options.map(|(value, text)| (value.to_owned(), text.to_owned())),
            chosen,
        ),
    }
}

fn line(chrome: &Chrome<'_>, actor: &Actor, row: &ActivityRow) -> ActivityLine {
    let (w, t) = (chrome.w(), chrome.activity());
    let it = &row.line;
    let good = it.outcome == Code::Ok;
    let mut facts = Vec::new();
    if let Some(platform) = &it.platform {
        facts.push((w.platform, platform.clone()));
    }
    if let Some(user) = &row.user {
        facts.push((t.user, user.clone()));
    }
    if let Some(search) = it.search {
        let total = ba360_core::record::Total {
            count: search.count,
            exact: true,
        };
        facts.push((t.search, w.count(total, search.object)));
    }
    let correlation = it.correlation.to_string();
    ActivityLine {
        at: moment(actor.instance(), it.at),
        kind: t.kind_name(it.kind),
        outcome: if good { t.went_well } else { t.went_badly },
        tone: if good { "good" } else { "bad" },
        cause: it.outcome.words(t.language),
        code: it.outcome.as_str(),
        facts,
        href: chrome.to(&address(PATH, [(CORRELATION, correlation.clone())])),
        correlation,
    }
}
