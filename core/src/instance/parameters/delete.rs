use super::{ParameterError, ParameterName, Parameters};
use crate::{
    access::{Action, Actor, View},
    trace::traced,
};
use std::sync::Arc;

/// Removes parameters.
#[derive(Clone)]
pub struct DeleteParameter {
    parameters: Arc<dyn Parameters>,
}

impl DeleteParameter {
    pub(crate) fn new(parameters: Arc<dyn Parameters>) -> Self {
        Self { parameters }
    }

    /// Removes the parameter in the state that the actor saw.
    ///
    /// # Errors
    /// See [`ParameterError`].
    pub async fn run(&self, actor: &Actor, name: &ParameterName, seen: i64) -> Result<(), ParameterError> {
        traced!("delete_parameter", &actor.visit().correlation, async {
            actor.require(View::Parameters, Action::Delete)?;
            self.parameters
                .delete(actor.instance().id, name, seen)
                .await?
                .done()
        })
        .await
    }
}
