use super::{Activity, Instance, InstanceId, InstanceName, NewInstance};
use crate::{seal::SealedText, store::StoreResult};
use async_trait::async_trait;
use std::sync::Arc;

/// The instances of an installation.
///
/// # Contract
/// - `a_created_instance_is_found_by_its_name`: with every setting as it was given.
/// - `a_name_is_taken_once`: a second creation answers `None` and changes nothing, also when both run at once.
/// - `a_host_is_taken_once`: an instance that asks for another's host answers `None` and leaves nothing behind.
/// - `all_lists_the_oldest_first`.
#[async_trait]
pub trait Instances: Send + Sync {
    /// Makes an instance; `None` when its name or one of its hosts is taken.
    async fn create(&self, new: NewInstance) -> StoreResult<Option<Arc<Instance>>>;
    /// The instance of that name.
    async fn by_name(&self, name: &InstanceName) -> StoreResult<Option<Arc<Instance>>>;
    /// Every instance, the oldest first.
    async fn all(&self) -> StoreResult<Vec<Arc<Instance>>>;
}

/// The installation itself, whatever its instances.
///
/// # Contract
/// - `the_first_seal_check_is_kept`: whoever brings another gets the first one, also when many come at once.
#[async_trait]
pub trait Installation: Send + Sync {
    /// Keeps a text that was sealed under the installation's master key, unless there is one; answers the one that is
    /// kept.
    async fn keep_seal_check(&self, sealed: SealedText) -> StoreResult<SealedText>;
}

/// The record of activity.
///
/// # Contract
/// - `what_was_recorded_is_read_back_newest_first`: every field as it was given, the moment to the millisecond; the
///   newest is the one that was recorded last, whatever its moment.
/// - `another_instance_reads_nothing`.
#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait ActivityLog: Send + Sync {
    /// Keeps one line.
    async fn record(&self, activity: Activity) -> StoreResult<()>;
    /// The newest lines of an instance, at most `limit`.
    async fn recent(&self, instance: InstanceId, limit: u32) -> StoreResult<Vec<Activity>>;
}
