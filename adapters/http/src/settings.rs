use crate::{BasePath, metrics::Metrics};
use ba360_core::App;
use ipnet::IpNet;
use std::{fmt, future::Future, pin::Pin, sync::Arc, time::Duration};

/// How the router is set up. Make one with [`Settings::default`] and change what differs.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Where the router is reached.
    pub base: BasePath,
    /// What `/readyz` asks.
    pub ready: Readiness,
    /// How much a request may take.
    pub limits: RequestLimits,
    /// The networks of the proxies in front, whose `X-Forwarded-For` is believed; none when there are none.
    pub trusted_proxies: Vec<IpNet>,
}

/// How much one request may take.
#[derive(Clone, Copy, Debug)]
pub struct RequestLimits {
    /// The longest request target, in bytes.
    pub target_bytes: usize,
    /// The most header fields.
    pub header_count: usize,
    /// The most that all header fields may have, in bytes.
    pub header_bytes: usize,
    /// The longest body, in bytes.
    pub body_bytes: usize,
    /// How long a body may take to arrive.
    pub body_time: Duration,
    /// How long a request may take in all.
    pub total_time: Duration,
}

impl Default for RequestLimits {
    fn default() -> Self {
        Self {
            target_bytes: 16 * 1024,
            header_count: 100,
            header_bytes: 32 * 1024,
            body_bytes: 64 * 1024,
            body_time: Duration::from_secs(20),
            total_time: Duration::from_secs(30),
        }
    }
}

/// Asks whether the process can do its work: its stores answer, say.
#[derive(Clone)]
pub struct Readiness(Arc<dyn Fn() -> Pin<Box<dyn Future<Output = bool> + Send>> + Send + Sync>);

impl Readiness {
    /// A check of one's own.
    pub fn new<F, R>(check: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = bool> + Send + 'static,
    {
        Self(Arc::new(move || Box::pin(check())))
    }

    pub(crate) async fn check(&self) -> bool {
        (self.0)().await
    }
}

impl Default for Readiness {
    /// Always ready.
    fn default() -> Self {
        Self::new(|| std::future::ready(true))
    }
}

impl fmt::Debug for Readiness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Readiness(…)")
    }
}

/// The use cases and how they are reached: what every request shares.
pub(crate) struct Site {
    pub(crate) app: App,
    pub(crate) settings: Settings,
    pub(crate) metrics: Metrics,
}

impl Site {
    /// The address of a path of ours.
    pub(crate) fn to(&self, path: &str) -> String {
        self.settings.base.to(path)
    }
}
