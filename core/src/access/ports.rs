use super::{Password, PasswordHash, PermissionSet, RoleId, SessionKey, User, UserId, UserName};
use crate::redacted::redacted;
use crate::{
    instance::{Activity, HostName, Instance, InstanceId},
    record::{ContactQuery, Interaction, InteractionRef, NewInteraction, RecordRef, WhichInteraction},
    store::StoreResult,
    token::survives_revocation,
};
use async_trait::async_trait;
use jiff::Timestamp;
use std::sync::Arc;

/// The front door: who comes in, through which host, by which link. Each method is one transaction and one
/// hop to the store, because what it does must be true together.
///
/// # Contract
/// - `a_host_finds_its_instance`: and no other; an unknown host finds none.
/// - `the_only_instance_without_hosts_answers_every_host`: and stops to as soon as there is a second one.
/// - `an_admitted_user_enters_until_the_session_expires`: with the name and the permissions of the role; at the
///   moment at which it expires, no more.
/// - `a_session_opens_no_other_instance`.
/// - `an_inactive_user_is_not_admitted`: nor an unknown one, nor another instance's; nothing is kept, not even the
///   activity, and the session that would have been replaced goes on.
/// - `a_token_from_before_the_users_last_revocation_is_not_admitted`: nothing is kept.
/// - `a_password_that_was_replaced_meanwhile_is_not_admitted`: nothing is kept.
/// - `a_changed_password_leaves_one_session`: the one that it starts; the new one is no temporary one, and nobody else's
///   sessions end.
/// - `a_password_that_was_replaced_meanwhile_is_not_changed`: nor that of an inactive or unknown user, or another
///   instance's; nothing is kept. Of many changes at once one is made.
/// - `a_session_tells_when_it_was_last_seen`: at first, when it began.
/// - `menus_are_those_of_the_sessions_beginning`: and of what the role still permits.
/// - `a_session_by_a_temporary_password_tells_so`: one by a token does not.
/// - `an_admission_ends_the_session_that_it_replaces`.
/// - `an_ended_session_enters_no_more`: and ending it again does nothing; the activity is not kept either.
/// - `a_deactivated_user_enters_no_more`: from the next call on.
/// - `a_token_enters_as_its_user`: with the name and the permissions of the role as they are at that call, as long as the
///   token would be admitted; nothing is kept.
/// - `an_interaction_is_kept_once`: the platform compares without case, its id as it is; whoever opens it again
///   gets the same reference, also when both open it at once; platform and id stay as they were first written.
/// - `an_interaction_is_as_its_newest_link_tells`: its channel, and what was searched of the contact.
/// - `an_opening_remembers_the_record_that_it_opened`: for that session and record alone, the newest wins.
/// - `an_interaction_of_another_instance_is_none`.
/// - `an_activity_is_kept_with_what_it_tells_of`: by admission, opening and ending.
#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait Admissions: Send + Sync {
    /// The instance that a host chooses, and who the session belongs to, if it is alive at that moment.
    async fn enter(&self, host: &HostName, session: Option<SessionKey>, at: Timestamp) -> StoreResult<Entry>;
    /// Starts a session; `None` when the user is inactive or unknown, the token was revoked, or the password was replaced
    /// meanwhile.
    async fn admit(&self, admission: Admission) -> StoreResult<Option<SignedIn>>;
    /// Replaces the password of an active user, ends their sessions and starts one; `None` when it is not the password
    /// that was known any more, or there is no such user.
    async fn change_password(&self, change: PasswordChange) -> StoreResult<Option<SignedIn>>;
    /// The user whom a token names, with what the role permits, as long as the token would be admitted.
    async fn token_user(
        &self,
        instance: InstanceId,
        user: UserId,
        issued_at: Timestamp,
    ) -> StoreResult<Option<TokenUser>>;
    /// Keeps a link's interaction and what the link opened.
    async fn opened(&self, opening: LinkOpening) -> StoreResult<InteractionRef>;
    /// One interaction of an instance, with what its newest link searched of the contact.
    async fn interaction(
        &self,
        instance: InstanceId,
        which: &WhichInteraction,
    ) -> StoreResult<Option<(Interaction, ContactQuery)>>;
    /// Ends a session.
    async fn end(&self, session: SessionKey, activity: Activity) -> StoreResult<()>;
}

/// What [`Admissions::enter`] found.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The instance; `None` when the host is nobody's.
    pub instance: Option<Arc<Instance>>,
    /// The user of the session; `None` when there is no live one.
    pub signed_in: Option<SignedIn>,
}

/// A user in a live session.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The user.
    pub user: UserId,
    /// The user's name as it is shown.
    pub name: String,
    /// The session.
    pub session: SessionKey,
    /// What the role permits; `None` when the user has no role.
    pub permissions: Option<PermissionSet>,
    /// What of it stands in the menus: what the role permitted already when the session began.
    pub menus: PermissionSet,
    /// Whether the session was opened by a temporary password, which has to be changed first.
    pub password_temporary: bool,
    /// When the session ends at the latest.
    pub expires_at: Timestamp,
    /// When the session was last in use, to some minutes.
    pub seen_at: Timestamp,
}

/// A user whom a token names.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenUser {
    /// The user.
    pub user: UserId,
    /// The user's name as it is shown.
    pub name: String,
    /// What the role permits; `None` when the user has no role.
    pub permissions: Option<PermissionSet>,
}

redacted!(SignedIn, TokenUser);

/// A session to start.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// Its key.
    pub key: SessionKey,
    /// Whose.
    pub user: UserId,
    /// From when.
    pub starts_at: Timestamp,
    /// Until when, at the latest.
    pub expires_at: Timestamp,
    /// The session of the same browser that ends with this.
    pub replaces: Option<SessionKey>,
}

/// Somebody to let in.
#[derive(Clone, Debug)]
pub struct Admission {
    /// Where.
    pub instance: InstanceId,
    /// The session to start.
    pub session: NewSession,
    /// What the user was known by.
    pub proof: Proof,
    /// The interaction of the link that brought the token.
    pub interaction: Option<NewInteraction>,
    /// The line in the record of activity.
    pub activity: Activity,
}

/// A password that its user changes.
#[derive(Clone, Debug)]
pub struct PasswordChange {
    /// Where.
    pub instance: InstanceId,
    /// The session to start: its user is the one.
    pub session: NewSession,
    /// The password by which the user was known.
    pub known: PasswordHash,
    /// The one that replaces it.
    pub new: PasswordHash,
    /// The line in the record of activity.
    pub activity: Activity,
}

impl PasswordChange {
    /// What lets the user in once the password is replaced.
    #[must_use]
    pub fn admission(self) -> Admission {
        Admission {
            instance: self.instance,
            session: self.session,
            proof: Proof::Password(self.new),
            interaction: None,
            activity: self.activity,
        }
    }
}

/// What somebody was known by who is let in. It is asked again when they are: it may have ended meanwhile.
#[derive(Clone, Debug)]
pub enum Proof {
    /// The password behind this hash.
    Password(PasswordHash),
    /// A token that was issued at that moment.
    Token(Timestamp),
}

impl Proof {
    /// Whether it still stands: the user's password is the one that was asked for, and the token survives the last
    /// revocation.
    #[must_use]
    pub fn stands(&self, password: &PasswordHash, revoked_at: Option<Timestamp>) -> bool {
        match self {
            Self::Password(known) => known.expose() == password.expose(),
            Self::Token(issued_at) => survives_revocation(Some(*issued_at), revoked_at),
        }
    }
}

/// A link that was opened by somebody who is signed in.
#[derive(Clone, Debug)]
pub struct LinkOpening {
    /// Where.
    pub instance: InstanceId,
    /// In which session; `None` for an operator.
    pub session: Option<SessionKey>,
    /// The link's interaction.
    pub interaction: NewInteraction,
    /// The record that it opened, if it was exactly one.
    pub record: Option<RecordRef>,
    /// The line in the record of activity.
    pub activity: Activity,
}

/// The users of an instance.
///
/// # Contract
/// - `a_new_user_is_found_by_name_and_id`: by the compared form of the name.
/// - `a_name_is_inserted_once`: whoever comes second gets the user that is there, unchanged, also when many
///   come at once and under spellings that compare equal.
/// - `another_instance_has_its_own_users`: the same name there is another user, and an id is found nowhere else.
/// - `a_new_password_replaces_the_old`: `false` when there is no such user.
/// - `a_new_password_ends_the_users_sessions`: and nobody else's.
/// - `a_role_is_ensured_once`: under one name there is one role, which keeps the permissions that it has; also when
///   many come at once.
#[async_trait]
pub trait Users: Send + Sync {
    /// The user of that name.
    async fn by_name(&self, instance: InstanceId, name: &UserName) -> StoreResult<Option<User>>;
    /// The user of that key.
    async fn by_id(&self, instance: InstanceId, id: UserId) -> StoreResult<Option<User>>;
    /// Makes a user unless the name is taken. Answers the user, and whether it was made.
    async fn insert_if_absent(&self, instance: InstanceId, new: NewUser) -> StoreResult<(User, bool)>;
    /// Replaces a password, whatever it was, and ends the user's sessions: somebody else than the user does.
    /// A temporary one has to be changed when somebody has signed in by it.
    async fn set_password(
        &self,
        instance: InstanceId,
        id: UserId,
        password: PasswordHash,
        temporary: bool,
    ) -> StoreResult<bool>;
    /// Makes sure that there is a role of that name: with those permissions, if it has to be made.
    async fn ensure_role(
        &self,
        instance: InstanceId,
        name: &str,
        permissions: PermissionSet,
    ) -> StoreResult<RoleId>;
}

/// A user to make.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// The name.
    pub name: UserName,
    /// The hashed password.
    pub password: PasswordHash,
    /// The role, if any.
    pub role: Option<RoleId>,
    /// When.
    pub at: Timestamp,
}

/// The hashing of passwords: slow by design, so it is bounded, and it never runs inside a transaction.
///
/// # Contract
/// - `the_right_password_verifies`: and any other does not.
/// - `two_hashes_of_one_password_differ`.
/// - `nobodys_password_takes_the_same_work`: against `None` the answer is `false`, after the same computation, which
///   takes up the same room.
/// - `a_damaged_hash_verifies_nothing`: the answer is `false`, never a panic, also when its parameters ask for more
///   memory than there is.
/// - `more_work_than_fits_is_refused_at_once`: with [`Unavailable`](crate::store::StoreError::Unavailable); there is
///   room again when the work has ended, also when nobody waited for it.
#[async_trait]
pub trait HashPassword: Send + Sync {
    /// Hashes a password under a new salt.
    async fn hash(&self, password: &Password) -> StoreResult<PasswordHash>;
    /// Whether the password is the one behind the hash.
    async fn verify(&self, password: &Password, against: Option<&PasswordHash>) -> StoreResult<bool>;
}
