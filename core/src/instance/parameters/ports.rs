use super::{ParameterName, ParameterValue};
use crate::{
    instance::InstanceId,
    record::{Found, PageRequest},
    store::StoreResult,
};
use async_trait::async_trait;

/// The parameters of an instance.
///
/// # Contract
/// - `a_saved_parameter_is_found_as_it_was_saved`: by its name, and in the list by name.
/// - `a_parameter_is_saved_in_the_state_that_was_seen`: a new one unless there is one of that name, an old one in its
///   version; otherwise nothing changes.
/// - `a_deleted_parameter_is_found_no_more`: in the state that was seen.
/// - `another_instance_has_its_own_parameters`.
#[async_trait]
pub trait Parameters: Send + Sync {
    /// A page of the parameters, by name.
    async fn list(&self, instance: InstanceId, page: PageRequest) -> StoreResult<Found<KeptParameter>>;
    /// The parameter of that name.
    async fn by_name(&self, instance: InstanceId, name: &ParameterName)
    -> StoreResult<Option<KeptParameter>>;
    /// Makes a parameter where no version was seen, or changes the one of that version.
    async fn save(
        &self,
        instance: InstanceId,
        name: ParameterName,
        value: ParameterValue,
        seen: Option<i64>,
    ) -> StoreResult<ParameterOutcome>;
    /// Removes the parameter of that version.
    async fn delete(
        &self,
        instance: InstanceId,
        name: &ParameterName,
        seen: i64,
    ) -> StoreResult<ParameterOutcome>;
}

/// A parameter as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptParameter {
    /// The name.
    pub name: ParameterName,
    /// The value.
    pub value: ParameterValue,
    /// The state, counted up with every change.
    pub version: i64,
}

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterOutcome {
    /// It was made.
    Done,
    /// There is no such parameter.
    Unknown,
    /// Somebody else changed it meanwhile.
    Stale,
    /// There is one of that name.
    Taken,
}
