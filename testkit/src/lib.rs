#![doc = include_str!("../README.md")]

#[cfg(any(feature = "memory", feature = "suites"))]
mod hmac;
#[cfg(feature = "memory")]
pub mod memory;
#[cfg(feature = "suites")]
pub mod needs;
#[cfg(feature = "postgres")]
pub mod postgres;
#[cfg(feature = "suites")]
pub mod suites;
