use super::{Kept, Memory};
use async_trait::async_trait;
use ba360_core::{
    access::{
        Admission, Admissions, Entry, Label, LinkOpening, NewSession, NewUser, PasswordChange, PasswordHash,
        PermissionSet, Proof, RoleId, SessionKey, SignedIn, TokenUser, User, UserId, UserName, Users,
        directory::UserDetails,
    },
    instance::{Activity, HostName, InstanceId},
    record::{ContactQuery, Interaction, InteractionRef, WhichInteraction},
    store::{StoreError, StoreResult},
    token::survives_revocation,
};
use jiff::Timestamp;

/// A user.
#[derive(Clone)]
pub(super) struct UserRow {
    pub(super) instance: InstanceId,
    pub(super) id: UserId,
    pub(super) name: UserName,
    pub(super) password: PasswordHash,
    /// Whether the password has to be changed by whoever signs in by it.
    pub(super) password_temporary: bool,
    pub(super) active: bool,
    /// The last revocation of the user's own, not that of the instance.
    pub(super) tokens_not_before: Option<Timestamp>,
    pub(super) made_at: Timestamp,
    pub(super) made_externally: bool,
    pub(super) details: UserDetails,
    pub(super) version: i64,
}

/// A session.
pub(super) struct SessionRow {
    pub(super) instance: InstanceId,
    pub(super) session: NewSession,
    pub(super) seen_at: Timestamp,
    /// What the role permitted when it began.
    pub(super) menus: PermissionSet,
    pub(super) password_temporary: bool,
}

impl Kept {
    /// A user of an instance.
    pub(super) fn user(&mut self, instance: InstanceId, id: UserId) -> Option<&mut UserRow> {
        self.users
            .iter_mut()
            .find(|row| row.instance == instance && row.id == id)
    }

    /// A user as the ports tell of one: with the last revocation, be it the user's or the instance's.
    pub(super) fn told(&self, row: &UserRow) -> User {
        let of_instance = self
            .external_keys(row.instance)
            .and_then(|it| it.tokens_not_before);
        User {
            id: row.id,
            name: row.name.shown().to_owned(),
            password: row.password.clone(),
            active: row.active,
            role: row.details.role,
            tokens_not_before: row.tokens_not_before.max(of_instance),
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
        self.told_by(instance, |row| row.name.compared() == name.compared())
    }

    /// Keeps a new user, who has the next key.
    pub(super) fn keep_user(&mut self, instance: InstanceId, new: NewUser) -> &mut UserRow {
        let id = UserId(self.users.len() as i64 + 1);
        let row = UserRow {
            instance,
            id,
            name: new.name,
            password: new.password,
            password_temporary: false,
            active: true,
            tokens_not_before: None,
            made_at: new.at,
            made_externally: false,
            details: UserDetails {
                role: new.role,
                ..UserDetails::default()
            },
            version: 1,
        };
        let at = self.users.len();
        self.users.push(row);
        &mut self.users[at]
    }

    /// Ends the sessions of a user.
    pub(super) fn end_sessions(&mut self, instance: InstanceId, user: UserId) {
        self.sessions
            .retain(|row| row.instance != instance || row.session.user != user);
    }

    /// Who a session belongs to, as long as the user is active.
    pub(super) fn signed_in(&self, row: &SessionRow) -> Option<SignedIn> {
        let NewSession {
            key,
            user,
            expires_at,
            ..
        } = row.session;
        let user = self.told_by(row.instance, |it| it.id == user && it.active)?;
        let permissions = self.permissions_of(row.instance, user.role);
        Some(SignedIn {
            user: user.id,
            name: user.name,
            session: key,
            permissions,
            menus: permissions.unwrap_or_default().and(row.menus),
            password_temporary: row.password_temporary,
            expires_at,
            seen_at: row.seen_at,
        })
    }

    /// Lets somebody in whose proof stands.
    fn admit(&mut self, admission: Admission) -> Option<SignedIn> {
        let Admission {
            instance,
            session,
            proof,
            interaction,
            activity,
        } = admission;
        let user = self.told_by(instance, |row| row.id == session.user && row.active);
        let user = user.filter(|user| proof.stands(&user.password, user.tokens_not_before))?;
        let temporary = self
            .user(instance, user.id)
            .is_some_and(|row| row.password_temporary);
        self.sessions
            .retain(|row| Some(row.session.key) != session.replaces);
        if let Some(interaction) = interaction {
            self.keep_interaction(instance, interaction);
        }
        self.activity.push(activity);
        let row = SessionRow {
            instance,
            seen_at: session.starts_at,
            session,
            menus: self.permissions_of(instance, user.role).unwrap_or_default(),
            password_temporary: temporary && matches!(proof, Proof::Password(_)),
        };
        let signed_in = self.signed_in(&row);
        self.sessions.push(row);
        signed_in
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
        Ok(self.kept().admit(admission))
    }

    async fn change_password(&self, change: PasswordChange) -> StoreResult<Option<SignedIn>> {
        let (instance, user) = (change.instance, change.session.user);
        let mut kept = self.kept();
        let row = kept.user(instance, user);
        let Some(row) = row.filter(|row| row.active && row.password.expose() == change.known.expose()) else {
            return Ok(None);
        };
        (row.password, row.password_temporary) = (change.new.clone(), false);
        kept.end_sessions(instance, user);
        Ok(kept.admit(change.admission()))
    }

    async fn token_user(
        &self,
        instance: InstanceId,
        user: UserId,
        issued_at: Timestamp,
    ) -> StoreResult<Option<TokenUser>> {
        let kept = self.kept();
        let found = kept.told_by(instance, |row| row.id == user && row.active);
        let good = found.filter(|user| survives_revocation(Some(issued_at), user.tokens_not_before));
        Ok(good.map(|user| TokenUser {
            user: user.id,
            permissions: kept.permissions_of(instance, user.role),
            name: user.name,
        }))
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
        Ok(self.kept().told_by(instance, |row| row.id == id))
    }

    async fn insert_if_absent(&self, instance: InstanceId, new: NewUser) -> StoreResult<(User, bool)> {
        let mut kept = self.kept();
        if let Some(there) = kept.named(instance, &new.name) {
            return Ok((there, false));
        }
        let id = kept.keep_user(instance, new).id;
        let made = kept.told_by(instance, |row| row.id == id);
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
        temporary: bool,
    ) -> StoreResult<bool> {
        let mut kept = self.kept();
        let Some(row) = kept.user(instance, id) else {
            return Ok(false);
        };
        (row.password, row.password_temporary) = (password, temporary);
        kept.end_sessions(instance, id);
        Ok(true)
    }

    async fn ensure_role(
        &self,
        instance: InstanceId,
        name: &str,
        permissions: PermissionSet,
    ) -> StoreResult<RoleId> {
        let name = Label::new(name).map_err(StoreError::failed)?;
        Ok(self.kept().ensure_role(instance, name, permissions))
    }
}
