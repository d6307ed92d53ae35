//! The ports' queries, written once. Each backend compiles these files as a module of its own, in which `Conn`,
//! `Store`, `dialect` and `MIGRATIONS` are its own.

mod activity;
mod admissions;
mod case_imports;
mod cases;
mod directory;
mod external;
mod groups;
mod imports;
mod installation;
mod instances;
pub(super) mod migration;
mod named;
mod parameters;
mod records;
mod roles;
mod sessions;
mod throttles;
mod users;

use super::{Conn, MIGRATIONS, Store, dialect};
