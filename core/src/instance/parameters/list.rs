use super::{ParameterError, ParameterName, Parameters, ShownParameter};
use crate::{
    access::{Action, Actor, View},
    record::{Found, PageRequest},
    trace::traced,
};
use std::sync::Arc;

/// Lists parameters and shows one, without the secrets.
#[derive(Clone)]
pub struct ListParameters {
    parameters: Arc<dyn Parameters>,
}

impl ListParameters {
    pub(crate) fn new(parameters: Arc<dyn Parameters>) -> Self {
        Self { parameters }
    }

    /// A page of the parameters, by name.
    ///
    /// # Errors
    /// [`ParameterError::Denied`], [`ParameterError::Store`].
    pub async fn run(
        &self,
        actor: &Actor,
        page: PageRequest,
    ) -> Result<Found<ShownParameter>, ParameterError> {
        traced!("list_parameters", &actor.visit().correlation, async {
            actor.require(View::Parameters, Action::See)?;
            let found = self.parameters.list(actor.instance().id, page).await?;
            Ok::<_, ParameterError>(found.map(ShownParameter::from))
        })
        .await
    }

    /// One parameter.
    ///
    /// # Errors
    /// [`ParameterError::Denied`], [`ParameterError::Unknown`], [`ParameterError::Store`].
    pub async fn one(&self, actor: &Actor, name: &ParameterName) -> Result<ShownParameter, ParameterError> {
        traced!("view_parameter", &actor.visit().correlation, async {
            actor.require(View::Parameters, Action::See)?;
            let kept = self.parameters.by_name(actor.instance().id, name).await?;
            kept.map(ShownParameter::from).ok_or(ParameterError::Unknown)
        })
        .await
    }
}
