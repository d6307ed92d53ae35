//! Chance that is the same each time: SplitMix64, begun anew for each row.
//!
//! It is ten lines that anybody can write again in any language. The crates of random numbers promise good numbers but
//! not the same ones in their next version, and figures of two years have to be of the same rows.

/// Which numbers of a row are drawn, so that no two things that are chosen depend on each other.
#[derive(Clone, Copy)]
pub(super) enum Stream {
    Name = 1,
    Written,
    Phone,
    Email,
    Social,
    Company,
    Address,
    Membership,
    Case,
    PersonNumber,
    CompanyNumber,
    PhoneNumber,
}

/// A stream of numbers.
#[derive(Clone, Debug)]
pub struct Mix(u64);

const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

impl Mix {
    /// The stream of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(scrambled(seed))
    }

    /// The stream of a row.
    pub(super) fn at(seed: u64, stream: Stream, row: u64) -> Self {
        Self(scrambled(seed ^ scrambled(stream as u64 ^ scrambled(row))))
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        scrambled(self.0)
    }

    /// A number below a limit; 0 below 0.
    pub fn below(&mut self, limit: u64) -> u64 {
        ((u128::from(self.number()) * u128::from(limit)) >> 64) as u64
    }

    /// Whether something happens that does so many times in a hundred.
    pub fn percent(&mut self, share: u64) -> bool {
        self.below(100) < share
    }

    /// One of some, each as likely.
    pub fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len() as u64) as usize]
    }
}

fn scrambled(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// A number below a prime that no other row below that prime has.
pub(super) fn unique(seed: u64, stream: Stream, row: u64, prime: u64) -> u64 {
    let mut mix = Mix::at(seed, stream, 0);
    let (factor, shift) = (1 + mix.below(prime - 1), mix.below(prime));
    (row % prime * factor + shift) % prime
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn the_numbers_are_those_of_splitmix64() {
        // The published first numbers of the state 0.
        let mut mix = Mix(0);
        assert_eq!(mix.number(), 0xe220_a839_7b1d_cdaf);
        assert_eq!(mix.number(), 0x6e78_9e6a_a1b9_65f4);
    }

    #[test]
    fn rows_below_the_prime_have_numbers_of_their_own() {
        let numbers: HashSet<u64> = (0..997)
            .map(|row| unique(5, Stream::PersonNumber, row, 997))
            .collect();
        assert_eq!(numbers.len(), 997);
        assert!(numbers.iter().all(|&number| number < 997));
    }

    #[test]
    fn shares_are_kept() {
        let mut mix = Mix::new(1);
        let count = (0..10_000).filter(|_| mix.percent(30)).count();
        assert!((2_800..3_200).contains(&count), "{count}");
        assert_eq!(mix.below(0), 0);
    }
}
