//! Storage of Be Aware 360's integrations: the ports of [`ba360_core::Stores`] on SQLite and PostgreSQL, by Diesel.
//!
//! ```no_run
//! use ba360_diesel::{Database, DatabaseUrl, Options};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let url: DatabaseUrl = "sqlite:data/ba360.db".parse()?;
//! let database = Database::open(&url, Options::default())?;
//! database.migrate()?;
//! let stores = database.stores();
//! # Ok(())
//! # }
//! ```
//!
//! # How it is built
//!
//! The queries are written once (`queries/`) and compiled for each backend as a module of its own, so that both have
//! the same behaviour and each its own types. What really differs stands side by side (`dialect/`). A backend
//! (`sqlite/`, `postgres/`) owns the threads and the connections: no call ever waits for the disk or the network on an
//! asynchronous thread. On PostgreSQL a call needs a Tokio runtime with its timer on.
//!
//! # Searches
//!
//! A search reads indexes alone: a table of keys for whole fields and beginnings of words, and one of trigrams for
//! parts. Both begin with the instance, so that another company's data neither shows nor slows. Up to 1,000 results
//! all are ranked. Of more, a word's records come by age and those of a beginning by the alphabet; of a whole field or
//! a part the oldest are ranked, and a record that one of these lists names is ranked by all the fields in which it
//! matches. Words that are each too common to be listed and too short for trigrams (below three letters) are looked
//! for in a bounded number of records, and the total then says that it may not be all.
//!
//! # Several processes
//!
//! Several processes may use one database at once. What must be unique is so by an index, and what must be true
//! together is one transaction: on SQLite one that takes the write lock first, on PostgreSQL one that holds the
//! instance or the user where a rule needs it.

#[cfg(not(any(feature = "sqlite", feature = "postgres")))]
compile_error!("ba360-diesel needs a backend: enable the feature `sqlite` or `postgres`");

mod database;
mod dialect;
mod error;
mod facts;
mod fault;
mod fields;
mod marks;
mod options;
#[cfg(feature = "postgres")]
mod postgres;
mod queue;
mod schema;
#[cfg(feature = "sqlite")]
mod sqlite;
mod stored;
mod url;

pub use database::Database;
pub use error::OpenError;
pub use facts::{DatabaseFacts, SettingFact};
pub use options::Options;
pub use url::{BadDatabaseUrl, DatabaseUrl};
