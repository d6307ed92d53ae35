use super::{Kept, Memory, access};
use async_trait::async_trait;
use ba360_core::{
    access::{
        NewUser, PasswordHash, UserId, UserName,
        directory::{UserDetails, UserDirectory, UserFile, UserOutcome, UserRow},
    },
    instance::InstanceId,
    record::{Found, PageRequest, Value},
    store::StoreResult,
    token::next_revocation,
};
use jiff::Timestamp;

impl Kept {
    fn user_row(&self, row: &access::UserRow) -> UserRow {
        let details = &row.details;
        let names = [&details.given_name, &details.surname];
        let names: Vec<_> = names.into_iter().flatten().map(Value::as_str).collect();
        let email = details.email.as_ref().filter(|email| !email.is_placeholder());
        UserRow {
            id: row.id,
            name: row.name.shown().to_owned(),
            full_name: names.join(" "),
            email: email.map(|email| email.as_str().to_owned()),
            role: self.role_name(row.instance, details.role),
            active: row.active,
        }
    }

    fn user_file(&self, row: &access::UserRow) -> UserFile {
        UserFile {
            id: row.id,
            name: row.name.shown().to_owned(),
            details: row.details.clone(),
            role: self.role_name(row.instance, row.details.role),
            group: self.group_name(row.instance, row.details.group),
            active: row.active,
            made_externally: row.made_externally,
            made_at: row.made_at,
            tokens_not_before: self.told(row).tokens_not_before,
            version: row.version,
        }
    }

    /// Asks that role and group are there.
    fn require_there(&self, instance: InstanceId, details: &UserDetails) -> Result<(), UserOutcome> {
        if details.role.is_some_and(|id| self.role(instance, id).is_none()) {
            return Err(UserOutcome::NoSuchRole);
        }
        if details.group.is_some_and(|id| self.group(instance, id).is_none()) {
            return Err(UserOutcome::NoSuchGroup);
        }
        Ok(())
    }

    /// Changes a user, unless nobody would be left who administers.
    fn change_user(
        &mut self,
        instance: InstanceId,
        id: UserId,
        change: impl FnOnce(&mut access::UserRow),
    ) -> Result<UserId, UserOutcome> {
        let administered = self.is_administered(instance);
        let row = self.user(instance, id).ok_or(UserOutcome::Unknown)?;
        let before = row.clone();
        change(row);
        row.version += 1;
        if administered && !self.is_administered(instance) {
            if let Some(row) = self.user(instance, id) {
                *row = before;
            }
            return Err(UserOutcome::LastAdministrator);
        }
        Ok(id)
    }

    fn create_user(
        &mut self,
        instance: InstanceId,
        (name, password, details): (UserName, PasswordHash, UserDetails),
        at: Timestamp,
    ) -> Result<UserId, UserOutcome> {
        self.require_there(instance, &details)?;
        if self.named(instance, &name).is_some() {
            return Err(UserOutcome::Taken);
        }
        let new = NewUser {
            name,
            password,
            role: details.role,
            at,
        };
        let row = self.keep_user(instance, new);
        (row.details, row.password_temporary) = (details, true);
        Ok(row.id)
    }

    fn edit_user(
        &mut self,
        instance: InstanceId,
        (id, version): (UserId, i64),
        details: UserDetails,
    ) -> Result<UserId, UserOutcome> {
        let row = self.user(instance, id).ok_or(UserOutcome::Unknown)?;
        if row.version != version {
            return Err(UserOutcome::Stale);
        }
        self.require_there(instance, &details)?;
        self.change_user(instance, id, |row| row.details = details)
    }

    fn set_active(
        &mut self,
        instance: InstanceId,
        id: UserId,
        active: bool,
        at: Timestamp,
    ) -> Result<UserId, UserOutcome> {
        let row = self.user(instance, id).ok_or(UserOutcome::Unknown)?;
        if row.active == active {
            return Ok(id);
        }
        self.change_user(instance, id, |row| {
            row.active = active;
            if !active {
                row.tokens_not_before = Some(next_revocation(at, row.tokens_not_before));
            }
        })?;
        if !active {
            self.end_sessions(instance, id);
        }
        Ok(id)
    }
}

fn outcome(done: Result<UserId, UserOutcome>) -> UserOutcome {
    done.map_or_else(|refused| refused, UserOutcome::Done)
}

#[async_trait]
impl UserDirectory for Memory {
    async fn list(&self, instance: InstanceId, text: &str, page: PageRequest) -> StoreResult<Found<UserRow>> {
        let kept = self.kept();
        let text = UserDetails::looked_for(text);
        let found = |row: &&access::UserRow| {
            row.instance == instance && row.details.search_text(row.name.shown()).contains(&text)
        };
        let mut rows: Vec<_> = kept.users.iter().filter(found).collect();
        rows.sort_by_key(|row| row.name.compared());
        Ok(Found::page_of(rows, page).map(|row| kept.user_row(row)))
    }

    async fn by_id(&self, instance: InstanceId, id: UserId) -> StoreResult<Option<UserFile>> {
        let kept = self.kept();
        let mut users = kept.users.iter();
        let row = users.find(|row| row.instance == instance && row.id == id);
        Ok(row.map(|row| kept.user_file(row)))
    }

    async fn create(
        &self,
        instance: InstanceId,
        new: (UserName, PasswordHash, UserDetails),
        at: Timestamp,
    ) -> StoreResult<UserOutcome> {
        Ok(outcome(self.kept().create_user(instance, new, at)))
    }

    async fn edit(
        &self,
        instance: InstanceId,
        user: (UserId, i64),
        details: UserDetails,
    ) -> StoreResult<UserOutcome> {
        Ok(outcome(self.kept().edit_user(instance, user, details)))
    }

    async fn set_active(
        &self,
        instance: InstanceId,
        id: UserId,
        active: bool,
        at: Timestamp,
    ) -> StoreResult<UserOutcome> {
        Ok(outcome(self.kept().set_active(instance, id, active, at)))
    }

    async fn revoke_tokens(
        &self,
        instance: InstanceId,
        id: UserId,
        at: Timestamp,
    ) -> StoreResult<UserOutcome> {
        let revoked = self.kept().change_user(instance, id, |row| {
            row.tokens_not_before = Some(next_revocation(at, row.tokens_not_before));
        });
        Ok(outcome(revoked))
    }
}
