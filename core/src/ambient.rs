//! Time and randomness: the two things that a rule needs and cannot make.

use jiff::Timestamp;

/// The clock.
///
/// # Contract
/// - `now` is the present moment in UTC; two calls may answer the same moment, and a clock that was set back
///   answers an earlier one.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
}

/// The source of secrets.
///
/// # Contract
/// - every byte is filled from a cryptographically secure source, or the call does not return.
pub trait Random: Send + Sync {
    /// Fills `bytes`.
    fn fill(&self, bytes: &mut [u8]);
}
