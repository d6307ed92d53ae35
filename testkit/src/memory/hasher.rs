use crate::hmac::hmac;
use async_trait::async_trait;
use ba360_core::{
    access::{HashPassword, Password, PasswordHash},
    ambient::Random,
    store::{StoreError, StoreResult},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use std::{
    future::poll_fn,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::Poll,
};
use subtle::ConstantTimeEq;

/// A hasher for tests that are about something else: salted and compared in constant time, but so fast that
/// whoever has a hash tries a billion passwords against it. It must never keep a real one.
pub struct FastHasher {
    random: Arc<dyn Random>,
    room: usize,
    inside: AtomicUsize,
    computed: AtomicUsize,
}

/// What the hashes of this hasher begin with.
const PREFIX: &str = "$test-only$";

/// The room of one call, given back when it is dropped.
struct Place<'a>(&'a AtomicUsize);

impl FastHasher {
    /// A hasher that draws its salts from `random` and takes at most `room` calls at once.
    #[must_use]
    pub fn new(random: Arc<dyn Random>, room: usize) -> Self {
        Self {
            random,
            room,
            inside: AtomicUsize::new(0),
            computed: AtomicUsize::new(0),
        }
    }

    /// How many computations there have been: who is refused must have cost as much as who is let in.
    #[must_use]
    pub fn computed(&self) -> usize {
        self.computed.load(Ordering::Acquire)
    }

    fn enter(&self) -> StoreResult<Place<'_>> {
        let entered = self
            .inside
            .try_update(Ordering::AcqRel, Ordering::Acquire, |inside| {
                (inside < self.room).then_some(inside + 1)
            });
        match entered {
            Ok(_) => {
                self.computed.fetch_add(1, Ordering::AcqRel);
                Ok(Place(&self.inside))
            }
            Err(_) => Err(StoreError::unavailable("the hasher has no room")),
        }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

#[async_trait]
impl HashPassword for FastHasher {
    async fn hash(&self, password: &Password) -> StoreResult<PasswordHash> {
        let _place = self.enter()?;
        others_first().await;
        let mut salt = [0; 16];
        self.random.fill(&mut salt);
        let digest = hmac(&salt, &[password.expose()]);
        let [salt, digest] = [&salt[..], &digest[..]].map(|bytes| URL_SAFE_NO_PAD.encode(bytes));
        Ok(PasswordHash::new(format!("{PREFIX}{salt}${digest}")))
    }

    async fn verify(&self, password: &Password, against: Option<&PasswordHash>) -> StoreResult<bool> {
        let _place = self.enter()?;
        others_first().await;
        let parts = against.and_then(|hash| parts(hash.expose()));
        let (salt, expected) = parts.clone().unwrap_or_else(|| (vec![0; 16], vec![0; 32]));
        let digest = hmac(&salt, &[password.expose()]);
        let equal = bool::from(digest[..].ct_eq(&expected));
        Ok(equal && parts.is_some())
    }
}

/// The salt and the digest of a hash; `None` when it is none of this hasher's.
fn parts(hash: &str) -> Option<(Vec<u8>, Vec<u8>)> {
    let (salt, digest) = hash.strip_prefix(PREFIX)?.split_once('$')?;
    Some((
        URL_SAFE_NO_PAD.decode(salt).ok()?,
        URL_SAFE_NO_PAD.decode(digest).ok()?,
    ))
}

/// Lets the other tasks go first, once, as real work would.
async fn others_first() {
    let mut waited = false;
    poll_fn(|cx| {
        if waited {
            return Poll::Ready(());
        }
        waited = true;
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
