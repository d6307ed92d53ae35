use hyper::service::Service;
use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};
use tokio::time::Instant;

/// Whether a connection has a request that is being answered, and since when it has none.
#[derive(Clone)]
pub(super) struct Quiet(Arc<State>);

struct State {
    requests: AtomicUsize,
    since: Mutex<Instant>,
}

impl Quiet {
    pub(super) fn new() -> Self {
        Self(Arc::new(State {
            requests: AtomicUsize::new(0),
            since: Mutex::new(Instant::now()),
        }))
    }

    /// Something of an answer was written: a client that reads slowly is not silent.
    pub(super) fn interrupt(&self) {
        *self.0.since.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// Whether nothing has been asked for so long: the connection may well have to make room for another.
    pub(super) fn is(&self, time: Duration) -> bool {
        let since = *self.0.since.lock().unwrap_or_else(PoisonError::into_inner);
        self.0.requests.load(Ordering::Acquire) == 0 && since.elapsed() >= time
    }
}

/// A service that tells [`Quiet`] what it does.
pub(super) struct Watched<S> {
    service: S,
    quiet: Quiet,
}

impl<S> Watched<S> {
    pub(super) const fn new(service: S, quiet: Quiet) -> Self {
        Self { service, quiet }
    }
}

impl<S, R> Service<R> for Watched<S>
where
    S: Service<R>,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Busy<S::Future>;

    fn call(&self, request: R) -> Self::Future {
        self.quiet.0.requests.fetch_add(1, Ordering::AcqRel);
        Busy {
            work: Box::pin(self.service.call(request)),
            _until: Until(self.quiet.clone()),
        }
    }
}

/// An answer that is being made.
pub(super) struct Busy<F> {
    work: Pin<Box<F>>,
    _until: Until,
}

/// Ends the request when it is dropped.
struct Until(Quiet);

impl<F: Future> Future for Busy<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        self.work.as_mut().poll(context)
    }
}

impl Drop for Until {
    fn drop(&mut self) {
        self.0.interrupt();
        self.0.0.requests.fetch_sub(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_connection_is_quiet_when_nothing_was_asked_for_a_while() {
        const WHILE: Duration = Duration::from_secs(2);
        let quiet = Quiet::new();
        assert!(!quiet.is(WHILE));
        let service = hyper::service::service_fn(|request: hyper::Request<axum::body::Body>| async move {
            Ok::<_, std::convert::Infallible>(hyper::Response::new(request.into_body()))
        });
        let request = hyper::Request::new(axum::body::Body::empty());
        let answer = Watched::new(service, quiet.clone()).call(request);
        tokio::time::advance(2 * WHILE).await;
        assert!(!quiet.is(WHILE), "while it is answered");
        answer.await.unwrap();
        assert!(!quiet.is(WHILE), "just after");
        tokio::time::advance(WHILE).await;
        assert!(quiet.is(WHILE));
    }
}
