use super::{Kept, Memory};
use async_trait::async_trait;
use ba360_core::{
    instance::{
        InstanceId,
        parameters::{KeptParameter, ParameterName, ParameterOutcome, ParameterValue, Parameters},
    },
    record::{Found, PageRequest},
    store::StoreResult,
};

/// A parameter.
pub(super) struct ParameterRow {
    instance: InstanceId,
    kept: KeptParameter,
}

impl Kept {
    fn parameters_of(&self, instance: InstanceId) -> impl Iterator<Item = &KeptParameter> {
        let rows = self.parameters.iter();
        rows.filter(move |row| row.instance == instance)
            .map(|row| &row.kept)
    }
}

#[async_trait]
impl Parameters for Memory {
    async fn list(&self, instance: InstanceId, page: PageRequest) -> StoreResult<Found<KeptParameter>> {
        let kept = self.kept();
        let mut rows: Vec<_> = kept.parameters_of(instance).collect();
        rows.sort_by_key(|row| &row.name);
        Ok(Found::page_of(rows, page).map(KeptParameter::clone))
    }

    async fn by_name(
        &self,
        instance: InstanceId,
        name: &ParameterName,
    ) -> StoreResult<Option<KeptParameter>> {
        let kept = self.kept();
        let row = kept.parameters_of(instance).find(|row| row.name == *name);
        Ok(row.cloned())
    }

    async fn save(
        &self,
        instance: InstanceId,
        name: ParameterName,
        value: ParameterValue,
        seen: Option<i64>,
    ) -> StoreResult<ParameterOutcome> {
        let mut kept = self.kept();
        let mut rows = kept.parameters.iter_mut();
        let there = rows.find(|row| row.instance == instance && row.kept.name == name);
        Ok(match (there, seen) {
            (None, None) => {
                kept.parameters.push(ParameterRow {
                    instance,
                    kept: KeptParameter {
                        name,
                        value,
                        version: 1,
                    },
                });
                ParameterOutcome::Done
            }
            (None, Some(_)) => ParameterOutcome::Unknown,
            (Some(_), None) => ParameterOutcome::Taken,
            (Some(row), Some(seen)) if row.kept.version != seen => ParameterOutcome::Stale,
            (Some(row), Some(_)) => {
                row.kept.value = value;
                row.kept.version += 1;
                ParameterOutcome::Done
            }
        })
    }

    async fn delete(
        &self,
        instance: InstanceId,
        name: &ParameterName,
        seen: i64,
    ) -> StoreResult<ParameterOutcome> {
        let mut kept = self.kept();
        let mut rows = kept.parameters.iter();
        let there = rows.position(|row| row.instance == instance && row.kept.name == *name);
        Ok(match there {
            None => ParameterOutcome::Unknown,
            Some(at) if kept.parameters[at].kept.version != seen => ParameterOutcome::Stale,
            Some(at) => {
                kept.parameters.remove(at);
                ParameterOutcome::Done
            }
        })
    }
}
