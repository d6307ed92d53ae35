//! The span around each use case, by which a log tells what was done under which correlation id, and how it
//! ended. The fields are a fixed list, in which nothing personal has a place: `correlation`, and `outcome`, which is
//! a [`Code`].

use crate::text::{Code, Coded};
use std::future::Future;
use tracing::{Instrument as _, Span};

/// Does the work of a use case within a span of the given name.
macro_rules! traced {
    ($name:literal, $correlation:expr, $work:expr) => {{
        let correlation: &$crate::instance::CorrelationId = $correlation;
        let span = tracing::info_span!(
            $name,
            correlation = correlation.as_str(),
            outcome = tracing::field::Empty
        );
        $crate::trace::within(span, $work)
    }};
}
pub(crate) use traced;

/// Does the work within the span, and notes there how it ended.
pub(crate) async fn within<T, E: Coded>(
    span: Span,
    work: impl Future<Output = Result<T, E>>,
) -> Result<T, E> {
    let result = work.instrument(span.clone()).await;
    let outcome = result.as_ref().map_or_else(Coded::code, |_| Code::Ok);
    span.record("outcome", outcome.as_str());
    result
}
