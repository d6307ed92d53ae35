//! Time and randomness: the two things that a rule needs and cannot make.

use jiff::{SignedDuration, Timestamp};

/// How far the clocks of two servers may differ.
const SKEW: SignedDuration = SignedDuration::from_secs(60);

/// Whether a moment lies further ahead than the clocks of two servers may differ: it is one of a clock that was wrong.
pub(crate) fn is_ahead(moment: Timestamp, now: Timestamp) -> bool {
    moment > now.saturating_add(SKEW).unwrap_or(now)
}

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
