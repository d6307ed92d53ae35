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
    instance::{Activity, ActivityLog, CorrelationId, InstanceId, SearchTrace},
    store::StoreResult,
};
use diesel::prelude::*;

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
                    .select((
                        activity::at,
                        activity::correlation,
                        activity::user_id,
                        activity::session,
                        activity::kind,
                        activity::outcome,
                        activity::platform,
                        activity::search_object,
                        activity::search_count,
                    ))
            )?;
            rows.into_iter()
                .filter_map(|row| line(instance, row).transpose())
                .collect()
        })
        .await
    }
}
