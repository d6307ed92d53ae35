use super::Memory;
use async_trait::async_trait;
use ba360_core::{
    instance::{Activity, ActivityCount, ActivityFilter, ActivityKind, ActivityLog, InstanceId},
    record::{Found, PageRequest},
    store::StoreResult,
    text::Code,
};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Whether a filter finds a line.
fn finds(filter: &ActivityFilter, line: &Activity) -> bool {
    let lower = |text: &String| text.to_lowercase();
    filter.kind.is_none_or(|kind| line.kind == kind)
        && filter
            .went_well
            .is_none_or(|well| (line.outcome == Code::Ok) == well)
        && (filter.platform.is_none()
            || filter.platform.as_ref().map(lower) == line.platform.as_ref().map(lower))
        && filter
            .correlation
            .as_ref()
            .is_none_or(|it| it == line.correlation.as_str())
        && filter.from.is_none_or(|from| line.at >= from)
        && filter.to.is_none_or(|to| line.at < to)
}

/// The beginning of the hour in which a moment is.
fn hour_of(at: Timestamp) -> Timestamp {
    let into = at.as_second().rem_euclid(3_600);
    let hour = Timestamp::from_second(at.as_second() - into);
    hour.unwrap_or(at)
}

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

    async fn find(
        &self,
        instance: InstanceId,
        filter: &ActivityFilter,
        page: PageRequest,
    ) -> StoreResult<Found<Activity>> {
        let kept = self.kept();
        let lines = kept.activity.iter().rev();
        let found = lines.filter(|line| line.instance == instance && finds(filter, line));
        let mut found: Vec<&Activity> = found.collect();
        found.sort_by_key(|line| std::cmp::Reverse(line.at));
        Ok(Found::page_of(found, page).map(Activity::clone))
    }

    async fn openings(
        &self,
        instance: InstanceId,
        from: Timestamp,
        to: Timestamp,
    ) -> StoreResult<Vec<ActivityCount>> {
        let kept = self.kept();
        let mut counts = BTreeMap::<_, u32>::new();
        for line in &kept.activity {
            let counts_here = line.instance == instance
                && matches!(line.kind, ActivityKind::LinkOpened | ActivityKind::LinkRefused)
                && (from..to).contains(&line.at);
            if counts_here {
                let platform = line.platform.as_ref().map(|it| it.to_lowercase());
                let of = (hour_of(line.at), platform, line.outcome == Code::Ok);
                *counts.entry(of).or_default() += 1;
            }
        }
        let counts = counts.into_iter();
        let counts = counts.map(|((hour, platform, went_well), count)| ActivityCount {
            hour,
            platform,
            went_well,
            count,
        });
        Ok(counts.collect())
    }

    async fn newest_before(&self, instance: InstanceId, before: Timestamp) -> StoreResult<Option<Timestamp>> {
        let kept = self.kept();
        let lines = kept.activity.iter().filter(|line| line.instance == instance);
        Ok(lines.map(|line| line.at).filter(|at| *at < before).max())
    }

    async fn forget(&self, instance: InstanceId, before: Timestamp, most: u32) -> StoreResult<u32> {
        let mut kept = self.kept();
        let old = |line: &Activity| line.instance == instance && line.at < before;
        let mut moments: Vec<_> = kept
            .activity
            .iter()
            .filter(|line| old(line))
            .map(|it| it.at)
            .collect();
        moments.sort_unstable();
        moments.truncate(most as usize);
        let forgotten = moments.len() as u32;
        // One line for each of the moments, as there may be several of one.
        kept.activity
            .retain(|line| match moments.binary_search(&line.at) {
                Ok(at) if old(line) => {
                    moments.remove(at);
                    false
                }
                _ => true,
            });
        Ok(forgotten)
    }
}
