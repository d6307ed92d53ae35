use super::{Kept, Memory};
use async_trait::async_trait;
use ba360_core::{
    access::{
        Admission, Admissions, Entry, LinkOpening, NewSession, NewUser, PasswordHash, PermissionSet, RoleId,
        SessionKey, SignedIn, User, UserId, UserName, Users,
    },
    instance::{Activity, HostName, InstanceId},
    record::{ContactQuery, Interaction, InteractionRef, WhichInteraction},
    store::StoreResult,
    token::survives_revocation,
};
use jiff::Timestamp;

/// A user, and what the port does not tell of one.
pub(super) struct UserRow {
    instance: InstanceId,
    compared: String,
    pub(super) user: User,
    pub(super) tokens_revoked_at: Option<Timestamp>,
}

/// A role.
pub(super) struct RoleRow {
    instance: InstanceId,
    name: String,
    permissions: PermissionSet,
}

/// A session.
pub(super) struct SessionRow {
    instance: InstanceId,
    session: NewSession,
}

impl Kept {
    /// A user of an instance.
    pub(super) fn user(&mut self, instance: InstanceId, id: UserId) -> Option<&mut UserRow> {
        self.users
            .iter_mut()
            .find(|row| row.instance == instance && row.user.id == id)
    }

    /// Who a session belongs to, as long as the user is active.
    fn signed_in(&self, row: &SessionRow) -> Option<SignedIn> {
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
            token_issued_at,
            interaction,
            activity,
        } = admission;
        let mut kept = self.kept();
        let revoked_at = match kept.user(instance, session.user) {
            Some(row) if row.user.active => row.tokens_revoked_at,
            _ => return Ok(None),
        };
        if !survives_revocation(token_issued_at, revoked_at) {
            return Ok(None);
        }
        kept.sessions
            .retain(|row| Some(row.session.key) != session.replaces);
        if let Some(interaction) = interaction {
            kept.keep_interaction(instance, interaction);
        }
        kept.activity.push(activity);
        let row = SessionRow { instance, session };
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
        let mut kept = self.kept();
        let row = kept.user(instance, user).filter(|row| row.user.active);
        let good = row.filter(|row| survives_revocation(Some(issued_at), row.tokens_revoked_at));
        Ok(good.map(|row| row.user.name.clone()))
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
        kept.sessions.retain(|row| row.session.key != session);
        if kept.sessions.len() < before {
            kept.activity.push(activity);
        }
        Ok(())
    }
}

#[async_trait]
impl Users for Memory {
    async fn by_name(&self, instance: InstanceId, name: &UserName) -> StoreResult<Option<User>> {
        let kept = self.kept();
        let mut rows = kept.users.iter();
        let found = rows.find(|row| row.instance == instance && row.compared == name.compared());
        Ok(found.map(|row| row.user.clone()))
    }

    async fn by_id(&self, instance: InstanceId, id: UserId) -> StoreResult<Option<User>> {
        Ok(self.kept().user(instance, id).map(|row| row.user.clone()))
    }

    async fn insert_if_absent(&self, instance: InstanceId, new: NewUser) -> StoreResult<(User, bool)> {
        let mut kept = self.kept();
        let mut rows = kept.users.iter();
        let there = rows.find(|row| row.instance == instance && row.compared == new.name.compared());
        if let Some(row) = there {
            return Ok((row.user.clone(), false));
        }
        let user = User {
            id: UserId(kept.users.len() as i64 + 1),
            name: new.name.shown().to_owned(),
            password: new.password,
            active: true,
            role: new.role,
        };
        kept.users.push(UserRow {
            instance,
            compared: new.name.compared().to_owned(),
            user: user.clone(),
            tokens_revoked_at: None,
        });
        Ok((user, true))
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
            });
        }
        Ok(RoleId(at as i64 + 1))
    }
}
