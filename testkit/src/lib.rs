#![doc = include_str!("../README.md")]

#[cfg(feature = "memory")]
pub mod memory;
#[cfg(feature = "suites")]
pub mod suites;
