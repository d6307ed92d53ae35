//! The keys of external systems, and the users that they sign in.

use super::{
    Conn, Store, activity, dialect, instances,
    users::{by_id, by_name},
};
use crate::{
    fault::Outcome,
    schema::{external_keys, groups, roles, users},
    stored,
};
use async_trait::async_trait;
use ba360_core::{
    access::{
        UserName,
        directory::UserDetails,
        external::{
            ExternalAdmission, ExternalApplications, ExternalKeys, ExternallyAdmitted, FoundCompany, KeptKey,
            NewExternalKeys, NewSecret, ProvisionedUser, WhoExternally,
        },
    },
    instance::{InstanceId, InstanceName},
    seal::SealedText,
    store::{StoreError, StoreResult},
    token::next_revocation,
};
use diesel::prelude::*;
use jiff::{SignedDuration, Timestamp};

/// How often the use of the keys is written down: not with each login, since all would wait for that one row.
const MARKED_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// The keys of an instance as their row has them.
#[derive(Queryable, Selectable)]
#[diesel(table_name = external_keys)]
struct Row {
    client_key: String,
    secret_key: String,
    secret_number: i64,
    client_made_at: i64,
    secret_made_at: i64,
    client_used_at: Option<i64>,
    secret_used_at: Option<i64>,
    tokens_not_before: Option<i64>,
}

impl Row {
    fn keys(self) -> Outcome<ExternalKeys> {
        let kept = |sealed, made_at, used_at: Option<i64>| -> Outcome<KeptKey> {
            Ok(KeptKey {
                sealed: SealedText::new(sealed),
                made_at: stored::moment(made_at)?,
                used_at: used_at.map(stored::moment).transpose()?,
            })
        };
        Ok(ExternalKeys {
            client: kept(self.client_key, self.client_made_at, self.client_used_at)?,
            secret: kept(self.secret_key, self.secret_made_at, self.secret_used_at)?,
            secret_number: self.secret_number,
        })
    }

    /// Whether the use of one of the keys is to be written down again.
    fn is_to_be_marked(&self, at: Timestamp) -> bool {
        let fresh = at.checked_sub(MARKED_EVERY).map_or(i64::MIN, stored::micros);
        [self.client_used_at, self.secret_used_at]
            .iter()
            .any(|used_at| used_at.is_none_or(|used_at| used_at <= fresh))
    }
}

fn row(c: &mut Conn, instance: InstanceId) -> QueryResult<Option<Row>> {
    external_keys::table
        .filter(external_keys::instance_id.eq(instance.0))
        .select(Row::as_select())
        .get_result(c)
        .optional()
}

fn keys(c: &mut Conn, instance: InstanceId) -> Outcome<Option<ExternalKeys>> {
    row(c, instance)?.map(Row::keys).transpose()
}

fn keep_keys(c: &mut Conn, instance: InstanceId, new: &NewExternalKeys) -> Outcome<ExternalKeys> {
    let at = stored::micros(new.at);
    diesel::insert_into(external_keys::table)
        .values((
            external_keys::instance_id.eq(instance.0),
            external_keys::client_key.eq(new.client.as_str()),
            external_keys::secret_key.eq(new.secret.as_str()),
            external_keys::secret_number.eq(1),
            external_keys::client_made_at.eq(at),
            external_keys::secret_made_at.eq(at),
        ))
        .on_conflict(external_keys::instance_id)
        .do_nothing()
        .execute(c)?;
    let there = keys(c, instance)?;
    Ok(there.ok_or_else(|| StoreError::failed("keys that were just kept are not there"))?)
}

fn replace_secret(c: &mut Conn, instance: InstanceId, new: &NewSecret) -> Outcome<Option<ExternalKeys>> {
    dialect::hold_keys_alone(c, instance)?;
    let Some(row) = row(c, instance)? else {
        return Ok(None);
    };
    let last = row.tokens_not_before.map(stored::moment).transpose()?;
    let not_before = match new.revoke_tokens {
        true => Some(next_revocation(new.at, last)),
        false => last,
    };
    diesel::update(external_keys::table.filter(external_keys::instance_id.eq(instance.0)))
        .set((
            external_keys::secret_key.eq(new.secret.as_str()),
            external_keys::secret_number.eq(row.secret_number + 1),
            external_keys::secret_made_at.eq(stored::micros(new.at)),
            external_keys::secret_used_at.eq(None::<i64>),
            external_keys::tokens_not_before.eq(not_before.map(stored::micros)),
        ))
        .execute(c)?;
    activity::record(c, &new.activity)?;
    keys(c, instance)
}

fn find(c: &mut Conn, company: &InstanceName, user: &UserName) -> Outcome<Option<FoundCompany>> {
    let instance = instances::by_name(c, company)?;
    // Looked up in any case: that there is no such company takes as long to find out. No instance has that key.
    let id = instance.as_ref().map_or(InstanceId(0), |instance| instance.id);
    let (keys, user) = (keys(c, id)?, by_name(c, id, user)?);
    Ok(instance.map(|instance| FoundCompany { instance, keys, user }))
}

/// The keys before the user, as whoever holds both has to.
fn admit(c: &mut Conn, admission: &ExternalAdmission) -> Outcome<ExternallyAdmitted> {
    let instance = admission.instance;
    let Some(read) = row(c, instance)? else {
        return Ok(ExternallyAdmitted::SecretReplaced);
    };
    // Logins hold the keys together. Whoever writes there, or counts the users that were made, has them alone from the
    // beginning: two that went over to that later would wait for one another.
    let alone = matches!(admission.who, WhoExternally::New(_)) || read.is_to_be_marked(admission.at);
    match alone {
        true => dialect::hold_keys_alone(c, instance)?,
        false => dialect::hold_keys(c, instance)?,
    }
    let held = row(c, instance)?.filter(|keys| keys.secret_number == admission.secret_number);
    let Some(keys) = held else {
        return Ok(ExternallyAdmitted::SecretReplaced);
    };
    let (user, made) = match &admission.who {
        WhoExternally::Known(id, password) => {
            dialect::hold_user(c, instance, *id)?;
            let known = by_id(c, instance, *id)?;
            match known.filter(|it| it.active && it.password.expose() == password.expose()) {
                Some(user) => (user, false),
                None => return Ok(ExternallyAdmitted::Refused),
            }
        }
        WhoExternally::New(new) => {
            if let Some(there) = by_name(c, instance, &new.name)? {
                return Ok(ExternallyAdmitted::Taken(there));
            }
            if made_since(c, instance, new.at_most.1)? >= i64::from(new.at_most.0) {
                return Ok(ExternallyAdmitted::TooMany);
            }
            let made = provision(c, instance, new, admission.at)?;
            match (by_name(c, instance, &new.name)?, made) {
                (Some(user), true) => (user, true),
                (Some(there), false) => return Ok(ExternallyAdmitted::Taken(there)),
                (None, _) => return Err(StoreError::failed("a name that is taken has no user").into()),
            }
        }
    };
    if alone && keys.is_to_be_marked(admission.at) {
        mark(c, instance, admission.at)?;
    }
    let mut line = admission.activity.clone();
    line.user = Some(user.id);
    activity::record(c, &line)?;
    Ok(ExternallyAdmitted::Admitted {
        user: user.id,
        made,
        tokens_not_before: user.tokens_not_before,
    })
}

fn mark(c: &mut Conn, instance: InstanceId, at: Timestamp) -> QueryResult<()> {
    let at = stored::micros(at);
    diesel::update(external_keys::table.filter(external_keys::instance_id.eq(instance.0)))
        .set((
            external_keys::client_used_at.eq(at),
            external_keys::secret_used_at.eq(at),
        ))
        .execute(c)
        .map(drop)
}

/// How many users external systems made since a moment. Whoever asks holds the keys alone, so that nobody else makes one.
fn made_since(c: &mut Conn, instance: InstanceId, since: Timestamp) -> QueryResult<i64> {
    users::table
        .filter(users::instance_id.eq(instance.0))
        .filter(users::made_externally)
        .filter(users::created_at.ge(stored::micros(since)))
        .count()
        .get_result(c)
}

/// Makes a user with the default role and group; `false` when the name is taken.
fn provision(c: &mut Conn, instance: InstanceId, new: &ProvisionedUser, at: Timestamp) -> Outcome<bool> {
    let zone = new
        .time_zone
        .iana_name()
        .ok_or_else(|| StoreError::failed("the time zone has no name to keep it by"))?;
    // Neither goes while the user is made.
    let role = dialect::hold_key!(
        c,
        roles::table
            .filter(roles::instance_id.eq(instance.0))
            .filter(roles::is_default)
            .select(roles::id)
    )?;
    let group = dialect::hold_key!(
        c,
        groups::table
            .filter(groups::instance_id.eq(instance.0))
            .filter(groups::is_default)
            .select(groups::id)
    )?;
    let value = |text: &String| stored::value(Some(text.clone()));
    let details = UserDetails {
        given_name: value(&new.given_name)?,
        surname: value(&new.surname)?,
        email: Some(new.email.clone()),
        ..UserDetails::default()
    };
    let made = diesel::insert_into(users::table)
        .values((
            users::instance_id.eq(instance.0),
            users::name.eq(new.name.shown()),
            users::name_compared.eq(new.name.compared()),
            users::password.eq(new.password.expose()),
            users::active.eq(true),
            users::role_id.eq(role),
            users::group_id.eq(group),
            users::created_at.eq(stored::micros(at)),
            users::given_name.eq(&new.given_name),
            users::surname.eq(&new.surname),
            users::email.eq(new.email.as_str()),
            users::email_placeholder.eq(new.email.is_placeholder()),
            users::time_zone.eq(zone),
            users::language.eq(new.language.tag()),
            users::made_externally.eq(true),
            users::search_text.eq(details.search_text(new.name.shown())),
        ))
        .on_conflict((users::instance_id, users::name_compared))
        .do_nothing()
        .execute(c)?;
    Ok(made > 0)
}

#[async_trait]
impl ExternalApplications for Store {
    async fn keys(&self, instance: InstanceId) -> StoreResult<Option<ExternalKeys>> {
        self.look_up(move |c| keys(c, instance)).await
    }

    async fn keep_keys(&self, instance: InstanceId, new: NewExternalKeys) -> StoreResult<ExternalKeys> {
        self.write(move |c| keep_keys(c, instance, &new)).await
    }

    async fn replace_secret(
        &self,
        instance: InstanceId,
        new: NewSecret,
    ) -> StoreResult<Option<ExternalKeys>> {
        self.write(move |c| replace_secret(c, instance, &new)).await
    }

    async fn find(&self, company: &InstanceName, user: &UserName) -> StoreResult<Option<FoundCompany>> {
        let (company, user) = (company.clone(), user.clone());
        self.read(move |c| find(c, &company, &user)).await
    }

    async fn admit(&self, admission: ExternalAdmission) -> StoreResult<ExternallyAdmitted> {
        self.write(move |c| admit(c, &admission)).await
    }
}
