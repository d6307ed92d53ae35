//! Measures Be Aware 360's integrations.
//!
//! [`data`] invents records, the same each time. [`fill`] brings them into a database the way that an import does, and
//! tells how fast. [`search`] measures the searches of that database beside their floors, in turns, so that whatever
//! else the machine does hits all of them alike. Everything that is measured is a [`Figure`], a line of JSON;
//! [`report`] makes the page of many, and of what the small benchmarks of the other crates print. [`logins`] and [`refusals`] measure logins through a whole server: how many, and
//! whether the time of a refused one tells why.
//!
//! Read the ratios: times are the machine's.

pub mod data;
mod direct;
mod figure;
pub mod fill;
pub mod logins;
mod machine;
mod place;
pub mod refusals;
pub mod report;
pub mod search;
mod site;
mod timing;
mod wire;

pub use figure::{Figure, Fill, Latency, Machine, Micro, Sink, Throughput};
pub use place::{Backend, Places};

/// What becomes of the work of a benchmark: it has no refusals of its own, and whoever runs it reads what went wrong.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;
