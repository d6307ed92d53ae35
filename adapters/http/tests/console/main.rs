//! The console's views through the whole router, over the ports in memory.
#![allow(
    clippy::unwrap_used,
    reason = "a test stops where something is not as it should be"
)]

mod cases;
mod escaping;
mod languages;
mod records;
mod searches;
mod world;
