//! The rules of the token in a link (the page's *Consumo del token de autenticación*).
//!
//! A token names one user of one instance for at most [`MAX_LIFE`]. What it says is here; how it is signed is
//! an adapter's business ([`TokenSigner`]), and whether its user may still come in is asked at every use
//! ([`Admissions::admit`](crate::access::Admissions::admit)).

mod issue;
mod ports;

pub use issue::{IssueToken, IssueTokenError};
pub use ports::{PublicKey, TokenSigner};

use crate::{
    access::UserId,
    ambient::{Random, is_ahead},
    hex::hex,
    instance::InstanceId,
    redacted::redacted,
};
use jiff::{RoundMode, SignedDuration, Timestamp, TimestampRound, Unit};

/// The longest that a token lives.
pub const MAX_LIFE: SignedDuration = SignedDuration::from_hours(8);

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
/// A token tells its moment to the whole second, and so does a revocation ([`next_revocation`]).
#[must_use]
pub fn survives_revocation(issued_at: Option<Timestamp>, revoked_at: Option<Timestamp>) -> bool {
    issued_at
        .zip(revoked_at)
        .is_none_or(|(issued, revoked)| issued >= revoked)
}

/// The moment of a revocation at `now`: the next whole second, since a token tells its own rounded down; and later than
/// the last revocation, so that what was issued after that one is refused as well.
#[must_use]
pub fn next_revocation(now: Timestamp, last: Option<Timestamp>) -> Timestamp {
    let next = |moment: Timestamp| {
        moment
            .saturating_add(SignedDuration::from_secs(1))
            .unwrap_or(moment)
    };
    let this = next(whole_second(now, RoundMode::Trunc));
    last.map_or(this, |last| this.max(next(last)))
}

fn whole_second(moment: Timestamp, mode: RoundMode) -> Timestamp {
    let round = TimestampRound::new().smallest(Unit::Second).mode(mode);
    moment.round(round).unwrap_or(moment)
}

/// What a new token says. It lives `life`, but never longer than [`MAX_LIFE`], and it is issued at the last revocation
/// where that is still ahead.
pub(crate) fn new_claims(
    (instance, user): (InstanceId, UserId),
    now: Timestamp,
    life: SignedDuration,
    not_before: Option<Timestamp>,
    random: &dyn Random,
) -> Claims {
    let now = whole_second(now, RoundMode::Trunc);
    // A revocation is at most a few seconds ahead; one that lies further off is another clock's, and stands.
    let ahead = not_before.filter(|moment| !is_ahead(*moment, now));
    let issued_at = ahead.map_or(now, |moment| now.max(moment));
    let expires_at = issued_at
        .saturating_add(life.clamp(SignedDuration::ZERO, MAX_LIFE))
        .unwrap_or(issued_at);
    let mut bytes = [0; 16];
    random.fill(&mut bytes);
    Claims {
        instance,
        user,
        issued_at,
        expires_at,
        id: TokenId(hex(&bytes)),
    }
}

impl Claims {
    /// Whether the token is good at an instance and a moment. Only its expiry is asked to the second: a token
    /// of the future is another clock's, within a minute.
    #[must_use]
    pub fn good_at(&self, instance: InstanceId, now: Timestamp) -> bool {
        self.instance == instance
            && now < self.expires_at
            && !is_ahead(self.issued_at, now)
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

    #[rstest]
    #[case::to_the_next_second(100_500, None, 101)]
    #[case::at_a_whole_second(100_000, None, 101)]
    #[case::later_than_the_last(100_500, Some(101), 102)]
    #[case::long_after_the_last(100_500, Some(50), 101)]
    fn a_revocation_is_later_than_whatever_was_issued(
        #[case] now_millis: i64,
        #[case] last: Option<i64>,
        #[case] secs: i64,
    ) {
        let now = Timestamp::from_millisecond(now_millis).unwrap();
        let last = last.map(|secs| Timestamp::from_second(secs).unwrap());
        assert_eq!(next_revocation(now, last).as_second(), secs);
    }

    struct Zeros;

    impl Random for Zeros {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(0);
        }
    }

    #[test]
    fn a_token_that_is_issued_right_after_a_revocation_survives_it_and_not_the_next() {
        let now = Timestamp::from_millisecond(100_500).unwrap();
        let who = (InstanceId(1), UserId(1));
        let before = new_claims(who, now, MAX_LIFE, None, &Zeros);
        let revoked = next_revocation(now, None);
        assert!(!survives_revocation(Some(before.issued_at), Some(revoked)));
        let after = new_claims(who, now, MAX_LIFE, Some(revoked), &Zeros);
        assert!(survives_revocation(Some(after.issued_at), Some(revoked)));
        assert!(after.good_at(InstanceId(1), now));
        let again = next_revocation(now, Some(revoked));
        assert!(!survives_revocation(Some(after.issued_at), Some(again)));
    }

    #[test]
    fn a_token_that_lives_longer_than_ours_is_not_ours() {
        let now = Timestamp::from_second(ISSUED).unwrap();
        assert!(!claims(8 * 3600 + 1).good_at(InstanceId(1), now));
    }
}
