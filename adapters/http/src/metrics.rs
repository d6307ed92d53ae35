//! The figures of the process (`/metrics`). Their labels are words of ours, of which there are so many and no more:
//! never a value, an instance, a user or an address.

use crate::{layers::Asked, refusal::Refusal, respond, settings::Site};
use axum::{
    body::Body,
    http::{HeaderValue, Method, StatusCode, header},
    response::Response,
};
use ba360_core::text::Code;
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{
        counter::Counter,
        family::Family,
        gauge::Gauge,
        histogram::{Histogram, exponential_buckets},
        info::Info,
    },
    registry::{Registry, Unit},
};
use std::{sync::Arc, time::Duration};

/// The figures that are counted.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Answered, Counter>,
    durations: Family<Asking, Histogram>,
    in_flight: Gauge,
    logins: Family<Login, Counter>,
}

/// What was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct Asking {
    /// `GET`, `HEAD`, `POST`, `PUT`, `PATCH`, `DELETE` or `other`.
    pub(crate) method: &'static str,
    /// The pattern of the route, or `none`.
    pub(crate) route: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: &'static str,
    route: &'static str,
    status: u16,
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Login {
    kind: &'static str,
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Build {
    version: &'static str,
}

/// By what somebody signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LoginKind {
    /// The login page.
    Password,
    /// The token of a link.
    LinkToken,
    /// An external system.
    External,
}

impl Asking {
    pub(crate) fn new(method: &Method, asked: Asked) -> Self {
        Self {
            method: match *method {
                Method::GET => "GET",
                Method::HEAD => "HEAD",
                Method::POST => "POST",
                Method::PUT => "PUT",
                Method::PATCH => "PATCH",
                Method::DELETE => "DELETE",
                _ => "other",
            },
            route: match asked {
                Asked::Route(route) => route.path,
                Asked::OtherMethod(path) => path,
                Asked::Nothing => "none",
            },
        }
    }
}

/// A request that is under way; it is one until this is dropped.
pub(crate) struct UnderWay(Gauge);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.dec();
    }
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("ba360");
        let requests = Family::default();
        // From a millisecond to half a minute, which is the longest that a request may take.
        let durations = Family::new_with_constructor(
            (|| Histogram::new(exponential_buckets(0.001, 2.0, 16))) as fn() -> _,
        );
        let (in_flight, logins) = (Gauge::default(), Family::default());
        registry.register("http_requests", "Requests that were answered", requests.clone());
        registry.register_with_unit(
            "http_request_duration",
            "How long a request took",
            Unit::Seconds,
            durations.clone(),
        );
        registry.register(
            "http_requests_in_flight",
            "Requests that are under way",
            in_flight.clone(),
        );
        registry.register("logins", "Who tried to sign in, and how it ended", logins.clone());
        let version = env!("CARGO_PKG_VERSION");
        registry.register("build", "The version that runs", Info::new(Build { version }));
        Self {
            registry,
            requests,
            durations,
            in_flight,
            logins,
        }
    }

    /// A request has come.
    pub(crate) fn begin(&self) -> UnderWay {
        self.in_flight.inc();
        UnderWay(self.in_flight.clone())
    }

    /// It was answered.
    pub(crate) fn answered(&self, asking: Asking, status: StatusCode, outcome: Code, took: Duration) {
        let Asking { method, route } = asking;
        let answered = Answered {
            method,
            route,
            status: status.as_u16(),
            outcome: outcome.as_str(),
        };
        self.requests.get_or_create(&answered).inc();
        self.durations.get_or_create(&asking).observe(took.as_secs_f64());
    }

    /// Somebody tried to sign in.
    pub(crate) fn login(&self, kind: LoginKind, outcome: Code) {
        let login = Login {
            kind: match kind {
                LoginKind::Password => "password",
                LoginKind::LinkToken => "link_token",
                LoginKind::External => "external",
            },
            outcome: outcome.as_str(),
        };
        self.logins.get_or_create(&login).inc();
    }
}

/// `GET /metrics`, in the text format of OpenMetrics.
pub(crate) fn show(site: &Arc<Site>) -> Result<Response, Refusal> {
    let mut text = String::new();
    encode(&mut text, &site.metrics.registry).map_err(|_| Refusal::of(Code::InternalError))?;
    let mut response = respond::nothing();
    *response.body_mut() = Body::from(text);
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8"),
    );
    Ok(response)
}
