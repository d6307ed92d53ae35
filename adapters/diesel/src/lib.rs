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
//! (`sqlite/`) owns the threads and the connections: no call ever waits for the disk on an asynchronous thread.
//!
//! # Searches
//!
//! A search reads indexes alone: a table of keys for whole fields and beginnings of words, and one of trigrams for
//! parts. Both begin with the instance, so that another company's data neither shows nor slows. Up to 1,000 results
//! all are ranked. Of more, a bounded number is: the oldest that have a whole field or a part, and those whose word
//! comes first in the alphabet for the beginning of one word; a record that one of these lists names is ranked by all
//! the fields in which it matches. Words that are each too common to be listed and too short for trigrams (below
//! three letters) are looked for in a bounded number of records, and the total then says that it may not be all.
//!
//! # Several processes
//!
//! Several processes may use one database at once. What must be unique is so by an index, and what must be true
//! together is one transaction that takes the write lock first.

#[cfg(not(any(feature = "sqlite", feature = "postgres")))]
compile_error!("ba360-diesel needs a backend: enable the feature `sqlite` or `postgres`");

mod database;
mod dialect;
mod error;
mod fault;
mod fields;
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
pub use options::Options;
pub use url::{BadDatabaseUrl, DatabaseUrl};
