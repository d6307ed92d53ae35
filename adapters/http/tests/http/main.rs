//! The router on a real listener, over the ports in memory. Tests that begin with a letter and a number are the
//! cases of the project's list of attacks.

#![allow(
    clippy::disallowed_methods,
    reason = "tests of time limits look at the clock on the wall"
)]
#![allow(
    clippy::unwrap_used,
    reason = "a test stops where something is not as it should be"
)]

mod connections;
mod external;
mod external_refusals;
mod figures;
mod frames;
mod framing;
mod keys;
mod link_flow;
mod link_tokens;
mod links;
mod logs;
mod pages;
mod passwords;
mod session_list;
mod sessions;
mod support;
