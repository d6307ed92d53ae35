use super::Memory;
use async_trait::async_trait;
use ba360_core::{
    access::throttle::{FORGOTTEN_AFTER, Failure, ThrottleKey, Throttles, Tries},
    store::StoreResult,
};
use jiff::Timestamp;

#[async_trait]
impl Throttles for Memory {
    async fn tries(&self, keys: &[ThrottleKey]) -> StoreResult<Vec<Option<Tries>>> {
        let kept = self.kept();
        Ok(keys.iter().map(|key| kept.tries.get(key).copied()).collect())
    }

    async fn failed(&self, failure: Failure) -> StoreResult<()> {
        let Failure { keys, at, activity } = failure;
        let mut kept = self.kept();
        for counted in keys {
            let before = kept.tries.get(&counted.key).copied();
            let before = before.filter(|tries| tries.last_at > counted.forgotten_before);
            let tries = Tries {
                failures: before.map_or(1, |tries| tries.failures.saturating_add(1)),
                last_at: before.map_or(at, |tries| tries.last_at.max(at)),
            };
            kept.tries.insert(counted.key, tries);
        }
        if let Ok(old) = at.checked_sub(FORGOTTEN_AFTER) {
            kept.tries.retain(|_, tries| tries.last_at >= old);
        }
        kept.activity.extend(activity);
        Ok(())
    }

    async fn take_turn(&self, key: ThrottleKey, read: Tries, at: Timestamp) -> StoreResult<bool> {
        let mut kept = self.kept();
        let Some(tries) = kept.tries.get_mut(&key).filter(|tries| **tries == read) else {
            return Ok(false);
        };
        *tries = Tries {
            failures: read.failures.saturating_add(1),
            last_at: at,
        };
        Ok(true)
    }

    async fn forget(&self, keys: &[ThrottleKey]) -> StoreResult<()> {
        let mut kept = self.kept();
        for key in keys {
            kept.tries.remove(key);
        }
        Ok(())
    }
}
