use super::{BadDetails, RecordChange, Records, Saved};
use crate::{
    access::{Actor, Denied},
    store::StoreError,
    text::{Code, Coded},
};

/// Why nothing was saved.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SaveError {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The details cannot be.
    #[error(transparent)]
    Details(#[from] BadDetails),
    /// Somebody else changed the record meanwhile.
    #[error("somebody else changed the record meanwhile")]
    Stale,
    /// There is no such record.
    #[error("there is no such record")]
    Unknown,
    /// A store did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Coded for SaveError {
    fn code(&self) -> Code {
        match self {
            Self::Denied(denied) => denied.code(),
            Self::Details(bad) => bad.code(),
            Self::Stale => Code::RecordStale,
            Self::Unknown => Code::RecordUnknown,
            Self::Store(error) => error.code(),
        }
    }
}

/// Has one change made; answers the key of the record that it is about.
pub(super) async fn save_one(
    records: &dyn Records,
    actor: &Actor,
    change: RecordChange,
) -> Result<String, SaveError> {
    let saved = records.save(actor.instance().id, vec![change]).await?;
    match saved.into_iter().next() {
        Some(Saved::Made(id) | Saved::Changed(id) | Saved::Same(id)) => Ok(id),
        Some(Saved::Stale) => Err(SaveError::Stale),
        Some(Saved::Unknown) => Err(SaveError::Unknown),
        None => Err(StoreError::failed("a change was not answered").into()),
    }
}
