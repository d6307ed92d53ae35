//! The rules of the token in a link (the page's *Consumo del token de autenticación*).
//!
//! A token names one user of one instance for at most [`MAX_LIFE`]. What it says is here; how it is signed is
//! an adapter's business ([`TokenSigner`]), and whether its user may still come in is asked at every use
//! ([`Admissions::admit`](crate::access::Admissions::admit)).

mod issue;
mod ports;

pub use issue::{IssueToken, IssueTokenError};
pub use ports::TokenSigner;

use crate::{access::UserId, instance::InstanceId, redacted::redacted};
use jiff::{SignedDuration, Timestamp};

/// The longest that a token lives.
pub const MAX_LIFE: SignedDuration = SignedDuration::from_hours(8);

/// How far the clocks of two servers may differ.
const SKEW: SignedDuration = SignedDuration::from_secs(60);

/// What a token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// The one instance where it is good.
    pub instance: InstanceId,
    /// The one user whom it names.
    pub user: UserId,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Its own name, unlike any other's.
    pub id: TokenId,
}

/// A token's own name: 32 hexadecimal digits.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct TokenId(pub String);

redacted!(TokenId);

/// Whether a token is good in spite of its user's last revocation, which ends every token that was issued before
/// it. `None` is what was issued without a token, and a user whose tokens were never revoked.
///
/// The moments count in the precision in which they are given. A token tells its own to the whole second, rounded
/// down: one that is issued within the second of the revocation, after it, is refused as well.
#[must_use]
pub fn survives_revocation(issued_at: Option<Timestamp>, revoked_at: Option<Timestamp>) -> bool {
    issued_at
        .zip(revoked_at)
        .is_none_or(|(issued, revoked)| issued >= revoked)
}

impl Claims {
    /// Whether the token is good at an instance and a moment. Only its expiry is asked to the second: a token
    /// of the future is another clock's, within a minute.
    #[must_use]
    pub fn good_at(&self, instance: InstanceId, now: Timestamp) -> bool {
        self.instance == instance
            && now < self.expires_at
            && self.issued_at <= now.saturating_add(SKEW).unwrap_or(now)
            && self.expires_at.duration_since(self.issued_at) <= MAX_LIFE
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const ISSUED: i64 = 1_000_000;

    fn claims(life_secs: i64) -> Claims {
        let at = |secs| Timestamp::from_second(secs).unwrap();
        Claims {
            instance: InstanceId(1),
            user: UserId(1),
            issued_at: at(ISSUED),
            expires_at: at(ISSUED + life_secs),
            id: TokenId("0".repeat(32)),
        }
    }

    #[rstest]
    #[case::at_once(1, 0, true)]
    #[case::in_its_last_second(1, 8 * 3600 - 1, true)]
    #[case::at_its_end(1, 8 * 3600, false)]
    #[case::from_a_clock_a_minute_ahead(1, -60, true)]
    #[case::from_the_future(1, -61, false)]
    #[case::at_another_instance(2, 0, false)]
    fn a_token_is_good(#[case] instance: i64, #[case] after_secs: i64, #[case] good: bool) {
        let now = Timestamp::from_second(ISSUED + after_secs).unwrap();
        assert_eq!(claims(8 * 3600).good_at(InstanceId(instance), now), good);
    }

    #[rstest]
    #[case::never_revoked(Some(5), None, true)]
    #[case::a_password(None, Some(5), true)]
    #[case::issued_before(Some(4), Some(5), false)]
    #[case::issued_at_that_moment(Some(5), Some(5), true)]
    fn a_token_survives_revocation(
        #[case] issued: Option<i64>,
        #[case] revoked: Option<i64>,
        #[case] good: bool,
    ) {
        let at = |secs: Option<i64>| secs.map(|secs| Timestamp::from_second(secs).unwrap());
        assert_eq!(survives_revocation(at(issued), at(revoked)), good);
    }

    #[test]
    fn a_token_that_lives_longer_than_ours_is_not_ours() {
        let now = Timestamp::from_second(ISSUED).unwrap();
        assert!(!claims(8 * 3600 + 1).good_at(InstanceId(1), now));
    }
}
