use super::{Kept, Memory};
use async_trait::async_trait;
use ba360_core::{
    access::{
        NewUser, RoleId, UserId, UserName,
        external::{
            ExternalAdmission, ExternalApplications, ExternalKeys, ExternallyAdmitted, FoundCompany, KeptKey,
            NewExternalKeys, NewSecret, ProvisionedUser, WhoExternally,
        },
    },
    instance::{InstanceId, InstanceName},
    store::StoreResult,
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

/// A group of users.
pub(super) struct GroupRow {
    pub(super) instance: InstanceId,
    pub(super) name: String,
    pub(super) is_default: bool,
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
    fn provision(&mut self, instance: InstanceId, new: ProvisionedUser, at: Timestamp) -> Option<UserId> {
        let (at_most, since) = new.at_most;
        let made = self
            .users
            .iter()
            .filter(|row| row.instance == instance && row.provisioned.is_some() && row.made_at >= since);
        if made.count() >= at_most as usize {
            return None;
        }
        // A role's key is its place in the list, counted from 1.
        let mut roles = (1..).zip(&self.roles);
        let role = roles.find(|(_, row)| row.instance == instance && row.is_default);
        let user = NewUser {
            name: new.name.clone(),
            password: new.password.clone(),
            role: role.map(|(id, _)| RoleId(id)),
            at,
        };
        let mut groups = self.groups.iter();
        let group = groups.find(|row| row.instance == instance && row.is_default);
        let group = group.map(|row| row.name.clone());
        Some(self.keep_user(instance, user, Some((new, group))))
    }

    fn admit_externally(&mut self, admission: ExternalAdmission) -> ExternallyAdmitted {
        let ExternalAdmission {
            instance,
            secret_number,
            who,
            at,
            mut activity,
        } = admission;
        let current = self.external_keys(instance).map(|row| row.keys.secret_number);
        if current != Some(secret_number) {
            return ExternallyAdmitted::SecretReplaced;
        }
        let made = matches!(who, WhoExternally::New(_));
        let id = match who {
            WhoExternally::Known(id, password) => {
                let known = self.user(instance, id);
                if !known.is_some_and(|it| it.user.active && it.user.password.expose() == password.expose()) {
                    return ExternallyAdmitted::Refused;
                }
                id
            }
            WhoExternally::New(new) => {
                if let Some(there) = self.named(instance, &new.name) {
                    return ExternallyAdmitted::Taken(there);
                }
                match self.provision(instance, *new, at) {
                    Some(id) => id,
                    None => return ExternallyAdmitted::TooMany,
                }
            }
        };
        if let Some(row) = self.external_keys_mut(instance) {
            mark(&mut row.keys.client, at);
            mark(&mut row.keys.secret, at);
        }
        activity.user = Some(id);
        self.activity.push(activity);
        let user = self.told_by(instance, |row| row.user.id == id);
        ExternallyAdmitted::Admitted {
            user: id,
            made,
            tokens_not_before: user.and_then(|user| user.tokens_not_before),
        }
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
        let unused = |sealed| KeptKey {
            sealed,
            made_at: new.at,
            used_at: None,
        };
        let keys = ExternalKeys {
            client: unused(new.client),
            secret: unused(new.secret),
            secret_number: 1,
        };
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
        Ok(self.kept().admit_externally(admission))
    }
}
