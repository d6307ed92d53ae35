//! The installation itself: one row, which is no instance's.

use super::{Conn, Store};
use crate::{fault::Outcome, schema::installation};
use async_trait::async_trait;
use ba360_core::{instance::Installation, seal::SealedText, store::StoreResult};
use diesel::prelude::*;

/// The key of the row.
const THE_ONE: i16 = 1;

fn kept(c: &mut Conn) -> Outcome<Option<SealedText>> {
    let kept = installation::table
        .filter(installation::id.eq(THE_ONE))
        .select(installation::seal_check)
        .get_result::<String>(c)
        .optional()?;
    Ok(kept.map(SealedText::new))
}

#[async_trait]
impl Installation for Store {
    async fn keep_seal_check(&self, sealed: SealedText) -> StoreResult<SealedText> {
        // Every start but the first only reads: so can one whose database takes no writes at the moment.
        if let Some(kept) = self.seal_check().await? {
            return Ok(kept);
        }
        self.write(move |c| {
            diesel::insert_into(installation::table)
                .values((
                    installation::id.eq(THE_ONE),
                    installation::seal_check.eq(sealed.as_str()),
                ))
                .on_conflict(installation::id)
                .do_nothing()
                .execute(c)?;
            Ok(kept(c)?.unwrap_or(sealed))
        })
        .await
    }

    async fn seal_check(&self) -> StoreResult<Option<SealedText>> {
        self.look_up(kept).await
    }
}
