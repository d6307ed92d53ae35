use super::{Activity, ActivityCount, ActivityFilter, ActivityLog};
use crate::{
    access::{Action, Actor, Denied, UserId, Users, View},
    ambient::Clock,
    record::{Found, PageRequest},
    store::StoreError,
    text::{Code, Coded},
    trace::traced,
};
use jiff::{SignedDuration, ToSpan as _, Zoned, civil::Date};
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

/// How many days the chart shows at the most.
const MOST_DAYS: i16 = 90;

/// Shows the record of activity (the page's *Otros > Actividad*).
#[derive(Clone)]
pub struct ViewActivity {
    activity: Arc<dyn ActivityLog>,
    users: Arc<dyn Users>,
    clock: Arc<dyn Clock>,
}

/// Why it is not shown.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ViewActivityError {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// A store did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Coded for ViewActivityError {
    fn code(&self) -> Code {
        match self {
            Self::Denied(denied) => denied.code(),
            Self::Store(error) => error.code(),
        }
    }
}

/// A line with the name of its user.
#[derive(Clone, Debug)]
pub struct ActivityRow {
    /// The line.
    pub line: Activity,
    /// The user's name, where there is one.
    pub user: Option<String>,
}

/// The links of one day of the instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayOfOpenings {
    /// The day.
    pub day: Date,
    /// How many were opened, by platform.
    pub opened: BTreeMap<String, u32>,
    /// How many were refused.
    pub refused: u32,
}

impl ViewActivity {
    pub(crate) fn new(activity: Arc<dyn ActivityLog>, users: Arc<dyn Users>, clock: Arc<dyn Clock>) -> Self {
        Self {
            activity,
            users,
            clock,
        }
    }

    /// A page of the lines that a filter finds, the newest first.
    ///
    /// # Errors
    /// See [`ViewActivityError`].
    pub async fn run(
        &self,
        actor: &Actor,
        filter: &ActivityFilter,
        page: PageRequest,
    ) -> Result<Found<ActivityRow>, ViewActivityError> {
        traced!(
            "view_activity",
            &actor.visit().correlation,
            self.work(actor, filter, page)
        )
        .await
    }

    async fn work(
        &self,
        actor: &Actor,
        filter: &ActivityFilter,
        page: PageRequest,
    ) -> Result<Found<ActivityRow>, ViewActivityError> {
        actor.require(View::Activity, Action::See)?;
        let instance = actor.instance().id;
        let found = self.activity.find(instance, filter, page).await?;
        let mut names = HashMap::<UserId, Option<String>>::new();
        for id in found.items.iter().filter_map(|line| line.user) {
            if let std::collections::hash_map::Entry::Vacant(unknown) = names.entry(id) {
                unknown.insert(self.users.by_id(instance, id).await?.map(|user| user.name));
            }
        }
        Ok(found.map(|line| ActivityRow {
            user: line.user.and_then(|id| names.get(&id).cloned().flatten()),
            line,
        }))
    }

    /// The links of the last days, today among them, each day as the instance counts it.
    ///
    /// # Errors
    /// See [`ViewActivityError`].
    pub async fn openings(&self, actor: &Actor, days: i16) -> Result<Vec<DayOfOpenings>, ViewActivityError> {
        traced!("view_openings", &actor.visit().correlation, async {
            actor.require(View::Activity, Action::See)?;
            let days = days.clamp(1, MOST_DAYS);
            let now = self.clock.now().to_zoned(actor.instance().time_zone.clone());
            let first = now.date().saturating_sub(i64::from(days - 1).days());
            let from = start_of(&now, first);
            let to = now.timestamp().saturating_add(SignedDuration::from_hours(1));
            let counts = self
                .activity
                .openings(actor.instance().id, from, to.unwrap_or(now.timestamp()))
                .await?;
            Ok::<_, ViewActivityError>(by_day(&counts, &now, first, days))
        })
        .await
    }
}

fn start_of(now: &Zoned, day: Date) -> jiff::Timestamp {
    day.to_zoned(now.time_zone().clone())
        .map_or(now.timestamp(), |start| start.timestamp())
}

fn by_day(counts: &[ActivityCount], now: &Zoned, first: Date, days: i16) -> Vec<DayOfOpenings> {
    let mut by_day: Vec<DayOfOpenings> = (0..days)
        .map(|n| DayOfOpenings {
            day: first.saturating_add(i64::from(n).days()),
            opened: BTreeMap::new(),
            refused: 0,
        })
        .collect();
    for count in counts {
        let day = count.hour.to_zoned(now.time_zone().clone()).date();
        let Some(entry) = by_day.iter_mut().find(|entry| entry.day == day) else {
            continue;
        };
        if count.went_well {
            let platform = count.platform.clone().unwrap_or_default();
            *entry.opened.entry(platform).or_default() += count.count;
        } else {
            entry.refused += count.count;
        }
    }
    by_day
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZone;

    #[test]
    fn hours_belong_to_the_days_of_the_instance() {
        let zone = TimeZone::get("America/Santiago").unwrap();
        let now = "2026-07-02T12:00:00Z"
            .parse::<jiff::Timestamp>()
            .unwrap()
            .to_zoned(zone);
        let count = |hour: &str, platform: Option<&str>, went_well, count| ActivityCount {
            hour: hour.parse().unwrap(),
            platform: platform.map(str::to_owned),
            went_well,
            count,
        };
        let first = now.date().saturating_sub(1.days());
        let days = by_day(
            &[
                // At 23:00 of the first of July there.
                count("2026-07-02T03:00:00Z", Some("genesys"), true, 2),
                count("2026-07-02T04:00:00Z", Some("genesys"), true, 3),
                count("2026-07-02T05:00:00Z", None, false, 4),
                count("2020-01-01T05:00:00Z", None, false, 9),
            ],
            &now,
            first,
            2,
        );
        let genesys = |count| BTreeMap::from([("genesys".to_owned(), count)]);
        assert_eq!(
            days,
            [
                DayOfOpenings {
                    day: first,
                    opened: genesys(2),
                    refused: 0
                },
                DayOfOpenings {
                    day: now.date(),
                    opened: genesys(3),
                    refused: 4
                }
            ]
        );
    }
}
