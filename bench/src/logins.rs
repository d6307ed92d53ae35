//! Logins of external systems through the whole server, beside argon2id alone on the same cores in the same run: what of
//! the time goes into anything else.

use crate::{
    Outcome,
    site::{PASS, Site, password},
    timing,
    wire::{self, Wire},
};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use ba360_core::access::PasswordHash;
use serde::Serialize;
use std::{
    hint::black_box,
    num::NonZero,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

/// How long each of the two is measured before the other one's turn: short, since what the machine gives changes.
const TURN: Duration = Duration::from_millis(500);

/// What a run found.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Logins {
    /// How many callers there were.
    pub callers: usize,
    /// Logins through the server, a second.
    pub logins_per_second: f64,
    /// Password hashes alone, on a thread a core, a second.
    pub hashes_per_second: f64,
    /// The first by the second.
    pub ratio: f64,
}

/// Measures in turns, on a SQLite database of its own, with so many callers that log known users in.
///
/// # Errors
/// When the server cannot be made, or a login does not succeed.
pub fn run(turns: u32, callers: usize) -> Outcome<Logins> {
    let site = Site::open(|_| ())?;
    for n in 0..callers {
        log_in(&mut site.connect()?, &site, n)?;
    }
    let hash = site
        .handle()
        .block_on(site.ports.secrets.hasher.hash(&password()?))?;
    let floor = Alone::beside(&hash)?;
    let (mut logins, mut hashes, mut login_time, mut hash_time) = (0, 0, 0.0, 0.0);
    for _ in 0..turns {
        let (count, seconds) = turn(callers, |n, more| through_the_server(&site, n, more))?;
        (logins, login_time) = (logins + count, login_time + seconds);
        let (count, seconds) = turn(floor.memories.len(), |n, more| floor.hash(n, more))?;
        (hashes, hash_time) = (hashes + count, hash_time + seconds);
    }
    let (logins_per_second, hashes_per_second) = (logins as f64 / login_time, hashes as f64 / hash_time);
    Ok(Logins {
        callers,
        logins_per_second,
        hashes_per_second,
        ratio: logins_per_second / hashes_per_second,
    })
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
        true => Err("a login or a hash did not succeed".into()),
        false => Ok((done.into_inner(), start.elapsed().as_secs_f64())),
    }
}

fn through_the_server(site: &Site, caller: usize, more: &AtomicBool) -> Outcome<u64> {
    let mut wire = site.connect()?;
    let mut count = 0;
    while more.load(Ordering::Acquire) {
        log_in(&mut wire, site, caller)?;
        count += 1;
    }
    Ok(count)
}

/// The floor: argon2id with the parameters of the server's hashes, on as many threads as there are cores, and nothing
/// around it. Each thread has its memory from the beginning on, as the server's keep theirs from hash to hash.
struct Alone {
    argon2: Argon2<'static>,
    memories: Vec<Mutex<Vec<Block>>>,
}

impl Alone {
    /// OWASP's first choice: KiB, passes, lanes, and the bytes of a hash.
    const PARAMETERS: (u32, u32, u32, usize) = (19 * 1024, 2, 1, 32);

    /// The floor of the hasher that made this hash.
    fn beside(hash: &PasswordHash) -> Outcome<Self> {
        let (memory, passes, lanes, bytes) = Self::PARAMETERS;
        let wanted = format!("$argon2id$v=19$m={memory},t={passes},p={lanes}$");
        if !hash.expose().starts_with(&wanted) {
            return Err("the server's hashes have other parameters than those of the floor".into());
        }
        let params = Params::new(memory, passes, lanes, Some(bytes))?;
        let blocks = params.block_count();
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        Ok(Self {
            argon2: Argon2::new(Algorithm::Argon2id, Version::V0x13, params),
            memories: (0..cores)
                .map(|_| Mutex::new(vec![Block::new(); blocks]))
                .collect(),
        })
    }

    /// Hashes in the memory of that number.
    fn hash(&self, n: usize, more: &AtomicBool) -> Outcome<u64> {
        let mut memory = self.memories[n].lock().map_err(|_| "a thread panicked")?;
        let (mut output, mut count) = ([0; Self::PARAMETERS.3], 0);
        while more.load(Ordering::Acquire) {
            let password = black_box(PASS.as_bytes());
            self.argon2
                .hash_password_into_with_memory(password, &[7; 16], &mut output, &mut memory[..])?;
            black_box(&output);
            count += 1;
        }
        Ok(count)
    }
}

fn log_in(wire: &mut Wire, site: &Site, caller: usize) -> Outcome<()> {
    let credentials = site.credentials(&format!("agent{caller}"), PASS);
    match wire.exchange(&wire::external_login(&credentials))?.status {
        200 => Ok(()),
        status => Err(format!("a login was answered {status}").into()),
    }
}
