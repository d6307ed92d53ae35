//! What a database says of itself.

use jiff::Timestamp;

/// What a database says of itself, for whoever looks after it.
#[derive(Clone, Debug)]
pub struct DatabaseFacts {
    /// The engine: `SQLite` or `PostgreSQL`.
    pub engine: &'static str,
    /// The engine's version.
    pub version: String,
    /// The server's clock, where it is not this machine's.
    pub clock: Option<Timestamp>,
    /// What it was built or set up with that our use of it counts on.
    pub settings: Vec<SettingFact>,
}

/// How one thing is set up.
#[derive(Clone, Debug)]
pub struct SettingFact {
    /// Its name, as the engine has it.
    pub name: &'static str,
    /// How it is.
    pub value: String,
    /// Whether it is as it has to be.
    pub good: bool,
}

impl SettingFact {
    pub(crate) fn new(name: &'static str, value: String, good: bool) -> Self {
        Self { name, value, good }
    }
}
