//! The time that a request may take in all.

use crate::refusal::Refusal;
use ba360_core::text::Code;
use std::{future::Future, time::Duration};

/// The work, or a refusal when it takes longer.
pub(super) async fn within<T>(
    time: Duration,
    work: impl Future<Output = Result<T, Refusal>>,
) -> Result<T, Refusal> {
    tokio::time::timeout(time, work)
        .await
        .unwrap_or(Err(Refusal::of(Code::StoreUnavailable)))
}
