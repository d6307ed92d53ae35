use crate::{
    access::{SessionKey, UserId},
    instance::InstanceId,
    record::{Found, PageRequest},
    redacted::redacted,
    store::StoreResult,
};
use async_trait::async_trait;
use jiff::Timestamp;

/// The sessions of an instance.
///
/// # Contract
/// - `live_sessions_are_listed_newest_first`: those that have neither ended nor expired, whose user is active, with the
///   user's name; page by page.
/// - `another_instance_lists_none_of_them`.
/// - `a_session_is_marked_as_seen`: soon; it never goes back, and where there is no such session nothing happens.
#[async_trait]
pub trait Sessions: Send + Sync {
    /// A page of the sessions that are alive at a moment.
    async fn list(
        &self,
        instance: InstanceId,
        at: Timestamp,
        page: PageRequest,
    ) -> StoreResult<Found<SessionRow>>;
    /// Asks that a session is marked as in use at a moment. Nobody waits for it, so that who only reads goes on where
    /// nothing can be written; a mark that is lost ends the session's idle time earlier, and the next request asks again.
    fn seen(&self, instance: InstanceId, session: SessionKey, at: Timestamp);
}

/// A session.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// Its key, which opens nothing.
    pub key: SessionKey,
    /// Whose.
    pub user: UserId,
    /// The user's name as it is shown.
    pub name: String,
    /// Since when.
    pub starts_at: Timestamp,
    /// When it was last in use, to some minutes.
    pub seen_at: Timestamp,
    /// Until when, at the latest.
    pub expires_at: Timestamp,
}

redacted!(SessionRow);
