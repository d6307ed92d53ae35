use crate::hmac::hmac;
use ba360_core::ambient::Random;
use std::sync::atomic::{AtomicU64, Ordering};

/// A random that says the same in every run. Whoever knows the seed knows every secret that comes of it.
#[derive(Debug)]
pub struct SeededRandom {
    seed: u64,
    drawn: AtomicU64,
}

impl SeededRandom {
    /// The random of a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self {
            seed,
            drawn: AtomicU64::new(0),
        }
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let n = self.drawn.fetch_add(1, Ordering::Relaxed);
            let block = hmac(&self.seed.to_be_bytes(), &[&n.to_be_bytes()]);
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(random: &SeededRandom) -> [u8; 40] {
        let mut bytes = [0; 40];
        random.fill(&mut bytes);
        bytes
    }

    #[test]
    fn a_seed_says_the_same_again_and_no_two_draws_are_equal() {
        let (one, again, other) = (SeededRandom::new(1), SeededRandom::new(1), SeededRandom::new(2));
        let first = drawn(&one);
        assert_eq!(first, drawn(&again));
        assert_ne!(first, drawn(&one));
        assert_ne!(first, drawn(&other));
        assert_ne!(first[..8], first[32..]);
    }
}
