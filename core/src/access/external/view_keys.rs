use super::{ExternalApplications, ExternalKeyPair};
use crate::{
    access::{Action, Actor, Denied, View},
    ambient::{Clock, Random},
    seal::Seal,
    store::StoreError,
    text::{Code, Coded},
    trace::traced,
};
use std::sync::Arc;

/// Shows an instance's keys, and makes them on the first visit (the page's *Al ingresar por primera vez se generan ambos
/// parámetros de forma automática*).
#[derive(Clone)]
pub struct ViewKeys {
    external: Arc<dyn ExternalApplications>,
    seal: Arc<dyn Seal>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
}

/// Why no keys were shown.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ViewKeysError {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// A store did not do it, or the keys were sealed under another master key.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Coded for ViewKeysError {
    fn code(&self) -> Code {
        match self {
            Self::Denied(denied) => denied.code(),
            Self::Store(error) => error.code(),
        }
    }
}

impl ViewKeys {
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

    /// The keys. Two first visits at once see the same pair.
    ///
    /// # Errors
    /// See [`ViewKeysError`].
    pub async fn run(&self, actor: &Actor) -> Result<ExternalKeyPair, ViewKeysError> {
        traced!("view_keys", &actor.visit().correlation, self.work(actor)).await
    }

    async fn work(&self, actor: &Actor) -> Result<ExternalKeyPair, ViewKeysError> {
        actor.require(View::ExternalApplications, Action::See)?;
        let instance = actor.instance().id;
        let kept = match self.external.keys(instance).await? {
            Some(kept) => kept,
            None => {
                let new = ExternalKeyPair::generate(&*self.seal, &*self.random, instance, self.clock.now());
                self.external.keep_keys(instance, new).await?
            }
        };
        Ok(ExternalKeyPair::open(&*self.seal, instance, &kept)?)
    }
}
