//! The instances.

use super::{Conn, Store, dialect};
use crate::{
    fault::{Fault, Outcome, Undone, settled},
    schema::{hosts, instances},
};
use async_trait::async_trait;
use ba360_core::{
    instance::{
        ActivityDays, FrameOrigin, HostName, Instance, InstanceId, InstanceName, InstanceSettings, Instances,
        NationalLength, NewInstance, SettingsOutcome,
    },
    store::{StoreError, StoreResult},
};
use diesel::{prelude::*, result::Error};
use jiff::tz::TimeZone;
use std::sync::Arc;

/// An instance as its row has it.
type Row = (i64, String, String, String, String, i16, String, i32, bool, i64);

/// The instance that a host chooses.
pub(super) fn of_host(c: &mut Conn, host: &HostName) -> Outcome<Option<Arc<Instance>>> {
    let id: Option<i64> = hosts::table
        .filter(hosts::host.eq(host.as_str()))
        .select(hosts::instance_id)
        .get_result(c)
        .optional()?;
    if let Some(id) = id {
        let row = instances::table
            .filter(instances::id.eq(id))
            .get_result::<Row>(c)?;
        return with_hosts(c, row).map(Some);
    }
    let mut first = dialect::first_n!(c, 2, Row, instances::table.order(instances::id))?;
    match (first.pop(), first.is_empty()) {
        (Some(only), true) => {
            let only = with_hosts(c, only)?;
            Ok(only.hosts.is_empty().then_some(only))
        }
        _ => Ok(None),
    }
}

fn with_hosts(c: &mut Conn, row: Row) -> Outcome<Arc<Instance>> {
    let (id, name, time_zone, language, country, national_length, frame_origins, days, reindexing, version) =
        row;
    let hosts: Vec<String> = hosts::table
        .filter(hosts::instance_id.eq(id))
        .order(hosts::position)
        .select(hosts::host)
        .load(c)?;
    let hosts = hosts
        .iter()
        .map(|host| host.parse::<HostName>())
        .collect::<Result<_, _>>();
    let frame_origins = frame_origins
        .split_whitespace()
        .map(str::parse)
        .collect::<Result<_, _>>();
    let national_length = u8::try_from(national_length).ok().map(NationalLength::new);
    let activity_days = u16::try_from(days).ok().map(ActivityDays::new);
    let damaged = || Fault::damaged("an instance's setting cannot be one");
    Ok(Arc::new(Instance {
        id: InstanceId(id),
        name: name.parse().map_err(|_| damaged())?,
        hosts: hosts.map_err(|_| damaged())?,
        time_zone: TimeZone::get(&time_zone).map_err(|_| damaged())?,
        language: language.parse().map_err(|_| damaged())?,
        country: country.parse().map_err(|_| damaged())?,
        national_length: national_length.and_then(Result::ok).ok_or_else(damaged)?,
        frame_origins: frame_origins.map_err(|_| damaged())?,
        activity_days: activity_days.and_then(Result::ok).ok_or_else(damaged)?,
        reindexing,
        version,
    }))
}

/// The instance of that name.
pub(super) fn by_name(c: &mut Conn, name: &InstanceName) -> Outcome<Option<Arc<Instance>>> {
    let row = instances::table
        .filter(instances::name.eq(name.as_str()))
        .get_result::<Row>(c)
        .optional()?;
    row.map(|row| with_hosts(c, row)).transpose()
}

/// Keeps the hosts of an instance that has none; `false` when one of them is taken.
fn keep_hosts(c: &mut Conn, id: i64, hosts: &[HostName]) -> QueryResult<bool> {
    for (n, host) in hosts.iter().enumerate() {
        if hosts[..n].contains(host) {
            continue;
        }
        let kept = diesel::insert_into(hosts::table)
            .values((
                hosts::host.eq(host.as_str()),
                hosts::instance_id.eq(id),
                hosts::position.eq(n as i32),
            ))
            .on_conflict(hosts::host)
            .do_nothing()
            .execute(c)?;
        if kept == 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Changes the settings in the state of a version.
fn change(
    c: &mut Conn,
    (instance, seen): (InstanceId, i64),
    settings: &InstanceSettings,
    reindex: bool,
) -> Outcome<SettingsOutcome> {
    let zone = settings
        .time_zone
        .iana_name()
        .ok_or_else(|| StoreError::failed("the time zone has no name to keep it by"))?;
    let frame_origins: Vec<&str> = settings.frame_origins.iter().map(FrameOrigin::as_str).collect();
    settled(c.transaction(|c| {
        let changed = diesel::update(
            instances::table
                .filter(instances::id.eq(instance.0))
                .filter(instances::version.eq(seen)),
        )
        .set((
            instances::time_zone.eq(zone),
            instances::language.eq(settings.language.tag()),
            instances::country.eq(settings.country.as_str()),
            instances::national_length.eq(i16::from(settings.national_length.digits())),
            instances::frame_origins.eq(frame_origins.join(" ")),
            instances::activity_days.eq(i32::from(settings.activity_days.days())),
            instances::reindexing.eq(reindex),
            instances::version.eq(seen + 1),
        ))
        .execute(c)?;
        if changed == 0 {
            return Ok(SettingsOutcome::Stale);
        }
        diesel::delete(hosts::table.filter(hosts::instance_id.eq(instance.0))).execute(c)?;
        match keep_hosts(c, instance.0, &settings.hosts)? {
            true => Ok(SettingsOutcome::Done),
            false => Err(Undone::Refused(SettingsOutcome::HostTaken)),
        }
    }))
}

/// `None`, and nothing kept, when the name or a host is taken.
fn create(c: &mut Conn, new: &NewInstance) -> Outcome<Option<Arc<Instance>>> {
    let zone = new
        .time_zone
        .iana_name()
        .ok_or_else(|| StoreError::failed("the time zone has no name to keep it by"))?;
    let frame_origins: Vec<&str> = new.frame_origins.iter().map(FrameOrigin::as_str).collect();
    let made = c.transaction(|c| -> Outcome<i64> {
        let id = diesel::insert_into(instances::table)
            .values((
                instances::name.eq(new.name.as_str()),
                instances::time_zone.eq(zone),
                instances::language.eq(new.language.tag()),
                instances::country.eq(new.country.as_str()),
                instances::national_length.eq(i16::from(new.national_length.digits())),
                instances::frame_origins.eq(frame_origins.join(" ")),
            ))
            .on_conflict(instances::name)
            .do_nothing()
            .returning(instances::id)
            .get_result(c)
            .optional()?;
        let id: i64 = id.ok_or(Error::RollbackTransaction)?;
        match keep_hosts(c, id, &new.hosts)? {
            true => Ok(id),
            false => Err(Error::RollbackTransaction.into()),
        }
    });
    let id = match made {
        Err(Fault::Driver(Error::RollbackTransaction)) => return Ok(None),
        made => made?,
    };
    let row = instances::table
        .filter(instances::id.eq(id))
        .get_result::<Row>(c)?;
    with_hosts(c, row).map(Some)
}

#[async_trait]
impl Instances for Store {
    async fn create(&self, new: NewInstance) -> StoreResult<Option<Arc<Instance>>> {
        self.write(move |c| create(c, &new)).await
    }

    async fn by_name(&self, name: &InstanceName) -> StoreResult<Option<Arc<Instance>>> {
        let name = name.clone();
        self.read(move |c| by_name(c, &name)).await
    }

    async fn all(&self) -> StoreResult<Vec<Arc<Instance>>> {
        self.read(|c| {
            let rows = instances::table.order(instances::id).load::<Row>(c)?;
            rows.into_iter().map(|row| with_hosts(c, row)).collect()
        })
        .await
    }

    async fn change(
        &self,
        instance: InstanceId,
        seen: i64,
        settings: InstanceSettings,
        reindex: bool,
    ) -> StoreResult<SettingsOutcome> {
        self.write(move |c| change(c, (instance, seen), &settings, reindex))
            .await
    }

    async fn reindexed(&self, instance: InstanceId, seen: i64) -> StoreResult<()> {
        self.write(move |c| {
            diesel::update(
                instances::table
                    .filter(instances::id.eq(instance.0))
                    .filter(instances::version.eq(seen)),
            )
            .set(instances::reindexing.eq(false))
            .execute(c)?;
            Ok(())
        })
        .await
    }
}
