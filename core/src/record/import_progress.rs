use super::{ImportError, ImportJournal, ImportKey, import::require_import};
use crate::{access::Actor, ambient::Clock, trace::traced};
use jiff::SignedDuration;
use std::sync::Arc;

/// How long an import that was interrupted can be gone on with.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Keeps how far an import has come. Whoever brings rows in by [`Import`](super::Import) begins here, notes what was
/// brought in and forgets the import at its end. Rows that were brought in and not noted are brought in again, which
/// changes nothing.
#[derive(Clone)]
pub struct ImportProgress {
    journal: Arc<dyn ImportJournal>,
    clock: Arc<dyn Clock>,
}

impl ImportProgress {
    pub(crate) fn new(journal: Arc<dyn ImportJournal>, clock: Arc<dyn Clock>) -> Self {
        Self { journal, clock }
    }

    /// Begins an import, or goes on with one that was interrupted within the last 30 days; answers how many of its
    /// rows were brought in before.
    ///
    /// # Errors
    /// See [`ImportError`].
    pub async fn begin(&self, actor: &Actor, import: ImportKey) -> Result<u64, ImportError> {
        traced!("import_begin", &actor.visit().correlation, async {
            require_import(actor)?;
            let at = self.clock.now();
            // A moment so early that nothing lies before it leaves nothing to forget.
            let left_before = at.checked_sub(KEPT).unwrap_or(at);
            let instance = actor.instance().id;
            Ok(self.journal.begin(instance, import, at, left_before).await?)
        })
        .await
    }

    /// Notes how many of the import's rows, counted from its first, are brought in by now. Of two who bring in the
    /// same rows at once, the one who is further ahead counts.
    ///
    /// # Errors
    /// See [`ImportError`].
    pub async fn note(&self, actor: &Actor, import: ImportKey, rows: u64) -> Result<(), ImportError> {
        traced!("import_note", &actor.visit().correlation, async {
            require_import(actor)?;
            let (instance, at) = (actor.instance().id, self.clock.now());
            Ok(self.journal.note(instance, import, rows, at).await?)
        })
        .await
    }

    /// Forgets the import, so that it begins with its first row the next time.
    ///
    /// # Errors
    /// See [`ImportError`].
    pub async fn forget(&self, actor: &Actor, import: ImportKey) -> Result<(), ImportError> {
        traced!("import_forget", &actor.visit().correlation, async {
            require_import(actor)?;
            Ok(self.journal.forget(actor.instance().id, import).await?)
        })
        .await
    }
}
