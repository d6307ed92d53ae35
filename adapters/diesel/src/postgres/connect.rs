//! The connections to a server, and the pool that keeps them.

use super::Conn;
use crate::{Options, error::OpenError};
use diesel::{
    Connection as _, ConnectionError, RunQueryDsl as _,
    connection::{CacheSize, SimpleConnection as _},
    r2d2::R2D2Connection as _,
    result::{DatabaseErrorKind, Error},
};
use r2d2::{HandleError, ManageConnection, PooledConnection};
use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

/// What libpq is told unless the URL says otherwise: how many seconds it tries one address, and how soon it notices that
/// the machine on the other side is gone.
const DEFAULTS: [(&str, u32); 5] = [
    ("connect_timeout", 2),
    ("keepalives_idle", 10),
    ("keepalives_interval", 5),
    ("keepalives_count", 3),
    ("tcp_user_timeout", 20_000),
];
/// How long a command waits for a connection of the pool.
const POOL_TIMEOUT: Duration = Duration::from_secs(2);

/// A connection that nobody used for so long is asked whether it still answers before it is used again.
const TRUSTED_FOR: Duration = Duration::from_secs(1);

/// Where the server is, and how it is spoken to.
#[derive(Clone)]
pub(super) struct Server {
    url: Arc<str>,
    /// Whether a statement that was sent once is kept prepared: the connection is always the same one.
    pub(super) keeps_statements: bool,
    /// How long a statement may take, in milliseconds: nobody waits for its answer any more.
    pub(super) statement_timeout_ms: u32,
}

impl Server {
    pub(super) fn new(url: &str, options: &Options) -> Self {
        let mut url = url.to_owned();
        for (name, value) in DEFAULTS {
            if !url.contains(&format!("{name}=")) {
                let mark = if url.contains('?') { '&' } else { '?' };
                url.push_str(&format!("{mark}{name}={value}"));
            }
        }
        Self {
            url: url.into(),
            keeps_statements: options.statement_cache,
            statement_timeout_ms: options.answer_timeout_ms.max(1),
        }
    }

    pub(super) fn connect(&self) -> Result<Conn, ConnectionError> {
        let mut c = Conn::establish(&self.url)?;
        if self.keeps_statements {
            // A statement is planned once. The planner would rather plan it anew each time, since it takes lists for
            // longer than ours are; that takes longer than the statement itself.
            c.batch_execute("set plan_cache_mode = force_generic_plan")
                .map_err(ConnectionError::CouldntSetupConfiguration)?;
        } else {
            c.set_prepared_statement_cache_size(CacheSize::Disabled);
        }
        Ok(c)
    }
}

/// A connection of the pool.
pub(super) struct Kept {
    pub(super) conn: Conn,
    is_lost: bool,
    last_used: Instant,
}

impl Kept {
    fn new(conn: Conn) -> Self {
        Self {
            conn,
            is_lost: false,
            last_used: now(),
        }
    }

    /// Notes how a command left it.
    pub(super) fn used(&mut self, sound: bool) {
        self.is_lost |= !sound;
        self.last_used = now();
    }
}

#[expect(clippy::disallowed_methods, reason = "the age of a connection is no rule's")]
fn now() -> Instant {
    Instant::now()
}

/// The connections that are open. Each is made when it is first needed.
#[derive(Clone)]
pub(super) struct Pool(r2d2::Pool<Server>);

impl Pool {
    /// A pool of so many at most. Nothing is connected yet.
    pub(super) fn new(server: Server, most: usize) -> Result<Self, OpenError> {
        let most = u32::try_from(most).unwrap_or(u32::MAX);
        let pool = r2d2::Pool::builder()
            .max_size(most)
            .min_idle(Some(0))
            .test_on_check_out(true)
            .connection_timeout(POOL_TIMEOUT)
            .error_handler(Box::new(Log))
            .build_unchecked(server);
        Ok(Self(pool))
    }

    /// A connection, if one can be had in time.
    pub(super) fn take(&self) -> Option<PooledConnection<Server>> {
        self.0
            .get()
            .inspect_err(|_| tracing::error!("no connection to the database could be had"))
            .ok()
    }
}

/// Whether a connection is gone behind an error that does not say so: the last words of a server that is being stopped
/// are an error as any other, and so may libpq's be when the server went away without any.
pub(super) fn is_lost(c: &mut Conn, told: &Error) -> bool {
    matches!(told, Error::DatabaseError(DatabaseErrorKind::Unknown, _)) && ask(c).is_err()
}

/// Asks for an answer, whatever it is.
fn ask(c: &mut Conn) -> Result<(), Error> {
    diesel::sql_query("select 1").execute(c).map(drop)
}

impl ManageConnection for Server {
    type Connection = Kept;
    type Error = ConnectFault;

    fn connect(&self) -> Result<Kept, ConnectFault> {
        let mut c = Self::connect(self).map_err(ConnectFault::Connect)?;
        if self.keeps_statements {
            c.batch_execute(&format!("set statement_timeout = {}", self.statement_timeout_ms))
                .map_err(ConnectFault::Ask)?;
        }
        Ok(Kept::new(c))
    }

    fn is_valid(&self, kept: &mut Kept) -> Result<(), ConnectFault> {
        // To ask each time would double the way to the server. Not to ask at all would give an error for each of the
        // connections that were idle while the server was exchanged, however long ago that was.
        if kept.last_used.elapsed() < TRUSTED_FOR {
            return Ok(());
        }
        ask(&mut kept.conn).map_err(ConnectFault::Ask)
    }

    fn has_broken(&self, kept: &mut Kept) -> bool {
        kept.is_lost || std::thread::panicking() || kept.conn.is_broken()
    }
}

/// Why a connection cannot be used.
#[derive(Debug)]
pub(super) enum ConnectFault {
    Connect(ConnectionError),
    Ask(Error),
}

impl fmt::Display for ConnectFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connect(error) => error.fmt(f),
            Self::Ask(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ConnectFault {}

/// Tells the log why no connection could be made.
#[derive(Debug)]
struct Log;

impl HandleError<ConnectFault> for Log {
    fn handle_error(&self, error: ConnectFault) {
        tracing::error!(%error, "the database cannot be connected to");
    }
}
