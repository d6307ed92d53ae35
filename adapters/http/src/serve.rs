//! The connections under the router: HTTP/1, each with its time limits, so that a client that is slow or says
//! nothing costs little and ends soon.

mod stall;

use axum::{Router, body::Body, http::Request};
use hyper::{body::Incoming, server::conn::http1};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use stall::WriteStall;
use std::{future::Future, io, pin::pin, sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    task::JoinSet,
};
use tower::ServiceExt as _;

/// How much connections may take. Make one with [`ConnectionLimits::default`] and change what differs.
#[derive(Clone, Copy, Debug)]
pub struct ConnectionLimits {
    /// How many there may be at once; more wait to be accepted.
    pub connections: usize,
    /// How long a request's head may take to arrive, and how long a connection may say nothing between two.
    pub header_time: Duration,
    /// How long an answer may wait for a client that does not read.
    pub write_time: Duration,
    /// How long open requests may go on when the server shuts down.
    pub drain_time: Duration,
    /// The most that a request's head may have, in bytes.
    pub header_bytes: usize,
    /// The most header fields of a request.
    pub header_count: usize,
}

impl Default for ConnectionLimits {
    fn default() -> Self {
        Self {
            connections: 4096,
            header_time: Duration::from_secs(10),
            write_time: Duration::from_secs(10),
            drain_time: Duration::from_secs(10),
            header_bytes: 64 * 1024,
            header_count: 100,
        }
    }
}

/// Serves the router until `shutdown` is done, and then for at most [`ConnectionLimits::drain_time`] what is still
/// open.
///
/// # Errors
/// When the listener itself is of no more use.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: ConnectionLimits,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let places = Arc::new(Semaphore::new(limits.connections));
    let (closing, closed) = watch::channel(false);
    let mut open = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    loop {
        let (stream, place) = tokio::select! {
            biased;
            () = &mut shutdown => break,
            accepted = accept(&listener, &places) => accepted?,
        };
        open.spawn(connection(stream, router.clone(), limits, closed.clone(), place));
        while open.try_join_next().is_some() {}
    }
    drop(listener);
    let _ = closing.send(true);
    let drained = async { while open.join_next().await.is_some() {} };
    let _ = tokio::time::timeout(limits.drain_time, drained).await;
    open.shutdown().await;
    Ok(())
}

/// The next connection, when there is a place for it. A connection that died on the way is not an error of the
/// listener, and a lack of file descriptors passes.
async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> io::Result<(TcpStream, OwnedSemaphorePermit)> {
    let place = Arc::clone(places)
        .acquire_owned()
        .await
        .map_err(io::Error::other)?;
    let mut pause = Duration::from_millis(10);
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return Ok((stream, place)),
            Err(error) => match error.kind() {
                io::ErrorKind::ConnectionAborted
                | io::ErrorKind::ConnectionReset
                | io::ErrorKind::ConnectionRefused
                | io::ErrorKind::Interrupted => {}
                io::ErrorKind::InvalidInput => return Err(error),
                _ => {
                    tracing::warn!(kind = %error.kind(), "no connection can be accepted now");
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(Duration::from_secs(1));
                }
            },
        }
    }
}

/// Serves one connection to its end; the place is free again when it is over.
async fn connection(
    stream: TcpStream,
    router: Router,
    limits: ConnectionLimits,
    mut closed: watch::Receiver<bool>,
    _place: OwnedSemaphorePermit,
) {
    // Answers are written at once; waiting for more to send only delays them.
    let _ = stream.set_nodelay(true);
    let service =
        TowerToHyperService::new(router.map_request(|request: Request<Incoming>| request.map(Body::new)));
    let io = TokioIo::new(WriteStall::new(stream, limits.write_time));
    let mut connection = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.header_time)
            .max_headers(limits.header_count)
            .max_header_size(limits.header_bytes)
            .max_buf_size(limits.header_bytes.max(8192))
            .serve_connection(io, service)
    );
    let ended = tokio::select! {
        ended = &mut connection => Some(ended),
        _ = closed.wait_for(|&closing| closing) => None,
    };
    let ended = match ended {
        Some(ended) => ended,
        None => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        // What the client did wrong or left undone; the error names no value of the request.
        tracing::debug!(
            timed_out = error.is_timeout(),
            unfinished = error.is_incomplete_message(),
            unreadable = error.is_parse(),
            "a connection ended early"
        );
    }
}
