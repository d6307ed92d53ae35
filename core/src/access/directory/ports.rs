use super::UserDetails;
use crate::{
    access::{Label, PasswordHash, UserId, UserName},
    instance::InstanceId,
    record::{Found, PageRequest},
    redacted::redacted,
    store::StoreResult,
};
use async_trait::async_trait;
use jiff::Timestamp;

/// The users of an instance with all that is kept of them.
///
/// # Contract
/// - `a_made_user_is_found_as_it_was_made`: by its key and in the list, active, with the names of role and group.
/// - `users_are_listed_by_name`: page by page, those of whose names and address one holds the text that is searched
///   for, without case or accents.
/// - `a_users_name_is_taken_once`: also by users that came another way, and when many come at once.
/// - `a_user_gets_no_unknown_role_or_group`: nor another instance's; nothing is made or changed.
/// - `a_user_is_edited_in_the_state_that_was_seen`: an older version changes nothing; name and password stay.
/// - `a_deactivated_user_is_out`: the sessions end, and tokens issued before are refused, also once the user is active
///   again.
/// - `a_users_tokens_are_revoked`: those that were issued before, by
///   [`next_revocation`](crate::token::next_revocation); sessions go on.
/// - `the_last_administrator_stays`: an edit or a deactivation that would leave no active user whose role administers is
///   not made, where there was one before; also when two come at once.
/// - `another_instances_users_are_unknown`: in every method.
#[async_trait]
pub trait UserDirectory: Send + Sync {
    /// A page of the users that a text finds.
    async fn list(&self, instance: InstanceId, text: &str, page: PageRequest) -> StoreResult<Found<UserRow>>;
    /// The user of that key.
    async fn by_id(&self, instance: InstanceId, id: UserId) -> StoreResult<Option<UserFile>>;
    /// Makes a user, whose password is a temporary one.
    async fn create(
        &self,
        instance: InstanceId,
        new: (UserName, PasswordHash, UserDetails),
        at: Timestamp,
    ) -> StoreResult<UserOutcome>;
    /// Edits the user of that key, in the state of that version.
    async fn edit(
        &self,
        instance: InstanceId,
        user: (UserId, i64),
        details: UserDetails,
    ) -> StoreResult<UserOutcome>;
    /// Activates or deactivates a user.
    async fn set_active(
        &self,
        instance: InstanceId,
        id: UserId,
        active: bool,
        at: Timestamp,
    ) -> StoreResult<UserOutcome>;
    /// Revokes the tokens that were issued to a user before a moment.
    async fn revoke_tokens(
        &self,
        instance: InstanceId,
        id: UserId,
        at: Timestamp,
    ) -> StoreResult<UserOutcome>;
}

/// A user in a list.
#[derive(Clone, PartialEq, Eq)]
pub struct UserRow {
    /// The key.
    pub id: UserId,
    /// The name for signing in.
    pub name: String,
    /// Given name and surname, as far as there are.
    pub full_name: String,
    /// The e-mail address, where there is a real one.
    pub email: Option<String>,
    /// The role's name.
    pub role: Option<Label>,
    /// Whether the user may come in.
    pub active: bool,
}

/// All that is kept of a user, but the password.
#[derive(Clone, PartialEq)]
pub struct UserFile {
    /// The key.
    pub id: UserId,
    /// The name for signing in.
    pub name: String,
    /// What an administrator may change.
    pub details: UserDetails,
    /// The role's name.
    pub role: Option<Label>,
    /// The group's name.
    pub group: Option<Label>,
    /// Whether the user may come in.
    pub active: bool,
    /// Whether an external system brought the user.
    pub made_externally: bool,
    /// When the user was made.
    pub made_at: Timestamp,
    /// Tokens that were issued before are refused.
    pub tokens_not_before: Option<Timestamp>,
    /// The state, counted up with every change.
    pub version: i64,
}

redacted!(UserRow, UserFile);

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserOutcome {
    /// It was made.
    Done(UserId),
    /// There is no such user.
    Unknown,
    /// Somebody else changed the user meanwhile.
    Stale,
    /// The name is another user's.
    Taken,
    /// There is no such role.
    NoSuchRole,
    /// There is no such group.
    NoSuchGroup,
    /// Nobody would be left who administers.
    LastAdministrator,
}
