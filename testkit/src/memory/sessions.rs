use super::Memory;
use async_trait::async_trait;
use ba360_core::{
    access::{
        SessionKey,
        sessions::{SessionRow, Sessions},
    },
    instance::InstanceId,
    record::{Found, PageRequest},
    store::StoreResult,
};
use jiff::Timestamp;

#[async_trait]
impl Sessions for Memory {
    async fn list(
        &self,
        instance: InstanceId,
        at: Timestamp,
        page: PageRequest,
    ) -> StoreResult<Found<SessionRow>> {
        let kept = self.kept();
        let alive = kept
            .sessions
            .iter()
            .filter(|row| row.instance == instance && at < row.session.expires_at);
        let mut rows: Vec<_> = alive
            .filter_map(|row| {
                let signed_in = kept.signed_in(row)?;
                Some(SessionRow {
                    key: row.session.key,
                    user: signed_in.user,
                    name: signed_in.name,
                    starts_at: row.session.starts_at,
                    seen_at: row.seen_at,
                    expires_at: row.session.expires_at,
                })
            })
            .collect();
        rows.sort_by_key(|row| std::cmp::Reverse((row.starts_at, row.key.0)));
        Ok(Found::page_of(rows, page))
    }

    fn seen(&self, instance: InstanceId, session: SessionKey, at: Timestamp) {
        let mut kept = self.kept();
        let mut rows = kept.sessions.iter_mut();
        let row = rows.find(|row| row.instance == instance && row.session.key == session);
        if let Some(row) = row {
            row.seen_at = row.seen_at.max(at);
        }
    }
}
