use crate::{
    access::Label,
    instance::InstanceId,
    record::{Found, PageRequest},
    store::StoreResult,
};
use async_trait::async_trait;

/// A group's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct GroupId(pub i64);

/// The groups of an instance.
///
/// # Contract
/// - `a_made_group_is_found_as_it_was_made`: by its key and in the list, with how many users are in it.
/// - `groups_are_listed_by_name`: page by page, those whose name holds the text that is searched for, without case or
///   accents.
/// - `a_groups_name_is_taken_once`: in an instance, also when many come at once.
/// - `a_group_is_edited_in_the_state_that_was_seen`: an older version changes nothing.
/// - `a_group_with_users_is_not_deleted`: nor an unknown one, nor one in another state; a deleted one is found no more.
/// - `at_most_one_group_is_the_default`: the one that was marked last, or none; a deleted one is not.
/// - `another_instances_groups_are_unknown`: in every method.
#[async_trait]
pub trait Groups: Send + Sync {
    /// A page of the groups whose name holds a text.
    async fn list(&self, instance: InstanceId, text: &str, page: PageRequest) -> StoreResult<Found<Group>>;
    /// The group of that key.
    async fn by_id(&self, instance: InstanceId, id: GroupId) -> StoreResult<Option<Group>>;
    /// Makes a group, or renames the one of that key in the state of that version.
    async fn save(
        &self,
        instance: InstanceId,
        edit: Option<(GroupId, i64)>,
        name: Label,
    ) -> StoreResult<GroupOutcome>;
    /// Removes the group of that key, in the state of that version.
    async fn delete(&self, instance: InstanceId, id: GroupId, version: i64) -> StoreResult<GroupOutcome>;
    /// Marks a group as the default, or none; `false` when there is no such group.
    async fn mark_default(&self, instance: InstanceId, id: Option<GroupId>) -> StoreResult<bool>;
}

/// A group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its key.
    pub id: GroupId,
    /// What it is called.
    pub name: Label,
    /// Whether users whom external systems bring get into it.
    pub is_default: bool,
    /// How many users are in it.
    pub users: u32,
    /// Its state, counted up with every change.
    pub version: i64,
}

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupOutcome {
    /// It was made.
    Done(GroupId),
    /// There is no such group.
    Unknown,
    /// Somebody else changed it meanwhile.
    Stale,
    /// The name is another group's.
    Taken,
    /// Users are in it.
    InUse,
}
