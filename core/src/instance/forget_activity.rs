use super::{ActivityLog, Instance, Instances};
use crate::{access::Operator, ambient::Clock, store::StoreError, trace::traced};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;

/// How many lines are forgotten by one transaction.
const AT_ONCE: u32 = 1_000;
/// For how long a clock that is ahead makes nothing be forgotten: longer than one is ever wrong.
const DOUBTED: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Forgets what the record of activity has kept for as long as its instance wants.
#[derive(Clone)]
pub struct ForgetActivity {
    activity: Arc<dyn ActivityLog>,
    instances: Arc<dyn Instances>,
    clock: Arc<dyn Clock>,
}

impl ForgetActivity {
    pub(crate) fn new(
        activity: Arc<dyn ActivityLog>,
        instances: Arc<dyn Instances>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            activity,
            instances,
            clock,
        }
    }

    /// Forgets it for every instance; answers how many lines there were.
    ///
    /// # Errors
    /// [`StoreError`] when a store did not do it; what was forgotten until then is.
    pub async fn run(&self, operator: &Operator) -> Result<u64, StoreError> {
        traced!("forget_activity", operator.correlation(), self.work()).await
    }

    async fn work(&self) -> Result<u64, StoreError> {
        let (now, mut forgotten) = (self.clock.now(), 0);
        for instance in self.instances.all().await? {
            let Some(before) = self.kept_from(&instance, now).await? else {
                continue;
            };
            loop {
                let count = self.activity.forget(instance.id, before, AT_ONCE).await?;
                forgotten += u64::from(count);
                if count < AT_ONCE {
                    break;
                }
            }
        }
        Ok(forgotten)
    }

    /// From when on lines are kept; `None` where there are none that could be forgotten. The clock alone is not believed:
    /// time has passed as far as the lines tell that are older than a clock is ever wrong by.
    async fn kept_from(&self, instance: &Instance, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        let kept = SignedDuration::from_hours(24 * i64::from(instance.activity_days.days()));
        let doubted = kept.min(DOUBTED);
        let Ok(before) = now.checked_sub(doubted) else {
            return Ok(None);
        };
        let newest = self.activity.newest_before(instance.id, before).await?;
        let passed = newest.and_then(|newest| newest.checked_add(doubted).ok());
        Ok(passed.and_then(|passed| passed.checked_sub(kept).ok()))
    }
}
