use ba360_core::ambient::{Clock, Random};
use jiff::Timestamp;

/// The system's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock behind the port")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// The operating system's source of secrets.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    /// # Panics
    /// When the operating system gives no randomness: nothing that is predictable may be handed out as a secret.
    #[expect(clippy::disallowed_methods, reason = "this is the source behind the port")]
    fn fill(&self, bytes: &mut [u8]) {
        if getrandom::fill(bytes).is_err() {
            panic!("the operating system gives no randomness");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_fillings_differ_in_every_part() {
        let (mut one, mut two) = ([0; 64], [0; 64]);
        SystemRandom.fill(&mut one);
        SystemRandom.fill(&mut two);
        for (a, b) in one.chunks(16).zip(two.chunks(16)) {
            assert_ne!(a, b);
        }
    }
}
