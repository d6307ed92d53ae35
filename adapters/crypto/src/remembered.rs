//! The memory of tokens that were verified: the link's token is the same for a whole shift.

use aws_lc_rs::digest::{SHA256, digest};
use ba360_core::token::Claims;
use std::{
    collections::HashMap,
    mem,
    sync::{Mutex, PoisonError},
};

/// What tokens are kept under: the digest of the whole text, so that a text unlike it in anything is unknown.
pub(crate) type TokenDigest = [u8; 32];

/// So many tokens and what they say, no more. Whether a token has expired or was revoked is not in here.
///
/// There are two halves. New tokens and those asked for again go into the young one; when it is full it becomes
/// the old one, and what nobody asked for in the meantime is forgotten.
pub(crate) struct Remembered {
    half: usize,
    halves: Mutex<Halves>,
}

#[derive(Default)]
struct Halves {
    young: HashMap<TokenDigest, Claims>,
    old: HashMap<TokenDigest, Claims>,
}

/// The digest of a token.
pub(crate) fn token_digest(token: &str) -> TokenDigest {
    let mut key = TokenDigest::default();
    key.copy_from_slice(digest(&SHA256, token.as_bytes()).as_ref());
    key
}

impl Remembered {
    pub(crate) fn new(most: usize) -> Self {
        Self {
            half: (most / 2).max(1),
            halves: Mutex::default(),
        }
    }

    /// What the token says, if it is remembered.
    pub(crate) fn recall(&self, key: &TokenDigest) -> Option<Claims> {
        let mut halves = self.halves.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(claims) = halves.young.get(key) {
            return Some(claims.clone());
        }
        let claims = halves.old.remove(key)?;
        halves.keep(self.half, *key, claims.clone());
        Some(claims)
    }

    /// Remembers what a token says that was just verified.
    pub(crate) fn remember(&self, key: TokenDigest, claims: Claims) {
        let mut halves = self.halves.lock().unwrap_or_else(PoisonError::into_inner);
        halves.keep(self.half, key, claims);
    }
}

impl Halves {
    fn keep(&mut self, half: usize, key: TokenDigest, claims: Claims) {
        if self.young.len() >= half && !self.young.contains_key(&key) {
            self.old = mem::take(&mut self.young);
        }
        self.young.insert(key, claims);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ba360_core::{access::UserId, instance::InstanceId, token::TokenId};
    use jiff::Timestamp;

    fn claims(user: i64) -> Claims {
        Claims {
            instance: InstanceId(1),
            user: UserId(user),
            issued_at: Timestamp::UNIX_EPOCH,
            expires_at: Timestamp::UNIX_EPOCH,
            id: TokenId("0".repeat(32)),
        }
    }

    fn key(number: i64) -> TokenDigest {
        token_digest(&number.to_string())
    }

    #[test]
    fn however_many_come_no_more_are_kept_than_fit() {
        let remembered = Remembered::new(8);
        for number in 0..1000 {
            remembered.remember(key(number), claims(number));
            let halves = remembered.halves.lock().unwrap();
            assert!(halves.young.len() + halves.old.len() <= 8);
        }
        assert_eq!(remembered.recall(&key(999)), Some(claims(999)));
        assert_eq!(remembered.recall(&key(0)), None);
    }

    #[test]
    fn a_token_in_use_outlives_those_that_nobody_asks_for() {
        let remembered = Remembered::new(8);
        remembered.remember(key(0), claims(0));
        for number in 1..1000 {
            remembered.remember(key(number), claims(number));
            assert_eq!(remembered.recall(&key(0)), Some(claims(0)), "after {number}");
        }
    }
}
