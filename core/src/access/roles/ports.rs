use crate::{
    access::{Label, PermissionSet, RoleId},
    instance::InstanceId,
    record::{Found, PageRequest},
    store::StoreResult,
};
use async_trait::async_trait;

/// The roles of an instance, as an administrator sees them.
///
/// # Contract
/// - `a_made_role_is_found_as_it_was_made`: by its key and in the list, with how many users have it.
/// - `roles_are_listed_by_name`: page by page, those whose name holds the text that is searched for, without case or
///   accents.
/// - `a_roles_name_is_taken_once`: in an instance, also when many come at once.
/// - `a_role_is_edited_in_the_state_that_was_seen`: an older version changes nothing.
/// - `a_role_with_users_is_not_deleted`: nor an unknown one, nor one in another state; a deleted one is found no more.
/// - `at_most_one_role_is_the_default`: the one that was marked last, or none; a deleted one is not.
/// - `the_last_administrator_keeps_their_role`: a change that would leave no active user whose role administers is
///   not made, where there was one before; also when two come at once.
/// - `another_instances_roles_are_unknown`: in every method.
#[async_trait]
pub trait Roles: Send + Sync {
    /// A page of the roles whose name holds a text.
    async fn list(&self, instance: InstanceId, text: &str, page: PageRequest) -> StoreResult<Found<Role>>;
    /// The role of that key.
    async fn by_id(&self, instance: InstanceId, id: RoleId) -> StoreResult<Option<Role>>;
    /// Makes a role, or edits one.
    async fn save(&self, instance: InstanceId, change: RoleChange) -> StoreResult<RoleOutcome>;
    /// Removes the role of that key, in the state of that version.
    async fn delete(&self, instance: InstanceId, id: RoleId, version: i64) -> StoreResult<RoleOutcome>;
    /// Marks a role as the default, or none; `false` when there is no such role.
    async fn mark_default(&self, instance: InstanceId, id: Option<RoleId>) -> StoreResult<bool>;
}

/// A role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Its key.
    pub id: RoleId,
    /// What it is called.
    pub name: Label,
    /// What it permits.
    pub permissions: PermissionSet,
    /// Whether users whom external systems bring get it.
    pub is_default: bool,
    /// How many users have it.
    pub users: u32,
    /// Its state, counted up with every change.
    pub version: i64,
}

/// A role as it is to be.
#[derive(Clone, Debug)]
pub struct RoleChange {
    /// Which, in the state of which version; `None` for a new one.
    pub edit: Option<(RoleId, i64)>,
    /// What it is called.
    pub name: Label,
    /// What it permits.
    pub permissions: PermissionSet,
}

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleOutcome {
    /// It was made.
    Done(RoleId),
    /// There is no such role.
    Unknown,
    /// Somebody else changed it meanwhile.
    Stale,
    /// The name is another role's.
    Taken,
    /// Users have it.
    InUse,
    /// Nobody would be left who administers.
    LastAdministrator,
}
