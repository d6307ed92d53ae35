//! The clock of a day that is past.

use ba360_core::ambient::Clock;
use jiff::{SignedDuration, Timestamp};
use std::sync::atomic::{AtomicI64, Ordering};

/// A clock that goes on by some minutes each time that somebody looks at it.
pub(super) struct DayClock {
    morning: Timestamp,
    looks: AtomicI64,
}

/// Between two looks. A day's few cases fit in working hours.
const STEP_MINUTES: i64 = 83;

impl DayClock {
    /// A clock that begins at a moment.
    pub(super) fn starting(morning: Timestamp) -> Self {
        Self {
            morning,
            looks: AtomicI64::new(0),
        }
    }
}

impl Clock for DayClock {
    fn now(&self) -> Timestamp {
        let looks = self.looks.fetch_add(1, Ordering::Relaxed);
        let later = SignedDuration::from_mins(STEP_MINUTES.saturating_mul(looks));
        self.morning.saturating_add(later).unwrap_or(self.morning)
    }
}
