use super::{Installation, InstanceId};
use crate::{
    access::Operator,
    seal::{Seal, SealPlace},
    store::StoreError,
    text::{Code, Coded},
    trace::traced,
};
use std::sync::Arc;

/// What the check says, under whatever key.
const CHECK: &str = "ba360";

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
        let place = SealPlace {
            // No instance has that key: it is the installation's.
            instance: InstanceId(0),
            purpose: "master-key-check",
        };
        let kept = self
            .installation
            .keep_seal_check(self.seal.seal(&place, CHECK))
            .await?;
        match self.seal.open(&place, &kept).as_deref() {
            Some(CHECK) => Ok(()),
            _ => Err(CheckMasterKeyError::Another),
        }
    }
}
