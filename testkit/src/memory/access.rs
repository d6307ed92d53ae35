use super::{Kept, Memory};
use async_trait::async_trait;
use ba360_core::{
    access::{
        Admission, Admissions, Entry, LinkOpening, NewSession, NewUser, PasswordHash, PermissionSet, RoleId,
        SessionKey, SignedIn, User, UserId, UserName, Users, external::ProvisionedUser,
    },
    instance::{Activity, HostName, InstanceId},
    record::{ContactQuery, Interaction, InteractionRef, WhichInteraction},
    store::{StoreError, StoreResult},
    token::survives_revocation,
};
use jiff::Timestamp;

/// A user, and what the ports do not tell of one.
pub(super) struct UserRow {
    pub(super) instance: InstanceId,
    compared: String,
    /// With the last revocation of the user's own, not that of the instance.
    pub(super) user: User,
    pub(super) made_at: Timestamp,
    /// What an external system's user was made with, and in which group.
    pub(super) provisioned: Option<(ProvisionedUser, Option<String>)>,
}

/// A role.
pub(super) struct RoleRow {
    pub(super) instance: InstanceId,
    name: String,
    permissions: PermissionSet,
    pub(super) is_default: bool,
}

/// A session.
pub(super) struct SessionRow {
    pub(super) instance: InstanceId,
    pub(super) session: NewSession,
    pub(super) seen_at: Timestamp,
}

impl Kept {
    /// A user of an instance.
    pub(super) fn user(&mut self, instance: InstanceId, id: UserId) -> Option<&mut UserRow> {
        self.users
            .iter_mut()
            .find(|row| row.instance == instance && row.user.id == id)
    }

    /// A user as the ports tell of one: with the last revocation, be it the user's or the instance's.
    pub(super) fn told(&self, row: &UserRow) -> User {
        let of_instance = self
            .external_keys(row.instance)
            .and_then(|it| it.tokens_not_before);
        User {
            tokens_not_before: row.user.tokens_not_before.max(of_instance),
            ..row.user.clone()
        }
    }

    /// A user of an instance, as the ports tell of one.
    pub(super) fn told_by(&self, instance: InstanceId, is: impl Fn(&UserRow) -> bool) -> Option<User> {
        let row = self
            .users
            .iter()
            .find(|row| row.instance == instance && is(row))?;
        Some(self.told(row))
    }

    /// The user of that name.
    pub(super) fn named(&self, instance: InstanceId, name: &UserName) -> Option<User> {
        self.told_by(instance, |row| row.compared == name.compared())
    }

    /// Keeps a new user, who has the next key.
    pub(super) fn keep_user(
        &mut self,
        instance: InstanceId,
        new: NewUser,
        provisioned: Option<(ProvisionedUser, Option<String>)>,
    ) -> UserId {
        let id = UserId(self.users.len() as i64 + 1);
        self.users.push(UserRow {
            instance,
            compared: new.name.compared().to_owned(),
            user: User {
                id,
                name: new.name.shown().to_owned(),
                password: new.password,
                active: true,
                role: new.role,
                tokens_not_before: None,
            },
            made_at: new.at,
            provisioned,
        });
        id
    }

    /// Who a session belongs to, as long as the user is active.
    pub(super) fn signed_in(&self, row: &SessionRow) -> Option<SignedIn> {
        let NewSession {
            key,
            user,
            expires_at,
            ..
        } = row.session;
        let UserRow { user, .. } = self
            .users
            .iter()
            .find(|it| it.instance == row.instance && it.user.id == user && it.user.active)?;
        // A role's key is its place in the list, counted from 1.
        let role = user
            .role
            .and_then(|role| self.roles.get(usize::try_from(role.0 - 1).ok()?))
            .filter(|role| role.instance == row.instance);
        Some(SignedIn {
            user: user.id,
            name: user.name.clone(),
            session: key,
            permissions: role.map(|role| role.permissions),
            expires_at,
            seen_at: row.seen_at,
        })
    }
}

#[async_trait]
impl Admissions for Memory {
    async fn enter(&self, host: &HostName, session: Option<SessionKey>, at: Timestamp) -> StoreResult<Entry> {
        let kept = self.kept();
        let instance = kept.instance_of(host);
        let signed_in = instance.as_ref().zip(session).and_then(|(instance, key)| {
            let alive = |row: &&SessionRow| {
                row.instance == instance.id && row.session.key == key && at < row.session.expires_at
            };
            kept.signed_in(kept.sessions.iter().find(alive)?)
        });
        Ok(Entry { instance, signed_in })
    }

    async fn admit(&self, admission: Admission) -> StoreResult<Option<SignedIn>> {
        let Admission {
            instance,
            session,
            proof,
            interaction,
            activity,
        } = admission;
        let mut kept = self.kept();
        let user = kept.told_by(instance, |row| row.user.id == session.user && row.user.active);
        if !user.is_some_and(|user| proof.stands(&user.password, user.tokens_not_before)) {
            return Ok(None);
        }
        kept.sessions
            .retain(|row| Some(row.session.key) != session.replaces);
        if let Some(interaction) = interaction {
            kept.keep_interaction(instance, interaction);
        }
        kept.activity.push(activity);
        let row = SessionRow {
            instance,
            seen_at: session.starts_at,
            session,
        };
        let signed_in = kept.signed_in(&row);
        kept.sessions.push(row);
        Ok(signed_in)
    }

    async fn token_user(
        &self,
        instance: InstanceId,
        user: UserId,
        issued_at: Timestamp,
    ) -> StoreResult<Option<String>> {
        let found = self
            .kept()
            .told_by(instance, |row| row.user.id == user && row.user.active);
        let good = found.filter(|user| survives_revocation(Some(issued_at), user.tokens_not_before));
        Ok(good.map(|user| user.name))
    }

    async fn opened(&self, opening: LinkOpening) -> StoreResult<InteractionRef> {
        Ok(self.kept().keep_opening(opening))
    }

    async fn interaction(
        &self,
        instance: InstanceId,
        which: &WhichInteraction,
    ) -> StoreResult<Option<(Interaction, ContactQuery)>> {
        Ok(self.kept().interaction(instance, which))
    }

    async fn end(&self, session: SessionKey, activity: Activity) -> StoreResult<()> {
        let mut kept = self.kept();
        let before = kept.sessions.len();
        kept.sessions
            .retain(|row| row.session.key != session || row.instance != activity.instance);
        if kept.sessions.len() < before {
            kept.activity.push(activity);
        }
        Ok(())
    }
}

#[async_trait]
impl Users for Memory {
    async fn by_name(&self, instance: InstanceId, name: &UserName) -> StoreResult<Option<User>> {
        Ok(self.kept().named(instance, name))
    }

    async fn by_id(&self, instance: InstanceId, id: UserId) -> StoreResult<Option<User>> {
        Ok(self.kept().told_by(instance, |row| row.user.id == id))
    }

    async fn insert_if_absent(&self, instance: InstanceId, new: NewUser) -> StoreResult<(User, bool)> {
        let mut kept = self.kept();
        if let Some(there) = kept.named(instance, &new.name) {
            return Ok((there, false));
        }
        let id = kept.keep_user(instance, new, None);
        let made = kept.told_by(instance, |row| row.user.id == id);
        Ok((
            made.ok_or_else(|| StoreError::failed("a user who was just made is not there"))?,
            true,
        ))
    }

    async fn set_password(
        &self,
        instance: InstanceId,
        id: UserId,
        password: PasswordHash,
    ) -> StoreResult<bool> {
        let mut kept = self.kept();
        let Some(row) = kept.user(instance, id) else {
            return Ok(false);
        };
        row.user.password = password;
        kept.sessions
            .retain(|row| row.instance != instance || row.session.user != id);
        Ok(true)
    }

    async fn ensure_role(
        &self,
        instance: InstanceId,
        name: &str,
        permissions: PermissionSet,
    ) -> StoreResult<RoleId> {
        let mut kept = self.kept();
        let there = kept
            .roles
            .iter()
            .position(|row| row.instance == instance && row.name == name);
        let at = there.unwrap_or(kept.roles.len());
        if there.is_none() {
            kept.roles.push(RoleRow {
                instance,
                name: name.to_owned(),
                permissions,
                is_default: false,
            });
        }
        Ok(RoleId(at as i64 + 1))
    }
}
