use super::{Kept, Memory};
use async_trait::async_trait;
use ba360_core::{
    instance::{
        ActivityDays, HostName, Instance, InstanceId, InstanceName, InstanceSettings, Instances, NewInstance,
        SettingsOutcome,
    },
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
            activity_days: ActivityDays::default(),
            reindexing: false,
            version: 1,
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

    async fn change(
        &self,
        instance: InstanceId,
        seen: i64,
        settings: InstanceSettings,
        reindex: bool,
    ) -> StoreResult<SettingsOutcome> {
        let mut kept = self.kept();
        let mut instances = kept.instances.iter();
        let at = instances.position(|it| it.id == instance && it.version == seen);
        let Some(at) = at else {
            return Ok(SettingsOutcome::Stale);
        };
        let taken = |it: &Arc<Instance>| {
            it.id != instance && it.hosts.iter().any(|host| settings.hosts.contains(host))
        };
        if kept.instances.iter().any(taken) {
            return Ok(SettingsOutcome::HostTaken);
        }
        let before = &kept.instances[at];
        let changed = Instance {
            id: instance,
            name: before.name.clone(),
            hosts: settings.hosts,
            time_zone: settings.time_zone,
            language: settings.language,
            country: settings.country,
            national_length: settings.national_length,
            frame_origins: settings.frame_origins,
            activity_days: settings.activity_days,
            reindexing: reindex,
            version: seen + 1,
        };
        kept.instances[at] = Arc::new(changed);
        Ok(SettingsOutcome::Done)
    }

    async fn reindexed(&self, instance: InstanceId, seen: i64) -> StoreResult<()> {
        let mut kept = self.kept();
        let mut instances = kept.instances.iter_mut();
        let found = instances.find(|it| it.id == instance && it.version == seen);
        if let Some(found) = found {
            Arc::make_mut(found).reindexing = false;
        }
        Ok(())
    }
}
