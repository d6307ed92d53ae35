//! Two ways to embed Be Aware 360's integrations in a service of one's own. Both are compiled and run by the
//! tests, and so is the code in the project's README.

pub mod console_under_a_path;
pub mod link_in_a_service;

/// The code of the README, compiled as documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
