use super::ThrottleKey;
use crate::{instance::Activity, store::StoreResult};
use async_trait::async_trait;
use jiff::Timestamp;

/// The count of tries that failed.
///
/// # Contract
/// - `failures_are_counted_by_key`: each with the moment of the newest; a key that never failed has none.
/// - `a_count_begins_anew`: where the newest failure is older than the moment that the new one names.
/// - `no_failure_is_lost`: of many at once.
/// - `a_failure_keeps_its_activity`: where it has one, together with the count.
/// - `a_forgotten_key_has_none`: and forgetting what is not there does nothing.
/// - `a_turn_is_taken_once`: by whoever names the count as it is; it counts as a failure. Of many at once one gets it.
/// - `old_failures_are_removed`: those whose newest is older than
///   [`FORGOTTEN_AFTER`](super::FORGOTTEN_AFTER), little by little, with each new one.
#[async_trait]
pub trait Throttles: Send + Sync {
    /// How many tries failed, for each key in order.
    async fn tries(&self, keys: &[ThrottleKey]) -> StoreResult<Vec<Option<Tries>>>;
    /// Counts a failure.
    async fn failed(&self, failure: Failure) -> StoreResult<()>;
    /// Counts one more failure of a key, if the count is still as it was read; `false` when it is not.
    async fn take_turn(&self, key: ThrottleKey, read: Tries, at: Timestamp) -> StoreResult<bool>;
    /// Forgets the failures of some keys.
    async fn forget(&self, keys: &[ThrottleKey]) -> StoreResult<()>;
}

/// How many tries failed in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tries {
    /// How many.
    pub failures: u32,
    /// When the newest did.
    pub last_at: Timestamp,
}

/// A key by which a failure is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The key.
    pub key: ThrottleKey,
    /// A newest failure from this moment or before is forgotten: the count begins anew.
    pub forgotten_before: Timestamp,
}

/// A try that failed.
#[derive(Clone, Debug)]
pub struct Failure {
    /// By what it is counted.
    pub keys: Vec<Counted>,
    /// When.
    pub at: Timestamp,
    /// The line in the record of activity, where it is known of which instance.
    pub activity: Option<Activity>,
}
