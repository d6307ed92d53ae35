//! The ports in memory: plain lists behind one lock, searched from end to end. They keep every rule of the
//! contracts and nothing beyond the process, so they are for tests, for demonstrations, and for reading what a
//! rule means.
//!
//! ```
//! use ba360_core::{App, Ports};
//! use ba360_testkit::memory::{self, Memory};
//!
//! let app = App::new(Ports::new(Memory::new().stores(), memory::secrets()));
//! ```

mod access;
mod activity;
mod cases;
mod clock;
mod directory;
mod external;
mod groups;
mod hasher;
mod imports;
mod installation;
mod instances;
mod interactions;
mod parameters;
mod random;
mod records;
mod roles;
mod seal;
mod sessions;
mod signer;
mod table;
mod throttles;

pub use clock::TestClock;
pub use hasher::FastHasher;
pub use random::SeededRandom;
pub use seal::TestSeal;
pub use signer::TestSigner;

use ba360_core::{
    Secrets, Stores,
    access::{
        UserId,
        throttle::{ThrottleKey, Tries},
    },
    instance::{Activity, Instance, InstanceId},
    record::{AccountDetails, ContactDetails},
    seal::SealedText,
};
use jiff::Timestamp;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// All the ports that keep things. A clone is the same memory.
#[derive(Clone, Default)]
pub struct Memory {
    kept: Arc<Mutex<Kept>>,
}

/// What is kept, each list in the order of age.
#[derive(Default)]
struct Kept {
    instances: Vec<Arc<Instance>>,
    users: Vec<access::UserRow>,
    roles: Vec<roles::RoleRow>,
    groups: Vec<groups::GroupRow>,
    /// The highest key that a role or a group ever had.
    last_key: i64,
    parameters: Vec<parameters::ParameterRow>,
    external: Vec<external::ExternalRow>,
    tries: HashMap<ThrottleKey, Tries>,
    seal_check: Option<SealedText>,
    sessions: Vec<access::SessionRow>,
    interactions: Vec<interactions::InteractionRow>,
    openings: Vec<interactions::OpeningRow>,
    activity: Vec<Activity>,
    contacts: table::Table<ContactDetails>,
    accounts: table::Table<AccountDetails>,
    ties: Vec<records::Tie>,
    cases: Vec<cases::CaseRow>,
    imports: Vec<imports::ImportRow>,
}

impl Memory {
    /// A memory with nothing in it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The ports; each of them is this memory.
    #[must_use]
    pub fn stores(&self) -> Stores {
        let port = Arc::new(self.clone());
        Stores {
            records: port.clone(),
            cases: port.clone(),
            imports: port.clone(),
            admissions: port.clone(),
            sessions: port.clone(),
            external: port.clone(),
            throttles: port.clone(),
            roles: port.clone(),
            groups: port.clone(),
            directory: port.clone(),
            parameters: port.clone(),
            users: port.clone(),
            instances: port.clone(),
            installation: port.clone(),
            activity: port,
        }
    }

    /// Deactivates a user, as an administrator would.
    pub fn deactivate_user(&self, instance: InstanceId, user: UserId) {
        if let Some(row) = self.kept().user(instance, user) {
            row.active = false;
        }
    }

    /// Revokes all of a user's tokens that were issued before that moment.
    pub fn revoke_tokens(&self, instance: InstanceId, user: UserId, at: Timestamp) {
        if let Some(row) = self.kept().user(instance, user) {
            row.tokens_not_before = row.tokens_not_before.max(Some(at));
        }
    }

    /// Everything that is kept. Nothing panics while it holds the lock, so a poisoned one is a good one.
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    /// A key that no role or group ever had.
    fn new_key(&mut self) -> i64 {
        self.last_key += 1;
        self.last_key
    }
}

#[cfg(feature = "suites")]
#[async_trait::async_trait]
impl crate::suites::WorldHooks for Memory {
    async fn deactivate_user(&self, instance: InstanceId, user: UserId) {
        Self::deactivate_user(self, instance, user);
    }

    async fn revoke_tokens(&self, instance: InstanceId, user: UserId, at: Timestamp) {
        Self::revoke_tokens(self, instance, user, at);
    }
}

/// The doubles of the ports that keep nothing: the same in every run, and of no use as secrets.
#[derive(Clone)]
pub struct Doubles {
    /// The clock, which stands still until it is set.
    pub clock: Arc<TestClock>,
    /// The random, from a seed.
    pub random: Arc<SeededRandom>,
    /// The hasher, with room for everybody.
    pub hasher: Arc<FastHasher>,
    /// The signer.
    pub tokens: Arc<TestSigner>,
    /// The seal.
    pub seal: Arc<TestSeal>,
}

impl Doubles {
    /// Doubles whose keys and salts all come from one seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let random = Arc::new(SeededRandom::new(seed));
        Self {
            clock: Arc::new(TestClock::default()),
            hasher: Arc::new(FastHasher::new(random.clone(), usize::MAX)),
            tokens: Arc::new(TestSigner::new(&*random)),
            seal: Arc::new(TestSeal::new(random.clone())),
            random,
        }
    }

    /// The doubles as ports.
    #[must_use]
    pub fn secrets(&self) -> Secrets {
        Secrets {
            hasher: self.hasher.clone(),
            tokens: self.tokens.clone(),
            seal: self.seal.clone(),
            clock: self.clock.clone(),
            random: self.random.clone(),
        }
    }
}

/// The doubles of the secret ports, where nobody has to set the clock: [`Doubles`] of seed 0.
#[must_use]
pub fn secrets() -> Secrets {
    Doubles::new(0).secrets()
}
