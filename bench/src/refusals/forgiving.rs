//! The count of tries that failed, without what it is for: else a measurement would be slowed down as any guessing is.

use async_trait::async_trait;
use ba360_core::{
    access::throttle::{Failure, ThrottleKey, Throttles, Tries},
    store::StoreResult,
};
use jiff::Timestamp;
use std::sync::Arc;

/// Asks and tells a store all that the server does, so that it costs the same, and answers as if nothing had ever
/// failed.
pub(super) struct Forgiving(pub(super) Arc<dyn Throttles>);

#[async_trait]
impl Throttles for Forgiving {
    async fn tries(&self, keys: &[ThrottleKey]) -> StoreResult<Vec<Option<Tries>>> {
        let found = self.0.tries(keys).await?;
        Ok(vec![None; found.len()])
    }

    async fn failed(&self, failure: Failure) -> StoreResult<()> {
        self.0.failed(failure).await
    }

    async fn take_turn(&self, key: ThrottleKey, read: Tries, at: Timestamp) -> StoreResult<bool> {
        self.0.take_turn(key, read, at).await
    }

    async fn forget(&self, keys: &[ThrottleKey]) -> StoreResult<()> {
        self.0.forget(keys).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::Site;
    use ba360_core::access::throttle::Counted;

    #[test]
    fn a_failure_is_kept_and_not_told() {
        let site = Site::open(|_| ()).unwrap();
        let store = Arc::clone(&site.ports.stores.throttles);
        let forgiving = Forgiving(Arc::clone(&store));
        let key = ThrottleKey([7; 32]);
        let failure = Failure {
            keys: vec![Counted {
                key,
                forgotten_before: Timestamp::MIN,
            }],
            at: Timestamp::UNIX_EPOCH,
            activity: None,
        };
        let (kept, told) = site.handle().block_on(async {
            forgiving.failed(failure).await.unwrap();
            (
                store.tries(&[key]).await.unwrap(),
                forgiving.tries(&[key, key]).await.unwrap(),
            )
        });
        assert_eq!(kept[0].map(|tries| tries.failures), Some(1));
        assert_eq!(told, [None, None]);
    }
}
