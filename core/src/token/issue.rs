use super::{Claims, MAX_LIFE, TokenId, TokenSigner};
use crate::{
    access::{Actor, Denied, UserId, Users},
    ambient::{Clock, Random},
    hex::hex,
    store::StoreError,
    text::{Code, Coded},
    trace::traced,
};
use jiff::{RoundMode, SignedDuration, Unit};
use secrecy::SecretString;
use std::sync::Arc;

/// Issues the token that a link carries.
#[derive(Clone)]
pub struct IssueToken {
    users: Arc<dyn Users>,
    tokens: Arc<dyn TokenSigner>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
}

/// Why no token was issued.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IssueTokenError {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// There is no such user at the instance.
    #[error("there is no such user")]
    UnknownUser,
    /// A store or the signer did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Coded for IssueTokenError {
    fn code(&self) -> Code {
        match self {
            Self::Denied(denied) => denied.code(),
            Self::UnknownUser => Code::UserUnknown,
            Self::Store(error) => error.code(),
        }
    }
}

impl IssueToken {
    pub(crate) fn new(
        users: Arc<dyn Users>,
        tokens: Arc<dyn TokenSigner>,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Self {
        Self {
            users,
            tokens,
            clock,
            random,
        }
    }

    /// Issues a token for a user of the actor's instance. It lives `life`, but never longer than
    /// [`MAX_LIFE`]; one that lives no time at all has expired when it is made.
    ///
    /// # Errors
    /// See [`IssueTokenError`].
    pub async fn run(
        &self,
        actor: &Actor,
        user: UserId,
        life: SignedDuration,
    ) -> Result<SecretString, IssueTokenError> {
        traced!(
            "issue_token",
            &actor.visit().correlation,
            self.work(actor, user, life)
        )
        .await
    }

    async fn work(
        &self,
        actor: &Actor,
        user: UserId,
        life: SignedDuration,
    ) -> Result<SecretString, IssueTokenError> {
        actor.require_operator()?;
        if self.users.by_id(actor.instance().id, user).await?.is_none() {
            return Err(IssueTokenError::UnknownUser);
        }
        let mut bytes = [0; 16];
        self.random.fill(&mut bytes);
        // A token counts in whole seconds.
        let now = self.clock.now();
        let issued_at = now
            .round(
                jiff::TimestampRound::new()
                    .smallest(Unit::Second)
                    .mode(RoundMode::Trunc),
            )
            .unwrap_or(now);
        let expires_at = issued_at
            .saturating_add(life.clamp(SignedDuration::ZERO, MAX_LIFE))
            .unwrap_or(issued_at);
        Ok(self.tokens.sign(&Claims {
            instance: actor.instance().id,
            user,
            issued_at,
            expires_at,
            id: TokenId(hex(&bytes)),
        })?)
    }
}
