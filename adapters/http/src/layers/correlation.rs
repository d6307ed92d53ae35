//! The correlation id and the one log line of a request. Its fields are a fixed list: never the target, a query, a
//! header or a value.

use crate::{metrics::Asking, refusal::Refusal, seen::Seen};
use axum::{http::HeaderValue, response::Response};
use ba360_core::{instance::CorrelationId, text::Code};
use std::{error::Error, future::Future};
use tracing::{Instrument as _, Span, field};

/// The span of a request.
pub(super) struct Trace(Span);

impl Trace {
    pub(super) fn begin(asking: Asking, correlation: &CorrelationId) -> Self {
        let Asking { method, route } = asking;
        Self(tracing::info_span!(
            "request",
            method,
            route,
            correlation = correlation.as_str(),
            status = field::Empty,
            outcome = field::Empty,
        ))
    }

    pub(super) fn around<F: Future>(&self, work: F) -> impl Future<Output = F::Output> {
        work.instrument(self.0.clone())
    }

    /// What a failure of ours was caused by; what a person did is no failure and its cause is not written down.
    pub(super) fn cause(&self, refusal: &Refusal) {
        if !refusal.status().is_server_error() {
            return;
        }
        let _entered = self.0.enter();
        let mut causes = String::new();
        let mut next = refusal.source().map(|error| error as &dyn Error);
        while let Some(error) = next {
            if !causes.is_empty() {
                causes.push_str(": ");
            }
            causes.push_str(&error.to_string());
            next = error.source();
        }
        tracing::error!(outcome = refusal.code().as_str(), causes, "request failed");
    }

    /// Writes the line, and the id into the answer; tells how it ended.
    pub(super) fn end(&self, response: &mut Response, seen: &Seen) -> Code {
        let outcome = response.extensions().get::<Code>().map_or(Code::Ok, |code| *code);
        self.0.record("status", response.status().as_u16());
        self.0.record("outcome", outcome.as_str());
        self.0.in_scope(|| tracing::info!("answered"));
        if let Ok(id) = HeaderValue::from_str(seen.correlation.as_str()) {
            response.headers_mut().insert("x-correlation-id", id);
        }
        outcome
    }
}
