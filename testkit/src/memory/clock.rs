use ba360_core::ambient::Clock;
use jiff::{SignedDuration, Timestamp};
use std::sync::{Mutex, PoisonError};

/// A clock that stands still until a test sets it.
#[derive(Debug)]
pub struct TestClock(Mutex<Timestamp>);

impl TestClock {
    /// A clock that stands at a moment.
    #[must_use]
    pub const fn new(now: Timestamp) -> Self {
        Self(Mutex::new(now))
    }

    /// Sets it, forwards or backwards.
    pub fn set(&self, now: Timestamp) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }

    /// Moves it on, or back by a negative duration. At the ends of time it stays there.
    pub fn advance(&self, by: SignedDuration) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let end = if by.is_negative() {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        };
        *now = now.checked_add(by).unwrap_or(end);
    }
}

impl Default for TestClock {
    /// A clock that stands at 2026-01-01, 12:00 UTC.
    fn default() -> Self {
        Self::new(Timestamp::constant(1_767_268_800, 0))
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stands_still_until_it_is_set_or_moved() {
        let clock = TestClock::default();
        let noon: Timestamp = "2026-01-01T12:00:00Z".parse().unwrap();
        assert_eq!((clock.now(), clock.now()), (noon, noon));
        clock.advance(SignedDuration::from_secs(-1));
        assert_eq!(clock.now(), noon - SignedDuration::from_secs(1));
        clock.set(Timestamp::UNIX_EPOCH);
        assert_eq!(clock.now(), Timestamp::UNIX_EPOCH);
        clock.advance(SignedDuration::MAX);
        assert_eq!(clock.now(), Timestamp::MAX);
    }
}
