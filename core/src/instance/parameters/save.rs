use super::{ParameterError, ParameterName, ParameterValue, Parameters, SHOWN_SECRET};
use crate::{
    access::{Action, Actor, View},
    seal::{Seal, SealPlace},
    trace::traced,
};
use std::sync::Arc;

/// What the secrets among the parameters are sealed for.
const PURPOSE: &str = "parameter";

/// Makes and changes parameters.
#[derive(Clone)]
pub struct SaveParameter {
    parameters: Arc<dyn Parameters>,
    seal: Arc<dyn Seal>,
}

impl SaveParameter {
    pub(crate) fn new(parameters: Arc<dyn Parameters>, seal: Arc<dyn Seal>) -> Self {
        Self { parameters, seal }
    }

    /// Makes a parameter, or changes the value of the one of that name in the state that the actor saw. A secret stays
    /// one; posting [`SHOWN_SECRET`] for it keeps it as it is.
    ///
    /// # Errors
    /// See [`ParameterError`].
    pub async fn run(
        &self,
        actor: &Actor,
        name: &str,
        value: &str,
        secret: bool,
        seen: Option<i64>,
    ) -> Result<ParameterName, ParameterError> {
        traced!(
            "save_parameter",
            &actor.visit().correlation,
            self.work(actor, name, value, secret, seen)
        )
        .await
    }

    async fn work(
        &self,
        actor: &Actor,
        name: &str,
        value: &str,
        secret: bool,
        seen: Option<i64>,
    ) -> Result<ParameterName, ParameterError> {
        let action = if seen.is_some() {
            Action::Edit
        } else {
            Action::Create
        };
        actor.require(View::Parameters, action)?;
        let instance = actor.instance().id;
        let name: ParameterName = name.parse()?;
        let mut secret = secret || name.is_always_secret();
        if seen.is_some() {
            let kept = self
                .parameters
                .by_name(instance, &name)
                .await?
                .ok_or(ParameterError::Unknown)?;
            if matches!(kept.value, ParameterValue::Sealed(_)) {
                if value == SHOWN_SECRET {
                    return Ok(name);
                }
                secret = true;
            }
        }
        let value = name.value(value)?;
        let value = match secret {
            false => ParameterValue::Plain(value),
            true => {
                let place = SealPlace {
                    instance,
                    purpose: PURPOSE,
                };
                // With its name, so that one secret does not open in the place of another.
                ParameterValue::Sealed(self.seal.seal(&place, &format!("{name}={value}")))
            }
        };
        self.parameters
            .save(instance, name.clone(), value, seen)
            .await?
            .done()?;
        Ok(name)
    }
}
