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

    /// So many in a thousand of them, the fastest, rounded up. Nanoseconds.
    pub(crate) fn fastest(&mut self, thousandths: usize) -> &[u64] {
        self.all.sort_unstable();
        let count = (self.all.len() * thousandths).div_ceil(1_000);
        &self.all[..count.min(self.all.len())]
    }
}

/// Welch's t: by how many of its standard errors the mean of the second is above that of the first, whatever their
/// variances. `None` of fewer than two times, and of times without any spread.
pub(crate) fn welch_t(first: &[u64], second: &[u64]) -> Option<f64> {
    let ((first, of_first), (second, of_second)) = (mean(first)?, mean(second)?);
    let error = (of_first + of_second).sqrt();
    (error > 0.0).then(|| (second - first) / error)
}

/// The mean of some times, and the square of its standard error: their variance by their count.
fn mean(times: &[u64]) -> Option<(f64, f64)> {
    let count = times.len() as f64;
    if count < 2.0 {
        return None;
    }
    let mean = times.iter().map(|&time| time as f64).sum::<f64>() / count;
    let squares: f64 = times.iter().map(|&time| (time as f64 - mean).powi(2)).sum();
    Some((mean, squares / (count - 1.0) / count))
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

    #[test]
    fn the_slowest_are_cut_off() {
        let mut times = Times::default();
        assert_eq!(times.fastest(950), [0; 0]);
        for n in [3, 1, 2] {
            times.add(Duration::from_nanos(n));
        }
        assert_eq!(times.fastest(950), [1, 2, 3]);
        assert_eq!(times.fastest(666), [1, 2]);
        assert_eq!(times.fastest(1_000), [1, 2, 3]);
    }

    #[test]
    fn t_is_that_of_welch() {
        // Means 10 and 20. Variances 18 of two and 80 of five: squared errors 9 and 16, so the error is 5.
        let (first, second) = ([7, 13], [8, 16, 20, 24, 32]);
        assert_eq!(welch_t(&first, &second), Some(2.0));
        assert_eq!(welch_t(&second, &first), Some(-2.0));
        assert_eq!(welch_t(&first, &first), Some(0.0));
        assert_eq!(welch_t(&first, &[1]), None);
        assert_eq!(welch_t(&[4, 4], &[5, 5]), None);
    }
}
