//! Logins of external systems through the whole server, beside the hashing of passwords alone on the same cores in the
//! same run: what of the time goes into anything else.

use crate::{Outcome, timing};
use ba360_core::{
    App, Ports,
    access::{Actor, Operator, Password, PasswordHash, external::ExternalKeyPair},
    instance::{Country, NationalLength, NewInstance},
    text::Language,
};
use ba360_crypto::{Limits, MasterKey, SystemRandom, secrets};
use ba360_diesel::{Database, Options};
use jiff::tz::TimeZone;
use serde::Serialize;
use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

/// How long each of the two is measured before the other one's turn: short, since what the machine gives changes.
const TURN: Duration = Duration::from_millis(500);
const PASS: &str = "una clave de prueba";

/// What a run found.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Logins {
    /// How many callers there were.
    pub callers: usize,
    /// Logins through the server, a second.
    pub logins_per_second: f64,
    /// Password hashes alone, a second.
    pub hashes_per_second: f64,
    /// The first by the second.
    pub ratio: f64,
}

struct Site {
    address: SocketAddr,
    keys: ExternalKeyPair,
    ports: Ports,
}

/// Measures in turns, on a SQLite database of its own, with so many callers that log known users in.
///
/// # Errors
/// When the server cannot be made, or a login does not succeed.
pub fn run(turns: u32, callers: usize) -> Outcome<Logins> {
    let folder = tempfile::tempdir()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let url = format!("sqlite:{}", folder.path().join("logins.db").display());
    let database = Database::open(&url.parse()?, Options::default())?;
    database.migrate()?;
    let site = runtime.block_on(serve(&database))?;
    for n in 0..callers {
        log_in(&mut TcpStream::connect(site.address)?, &site, n)?;
    }
    let hash = runtime.block_on(site.ports.hasher.hash(&password()?))?;
    let (mut logins, mut hashes, mut login_time, mut hash_time) = (0, 0, 0.0, 0.0);
    for _ in 0..turns {
        let (count, seconds) = turn(callers, |n, more| through_the_server(&site, n, more))?;
        (logins, login_time) = (logins + count, login_time + seconds);
        let handle = runtime.handle();
        let (count, seconds) = turn(callers, |_, more| alone(handle, &site.ports, &hash, more))?;
        (hashes, hash_time) = (hashes + count, hash_time + seconds);
    }
    let (logins_per_second, hashes_per_second) = (logins as f64 / login_time, hashes as f64 / hash_time);
    drop(runtime);
    database.close();
    Ok(Logins {
        callers,
        logins_per_second,
        hashes_per_second,
        ratio: logins_per_second / hashes_per_second,
    })
}

async fn serve(database: &Database) -> Outcome<Site> {
    let master = MasterKey::generate(&SystemRandom);
    let ports = Ports::new(database.stores(), secrets(&master, Limits::default()));
    let app = App::new(ports.clone());
    let operator = Operator::of_this_installation(&SystemRandom);
    let new = NewInstance {
        name: "bench".parse()?,
        hosts: Vec::new(),
        time_zone: TimeZone::UTC,
        language: Language::Spanish,
        country: Country::CHILE,
        national_length: NationalLength::default(),
        frame_origins: Vec::new(),
    };
    let instance = app.create_instance.run(&operator, new).await?;
    let actor: Actor = operator.at(instance);
    let keys = app.view_keys.run(&actor).await?;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    let router = ba360_http::router(app, ba360_http::Settings::default());
    let limits = ba360_http::serve::ConnectionLimits::default();
    tokio::spawn(ba360_http::serve::serve(
        listener,
        router,
        limits,
        std::future::pending(),
    ));
    Ok(Site { address, keys, ports })
}

fn password() -> Outcome<Password> {
    Ok(Password::new(PASS)?)
}

/// Lets so many threads work for a turn; answers how much they did, and how long it took.
fn turn(callers: usize, work: impl Fn(usize, &AtomicBool) -> Outcome<u64> + Sync) -> Outcome<(u64, f64)> {
    let (more, done, failed) = (AtomicBool::new(true), AtomicU64::new(0), AtomicBool::new(false));
    let start = timing::now();
    thread::scope(|scope| {
        for n in 0..callers {
            let (work, more, done, failed) = (&work, &more, &done, &failed);
            scope.spawn(move || match work(n, more) {
                Ok(count) => {
                    done.fetch_add(count, Ordering::AcqRel);
                }
                Err(_) => failed.store(true, Ordering::Release),
            });
        }
        thread::sleep(TURN);
        more.store(false, Ordering::Release);
    });
    match failed.into_inner() {
        true => Err("a login did not succeed".into()),
        false => Ok((done.into_inner(), start.elapsed().as_secs_f64())),
    }
}

fn through_the_server(site: &Site, caller: usize, more: &AtomicBool) -> Outcome<u64> {
    let mut stream = TcpStream::connect(site.address)?;
    let mut count = 0;
    while more.load(Ordering::Acquire) {
        log_in(&mut stream, site, caller)?;
        count += 1;
    }
    Ok(count)
}

/// The floor: the same hasher with the same bounds, and nothing around it.
fn alone(
    handle: &tokio::runtime::Handle,
    ports: &Ports,
    hash: &PasswordHash,
    more: &AtomicBool,
) -> Outcome<u64> {
    let (password, hasher) = (password()?, Arc::clone(&ports.hasher));
    let mut count = 0;
    while more.load(Ordering::Acquire) {
        if !handle.block_on(hasher.verify(&password, Some(hash)))? {
            return Err("the right password was not".into());
        }
        count += 1;
    }
    Ok(count)
}

fn log_in(stream: &mut TcpStream, site: &Site, caller: usize) -> Outcome<()> {
    let body = serde_json::json!({
        "user": format!("agent{caller}"),
        "pass": PASS,
        "company": "bench",
        "secretkey": site.keys.secret.key.expose(),
        "clientkey": site.keys.client.key.expose(),
    })
    .to_string();
    // At once: a request in pieces would wait for the acknowledgement of the first.
    let request = format!(
        "POST /ba360/apir/v10/login/authexternalsystem HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes())?;
    let mut read = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let length = stream.read(&mut chunk)?;
        if length == 0 {
            return Err("the server closed".into());
        }
        read.extend_from_slice(&chunk[..length]);
        let text = String::from_utf8_lossy(&read);
        // A token is the last of an answer but for the two brackets behind it.
        if text.starts_with("HTTP/1.1 200") && text.ends_with('}') {
            return Ok(());
        }
        if !text.starts_with("HTTP/1.1 200") {
            return Err("a login was refused".into());
        }
    }
}
