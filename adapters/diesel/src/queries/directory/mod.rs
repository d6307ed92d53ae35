//! The users with all that is kept of them.

mod changing;
mod reading;

use super::Store;
use async_trait::async_trait;
use ba360_core::{
    access::{
        PasswordHash, UserId, UserName,
        directory::{UserDetails, UserDirectory, UserFile, UserOutcome, UserRow},
    },
    instance::InstanceId,
    record::{Found, PageRequest},
    store::StoreResult,
};
use jiff::Timestamp;

#[async_trait]
impl UserDirectory for Store {
    async fn list(&self, instance: InstanceId, text: &str, page: PageRequest) -> StoreResult<Found<UserRow>> {
        let text = UserDetails::looked_for(text);
        // No user has so long a text or such a letter, and no text of PostgreSQL can have it.
        if text.len() > reading::LONGEST || text.contains('\0') {
            return Ok(Found::nothing(page.size));
        }
        self.look_up(move |c| reading::list(c, instance, &text, page))
            .await
    }

    async fn by_id(&self, instance: InstanceId, id: UserId) -> StoreResult<Option<UserFile>> {
        self.look_up(move |c| reading::by_id(c, instance, id)).await
    }

    async fn create(
        &self,
        instance: InstanceId,
        new: (UserName, PasswordHash, UserDetails),
        at: Timestamp,
    ) -> StoreResult<UserOutcome> {
        self.write(move |c| changing::create(c, instance, &new, at)).await
    }

    async fn edit(
        &self,
        instance: InstanceId,
        user: (UserId, i64),
        details: UserDetails,
    ) -> StoreResult<UserOutcome> {
        self.write(move |c| changing::edit(c, instance, user, &details))
            .await
    }

    async fn set_active(
        &self,
        instance: InstanceId,
        id: UserId,
        active: bool,
        at: Timestamp,
    ) -> StoreResult<UserOutcome> {
        self.write(move |c| changing::set_active(c, (instance, id), active, at))
            .await
    }

    async fn revoke_tokens(
        &self,
        instance: InstanceId,
        id: UserId,
        at: Timestamp,
    ) -> StoreResult<UserOutcome> {
        self.write(move |c| changing::revoke_tokens(c, (instance, id), at))
            .await
    }
}
