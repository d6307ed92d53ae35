use super::{
    ExternalAdmission, ExternalApplications, ExternalCredentials, ExternalKey, ExternalKeyPair, ExternalKeys,
    ExternalToken, ExternallyAdmitted, FoundCompany, LogInExternallyError, ProvisionedUser, WhoExternally,
};
use crate::{
    access::{
        BadPassword, HashPassword, Password, User, UserEmail, UserName,
        throttle::{Guard, Limit, Pass, ThrottleKey},
    },
    ambient::{Clock, Random},
    instance::{Activity, ActivityKind, CorrelationId, Instance, InstanceName},
    seal::Seal,
    store::StoreError,
    text::Code,
    token::{MAX_LIFE, TokenSigner, new_claims},
    trace::traced,
};
use jiff::{SignedDuration, Timestamp};
use std::{net::IpAddr, sync::Arc};

/// How many users external systems can make at an instance within an hour.
pub const USERS_MADE_AN_HOUR: u32 = 2_000;

/// Signs a user in for an external system, and makes the user where there is none (the page's *Lógica de negocio para
/// manejo de usuarios*).
///
/// Every refusal costs one computation of a password hash, one look-up, and the opening of two keys, so that an unknown
/// company, a wrong key, an unknown user and a wrong password take the same time.
#[derive(Clone)]
pub struct LogInExternally {
    external: Arc<dyn ExternalApplications>,
    hasher: Arc<dyn HashPassword>,
    tokens: Arc<dyn TokenSigner>,
    seal: Arc<dyn Seal>,
    guard: Guard,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    /// What is opened where there is no company: keys that nobody was ever shown.
    nobodys: Arc<ExternalKeys>,
}

/// A login under way.
struct Attempt {
    correlation: CorrelationId,
    name: UserName,
    password: Password,
    at: Timestamp,
}

impl LogInExternally {
    pub(crate) fn new(
        external: Arc<dyn ExternalApplications>,
        hasher: Arc<dyn HashPassword>,
        tokens: Arc<dyn TokenSigner>,
        seal: Arc<dyn Seal>,
        guard: Guard,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Self {
        let nobodys = ExternalKeyPair::nobodys(&*seal);
        Self {
            external,
            hasher,
            tokens,
            seal,
            guard,
            clock,
            random,
            nobodys: Arc::new(nobodys),
        }
    }

    /// Checks the keys of the company and the user's password, and issues a token. The company is named by the
    /// credentials, so there is no visit yet. `from` is the address that the request came from, where it is known.
    ///
    /// # Errors
    /// See [`LogInExternallyError`].
    pub async fn run(
        &self,
        correlation: &CorrelationId,
        from: Option<IpAddr>,
        credentials: ExternalCredentials<'_>,
    ) -> Result<ExternalToken, LogInExternallyError> {
        traced!(
            "log_in_externally",
            correlation,
            self.work(correlation, from, credentials)
        )
        .await
    }

    async fn work(
        &self,
        correlation: &CorrelationId,
        from: Option<IpAddr>,
        credentials: ExternalCredentials<'_>,
    ) -> Result<ExternalToken, LogInExternallyError> {
        let fields = credentials.blank();
        if !fields.is_empty() {
            return Err(LogInExternallyError::Blank { fields });
        }
        let attempt = Attempt {
            correlation: correlation.clone(),
            name: UserName::new(credentials.user)?,
            password: Password::new(credentials.pass).map_err(|bad| match bad {
                BadPassword::Blank => LogInExternallyError::Blank { fields: vec!["pass"] },
                BadPassword::TooLong | BadPassword::TooShort | BadPassword::Guessable => {
                    LogInExternallyError::Password
                }
            })?,
            at: self.clock.now(),
        };
        // The name of a company can only be one that an instance can have.
        let company: Option<InstanceName> = credentials.company.parse().ok();
        let found = match &company {
            Some(company) => self.external.find(company, &attempt.name).await?,
            None => None,
        };
        let (of, keys) = match &found {
            Some(FoundCompany {
                instance,
                keys: Some(keys),
                ..
            }) => (instance.id, keys),
            _ => (ExternalKeyPair::NOWHERE, &*self.nobodys),
        };
        let (pair, number) = (ExternalKeyPair::open(&*self.seal, of, keys)?, keys.secret_number);
        let (secret, client) = (
            ExternalKey::received(credentials.secretkey),
            ExternalKey::received(credentials.clientkey),
        );
        let matches = pair.matches(&secret, &client);
        match found {
            Some(found) if matches && found.keys.is_some() => {
                self.by_password(&attempt, &found.instance, number, found.user)
                    .await
            }
            found => {
                let instance = found.map(|found| found.instance);
                self.without_keys(&attempt, instance.as_deref(), from).await
            }
        }
    }

    /// The keys are not the company's, or there is no such company. Whoever guesses keys is slowed by their address.
    async fn without_keys(
        &self,
        attempt: &Attempt,
        instance: Option<&Instance>,
        from: Option<IpAddr>,
    ) -> Result<ExternalToken, LogInExternallyError> {
        let keys = from.map(|from| (ThrottleKey::of_address(None, from), Limit::ADDRESS));
        let pass = self.guard.enter(keys.into_iter().collect(), attempt.at).await?;
        self.hasher.verify(&attempt.password, None).await?;
        let line = instance.map(|instance| attempt.line(instance, Code::ExternalKeysRefused));
        self.guard.failed(pass, attempt.at, line).await?;
        Err(LogInExternallyError::Refused)
    }

    /// The keys are right, so it is the company's own system that asks: what is left to guess is a password.
    async fn by_password(
        &self,
        attempt: &Attempt,
        instance: &Instance,
        secret_number: i64,
        user: Option<User>,
    ) -> Result<ExternalToken, LogInExternallyError> {
        let key = ThrottleKey::of_external_user(instance.id, &attempt.name);
        let keys = vec![(key, Limit::EXTERNAL_USER)];
        let pass = self.guard.enter(keys, attempt.at).await?;
        // One computation for a user who is there and one for a user who is not.
        let (mut who, mut right) = match user {
            Some(user) => self.known(attempt, user).await?,
            None => (self.provisioned(attempt, instance).await?, true),
        };
        // A race for the name is lost once: then the user is there.
        for _ in 0..2 {
            let WhoExternally::Known(id, _) = &who else {
                match self.admit(attempt, instance, secret_number, who).await? {
                    ExternallyAdmitted::Taken(winner) => {
                        (who, right) = self.known(attempt, winner).await?;
                        if !right {
                            // Whoever asked for a user that was not there yet has guessed nothing.
                            return Err(LogInExternallyError::Refused);
                        }
                        continue;
                    }
                    admitted => return self.answer(attempt, instance, pass, admitted).await,
                }
            };
            let id = *id;
            if !right {
                let mut line = attempt.line(instance, Code::CredentialsRefused);
                line.user = Some(id);
                self.guard.failed(pass, attempt.at, Some(line)).await?;
                return Err(LogInExternallyError::Refused);
            }
            let admitted = self.admit(attempt, instance, secret_number, who).await?;
            return self.answer(attempt, instance, pass, admitted).await;
        }
        Err(StoreError::Conflict.into())
    }

    async fn known(&self, attempt: &Attempt, user: User) -> Result<(WhoExternally, bool), StoreError> {
        let right = self
            .hasher
            .verify(&attempt.password, Some(&user.password))
            .await?;
        Ok((WhoExternally::Known(user.id, user.password), right))
    }

    /// The user as the page wants it made. Role and group are the store's: they may change until it is made.
    async fn provisioned(&self, attempt: &Attempt, instance: &Instance) -> Result<WhoExternally, StoreError> {
        let since = attempt
            .at
            .checked_sub(SignedDuration::from_hours(1))
            .unwrap_or(Timestamp::MIN);
        Ok(WhoExternally::New(Box::new(ProvisionedUser {
            name: attempt.name.clone(),
            password: self.hasher.hash(&attempt.password).await?,
            given_name: attempt.name.shown().to_owned(),
            surname: attempt.name.shown().to_owned(),
            email: UserEmail::placeholder_of(&attempt.name),
            time_zone: instance.time_zone.clone(),
            language: instance.language,
            at_most: (USERS_MADE_AN_HOUR, since),
        })))
    }

    async fn admit(
        &self,
        attempt: &Attempt,
        instance: &Instance,
        secret_number: i64,
        who: WhoExternally,
    ) -> Result<ExternallyAdmitted, StoreError> {
        self.external
            .admit(ExternalAdmission {
                instance: instance.id,
                secret_number,
                who,
                at: attempt.at,
                activity: attempt.line(instance, Code::Ok),
            })
            .await
    }

    async fn answer(
        &self,
        attempt: &Attempt,
        instance: &Instance,
        pass: Pass,
        admitted: ExternallyAdmitted,
    ) -> Result<ExternalToken, LogInExternallyError> {
        let (user, made, not_before) = match admitted {
            ExternallyAdmitted::Admitted {
                user,
                made,
                tokens_not_before,
            } => (user, made, tokens_not_before),
            ExternallyAdmitted::TooMany => return Err(LogInExternallyError::TooManyUsers),
            // The password was right, or there was none to guess: it is no failure that slows anybody.
            ExternallyAdmitted::Taken(_)
            | ExternallyAdmitted::Refused
            | ExternallyAdmitted::SecretReplaced => {
                let line = attempt.line(instance, Code::ExternalLoginRefused);
                self.guard.ended(pass, line).await?;
                return Err(LogInExternallyError::Refused);
            }
        };
        self.guard.succeeded(pass).await?;
        let claims = new_claims(
            (instance.id, user),
            self.clock.now(),
            MAX_LIFE,
            not_before,
            &*self.random,
        );
        let life = claims.expires_at.duration_since(claims.issued_at);
        Ok(ExternalToken {
            token: self.tokens.sign(&claims)?,
            expires_in_secs: u64::try_from(life.as_secs()).unwrap_or_default(),
            user_created: made,
        })
    }
}

impl Attempt {
    fn line(&self, instance: &Instance, outcome: Code) -> Activity {
        Activity {
            instance: instance.id,
            at: self.at,
            correlation: self.correlation.clone(),
            user: None,
            session: None,
            kind: ActivityKind::ExternalLogin,
            outcome,
            platform: None,
            search: None,
        }
    }
}
