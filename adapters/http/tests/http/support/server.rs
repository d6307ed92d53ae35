use super::world::World;
use ba360_http::{
    Settings, router_at_base,
    serve::{ConnectionLimits, serve},
};
use std::{
    net::SocketAddr,
    thread::{self, JoinHandle},
};
use tokio::sync::oneshot;

/// A server on a real listener, in a thread of its own, until it is dropped.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub(crate) fn start(world: &World) -> Self {
        Self::with(world, Settings::default(), ConnectionLimits::default())
    }

    pub(crate) fn with(world: &World, settings: Settings, limits: ConnectionLimits) -> Self {
        Self::of(router_at_base(world.app.clone(), settings), limits)
    }

    pub(crate) fn of(router: axum::Router, limits: ConnectionLimits) -> Self {
        let (stop, stopped) = oneshot::channel();
        let (address, known) = std::sync::mpsc::channel();
        let thread = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                address.send(listener.local_addr().unwrap()).unwrap();
                let stopped = async {
                    let _ = stopped.await;
                };
                serve(listener, router, limits, stopped).await.unwrap();
            });
        });
        Self {
            address: known.recv().unwrap(),
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    /// Asks the server to end, without waiting for it.
    pub(crate) fn stop(&mut self) {
        self.stop.take();
    }

    /// Whether the server has ended.
    pub(crate) fn has_ended(&self) -> bool {
        self.thread.as_ref().is_none_or(JoinHandle::is_finished)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
