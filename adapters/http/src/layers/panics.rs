//! A panic is the end of that request and of nothing else.

use crate::refusal::Refusal;
use ba360_core::text::Code;
use std::{
    future::{Future, poll_fn},
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    task::Poll,
};

/// The work, or a refusal when it panics. What the panic said stays with the process's panic hook.
pub(super) async fn caught<T>(work: impl Future<Output = Result<T, Refusal>>) -> Result<T, Refusal> {
    let mut work = pin!(work);
    poll_fn(|context| {
        // A future that panicked is not polled again, so nobody meets what it left half done.
        match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context))) {
            Ok(poll) => poll,
            Err(_) => Poll::Ready(Err(Refusal::of(Code::InternalError))),
        }
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_is_that_requests_failure() {
        let refused = caught::<()>(async { panic!("of a test") }).await.unwrap_err();
        assert_eq!(refused.code(), Code::InternalError);
    }
}
