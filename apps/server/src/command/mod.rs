//! One file a command: each opens the installation, runs a use case, and prints what it answers.

pub(crate) mod doctor;
pub(crate) mod import;
pub(crate) mod instance;
pub(crate) mod keys;
pub(crate) mod migrate;
pub(crate) mod serve;
pub(crate) mod user;
