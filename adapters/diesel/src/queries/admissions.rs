//! The front door: sessions, interactions and what links opened.

use super::{
    Conn, Store, activity, dialect, instances,
    users::{by_id, end_sessions, replace_password},
};
use crate::{
    fault::{Fault, Outcome},
    schema::{external_keys, interactions, openings, roles, sessions, users},
    stored,
};
use async_trait::async_trait;
use ba360_core::{
    access::{
        Admission, Admissions, Entry, LinkOpening, PasswordChange, PasswordHash, PermissionSet, Proof,
        SessionKey, SignedIn, TokenUser, UserId,
    },
    instance::{Activity, HostName, InstanceId},
    record::{
        ContactQuery, Interaction, InteractionRef, NewInteraction, RecordRef, WhichInteraction, normal,
    },
    store::StoreResult,
    token::survives_revocation,
};
use diesel::prelude::*;
use jiff::{SignedDuration, Timestamp};

/// How long a session that has ended stays in the table: longer than a clock is ever wrong by, so that one that
/// was set forward and back again has ended nothing.
const KEPT_AFTER_END: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How many sessions that have ended are removed with each that is started.
const REMOVED_AT_ONCE: usize = 8;

/// Who a session belongs to, if it is alive at that moment and the user may still come in.
fn signed_in(
    c: &mut Conn,
    instance: InstanceId,
    session: SessionKey,
    at: Timestamp,
) -> Outcome<Option<SignedIn>> {
    let row = sessions::table
        .inner_join(
            users::table.on(users::id
                .eq(sessions::user_id)
                .and(users::instance_id.eq(sessions::instance_id))),
        )
        .left_join(
            roles::table.on(roles::id
                .nullable()
                .eq(users::role_id)
                .and(roles::instance_id.eq(users::instance_id))),
        )
        .filter(sessions::instance_id.eq(instance.0))
        .filter(sessions::key.eq(session.0.as_slice()))
        .filter(sessions::expires_at.gt(stored::micros(at)))
        .filter(users::active)
        .select((
            users::id,
            users::name,
            sessions::expires_at,
            sessions::seen_at,
            sessions::menus,
            sessions::password_temporary,
            roles::permissions.nullable(),
        ))
        .get_result::<(i64, String, i64, i64, String, bool, Option<String>)>(c)
        .optional()?;
    let Some((user, name, expires_at, seen_at, menus, password_temporary, permissions)) = row else {
        return Ok(None);
    };
    let permissions = permissions.as_deref().map(PermissionSet::stored);
    Ok(Some(SignedIn {
        user: UserId(user),
        name,
        session,
        permissions,
        menus: permissions.unwrap_or_default().and(PermissionSet::stored(&menus)),
        password_temporary,
        expires_at: stored::moment(expires_at)?,
        seen_at: stored::moment(seen_at)?,
    }))
}

fn admit(c: &mut Conn, admission: &Admission) -> Outcome<Option<SignedIn>> {
    let (instance, session) = (admission.instance, &admission.session);
    // Whoever deactivates the user, revokes their tokens or replaces their password meanwhile comes before this or after it.
    dialect::hold_user(c, instance, session.user)?;
    let row = users::table
        .left_join(
            roles::table.on(roles::id
                .nullable()
                .eq(users::role_id)
                .and(roles::instance_id.eq(users::instance_id))),
        )
        .left_join(external_keys::table.on(external_keys::instance_id.eq(users::instance_id)))
        .filter(users::instance_id.eq(instance.0))
        .filter(users::id.eq(session.user.0))
        .filter(users::active)
        .select((
            users::name,
            users::password,
            users::password_temporary,
            users::tokens_not_before,
            external_keys::tokens_not_before.nullable(),
            roles::permissions.nullable(),
        ))
        .get_result::<(String, String, bool, Option<i64>, Option<i64>, Option<String>)>(c)
        .optional()?;
    let Some((name, password, temporary, own, of_instance, permissions)) = row else {
        return Ok(None);
    };
    let revoked_at = own.max(of_instance).map(stored::moment).transpose()?;
    if !admission.proof.stands(&PasswordHash::new(password), revoked_at) {
        return Ok(None);
    }
    let password_temporary = temporary && matches!(admission.proof, Proof::Password(_));
    // The interaction first, as a link that is opened does, then sessions in the order in which all others remove them,
    // and the replaced one last: nobody waits in a circle.
    if let Some(new) = &admission.interaction {
        keep_interaction(c, instance, new)?;
    }
    remove_ended(c, instance, session.starts_at)?;
    if let Some(replaced) = session.replaces {
        end(c, instance, replaced)?;
    }
    diesel::insert_into(sessions::table)
        .values((
            sessions::instance_id.eq(instance.0),
            sessions::key.eq(session.key.0.as_slice()),
            sessions::user_id.eq(session.user.0),
            sessions::starts_at.eq(stored::micros(session.starts_at)),
            sessions::expires_at.eq(stored::micros(session.expires_at)),
            sessions::seen_at.eq(stored::micros(session.starts_at)),
            sessions::menus.eq(permissions.as_deref().unwrap_or_default()),
            sessions::password_temporary.eq(password_temporary),
        ))
        .execute(c)?;
    activity::record(c, &admission.activity)?;
    let permissions = permissions.as_deref().map(PermissionSet::stored);
    Ok(Some(SignedIn {
        user: session.user,
        name,
        session: session.key,
        permissions,
        menus: permissions.unwrap_or_default(),
        password_temporary,
        expires_at: stored::moment(stored::micros(session.expires_at))?,
        seen_at: stored::moment(stored::micros(session.starts_at))?,
    }))
}

/// The user first and then the sessions, in the order of [`admit`].
fn change_password(c: &mut Conn, change: PasswordChange) -> Outcome<Option<SignedIn>> {
    let (instance, user) = (change.instance, change.session.user);
    if !replace_password(c, (instance, user), &change.known, &change.new)? {
        return Ok(None);
    }
    let admission = change.admission();
    let signed_in = admit(c, &admission)?;
    end_sessions(c, instance, user, Some(admission.session.key))?;
    Ok(signed_in)
}

/// An active user whose tokens of that moment are good, with what the role permits.
fn token_user(
    c: &mut Conn,
    instance: InstanceId,
    user: UserId,
    issued_at: Timestamp,
) -> Outcome<Option<TokenUser>> {
    let found = by_id(c, instance, user)?.filter(|user| user.active);
    let good = found.filter(|user| survives_revocation(Some(issued_at), user.tokens_not_before));
    let Some(user) = good else { return Ok(None) };
    let permissions = match user.role {
        Some(role) => roles::table
            .filter(roles::instance_id.eq(instance.0))
            .filter(roles::id.eq(role.0))
            .select(roles::permissions)
            .get_result::<String>(c)
            .optional()?,
        None => None,
    };
    Ok(Some(TokenUser {
        user: user.id,
        name: user.name,
        permissions: permissions.as_deref().map(PermissionSet::stored),
    }))
}

/// The interaction's key, made if there was none; the newest link's channel and contact are kept.
fn keep_interaction(c: &mut Conn, instance: InstanceId, new: &NewInteraction) -> Outcome<i64> {
    let platform = new.platform_compared();
    let contact = stored::query(&new.contact);
    let id = diesel::insert_into(interactions::table)
        .values((
            interactions::instance_id.eq(instance.0),
            interactions::platform.eq(new.platform.as_str()),
            interactions::platform_compared.eq(&platform),
            interactions::channel.eq(new.channel.as_str()),
            interactions::external_id.eq(new.id.as_str()),
            interactions::contact.eq(&contact),
            interactions::first_at.eq(stored::micros(new.at)),
        ))
        .on_conflict((
            interactions::instance_id,
            interactions::platform_compared,
            interactions::external_id,
        ))
        .do_update()
        .set((
            interactions::channel.eq(new.channel.as_str()),
            interactions::contact.eq(&contact),
        ))
        .returning(interactions::id)
        .get_result(c)?;
    Ok(id)
}

fn opened(c: &mut Conn, opening: &LinkOpening) -> Outcome<InteractionRef> {
    let id = keep_interaction(c, opening.instance, &opening.interaction)?;
    if let (Some(session), Some(record)) = (&opening.session, &opening.record) {
        diesel::insert_into(openings::table)
            .values((
                openings::instance_id.eq(opening.instance.0),
                openings::session.eq(session.0.as_slice()),
                openings::object.eq(record.object().as_str()),
                openings::record.eq(record.key()),
                openings::interaction_id.eq(id),
            ))
            .on_conflict((
                openings::instance_id,
                openings::session,
                openings::object,
                openings::record,
            ))
            .do_update()
            .set(openings::interaction_id.eq(id))
            .execute(c)?;
    }
    activity::record(c, &opening.activity)?;
    Ok(InteractionRef(id.to_string()))
}

fn last_to_open(
    c: &mut Conn,
    instance: InstanceId,
    record: &RecordRef,
    session: &SessionKey,
) -> QueryResult<Option<i64>> {
    openings::table
        .filter(openings::instance_id.eq(instance.0))
        .filter(openings::session.eq(session.0.as_slice()))
        .filter(openings::object.eq(record.object().as_str()))
        .filter(openings::record.eq(record.key()))
        .select(openings::interaction_id)
        .get_result(c)
        .optional()
}

fn interaction(
    c: &mut Conn,
    instance: InstanceId,
    which: &WhichInteraction,
) -> Outcome<Option<(Interaction, ContactQuery)>> {
    let id = match which {
        WhichInteraction::Known(reference) => stored::key(&reference.0),
        WhichInteraction::Named(platform, id) => interactions::table
            .filter(interactions::instance_id.eq(instance.0))
            .filter(interactions::platform_compared.eq(normal::fold_case(platform.as_str())))
            .filter(interactions::external_id.eq(id.as_str()))
            .select(interactions::id)
            .get_result(c)
            .optional()?,
        WhichInteraction::LastToOpen { record, session } => last_to_open(c, instance, record, session)?,
    };
    let Some(id) = id else { return Ok(None) };
    let row = interactions::table
        .filter(interactions::instance_id.eq(instance.0))
        .filter(interactions::id.eq(id))
        .select((
            interactions::platform,
            interactions::channel,
            interactions::external_id,
            interactions::contact,
        ))
        .get_result::<(String, String, String, String)>(c)
        .optional()?;
    let Some((platform, channel, external_id, contact)) = row else {
        return Ok(None);
    };
    let interaction = Interaction {
        reference: InteractionRef(id.to_string()),
        platform: stored::platform(&platform)?,
        channel: stored::channel(&channel)?,
        id: stored::interaction_id(&external_id)?,
    };
    Ok(Some((interaction, stored::contact_query(&contact))))
}

/// Whether there was such a session.
fn end(c: &mut Conn, instance: InstanceId, session: SessionKey) -> QueryResult<bool> {
    let key = session.0.as_slice();
    diesel::delete(
        openings::table
            .filter(openings::instance_id.eq(instance.0))
            .filter(openings::session.eq(key)),
    )
    .execute(c)?;
    let ended = diesel::delete(
        sessions::table
            .filter(sessions::instance_id.eq(instance.0))
            .filter(sessions::key.eq(key)),
    )
    .execute(c)?;
    Ok(ended > 0)
}

/// Removes a few of the sessions that ended long ago: more than one for each that is started, so that they never
/// pile up.
fn remove_ended(c: &mut Conn, instance: InstanceId, now: Timestamp) -> Outcome<()> {
    let Ok(before) = now.checked_sub(KEPT_AFTER_END) else {
        return Ok(());
    };
    let ended = dialect::first_n!(
        c,
        REMOVED_AT_ONCE,
        Vec<u8>,
        sessions::table
            .filter(sessions::instance_id.eq(instance.0))
            .filter(sessions::expires_at.lt(stored::micros(before)))
            .order((sessions::expires_at, sessions::key))
            .select(sessions::key)
    )?;
    for key in ended {
        let key = SessionKey::stored(&key).ok_or_else(|| Fault::damaged("a session's key is damaged"))?;
        end(c, instance, key)?;
    }
    Ok(())
}

#[async_trait]
impl Admissions for Store {
    async fn enter(&self, host: &HostName, session: Option<SessionKey>, at: Timestamp) -> StoreResult<Entry> {
        let host = host.clone();
        self.read(move |c| {
            let instance = instances::of_host(c, &host)?;
            let signed_in = match (&instance, session) {
                (Some(instance), Some(session)) => signed_in(c, instance.id, session, at)?,
                _ => None,
            };
            Ok(Entry { instance, signed_in })
        })
        .await
    }

    async fn admit(&self, admission: Admission) -> StoreResult<Option<SignedIn>> {
        self.write(move |c| admit(c, &admission)).await
    }

    async fn change_password(&self, change: PasswordChange) -> StoreResult<Option<SignedIn>> {
        self.write(move |c| change_password(c, change)).await
    }

    async fn token_user(
        &self,
        instance: InstanceId,
        user: UserId,
        issued_at: Timestamp,
    ) -> StoreResult<Option<TokenUser>> {
        self.look_up(move |c| token_user(c, instance, user, issued_at))
            .await
    }

    async fn opened(&self, opening: LinkOpening) -> StoreResult<InteractionRef> {
        self.write(move |c| opened(c, &opening)).await
    }

    async fn interaction(
        &self,
        instance: InstanceId,
        which: &WhichInteraction,
    ) -> StoreResult<Option<(Interaction, ContactQuery)>> {
        let which = which.clone();
        self.read(move |c| interaction(c, instance, &which)).await
    }

    async fn end(&self, session: SessionKey, activity: Activity) -> StoreResult<()> {
        self.write(move |c| {
            if end(c, activity.instance, session)? {
                activity::record(c, &activity)?;
            }
            Ok(())
        })
        .await
    }
}
