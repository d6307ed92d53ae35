//! The sessions, as an administrator sees them.

use super::{Conn, Store, dialect};
use crate::{
    fault::{Fault, Outcome},
    schema::{sessions, users},
    stored,
};
use async_trait::async_trait;
use ba360_core::{
    access::{
        SessionKey, UserId,
        sessions::{SessionRow, Sessions},
    },
    instance::InstanceId,
    record::{Found, PageRequest},
    store::StoreResult,
};
use diesel::prelude::*;
use jiff::Timestamp;

/// How many rows a list reads at most: one more than are counted.
const REACH: usize = PageRequest::REACH as usize + 1;

/// A session as its row has it, with the user's name.
type Row = (Vec<u8>, i64, String, i64, i64, i64);

fn session((key, user, name, starts_at, seen_at, expires_at): Row) -> Outcome<SessionRow> {
    Ok(SessionRow {
        key: SessionKey::stored(&key).ok_or_else(|| Fault::damaged("a session's key is damaged"))?,
        user: UserId(user),
        name,
        starts_at: stored::moment(starts_at)?,
        seen_at: stored::moment(seen_at)?,
        expires_at: stored::moment(expires_at)?,
    })
}

fn list(c: &mut Conn, instance: InstanceId, at: Timestamp, page: PageRequest) -> Outcome<Found<SessionRow>> {
    let rows = dialect::first_n!(
        c,
        REACH,
        Row,
        sessions::table
            .inner_join(
                users::table.on(users::id
                    .eq(sessions::user_id)
                    .and(users::instance_id.eq(sessions::instance_id))),
            )
            .filter(sessions::instance_id.eq(instance.0))
            // Nearly all sessions that are kept are alive: by an expression, so that the order is an index's.
            .filter((sessions::expires_at + 0_i64).gt(stored::micros(at)))
            .filter(users::active)
            .order((sessions::starts_at.desc(), sessions::key.desc()))
            .select((
                sessions::key,
                users::id,
                users::name,
                sessions::starts_at,
                sessions::seen_at,
                sessions::expires_at,
            ))
    )?;
    let found = Found::page_of(rows, page);
    let items = found.items.into_iter().map(session).collect::<Outcome<_>>()?;
    Ok(Found {
        items,
        total: found.total,
        page: found.page,
    })
}

/// Marks a session, unless somebody else is changing it at the moment: whoever writes several marks waits for nobody.
fn mark_seen(c: &mut Conn, instance: InstanceId, session: SessionKey, at: i64) -> QueryResult<()> {
    let of = sessions::table
        .filter(sessions::instance_id.eq(instance.0))
        .filter(sessions::key.eq(session.0.as_slice()));
    let free = dialect::first_free_n!(
        c,
        1,
        i64,
        of.filter(sessions::seen_at.lt(at)).select(sessions::seen_at)
    )?;
    if !free.is_empty() {
        diesel::update(of).set(sessions::seen_at.eq(at)).execute(c)?;
    }
    Ok(())
}

#[async_trait]
impl Sessions for Store {
    async fn list(
        &self,
        instance: InstanceId,
        at: Timestamp,
        page: PageRequest,
    ) -> StoreResult<Found<SessionRow>> {
        self.look_up(move |c| list(c, instance, at, page)).await
    }

    fn seen(&self, instance: InstanceId, session: SessionKey, at: Timestamp) {
        let mark = (instance, session);
        if let Some(errand) = self.marks().keep(mark, stored::micros(at)) {
            self.post(move |c| {
                for ((instance, session), at) in errand.take() {
                    mark_seen(c, instance, session, at)?;
                }
                Ok(())
            });
        }
    }
}
