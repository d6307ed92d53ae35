//! Time, and what is told of many times.

use std::time::{Duration, Instant};

/// The present moment.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// How long each of many calls took.
#[derive(Debug, Default)]
pub(crate) struct Times {
    /// Nanoseconds.
    all: Vec<u64>,
    sum: Duration,
}

impl Times {
    pub(crate) fn add(&mut self, time: Duration) {
        self.all.push(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX));
        self.sum += time;
    }

    pub(crate) fn count(&self) -> usize {
        self.all.len()
    }

    /// All of them together.
    pub(crate) fn sum(&self) -> Duration {
        self.sum
    }

    pub(crate) fn append(&mut self, mut other: Self) {
        self.all.append(&mut other.all);
        self.sum += other.sum;
    }

    /// The times that so many in a thousand do not exceed, by the nearest rank; 0 of none. Nanoseconds.
    pub(crate) fn at<const N: usize>(&mut self, thousandths: [usize; N]) -> [u64; N] {
        self.all.sort_unstable();
        let count = self.all.len();
        thousandths.map(|share| {
            let rank = (count * share).div_ceil(1_000).clamp(1, count.max(1));
            self.all.get(rank - 1).copied().unwrap_or_default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_the_nearest() {
        let mut times = Times::default();
        assert_eq!(times.at([500]), [0]);
        for n in (1..=100).rev() {
            times.add(Duration::from_nanos(n));
        }
        assert_eq!(times.at([0, 500, 990, 1_000]), [1, 50, 99, 100]);
        assert_eq!(times.sum(), Duration::from_nanos(5_050));
    }
}
