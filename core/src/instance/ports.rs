use super::{
    Activity, ActivityCount, ActivityFilter, Instance, InstanceId, InstanceName, InstanceSettings,
    NewInstance,
};
use crate::{
    record::{Found, PageRequest},
    seal::SealedText,
    store::StoreResult,
};
use async_trait::async_trait;
use jiff::Timestamp;
use std::sync::Arc;

/// The instances of an installation.
///
/// # Contract
/// - `a_created_instance_is_found_by_its_name`: with every setting as it was given.
/// - `a_name_is_taken_once`: a second creation answers `None` and changes nothing, also when both run at once.
/// - `a_host_is_taken_once`: an instance that asks for another's host answers `None` and leaves nothing behind.
/// - `all_lists_the_oldest_first`.
/// - `settings_are_changed_in_the_state_that_was_seen`: every one of them; an older version changes nothing.
/// - `a_host_that_is_anothers_is_not_taken_by_a_change`: nothing changes; also when two ask for one at once.
/// - `an_instance_is_marked_until_its_records_are_reindexed`: a change that came meanwhile leaves the mark.
#[async_trait]
pub trait Instances: Send + Sync {
    /// Makes an instance; `None` when its name or one of its hosts is taken.
    async fn create(&self, new: NewInstance) -> StoreResult<Option<Arc<Instance>>>;
    /// The instance of that name.
    async fn by_name(&self, name: &InstanceName) -> StoreResult<Option<Arc<Instance>>>;
    /// Every instance, the oldest first.
    async fn all(&self) -> StoreResult<Vec<Arc<Instance>>>;
    /// Changes the settings of an instance in the state of a version.
    async fn change(
        &self,
        instance: InstanceId,
        seen: i64,
        settings: InstanceSettings,
        reindex: bool,
    ) -> StoreResult<SettingsOutcome>;
    /// Keeps that the records are found by the national length of the settings of that version.
    async fn reindexed(&self, instance: InstanceId, seen: i64) -> StoreResult<()>;
}

/// What became of a change of settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingsOutcome {
    /// It was made.
    Done,
    /// Somebody else changed them meanwhile, or there is no such instance.
    Stale,
    /// One of the hosts is another instance's.
    HostTaken,
}

/// The installation itself, whatever its instances.
///
/// # Contract
/// - `the_first_seal_check_is_kept`: whoever brings another gets the first one, also when many come at once.
/// - `to_look_at_the_seal_check_keeps_none`: until somebody brings one there is none.
#[async_trait]
pub trait Installation: Send + Sync {
    /// Keeps a text that was sealed under the installation's master key, unless there is one; answers the one that is
    /// kept.
    async fn keep_seal_check(&self, sealed: SealedText) -> StoreResult<SealedText>;
    /// The text that is kept, if there is one. It keeps nothing.
    async fn seal_check(&self) -> StoreResult<Option<SealedText>>;
}

/// The record of activity.
///
/// # Contract
/// - `what_was_recorded_is_read_back_newest_first`: every field as it was given, the moment to the millisecond; the
///   newest is the one that was recorded last, whatever its moment.
/// - `another_instance_reads_nothing`: in every method.
/// - `a_filter_finds_what_it_names`: everything that it names at once; page by page, the newest first.
/// - `openings_are_counted_by_the_hour`: by platform and by whether they were refused, within a stretch of time.
/// - `the_newest_line_before_a_moment_is_told`: by its own moment; one of that very moment is not before it.
/// - `old_lines_are_forgotten`: at most so many at once, the oldest first; how many there were.
#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait ActivityLog: Send + Sync {
    /// Keeps one line.
    async fn record(&self, activity: Activity) -> StoreResult<()>;
    /// The newest lines of an instance, at most `limit`.
    async fn recent(&self, instance: InstanceId, limit: u32) -> StoreResult<Vec<Activity>>;
    /// A page of the lines that a filter finds.
    async fn find(
        &self,
        instance: InstanceId,
        filter: &ActivityFilter,
        page: PageRequest,
    ) -> StoreResult<Found<Activity>>;
    /// How many links were opened and refused, hour by hour, from one moment to before another.
    async fn openings(
        &self,
        instance: InstanceId,
        from: Timestamp,
        to: Timestamp,
    ) -> StoreResult<Vec<ActivityCount>>;
    /// The moment of the newest line from before a moment.
    async fn newest_before(&self, instance: InstanceId, before: Timestamp) -> StoreResult<Option<Timestamp>>;
    /// Forgets lines from before a moment; answers how many.
    async fn forget(&self, instance: InstanceId, before: Timestamp, most: u32) -> StoreResult<u32>;
}
