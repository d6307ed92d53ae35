use super::{Actor, Admissions};
use crate::{
    ambient::Clock,
    instance::Visit,
    store::StoreError,
    text::{Code, Coded},
    token::TokenSigner,
    trace::traced,
};
use std::sync::Arc;

/// Knows a program by the token that it brings: the one that `authexternalsystem` answers. No session is started, and
/// what the token's user may do is asked at every request.
#[derive(Clone)]
pub struct EnterByToken {
    tokens: Arc<dyn TokenSigner>,
    admissions: Arc<dyn Admissions>,
    clock: Arc<dyn Clock>,
}

/// Why a token is nobody's.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EnterByTokenError {
    /// It is forged, damaged, expired, revoked, another instance's, or of a user who may not come in: one answer for
    /// all.
    #[error("the token lets nobody in")]
    Refused,
    /// The store did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Coded for EnterByTokenError {
    fn code(&self) -> Code {
        match self {
            Self::Refused => Code::AccessTokenRefused,
            Self::Store(error) => error.code(),
        }
    }
}

impl EnterByToken {
    pub(crate) fn new(
        tokens: Arc<dyn TokenSigner>,
        admissions: Arc<dyn Admissions>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            tokens,
            admissions,
            clock,
        }
    }

    /// Who it is. A token that was not signed here is refused before anything is read, and nothing is written down: a
    /// guess costs us no more than the guesser.
    ///
    /// # Errors
    /// See [`EnterByTokenError`].
    pub async fn run(&self, visit: &Visit, token: &str) -> Result<Actor, EnterByTokenError> {
        traced!("enter_by_token", &visit.correlation, self.work(visit, token)).await
    }

    async fn work(&self, visit: &Visit, token: &str) -> Result<Actor, EnterByTokenError> {
        let instance = visit.instance.id;
        let claims = self
            .tokens
            .verify(token)
            .filter(|claims| claims.good_at(instance, self.clock.now()))
            .ok_or(EnterByTokenError::Refused)?;
        let user = self
            .admissions
            .token_user(instance, claims.user, claims.issued_at)
            .await?
            .ok_or(EnterByTokenError::Refused)?;
        Ok(Actor::by_token(visit.clone(), user))
    }
}
