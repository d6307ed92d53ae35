//! The secrets of Be Aware 360's integrations behind `ba360-core`'s ports: passwords, tokens, seals, and with
//! them the system's clock and its randomness.
//!
//! Everything is derived from one [`MasterKey`], so servers that share it verify each other's tokens and open
//! each other's seals:
//!
//! ```
//! # use ba360_crypto::{Limits, MasterKey, MasterKeyError, secrets};
//! # use ba360_core::Secrets;
//! # use std::path::Path;
//! fn assemble(data: &Path) -> Result<Secrets, MasterKeyError> {
//!     let master = MasterKey::load_or_create(&data.join("master.key"))?;
//!     Ok(secrets(&master, Limits::default()))
//! }
//! ```
//!
//! # Cryptography
//!
//! | what | how |
//! | --- | --- |
//! | passwords | argon2id, 19 MiB, 2 passes, 1 lane, kept as PHC strings |
//! | tokens | JWT, `EdDSA` with Ed25519 and nothing else, `kid` by RFC 7638 |
//! | seals | AES-256-GCM under a random 96-bit nonce, bound to instance and purpose |
//! | the keys of both | HKDF-SHA-256 of the master key, one `info` each |

mod ambient;
mod argon;
mod key_file;
mod master_key;
mod passwords;
mod remembered;
mod seal;
mod tokens;

pub use ambient::{SystemClock, SystemRandom};
pub use master_key::{MasterKey, MasterKeyError};

use ba360_core::Secrets;
use std::{sync::Arc, thread::available_parallelism};

/// How much password hashing may go on. Each one that runs takes 19 MiB of memory and a core.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many run at once; at least one does.
    pub hash_at_once: usize,
    /// How many may wait behind them; who comes on top is refused at once.
    pub hash_waiting: usize,
}

impl Default for Limits {
    /// As many as the machine has cores, and behind each as many as a core does in about half a second.
    fn default() -> Self {
        let cores = available_parallelism().map_or(1, usize::from);
        Self {
            hash_at_once: cores,
            hash_waiting: cores * 32,
        }
    }
}

/// The secret ports, all of one master key.
///
/// The password hasher has threads of its own, as many as hash at once.
#[must_use]
pub fn secrets(master: &MasterKey, limits: Limits) -> Secrets {
    Secrets {
        hasher: Arc::new(passwords::Passwords::new(limits)),
        tokens: Arc::new(tokens::Tokens::new(master)),
        seal: Arc::new(seal::AesSeal::new(master)),
        clock: Arc::new(SystemClock),
        random: Arc::new(SystemRandom),
    }
}
