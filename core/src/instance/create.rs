use super::{Country, FrameOrigin, HostName, Instance, InstanceName, Instances, NationalLength};
use crate::{
    access::Operator,
    store::StoreError,
    text::{Code, Coded, Language},
    trace::traced,
};
use jiff::tz::TimeZone;
use std::sync::Arc;

/// What an instance is made of.
#[derive(Clone, Debug)]
pub struct NewInstance {
    /// Its name.
    pub name: InstanceName,
    /// The hosts that it answers.
    pub hosts: Vec<HostName>,
    /// Its time zone.
    pub time_zone: TimeZone,
    /// Its language.
    pub language: Language,
    /// Its country.
    pub country: Country,
    /// Its national phone number's length.
    pub national_length: NationalLength,
    /// The pages that may show it in a frame.
    pub frame_origins: Vec<FrameOrigin>,
}

/// Makes an instance. Only the operator of the installation may: there is no instance yet to have a
/// permission at.
#[derive(Clone)]
pub struct CreateInstance {
    instances: Arc<dyn Instances>,
}

/// Why an instance was not made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CreateInstanceError {
    /// The name, or one of the hosts, belongs to an instance already.
    #[error("the name or one of the hosts is taken")]
    Taken,
    /// The store did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Coded for CreateInstanceError {
    fn code(&self) -> Code {
        match self {
            Self::Taken => Code::InstanceTaken,
            Self::Store(error) => error.code(),
        }
    }
}

impl CreateInstance {
    pub(crate) fn new(instances: Arc<dyn Instances>) -> Self {
        Self { instances }
    }

    /// Makes the instance.
    ///
    /// # Errors
    /// See [`CreateInstanceError`].
    pub async fn run(
        &self,
        operator: &Operator,
        new: NewInstance,
    ) -> Result<Arc<Instance>, CreateInstanceError> {
        traced!("create_instance", operator.correlation(), self.work(new)).await
    }

    async fn work(&self, new: NewInstance) -> Result<Arc<Instance>, CreateInstanceError> {
        self.instances
            .create(new)
            .await?
            .ok_or(CreateInstanceError::Taken)
    }
}
