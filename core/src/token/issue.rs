use super::{TokenSigner, new_claims};
use crate::{
    access::{Actor, Denied, UserId, Users},
    ambient::{Clock, Random},
    store::StoreError,
    text::{Code, Coded},
    trace::traced,
};
use jiff::SignedDuration;
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
    /// [`MAX_LIFE`](super::MAX_LIFE); one that lives no time at all has expired when it is made.
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
        let user = self
            .users
            .by_id(actor.instance().id, user)
            .await?
            .ok_or(IssueTokenError::UnknownUser)?;
        let who = (actor.instance().id, user.id);
        let claims = new_claims(who, self.clock.now(), life, user.tokens_not_before, &*self.random);
        Ok(self.tokens.sign(&claims)?)
    }
}
