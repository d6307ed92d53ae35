use super::Memory;
use async_trait::async_trait;
use ba360_core::{
    instance::{Activity, ActivityLog, InstanceId},
    store::StoreResult,
};

#[async_trait]
impl ActivityLog for Memory {
    async fn record(&self, activity: Activity) -> StoreResult<()> {
        self.kept().activity.push(activity);
        Ok(())
    }

    async fn recent(&self, instance: InstanceId, limit: u32) -> StoreResult<Vec<Activity>> {
        let kept = self.kept();
        let newest = kept
            .activity
            .iter()
            .rev()
            .filter(|line| line.instance == instance);
        Ok(newest.take(limit as usize).cloned().collect())
    }
}
