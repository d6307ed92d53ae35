use super::{Kept, Memory};
use async_trait::async_trait;
use ba360_core::{
    instance::{HostName, Instance, InstanceId, InstanceName, Instances, NewInstance},
    store::StoreResult,
};
use std::sync::Arc;

impl Kept {
    /// The instance that a host chooses.
    pub(super) fn instance_of(&self, host: &HostName) -> Option<Arc<Instance>> {
        match &self.instances[..] {
            [only] if only.hosts.is_empty() => Some(only.clone()),
            several => several.iter().find(|it| it.hosts.contains(host)).cloned(),
        }
    }
}

#[async_trait]
impl Instances for Memory {
    async fn create(&self, new: NewInstance) -> StoreResult<Option<Arc<Instance>>> {
        let mut kept = self.kept();
        let taken =
            |it: &Arc<Instance>| it.name == new.name || it.hosts.iter().any(|host| new.hosts.contains(host));
        if kept.instances.iter().any(taken) {
            return Ok(None);
        }
        let made = Arc::new(Instance {
            id: InstanceId(kept.instances.len() as i64 + 1),
            name: new.name,
            hosts: new.hosts,
            time_zone: new.time_zone,
            language: new.language,
            country: new.country,
            national_length: new.national_length,
            frame_origins: new.frame_origins,
        });
        kept.instances.push(made.clone());
        Ok(Some(made))
    }

    async fn by_name(&self, name: &InstanceName) -> StoreResult<Option<Arc<Instance>>> {
        Ok(self.kept().instances.iter().find(|it| it.name == *name).cloned())
    }

    async fn all(&self) -> StoreResult<Vec<Arc<Instance>>> {
        Ok(self.kept().instances.clone())
    }
}
