//! The record of activity.

use super::{Conn, Store, dialect};
use crate::{
    fault::{Fault, Outcome},
    schema::activity,
    stored,
};
use async_trait::async_trait;
use ba360_core::{
    access::{SessionKey, UserId},
    instance::{
        Activity, ActivityCount, ActivityFilter, ActivityKind, ActivityLog, CorrelationId, InstanceId,
        SearchTrace,
    },
    record::{Found, PageRequest},
    store::StoreResult,
    text::Code,
};
use diesel::{
    dsl::{count_star, sql},
    prelude::*,
    sql_types::{BigInt, Bool, Nullable, Text},
};
use jiff::Timestamp;

/// A line as its row has it, without the keys.
type Row = (
    i64,
    String,
    Option<i64>,
    Option<Vec<u8>>,
    String,
    String,
    Option<String>,
    Option<String>,
    Option<i32>,
);

type Columns = (
    activity::at,
    activity::correlation,
    activity::user_id,
    activity::session,
    activity::kind,
    activity::outcome,
    activity::platform,
    activity::search_object,
    activity::search_count,
);

const COLUMNS: Columns = (
    activity::at,
    activity::correlation,
    activity::user_id,
    activity::session,
    activity::kind,
    activity::outcome,
    activity::platform,
    activity::search_object,
    activity::search_count,
);

/// How many lines a list reads at most: one more than are counted.
const REACH: usize = PageRequest::REACH as usize + 1;
/// How many counts are told at most: more than there are of platforms that are any.
const MOST_COUNTS: usize = 50_000;
/// An hour as moments are kept.
const HOUR: i64 = 3_600_000_000;

/// A platform as platforms are compared.
fn compared(platform: &str) -> String {
    platform.to_lowercase()
}

pub(super) fn record(c: &mut Conn, line: &Activity) -> Outcome<()> {
    diesel::insert_into(activity::table)
        .values((
            activity::instance_id.eq(line.instance.0),
            activity::at.eq(stored::micros(line.at)),
            activity::correlation.eq(line.correlation.as_str()),
            activity::user_id.eq(line.user.map(|user| user.0)),
            activity::session.eq(line.session.as_ref().map(|session| session.0.as_slice())),
            activity::kind.eq(line.kind.as_str()),
            activity::outcome.eq(line.outcome.as_str()),
            activity::platform.eq(line.platform.as_deref()),
            activity::platform_compared.eq(line.platform.as_deref().map(compared)),
            activity::search_object.eq(line.search.map(|search| search.object.as_str())),
            activity::search_count.eq(line.search.map(|search| search.count.min(i32::MAX as u32) as i32)),
        ))
        .execute(c)?;
    Ok(())
}

/// `None` for a line of a kind that only a newer version knows.
fn line(instance: InstanceId, row: Row) -> Outcome<Option<Activity>> {
    let (at, correlation, user, session, kind, outcome, platform, object, count) = row;
    let (Some(kind), Some(outcome)) = (stored::kind(&kind), stored::code(&outcome)) else {
        return Ok(None);
    };
    let damaged = || Fault::damaged("a line of activity cannot be one");
    let session = session.map(|key| SessionKey::stored(&key).ok_or_else(damaged));
    let search = match (object, count) {
        (Some(object), Some(count)) => Some(SearchTrace {
            object: stored::object(&object)?,
            count: u32::try_from(count).map_err(|_| damaged())?,
        }),
        _ => None,
    };
    Ok(Some(Activity {
        instance,
        at: stored::moment(at)?,
        correlation: CorrelationId::stored(correlation),
        user: user.map(UserId),
        session: session.transpose()?,
        kind,
        outcome,
        platform,
        search,
    }))
}

fn find(
    c: &mut Conn,
    instance: InstanceId,
    filter: &ActivityFilter,
    page: PageRequest,
) -> Outcome<Found<Activity>> {
    let mut lines = activity::table
        .filter(activity::instance_id.eq(instance.0))
        .select(COLUMNS)
        .into_boxed::<<Conn as Connection>::Backend>();
    // In the order of the index that finds them. By an expression a moment is asked of what was found.
    let at = activity::at + 0_i64;
    lines = match &filter.correlation {
        Some(correlation) => lines
            .filter(activity::correlation.eq(correlation))
            .order(activity::id.desc()),
        None => lines.order((activity::at.desc(), activity::id.desc())),
    };
    if let Some(kind) = filter.kind {
        lines = lines.filter(activity::kind.eq(kind.as_str()));
    }
    lines = match filter.went_well {
        Some(true) => lines.filter(activity::outcome.eq(Code::Ok.as_str())),
        Some(false) => lines.filter(activity::outcome.ne(Code::Ok.as_str())),
        None => lines,
    };
    if let Some(platform) = &filter.platform {
        lines = lines.filter(activity::platform_compared.eq(compared(platform)));
    }
    let by_correlation = filter.correlation.is_some();
    if let Some(from) = filter.from.map(stored::micros) {
        lines = match by_correlation {
            true => lines.filter(at.ge(from)),
            false => lines.filter(activity::at.ge(from)),
        };
    }
    if let Some(to) = filter.to.map(stored::micros) {
        lines = match by_correlation {
            true => lines.filter(at.lt(to)),
            false => lines.filter(activity::at.lt(to)),
        };
    }
    let rows = dialect::first_n!(c, REACH, Row, lines)?;
    let lines = rows.into_iter().filter_map(|row| line(instance, row).transpose());
    Ok(Found::page_of(lines.collect::<Outcome<Vec<_>>>()?, page))
}

fn openings(
    c: &mut Conn,
    instance: InstanceId,
    from: Timestamp,
    to: Timestamp,
) -> Outcome<Vec<ActivityCount>> {
    let hour = || sql::<BigInt>("activity.at / 3600000000");
    let platform = || sql::<Nullable<Text>>("activity.platform_compared");
    let went_well = || sql::<Bool>("activity.outcome = 'ok'");
    let rows = dialect::first_n!(
        c,
        MOST_COUNTS,
        (i64, Option<String>, bool, i64),
        activity::table
            .filter(activity::instance_id.eq(instance.0))
            .filter(activity::at.ge(stored::micros(from)))
            .filter(activity::at.lt(stored::micros(to)))
            .filter(
                activity::kind
                    .eq(ActivityKind::LinkOpened.as_str())
                    .or(activity::kind.eq(ActivityKind::LinkRefused.as_str())),
            )
            .group_by((hour(), platform(), went_well()))
            .select((hour(), platform(), went_well(), count_star()))
    )?;
    let counts = rows.into_iter().map(|(hour, platform, went_well, count)| {
        Ok(ActivityCount {
            hour: stored::moment(hour.saturating_mul(HOUR))?,
            platform,
            went_well,
            count: u32::try_from(count).unwrap_or(u32::MAX),
        })
    });
    let mut counts = counts.collect::<Outcome<Vec<_>>>()?;
    counts.sort_by(|a, b| (a.hour, &a.platform, a.went_well).cmp(&(b.hour, &b.platform, b.went_well)));
    Ok(counts)
}

fn newest_before(c: &mut Conn, instance: InstanceId, before: Timestamp) -> Outcome<Option<Timestamp>> {
    let newest = dialect::first_n!(
        c,
        1,
        i64,
        activity::table
            .filter(activity::instance_id.eq(instance.0))
            .filter(activity::at.lt(stored::micros(before)))
            .order((activity::at.desc(), activity::id.desc()))
            .select(activity::at)
    )?;
    newest.into_iter().next().map(stored::moment).transpose()
}

/// The last of the oldest tells up to where.
fn forget(c: &mut Conn, instance: InstanceId, before: Timestamp, most: u32) -> Outcome<u32> {
    let oldest = dialect::first_n!(
        c,
        most as usize,
        (i64, i64),
        activity::table
            .filter(activity::instance_id.eq(instance.0))
            .filter(activity::at.lt(stored::micros(before)))
            .order((activity::at, activity::id))
            .select((activity::at, activity::id))
    )?;
    let Some(&(at, id)) = oldest.last() else {
        return Ok(0);
    };
    let forgotten = diesel::delete(
        activity::table
            .filter(activity::instance_id.eq(instance.0))
            .filter(activity::at.le(at))
            .filter(activity::at.lt(at).or(activity::id.le(id))),
    )
    .execute(c)?;
    Ok(u32::try_from(forgotten).unwrap_or(u32::MAX))
}

#[async_trait]
impl ActivityLog for Store {
    async fn record(&self, activity: Activity) -> StoreResult<()> {
        self.write(move |c| record(c, &activity)).await
    }

    async fn recent(&self, instance: InstanceId, limit: u32) -> StoreResult<Vec<Activity>> {
        self.look_up(move |c| {
            let rows = dialect::first_n!(
                c,
                limit as usize,
                Row,
                activity::table
                    .filter(activity::instance_id.eq(instance.0))
                    .order(activity::id.desc())
                    .select(COLUMNS)
            )?;
            rows.into_iter()
                .filter_map(|row| line(instance, row).transpose())
                .collect()
        })
        .await
    }

    async fn find(
        &self,
        instance: InstanceId,
        filter: &ActivityFilter,
        page: PageRequest,
    ) -> StoreResult<Found<Activity>> {
        // No correlation and no platform has such a letter, and no text of PostgreSQL can.
        let texts = [&filter.platform, &filter.correlation];
        if texts.into_iter().flatten().any(|text| text.contains('\0')) {
            return Ok(Found::nothing(page.size));
        }
        let filter = filter.clone();
        self.look_up(move |c| find(c, instance, &filter, page)).await
    }

    async fn openings(
        &self,
        instance: InstanceId,
        from: Timestamp,
        to: Timestamp,
    ) -> StoreResult<Vec<ActivityCount>> {
        self.look_up(move |c| openings(c, instance, from, to)).await
    }

    async fn newest_before(&self, instance: InstanceId, before: Timestamp) -> StoreResult<Option<Timestamp>> {
        self.look_up(move |c| newest_before(c, instance, before)).await
    }

    async fn forget(&self, instance: InstanceId, before: Timestamp, most: u32) -> StoreResult<u32> {
        self.write(move |c| forget(c, instance, before, most)).await
    }
}
