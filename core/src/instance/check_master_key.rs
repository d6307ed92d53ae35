use super::{Installation, InstanceId};
use crate::{
    access::Operator,
    seal::{Seal, SealPlace, SealedText},
    store::StoreError,
    text::{Code, Coded},
    trace::traced,
};
use std::sync::Arc;

/// What the check says, under whatever key.
const CHECK: &str = "ba360";
const PLACE: SealPlace = SealPlace {
    // No instance has that key: it is the installation's.
    instance: InstanceId(0),
    purpose: "master-key-check",
};

/// Tells whether the master key is the one under which the installation's secrets are sealed, before one of them does
/// not open or new ones are sealed under another.
#[derive(Clone)]
pub struct CheckMasterKey {
    installation: Arc<dyn Installation>,
    seal: Arc<dyn Seal>,
}

/// Why the master key cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CheckMasterKeyError {
    /// It is another one.
    #[error("the secrets of this installation are sealed under another master key")]
    Another,
    /// The store did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Coded for CheckMasterKeyError {
    fn code(&self) -> Code {
        match self {
            Self::Another => Code::MasterKeyAnother,
            Self::Store(error) => error.code(),
        }
    }
}

impl CheckMasterKey {
    pub(crate) fn new(installation: Arc<dyn Installation>, seal: Arc<dyn Seal>) -> Self {
        Self { installation, seal }
    }

    /// Opens the check that the first start of the installation has sealed.
    ///
    /// # Errors
    /// See [`CheckMasterKeyError`].
    pub async fn run(&self, operator: &Operator) -> Result<(), CheckMasterKeyError> {
        traced!("check_master_key", operator.correlation(), self.work()).await
    }

    async fn work(&self) -> Result<(), CheckMasterKeyError> {
        let sealed = self.seal.seal(&PLACE, CHECK);
        self.opens(&self.installation.keep_seal_check(sealed).await?)
    }

    /// The same, of an installation that may not have been started yet: whether it was. It seals nothing.
    ///
    /// # Errors
    /// See [`CheckMasterKeyError`].
    pub async fn look(&self, operator: &Operator) -> Result<bool, CheckMasterKeyError> {
        traced!("look_at_master_key", operator.correlation(), async {
            let kept = self.installation.seal_check().await?;
            kept.map_or(Ok(false), |kept| self.opens(&kept).map(|()| true))
        })
        .await
    }

    fn opens(&self, kept: &SealedText) -> Result<(), CheckMasterKeyError> {
        match self.seal.open(&PLACE, kept).as_deref() {
            Some(CHECK) => Ok(()),
            _ => Err(CheckMasterKeyError::Another),
        }
    }
}
