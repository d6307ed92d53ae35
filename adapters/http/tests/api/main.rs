//! The JSON API through the whole router, over the ports in memory. Whatever a test asks, its answer is held against
//! the description of the API. Tests that begin with a letter and a number are the cases of the project's list of
//! attacks.
#![allow(
    clippy::unwrap_used,
    reason = "a test stops where something is not as it should be"
)]

mod administration;
mod description;
mod program;
mod records;
mod reported;
mod who;
mod world;
