use crate::{
    access::{
        Admissions, HashPassword, Users, directory::UserDirectory, external::ExternalApplications,
        groups::Groups, roles::Roles, sessions::Sessions, throttle::Throttles,
    },
    ambient::{Clock, Random},
    instance::{ActivityLog, Installation, Instances, parameters::Parameters},
    record::{Cases, ImportJournal, Records},
    seal::Seal,
    token::TokenSigner,
};
use std::sync::Arc;

/// Everything that the rules need from outside. Each port can be replaced on its own.
#[derive(Clone)]
pub struct Ports {
    /// The ports that keep things.
    pub stores: Stores,
    /// The ports that keep nothing.
    pub secrets: Secrets,
}

/// The ports that keep things: what a storage adapter makes.
#[derive(Clone)]
pub struct Stores {
    /// Contacts and accounts.
    pub records: Arc<dyn Records>,
    /// Cases.
    pub cases: Arc<dyn Cases>,
    /// How far imports have come.
    pub imports: Arc<dyn ImportJournal>,
    /// The front door: who comes in, and by which link.
    pub admissions: Arc<dyn Admissions>,
    /// The sessions, as an administrator sees them.
    pub sessions: Arc<dyn Sessions>,
    /// The keys of external systems.
    pub external: Arc<dyn ExternalApplications>,
    /// The count of tries that failed.
    pub throttles: Arc<dyn Throttles>,
    /// Roles.
    pub roles: Arc<dyn Roles>,
    /// Groups.
    pub groups: Arc<dyn Groups>,
    /// The users with all that is kept of them.
    pub directory: Arc<dyn UserDirectory>,
    /// Parameters.
    pub parameters: Arc<dyn Parameters>,
    /// Users.
    pub users: Arc<dyn Users>,
    /// Instances.
    pub instances: Arc<dyn Instances>,
    /// The installation itself.
    pub installation: Arc<dyn Installation>,
    /// The record of activity.
    pub activity: Arc<dyn ActivityLog>,
}

/// The ports that keep nothing: secrets, time and randomness.
#[derive(Clone)]
pub struct Secrets {
    /// Password hashing.
    pub hasher: Arc<dyn HashPassword>,
    /// Token signing.
    pub tokens: Arc<dyn TokenSigner>,
    /// Sealing.
    pub seal: Arc<dyn Seal>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
}

impl Ports {
    /// The ports of a storage adapter and of a secrets adapter together.
    #[must_use]
    pub const fn new(stores: Stores, secrets: Secrets) -> Self {
        Self { stores, secrets }
    }
}
