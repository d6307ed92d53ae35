//! `/api/v1/activity`

use super::{
    call::{ApiCall, listed},
    endpoint::{Doc, Kind, Param, endpoints},
    page::{PAGE, SIZE},
};
use crate::{
    refusal::Refusal,
    routes::{Access::May, Route},
};
use axum::response::Response;
use ba360_core::{
    access::{Action::See, View},
    instance::{ActivityFilter, ActivityKind, ActivityRow},
    text::{Code, Language},
};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

fn kinds() -> Vec<&'static str> {
    ActivityKind::ALL.into_iter().map(ActivityKind::as_str).collect()
}

const FILTER: &[Param] = &[
    Param::of("kind", "What happened.", Kind::OneOf(kinds)),
    Param::of("went_well", "Whether it went well.", Kind::Boolean),
    Param::text("platform", "The platform of the link, without case."),
    Param::text("correlation_id", "The correlation id."),
    Param::of("from", "From when on.", Kind::Moment),
    Param::of("to", "Before when.", Kind::Moment),
    PAGE,
    SIZE,
];

/// The routes.
pub(super) static ROUTES: &[Route] = endpoints! {
    Get "/api/v1/activity", May(View::Activity, See), "Ver actividad" / "List the activity", list,
        Doc::of("activity").query(FILTER).lists::<Activity>()
            .about("The newest first. No line tells a personal value, a secret or a value that was searched.");
};

/// Something that happened.
#[derive(Serialize, ToSchema)]
struct Activity {
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// What ties it to the answer and to the log.
    correlation_id: String,
    /// What happened.
    kind: &'static str,
    /// How it ended: `ok`, or why it did not go well.
    outcome: &'static str,
    /// The same in words.
    message: &'static str,
    /// The key of the user, where there is one.
    user_id: Option<i64>,
    /// The name of the user.
    user_name: Option<String>,
    /// The platform that a link names.
    platform: Option<String>,
    /// What a link searched: `case`, `account` or `contact`.
    object: Option<&'static str>,
    /// How many records were found, 1,000 at the most.
    count: Option<u32>,
}

impl Activity {
    fn of(row: ActivityRow, language: Language) -> Self {
        let line = row.line;
        Self {
            at: line.at.to_string(),
            correlation_id: line.correlation.as_str().to_owned(),
            kind: line.kind.as_str(),
            outcome: line.outcome.as_str(),
            message: line.outcome.words(language),
            user_id: line.user.map(|user| user.0),
            user_name: row.user,
            platform: line.platform,
            object: line.search.map(|search| search.object.as_str()),
            count: line.search.map(|search| search.count),
        }
    }
}

async fn list(call: ApiCall) -> Result<Response, Refusal> {
    let filter = ActivityFilter {
        kind: read(&call, "kind", ActivityKind::of_str)?,
        went_well: read(&call, "went_well", |word| word.parse().ok())?,
        platform: read(&call, "platform", |text| Some(text.to_owned()))?,
        correlation: read(&call, "correlation_id", |text| Some(text.to_owned()))?,
        from: read(&call, "from", |text| text.parse::<Timestamp>().ok())?,
        to: read(&call, "to", |text| text.parse::<Timestamp>().ok())?,
    };
    let view = &call.site.app.view_activity;
    let found = view.run(&call.actor, &filter, call.page()?).await?;
    let language = call.actor.instance().language;
    listed(found, |row| Activity::of(row, language))
}

/// A parameter of the filter; none when it is not given.
fn read<T>(
    call: &ApiCall,
    name: &'static str,
    value: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>, Refusal> {
    match call.query.one(name)?.trim() {
        "" => Ok(None),
        text => {
            let bad = Refusal::of(Code::RequestBad).about([name]);
            value(text).map(Some).ok_or(bad)
        }
    }
}
