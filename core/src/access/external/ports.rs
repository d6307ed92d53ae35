use crate::{
    access::{PasswordHash, User, UserEmail, UserId, UserName},
    instance::{Activity, Instance, InstanceId, InstanceName},
    seal::SealedText,
    store::StoreResult,
    text::Language,
};
use async_trait::async_trait;
use jiff::{Timestamp, tz::TimeZone};
use std::sync::Arc;

/// The keys of external systems, and the users that they sign in.
///
/// # Contract
/// - `a_pair_of_keys_is_kept_once`: whoever comes second gets the pair that is there, also when many come at once.
/// - `another_instance_has_its_own_keys`.
/// - `a_new_secret_replaces_the_old`: under the next number; the clientkey stays, and the new one was never used. `None`
///   where there are no keys.
/// - `a_company_is_found_with_its_keys_and_the_user`: by one read; an unknown company has nothing, and no company has
///   another's user. To find that there is no such company takes as long.
/// - `an_admitted_new_user_is_made_as_told`: with the default role and the default group, or without one where there
///   is none, and with the rest as it was given; it enters by its password as any other.
/// - `an_admitted_new_user_is_made_once`: whoever comes second gets the user that is there, unchanged and not admitted;
///   also when many come at once.
/// - `a_known_user_is_admitted`: with the moment before which tokens are refused: the user's, or that of the keys when
///   it is later.
/// - `an_inactive_user_is_not_admitted_externally`: nor an unknown one, nor another instance's, nor one whose password
///   was replaced since it was read; nothing is kept.
/// - `an_admission_under_a_replaced_secret_is_refused`: nothing is kept, and no user is made.
/// - `an_admission_marks_both_keys_as_used`: to the minute; one that was not admitted does not.
/// - `only_so_many_users_are_made_since_a_moment`: by external systems; of one instance, not of another.
/// - `a_revocation_with_the_secret_refuses_the_tokens_before`: of every user of the instance; without it they stay good.
/// - `an_external_admission_keeps_its_activity`: with the user who was made or found.
#[async_trait]
pub trait ExternalApplications: Send + Sync {
    /// The keys of an instance, if it has any yet.
    async fn keys(&self, instance: InstanceId) -> StoreResult<Option<ExternalKeys>>;
    /// Keeps a pair of keys unless there is one; answers the pair that is there.
    async fn keep_keys(&self, instance: InstanceId, new: NewExternalKeys) -> StoreResult<ExternalKeys>;
    /// Replaces the secretkey; answers the pair as it is then.
    async fn replace_secret(&self, instance: InstanceId, new: NewSecret)
    -> StoreResult<Option<ExternalKeys>>;
    /// What is known of a company and of one of its users.
    async fn find(&self, company: &InstanceName, user: &UserName) -> StoreResult<Option<FoundCompany>>;
    /// Lets somebody in whose keys and password were found right, as long as that is still so.
    async fn admit(&self, admission: ExternalAdmission) -> StoreResult<ExternallyAdmitted>;
}

/// The keys of an instance as they are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalKeys {
    /// The clientkey.
    pub client: KeptKey,
    /// The secretkey.
    pub secret: KeptKey,
    /// The how manieth secretkey of the instance it is, counted from 1.
    pub secret_number: i64,
}

impl ExternalKeys {
    /// The first pair of an instance, as it is kept.
    #[must_use]
    pub fn first(new: NewExternalKeys) -> Self {
        let kept = |sealed| KeptKey {
            sealed,
            made_at: new.at,
            used_at: None,
        };
        Self {
            client: kept(new.client),
            secret: kept(new.secret),
            secret_number: 1,
        }
    }
}

/// A key as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptKey {
    /// The sealed key.
    pub sealed: SealedText,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it was last used.
    pub used_at: Option<Timestamp>,
}

/// A pair of keys to keep.
#[derive(Clone, Debug)]
pub struct NewExternalKeys {
    /// The sealed clientkey.
    pub client: SealedText,
    /// The sealed secretkey.
    pub secret: SealedText,
    /// When they were made.
    pub at: Timestamp,
}

/// A secretkey to take the place of another.
#[derive(Clone, Debug)]
pub struct NewSecret {
    /// The sealed secretkey.
    pub secret: SealedText,
    /// When it was made.
    pub at: Timestamp,
    /// Whether the tokens that were issued before are refused from now on, by
    /// [`next_revocation`](crate::token::next_revocation).
    pub revoke_tokens: bool,
    /// The line in the record of activity.
    pub activity: Activity,
}

/// What [`ExternalApplications::find`] found.
#[derive(Clone, Debug)]
pub struct FoundCompany {
    /// The company's instance.
    pub instance: Arc<Instance>,
    /// Its keys, if it has any.
    pub keys: Option<ExternalKeys>,
    /// The user of that name, if there is one.
    pub user: Option<User>,
}

/// Somebody to let in.
#[derive(Clone, Debug)]
pub struct ExternalAdmission {
    /// Where.
    pub instance: InstanceId,
    /// The number of the secretkey that was found right.
    pub secret_number: i64,
    /// Who.
    pub who: WhoExternally,
    /// When.
    pub at: Timestamp,
    /// The line in the record of activity. Its user is filled in by the store.
    pub activity: Activity,
}

/// Who is let in.
#[derive(Clone, Debug)]
pub enum WhoExternally {
    /// A user whose password was found right: the one behind that hash.
    Known(UserId, PasswordHash),
    /// Nobody yet.
    New(Box<ProvisionedUser>),
}

/// A user to make for an external system.
#[derive(Clone, Debug)]
pub struct ProvisionedUser {
    /// The user's name.
    pub name: UserName,
    /// The hashed password.
    pub password: PasswordHash,
    /// The given name.
    pub given_name: String,
    /// The surname.
    pub surname: String,
    /// The address.
    pub email: UserEmail,
    /// The time zone.
    pub time_zone: TimeZone,
    /// The language.
    pub language: Language,
    /// How many users external systems may have made since a moment, this one included.
    pub at_most: (u32, Timestamp),
}

/// What became of an admission.
#[derive(Clone, Debug)]
pub enum ExternallyAdmitted {
    /// It was kept.
    Admitted {
        /// The user.
        user: UserId,
        /// Whether the user was made.
        made: bool,
        /// Tokens that were issued before are refused.
        tokens_not_before: Option<Timestamp>,
    },
    /// Somebody else made the user meanwhile. Nothing was kept.
    Taken(User),
    /// The secretkey was replaced meanwhile. Nothing was kept.
    SecretReplaced,
    /// The user may not come in. Nothing was kept.
    Refused,
    /// Too many users were made. Nothing was kept.
    TooMany,
}
