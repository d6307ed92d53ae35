use super::{
    ExternalApplications, ExternalKey, ExternalKeyPair, NewSecret,
    key::{SECRET, sealed},
};
use crate::{
    access::{Action, Actor, Denied, View},
    ambient::{Clock, Random},
    instance::{Activity, ActivityKind},
    seal::Seal,
    store::StoreError,
    text::{Code, Coded},
    trace::traced,
};
use std::sync::Arc;

/// Gives an instance a new secretkey (the page's *Regenerar*). The old one is refused from the next login on, whichever
/// server it reaches.
#[derive(Clone)]
pub struct RegenerateSecret {
    external: Arc<dyn ExternalApplications>,
    seal: Arc<dyn Seal>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
}

/// Why there is no new secretkey.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RegenerateSecretError {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// A store did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Coded for RegenerateSecretError {
    fn code(&self) -> Code {
        match self {
            Self::Denied(denied) => denied.code(),
            Self::Store(error) => error.code(),
        }
    }
}

impl RegenerateSecret {
    pub(crate) fn new(
        external: Arc<dyn ExternalApplications>,
        seal: Arc<dyn Seal>,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Self {
        Self {
            external,
            seal,
            clock,
            random,
        }
    }

    /// Replaces the secretkey and answers both keys. Tokens that were issued before stay good until they expire,
    /// unless `revoke_tokens`. Where there were no keys yet, both are made.
    ///
    /// # Errors
    /// See [`RegenerateSecretError`].
    pub async fn run(
        &self,
        actor: &Actor,
        revoke_tokens: bool,
    ) -> Result<ExternalKeyPair, RegenerateSecretError> {
        traced!(
            "regenerate_secret",
            &actor.visit().correlation,
            self.work(actor, revoke_tokens)
        )
        .await
    }

    async fn work(
        &self,
        actor: &Actor,
        revoke_tokens: bool,
    ) -> Result<ExternalKeyPair, RegenerateSecretError> {
        actor.require(View::ExternalApplications, Action::Edit)?;
        let (instance, at) = (actor.instance().id, self.clock.now());
        let key = ExternalKey::new(&*self.random);
        let new = NewSecret {
            secret: sealed(&*self.seal, instance, SECRET, &key),
            at,
            revoke_tokens,
            activity: Activity::of_actor(actor, ActivityKind::SecretRegenerated, at, Code::Ok),
        };
        let kept = match self.external.replace_secret(instance, new).await? {
            Some(kept) => kept,
            None => {
                let new = ExternalKeyPair::generate(&*self.seal, &*self.random, instance, at);
                self.external.keep_keys(instance, new).await?
            }
        };
        Ok(ExternalKeyPair::open(&*self.seal, instance, &kept)?)
    }
}
