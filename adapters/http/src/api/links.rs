//! `/api/v1/links`

use super::{
    call::{ApiCall, shown},
    endpoint::{Doc, endpoints},
};
use crate::{
    console::record_path,
    refusal::Refusal,
    routes::{Access::May, Route},
};
use axum::response::Response;
use ba360_core::{
    access::{Action::See, View::LinkInspector},
    link::{
        Explanation, Field, Format, Ignored, Noticed, ReadValue, SearchObject, SearchReason, TokenPresence,
    },
    record::{InspectedLink, WouldOpen},
    text::Code,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The routes.
pub(super) static ROUTES: &[Route] = endpoints! {
    Post "/api/v1/links/explain", May(LinkInspector, See), "Explicar un enlace" / "Explain a link", explain,
        Doc::of("links").takes::<LinkToExplain>().gives::<ExplainedLink>()
            .about("How the link is read, and what it would open for whoever asks. Nothing is opened \
                    and nothing is kept.");
};

/// A link to explain.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LinkToExplain {
    /// The link as it came: a whole address, or a path.
    link: String,
}

/// How a link is read. It shows what stands in the link, but no token.
#[derive(Serialize, ToSchema)]
struct ExplainedLink {
    /// `new`, `legacy` or `query`; null where it cannot be read.
    format: Option<&'static str>,
    /// The fields in the order in which they stand in the link.
    values: Vec<LinkValue>,
    /// What was not used.
    ignored: Vec<LinkPlace>,
    /// `present` or `absent`; null where the link cannot be read.
    token: Option<&'static str>,
    /// What is searched; null where the link cannot be read.
    search: Option<LinkSearch>,
    /// What was noticed.
    findings: Vec<LinkNotice>,
    /// Why it cannot be read.
    error: Option<LinkNotice>,
    /// What it would open for whoever asks; null where it cannot be read.
    opens: Option<LinkOpens>,
    /// The link in the new format, where it is of the earlier one.
    migrated: Option<String>,
}

/// A field as it came and as it is used.
#[derive(Serialize, ToSchema)]
struct LinkValue {
    /// Its name on the wire.
    field: &'static str,
    /// The byte of the link, from 0, at which it begins.
    position: usize,
    /// The byte behind its last one.
    end: usize,
    /// What stands there; null for the token.
    received: Option<String>,
    /// What it counts as; null where it counts as absent, and for the token.
    used: Option<String>,
}

/// Something of the link that is not used.
#[derive(Serialize, ToSchema)]
struct LinkPlace {
    /// The name of an unknown key or parameter.
    name: Option<String>,
    /// Why it is not used.
    code: &'static str,
    /// The byte of the link, from 0, at which it begins.
    position: usize,
    /// The byte behind its last one.
    end: usize,
}

/// What is searched, and why.
#[derive(Serialize, ToSchema)]
struct LinkSearch {
    /// `case`, `account`, `contact` or `none`.
    object: &'static str,
    /// The value.
    value: Option<String>,
    /// The reason.
    code: &'static str,
    /// The reason in words.
    message: &'static str,
    /// The fields that have a value and are not consulted.
    not_consulted: Vec<&'static str>,
}

/// Something that was noticed, or why the link cannot be read.
#[derive(Serialize, ToSchema)]
struct LinkNotice {
    /// What it is.
    code: &'static str,
    /// The same in words.
    message: &'static str,
    /// The byte of the link, from 0.
    position: usize,
    /// The field that it is about.
    field: Option<&'static str>,
}

/// What a link would open.
#[derive(Serialize, ToSchema)]
struct LinkOpens {
    /// `record`, `search`, `nothing` or `refused`.
    kind: &'static str,
    /// `case`, `account` or `contact`; null where there is none.
    object: Option<&'static str>,
    /// The path of the record in the console, where it is one.
    path: Option<String>,
    /// How many results the search has, 1,000 at the most; null where it opens no search.
    count: Option<u32>,
    /// Whether the count is all.
    count_exact: Option<bool>,
    /// Why it would open nothing.
    code: Option<&'static str>,
}

async fn explain(call: ApiCall) -> Result<Response, Refusal> {
    let LinkToExplain { link } = call.body()?;
    // One link, which the use case takes line by line.
    if link.contains(['\n', '\r']) {
        return Err(Refusal::of(Code::RequestBad).about(["link"]));
    }
    let mut inspected = call.site.app.inspect_links.run(&call.actor, &link).await?;
    let one = inspected.pop().unwrap_or_else(|| InspectedLink {
        explanation: Explanation::of(link.as_bytes(), call.actor.instance().language),
        opens: None,
        migrated: None,
    });
    shown(&ExplainedLink::of(&call, one))
}

impl ExplainedLink {
    fn of(call: &ApiCall, link: InspectedLink) -> Self {
        let Explanation {
            format,
            values,
            ignored,
            token,
            search,
            findings,
            error,
            error_field,
        } = link.explanation;
        Self {
            format: format.map(|format| match format {
                Format::New => "new",
                Format::Legacy => "legacy",
                Format::Query => "query",
            }),
            values: values.into_iter().map(LinkValue::from).collect(),
            ignored: ignored.into_iter().map(LinkPlace::from).collect(),
            token: token.map(|token| match token {
                TokenPresence::Present => "present",
                TokenPresence::Absent => "absent",
            }),
            search: search.map(LinkSearch::from),
            findings: findings.into_iter().map(LinkNotice::from).collect(),
            error: error.map(|error| LinkNotice {
                code: error.code.as_str(),
                message: error.message,
                position: error.position,
                field: error_field.map(Field::wire),
            }),
            opens: link.opens.map(|opens| LinkOpens::of(call, opens)),
            migrated: link.migrated,
        }
    }
}

impl From<ReadValue> for LinkValue {
    fn from(value: ReadValue) -> Self {
        Self {
            field: value.field.wire(),
            position: value.position,
            end: value.end,
            received: value.received,
            used: value.used,
        }
    }
}

impl From<Ignored> for LinkPlace {
    fn from(ignored: Ignored) -> Self {
        Self {
            name: ignored.name,
            code: ignored.code.as_str(),
            position: ignored.position,
            end: ignored.end,
        }
    }
}

impl From<SearchReason> for LinkSearch {
    fn from(search: SearchReason) -> Self {
        Self {
            object: match search.object {
                SearchObject::Case => "case",
                SearchObject::Account => "account",
                SearchObject::Contact => "contact",
                SearchObject::None => "none",
            },
            value: search.value,
            code: search.code.as_str(),
            message: search.message,
            not_consulted: search.not_consulted.into_iter().map(Field::wire).collect(),
        }
    }
}

impl From<Noticed> for LinkNotice {
    fn from(noticed: Noticed) -> Self {
        Self {
            code: noticed.code.as_str(),
            message: noticed.message,
            position: noticed.position,
            field: noticed.field.map(Field::wire),
        }
    }
}

impl LinkOpens {
    fn of(call: &ApiCall, opens: WouldOpen) -> Self {
        let nothing = Self {
            kind: "nothing",
            object: None,
            path: None,
            count: None,
            count_exact: None,
            code: None,
        };
        match opens {
            WouldOpen::Nothing => nothing,
            WouldOpen::Record(record) => Self {
                kind: "record",
                object: Some(record.object().as_str()),
                path: Some(call.site.to(&record_path(&record))),
                ..nothing
            },
            WouldOpen::Search { object, count, exact } => Self {
                kind: "search",
                object: Some(object.as_str()),
                count: Some(count),
                count_exact: Some(exact),
                ..nothing
            },
            WouldOpen::Refused(code) => Self {
                kind: "refused",
                code: Some(code.as_str()),
                ..nothing
            },
        }
    }
}
