//! Short lists, read whole.

use crate::record::{Found, PageRequest, PageSize};
use crate::store::StoreResult;
use std::future::Future;

/// The rows of all pages, a thousand at the most.
pub(super) async fn all_pages<T, F>(mut page: impl FnMut(PageRequest) -> F) -> StoreResult<Vec<T>>
where
    F: Future<Output = StoreResult<Found<T>>>,
{
    let mut rows = Vec::new();
    for number in 1..=PageRequest::REACH / PageSize::Fifty.rows() {
        let found = page(PageRequest::new(&number.to_string(), PageSize::Fifty)).await?;
        rows.extend(found.items);
        if rows.len() >= found.total.count as usize {
            break;
        }
    }
    Ok(rows)
}
