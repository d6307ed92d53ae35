//! The connections under the router: HTTP/1, each with its time limits, so that a client that is slow or says
//! nothing costs little and ends soon.

mod framing;
mod quiet;
mod stall;

use crate::Peer;
use axum::{Router, body::Body, http::Request};
use framing::OneLength;
use hyper::{body::Incoming, server::conn::http1};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use quiet::{Quiet, Watched};
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
    /// How many there may be at once; more wait to be accepted, and those that ask for nothing make room. Keep it
    /// below the number of files that the process may open.
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
    let door = Door {
        listener,
        places: Arc::new(Semaphore::new(limits.connections)),
        news: watch::Sender::new(News::default()),
    };
    let mut open = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    loop {
        let (stream, peer, place) = tokio::select! {
            biased;
            () = &mut shutdown => break,
            accepted = door.accept() => accepted?,
        };
        let news = door.news.subscribe();
        open.spawn(connection(stream, peer, router.clone(), limits, news, place));
        while open.try_join_next().is_some() {}
    }
    let Door { listener, news, .. } = door;
    drop(listener);
    news.send_modify(|news| news.closing = true);
    let drained = async { while open.join_next().await.is_some() {} };
    let _ = tokio::time::timeout(limits.drain_time, drained).await;
    open.shutdown().await;
    Ok(())
}

/// How long a connection has to have asked for nothing before it makes room for another.
const QUIET: Duration = Duration::from_secs(1);

/// How often room is asked for while there is none.
const AGAIN: Duration = Duration::from_millis(100);

/// What every connection is told.
#[derive(Clone, Copy, Debug, Default)]
struct News {
    /// The server shuts down.
    closing: bool,
    /// How often room was asked for.
    crowded: u64,
}

/// Where connections come in.
struct Door {
    listener: TcpListener,
    places: Arc<Semaphore>,
    news: watch::Sender<News>,
}

impl Door {
    /// The next connection, when there is a place for it. A connection that died on the way is not an error of the
    /// listener, and a lack of file descriptors passes.
    async fn accept(&self) -> io::Result<(TcpStream, Peer, OwnedSemaphorePermit)> {
        let place = self.place().await?;
        loop {
            match self.listener.accept().await {
                Ok((stream, address)) => return Ok((stream, Peer(address.ip()), place)),
                Err(error) => match error.kind() {
                    io::ErrorKind::ConnectionAborted
                    | io::ErrorKind::ConnectionReset
                    | io::ErrorKind::ConnectionRefused
                    | io::ErrorKind::Interrupted => {}
                    io::ErrorKind::InvalidInput => return Err(error),
                    kind => {
                        tracing::warn!(%kind, "no connection can be accepted now");
                        self.ask_for_room();
                        tokio::time::sleep(AGAIN).await;
                    }
                },
            }
        }
    }

    /// A place. Where there is none, connections that ask for nothing make room, so that many that keep silent do
    /// not keep others out until their time is over.
    async fn place(&self) -> io::Result<OwnedSemaphorePermit> {
        let mut acquire = pin!(Arc::clone(&self.places).acquire_owned());
        loop {
            if let Ok(place) = tokio::time::timeout(AGAIN, acquire.as_mut()).await {
                return place.map_err(io::Error::other);
            }
            self.ask_for_room();
        }
    }

    fn ask_for_room(&self) {
        self.news
            .send_modify(|news| news.crowded = news.crowded.wrapping_add(1));
    }
}

/// Serves one connection to its end; the place is free again when it is over.
async fn connection(
    stream: TcpStream,
    peer: Peer,
    router: Router,
    limits: ConnectionLimits,
    mut news: watch::Receiver<News>,
    _place: OwnedSemaphorePermit,
) {
    // Answers are written at once; waiting for more to send only delays them.
    let _ = stream.set_nodelay(true);
    let router = router.map_request(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(peer);
        request.map(Body::new)
    });
    let quiet = Quiet::new();
    let service = Watched::new(TowerToHyperService::new(router), quiet.clone());
    let stream = WriteStall::new(stream, limits.write_time, quiet.clone());
    let io = TokioIo::new(OneLength::new(stream));
    let mut connection = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.header_time)
            .max_headers(limits.header_count)
            .max_header_size(limits.header_bytes)
            .max_buf_size(limits.header_bytes.max(8192))
            .serve_connection(io, service)
    );
    let ended = loop {
        tokio::select! {
            ended = &mut connection => break ended,
            Ok(()) = news.changed() => {
                let News { closing, .. } = *news.borrow_and_update();
                if closing {
                    connection.as_mut().graceful_shutdown();
                    break connection.await;
                }
                if quiet.is(QUIET) {
                    tracing::debug!("a quiet connection makes room for another");
                    return;
                }
            }
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
