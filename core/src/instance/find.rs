use super::{Instance, InstanceName, Instances};
use crate::{
    access::Operator,
    store::StoreError,
    text::{Code, Coded},
    trace::traced,
};
use std::sync::Arc;

/// Finds the instances of an installation. Only its operator may: everybody else is at one instance and knows of no
/// other.
#[derive(Clone)]
pub struct FindInstance {
    instances: Arc<dyn Instances>,
}

/// Why an instance was not found.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FindInstanceError {
    /// There is no instance of that name.
    #[error("there is no instance of that name")]
    Unknown,
    /// The store did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Coded for FindInstanceError {
    fn code(&self) -> Code {
        match self {
            Self::Unknown => Code::InstanceUnknown,
            Self::Store(error) => error.code(),
        }
    }
}

impl FindInstance {
    pub(crate) fn new(instances: Arc<dyn Instances>) -> Self {
        Self { instances }
    }

    /// The instance of that name.
    ///
    /// # Errors
    /// See [`FindInstanceError`].
    pub async fn run(
        &self,
        operator: &Operator,
        name: &InstanceName,
    ) -> Result<Arc<Instance>, FindInstanceError> {
        traced!("find_instance", operator.correlation(), self.work(name)).await
    }

    async fn work(&self, name: &InstanceName) -> Result<Arc<Instance>, FindInstanceError> {
        self.instances
            .by_name(name)
            .await?
            .ok_or(FindInstanceError::Unknown)
    }

    /// Every instance, the oldest first.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn all(&self, _operator: &Operator) -> Result<Vec<Arc<Instance>>, StoreError> {
        self.instances.all().await
    }
}
