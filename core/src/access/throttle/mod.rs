//! How guessing is slowed down. Tries that failed are counted in a store, by user and by address, so that a restart
//! forgets none and every server knows of all; what they cost grows with each, and ends by itself. No stranger can lock
//! anybody out for good.

mod guard;
mod ports;

pub(crate) use guard::{Guard, Pass, Refused};
pub use ports::{Counted, Failure, Throttles, Tries};

use super::UserName;
use crate::{
    ambient::is_ahead,
    instance::{InstanceId, Visit},
    text::{Code, Coded},
};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use std::{fmt, net::IpAddr};

/// What tries are counted by: a digest, since a name that was typed may be a password that went into the wrong field.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ThrottleKey(pub [u8; 32]);

impl ThrottleKey {
    /// A user's name at an instance, whether there is such a user or not.
    #[must_use]
    pub fn of_user(instance: InstanceId, name: &UserName) -> Self {
        Self::of(b"user", Some(instance), name.compared().as_bytes())
    }

    /// The same name at the door of external systems, which has a count of its own.
    #[must_use]
    pub fn of_external_user(instance: InstanceId, name: &UserName) -> Self {
        Self::of(b"external user", Some(instance), name.compared().as_bytes())
    }

    /// An address, at one instance or at none in particular. Of IPv6 it is the network of 64 bits, which is what one
    /// subscriber has.
    #[must_use]
    pub fn of_address(instance: Option<InstanceId>, address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self::of(b"address", instance, &address.octets()),
            IpAddr::V6(address) => Self::of(b"network", instance, &address.octets()[..8]),
        }
    }

    /// An address that brings tokens which were not signed here.
    #[must_use]
    pub fn of_token_address(instance: InstanceId, address: IpAddr) -> Self {
        Self::of(b"token", Some(instance), &Self::of_address(None, address).0)
    }

    /// An address that brings links which open nothing.
    #[must_use]
    pub fn of_link_address(instance: InstanceId, address: IpAddr) -> Self {
        Self::of(b"link", Some(instance), &Self::of_address(None, address).0)
    }

    fn of(kind: &[u8], instance: Option<InstanceId>, what: &[u8]) -> Self {
        let instance = instance.map_or(0, |instance| instance.0);
        let digest = Sha256::new()
            .chain_update(b"throttle ")
            .chain_update(kind)
            .chain_update([0])
            .chain_update(instance.to_be_bytes())
            .chain_update(what)
            .finalize();
        Self(digest.into())
    }
}

impl fmt::Debug for ThrottleKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ThrottleKey({:02x}{:02x}…)", self.0[0], self.0[1])
    }
}

/// By what links that open nothing are counted. Passwords and guessed tokens have counts of their own.
pub(crate) fn by_link_address(visit: &Visit) -> Option<(ThrottleKey, Limit)> {
    let from = visit.from?;
    Some((ThrottleKey::of_link_address(visit.instance.id, from), Limit::LINK))
}

/// How much may fail before it costs time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limit {
    /// How many failures cost nothing.
    free: u32,
    /// The longest that one has to wait.
    longest: SignedDuration,
    /// After how long without a failure all of them are forgotten.
    forgotten_after: SignedDuration,
    /// Whether a success forgets them. Whoever has a password of their own gets no more guesses by it at others'.
    forgiven: bool,
}

/// After how long without a failure any count is forgotten.
pub const FORGOTTEN_AFTER: SignedDuration = SignedDuration::from_hours(24);

impl Limit {
    /// Of one user: a person who mistypes notices nothing, and a program gets at most 100 guesses in a row in a day.
    pub(crate) const USER: Self = Self {
        free: 20,
        longest: SignedDuration::from_mins(30),
        forgotten_after: FORGOTTEN_AFTER,
        forgiven: true,
    };
    /// Of one user at the door of external systems, to which only the company's own system has the keys: as many may lose
    /// the race for a new user at once as agents begin a shift together.
    pub(crate) const EXTERNAL_USER: Self = Self {
        free: 64,
        longest: SignedDuration::from_hours(1),
        ..Self::USER
    };
    /// Of one address, behind which there may be a whole contact centre.
    pub(crate) const ADDRESS: Self = Self {
        free: 100,
        longest: SignedDuration::from_mins(15),
        forgotten_after: SignedDuration::from_mins(15),
        forgiven: false,
    };

    /// Of one address that brings links which open nothing: as many are written down at once as whoever tries links out
    /// sends, and then one a minute. Nobody waits for it.
    pub(crate) const LINK: Self = Self {
        free: 300,
        longest: SignedDuration::from_mins(1),
        ..Self::ADDRESS
    };

    /// From before when on a failure is forgotten.
    fn forgotten_before(self, now: Timestamp) -> Timestamp {
        now.checked_sub(self.forgotten_after).unwrap_or(Timestamp::MIN)
    }

    /// Whether a try may be made now.
    fn judge(self, tries: Tries, now: Timestamp) -> Verdict {
        if tries.failures < self.free || tries.last_at <= self.forgotten_before(now) {
            return Verdict::Free;
        }
        // One that a clock which was ahead has counted: the next one puts its moment right.
        if is_ahead(tries.last_at, now) {
            return Verdict::OneAtATime;
        }
        let since = now.duration_since(tries.last_at);
        // The first that costs anything costs a second, each further one twice as much.
        let doubled = 1_i64
            .checked_shl((tries.failures - self.free).min(40))
            .unwrap_or(i64::MAX);
        let wait = SignedDuration::from_secs(doubled).min(self.longest);
        // A clock that was set back a little makes nobody wait longer than that.
        let left = (wait - since).min(wait);
        if left > SignedDuration::ZERO {
            let secs = u32::try_from(left.as_secs()).unwrap_or(u32::MAX);
            Verdict::Wait(secs.saturating_add(u32::from(left.subsec_nanos() > 0)))
        } else {
            Verdict::OneAtATime
        }
    }
}

/// Whether a try may be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// It may.
    Free,
    /// It may, by one alone: it counts as failed until it has succeeded.
    OneAtATime,
    /// Not for so many seconds.
    Wait(u32),
}

/// The refusal of a try because too many before it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many tries failed; the next is possible in {retry_after_secs} s")]
pub struct Throttled {
    /// When the next try is possible, in seconds.
    pub retry_after_secs: u32,
}

impl Coded for Throttled {
    fn code(&self) -> Code {
        Code::TooManyTries
    }

    fn retry_after_secs(&self) -> Option<u32> {
        Some(self.retry_after_secs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const LAST: i64 = 1_000_000;

    #[rstest]
    #[case::few_cost_nothing(19, 0, Verdict::Free)]
    #[case::then_a_second(20, 0, Verdict::Wait(1))]
    #[case::which_passes(20, 1, Verdict::OneAtATime)]
    #[case::then_two(21, 1, Verdict::Wait(1))]
    #[case::doubling(25, 2, Verdict::Wait(30))]
    #[case::to_half_an_hour_at_most(1_000_000, 0, Verdict::Wait(1_800))]
    #[case::which_passes_too(1_000_000, 1_800, Verdict::OneAtATime)]
    #[case::a_clock_that_was_set_back(1_000_000, -60, Verdict::Wait(1_800))]
    #[case::f13_a_clock_that_was_far_ahead(1_000_000, -61, Verdict::OneAtATime)]
    #[case::a_day_forgets_all(1_000_000, 24 * 3600, Verdict::Free)]
    fn a_try_is_judged_by_those_that_failed(
        #[case] failures: u32,
        #[case] after_secs: i64,
        #[case] verdict: Verdict,
    ) {
        let at = |secs| Timestamp::from_second(secs).unwrap();
        let tries = Tries {
            failures,
            last_at: at(LAST),
        };
        assert_eq!(Limit::USER.judge(tries, at(LAST + after_secs)), verdict);
    }

    #[test]
    fn e5_no_more_than_a_hundred_guesses_in_a_row_in_a_day() {
        for limit in [Limit::USER, Limit::EXTERNAL_USER] {
            let made = guesses_in_a_day(limit);
            assert!(made <= 100, "{limit:?}: {made}");
        }
    }

    fn guesses_in_a_day(limit: Limit) -> u32 {
        let mut now = Timestamp::from_second(LAST).unwrap();
        let end = now + SignedDuration::from_hours(24);
        let mut tries = Tries {
            failures: 0,
            last_at: now,
        };
        let mut made = 0;
        while now < end {
            match limit.judge(tries, now) {
                Verdict::Wait(secs) => now += SignedDuration::from_secs(secs.into()),
                Verdict::Free | Verdict::OneAtATime => {
                    made += 1;
                    tries = Tries {
                        failures: tries.failures + 1,
                        last_at: now,
                    };
                }
            }
        }
        made
    }

    #[test]
    fn keys_differ_by_what_they_are_of() {
        let name = UserName::new("ana").unwrap();
        let other = UserName::new("ANA").unwrap();
        let user = |instance| ThrottleKey::of_user(InstanceId(instance), &name);
        assert_eq!(user(1), ThrottleKey::of_user(InstanceId(1), &other));
        assert_ne!(user(1), user(2));
        assert_ne!(user(1), ThrottleKey::of_external_user(InstanceId(1), &name));
        let here = "127.0.0.1".parse().unwrap();
        let of_link = ThrottleKey::of_link_address(InstanceId(1), here);
        assert_ne!(of_link, ThrottleKey::of_token_address(InstanceId(1), here));
        assert_ne!(of_link, ThrottleKey::of_link_address(InstanceId(2), here));
        let address = |text: &str| ThrottleKey::of_address(None, text.parse().unwrap());
        assert_ne!(address("127.0.0.1"), address("127.0.0.2"));
        assert_eq!(address("127.0.0.1"), address("::ffff:127.0.0.1"));
        assert_eq!(address("2001:db8::1"), address("2001:db8::2"));
        assert_ne!(address("2001:db8::1"), address("2001:db8:0:1::1"));
    }
}
