use super::{Kept, Memory};
use async_trait::async_trait;
use ba360_core::{
    access::{
        NewUser, UserId, UserName,
        directory::UserDetails,
        external::{
            ExternalAdmission, ExternalApplications, ExternalKeys, ExternallyAdmitted, FoundCompany, KeptKey,
            NewExternalKeys, NewSecret, ProvisionedUser, WhoExternally,
        },
    },
    instance::{InstanceId, InstanceName},
    record::Value,
    store::{StoreError, StoreResult},
    token::next_revocation,
};
use jiff::{SignedDuration, Timestamp};

/// How often the use of a key is written down.
const MARKED_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// The keys of an instance.
pub(super) struct ExternalRow {
    instance: InstanceId,
    keys: ExternalKeys,
    pub(super) tokens_not_before: Option<Timestamp>,
}

impl Kept {
    /// The keys of an instance, with its last revocation.
    pub(super) fn external_keys(&self, instance: InstanceId) -> Option<&ExternalRow> {
        self.external.iter().find(|row| row.instance == instance)
    }

    fn external_keys_mut(&mut self, instance: InstanceId) -> Option<&mut ExternalRow> {
        self.external.iter_mut().find(|row| row.instance == instance)
    }

    /// Makes an external system's user; `None` when too many were made.
    fn provision(
        &mut self,
        instance: InstanceId,
        new: ProvisionedUser,
        at: Timestamp,
    ) -> StoreResult<Option<UserId>> {
        let (at_most, since) = new.at_most;
        let made = self
            .users
            .iter()
            .filter(|row| row.instance == instance && row.made_externally && row.made_at >= since);
        if made.count() >= at_most as usize {
            return Ok(None);
        }
        let value = |text: &str| Value::new(text).map_err(StoreError::failed);
        let details = UserDetails {
            given_name: value(&new.given_name)?,
            surname: value(&new.surname)?,
            email: Some(new.email),
            external_id: None,
            role: self.default_role(instance),
            group: self.default_group(instance),
            time_zone: Some(new.time_zone),
            language: Some(new.language),
        };
        let user = NewUser {
            name: new.name,
            password: new.password,
            role: details.role,
            at,
        };
        let row = self.keep_user(instance, user);
        (row.details, row.made_externally) = (details, true);
        Ok(Some(row.id))
    }

    fn admit_externally(&mut self, admission: ExternalAdmission) -> StoreResult<ExternallyAdmitted> {
        let ExternalAdmission {
            instance,
            secret_number,
            who,
            at,
            mut activity,
        } = admission;
        let current = self.external_keys(instance).map(|row| row.keys.secret_number);
        if current != Some(secret_number) {
            return Ok(ExternallyAdmitted::SecretReplaced);
        }
        let made = matches!(who, WhoExternally::New(_));
        let id = match who {
            WhoExternally::Known(id, password) => {
                let known = self.user(instance, id);
                if !known.is_some_and(|it| it.active && it.password.expose() == password.expose()) {
                    return Ok(ExternallyAdmitted::Refused);
                }
                id
            }
            WhoExternally::New(new) => {
                if let Some(there) = self.named(instance, &new.name) {
                    return Ok(ExternallyAdmitted::Taken(there));
                }
                match self.provision(instance, *new, at)? {
                    Some(id) => id,
                    None => return Ok(ExternallyAdmitted::TooMany),
                }
            }
        };
        if let Some(row) = self.external_keys_mut(instance) {
            mark(&mut row.keys.client, at);
            mark(&mut row.keys.secret, at);
        }
        activity.user = Some(id);
        self.activity.push(activity);
        let user = self.told_by(instance, |row| row.id == id);
        Ok(ExternallyAdmitted::Admitted {
            user: id,
            made,
            tokens_not_before: user.and_then(|user| user.tokens_not_before),
        })
    }
}

fn mark(key: &mut KeptKey, at: Timestamp) {
    if key
        .used_at
        .is_none_or(|used| at.duration_since(used) >= MARKED_EVERY)
    {
        key.used_at = Some(at);
    }
}

#[async_trait]
impl ExternalApplications for Memory {
    async fn keys(&self, instance: InstanceId) -> StoreResult<Option<ExternalKeys>> {
        Ok(self.kept().external_keys(instance).map(|row| row.keys.clone()))
    }

    async fn keep_keys(&self, instance: InstanceId, new: NewExternalKeys) -> StoreResult<ExternalKeys> {
        let mut kept = self.kept();
        if let Some(row) = kept.external_keys(instance) {
            return Ok(row.keys.clone());
        }
        let keys = ExternalKeys::first(new);
        kept.external.push(ExternalRow {
            instance,
            keys: keys.clone(),
            tokens_not_before: None,
        });
        Ok(keys)
    }

    async fn replace_secret(
        &self,
        instance: InstanceId,
        new: NewSecret,
    ) -> StoreResult<Option<ExternalKeys>> {
        let mut kept = self.kept();
        let Some(row) = kept.external_keys_mut(instance) else {
            return Ok(None);
        };
        row.keys.secret = KeptKey {
            sealed: new.secret,
            made_at: new.at,
            used_at: None,
        };
        row.keys.secret_number += 1;
        if new.revoke_tokens {
            row.tokens_not_before = Some(next_revocation(new.at, row.tokens_not_before));
        }
        let keys = row.keys.clone();
        kept.activity.push(new.activity);
        Ok(Some(keys))
    }

    async fn find(&self, company: &InstanceName, user: &UserName) -> StoreResult<Option<FoundCompany>> {
        let kept = self.kept();
        let instance = kept.instances.iter().find(|it| it.name == *company);
        Ok(instance.map(|instance| FoundCompany {
            instance: instance.clone(),
            keys: kept.external_keys(instance.id).map(|row| row.keys.clone()),
            user: kept.named(instance.id, user),
        }))
    }

    async fn admit(&self, admission: ExternalAdmission) -> StoreResult<ExternallyAdmitted> {
        self.kept().admit_externally(admission)
    }
}
