//! When sessions were last in use, on the way into the database.

use ba360_core::{access::SessionKey, instance::InstanceId};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// The session that is marked.
type Mark = (InstanceId, SessionKey);

/// The marks that wait to be written, with their moments in microseconds. One command writes all of them, so that however
/// many requests come while nothing can be written, they take one place in the queue.
#[derive(Default)]
pub(crate) struct Marks(Mutex<HashMap<Mark, i64>>);

/// The errand of writing what waits. Where it is dropped instead, what waited is lost.
pub(crate) struct Errand(Option<Arc<Marks>>);

impl Marks {
    /// Keeps a mark until it is written. Whoever brings the first one gets the errand.
    pub(crate) fn keep(self: &Arc<Self>, mark: Mark, at: i64) -> Option<Errand> {
        let mut waiting = self.waiting();
        let is_first = waiting.is_empty();
        let kept = waiting.entry(mark).or_insert(at);
        *kept = at.max(*kept);
        is_first.then(|| Errand(Some(self.clone())))
    }

    fn take(&self) -> HashMap<Mark, i64> {
        std::mem::take(&mut *self.waiting())
    }

    /// No holder leaves the marks half changed, so a panic while they were held does no harm.
    fn waiting(&self) -> MutexGuard<'_, HashMap<Mark, i64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Errand {
    /// What is to be written. The next mark gets another errand.
    pub(crate) fn take(mut self) -> HashMap<Mark, i64> {
        self.0.take().map(|marks| marks.take()).unwrap_or_default()
    }
}

impl Drop for Errand {
    fn drop(&mut self) {
        if let Some(marks) = self.0.take() {
            marks.take();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(n: u8) -> Mark {
        (InstanceId(1), SessionKey([n; 32]))
    }

    #[test]
    fn one_errand_writes_all_that_waits() {
        let marks = Arc::new(Marks::default());
        let errand = marks.keep(mark(1), 7).unwrap();
        for (n, at) in [(1, 9), (1, 8), (2, 5)] {
            assert!(marks.keep(mark(n), at).is_none());
        }
        let taken = errand.take();
        assert_eq!((taken.len(), taken[&mark(1)], taken[&mark(2)]), (2, 9, 5));
        assert!(
            marks.keep(mark(1), 10).is_some(),
            "the next one is another errand's"
        );
    }

    #[test]
    fn an_errand_that_is_not_done_keeps_no_later_one_away() {
        let marks = Arc::new(Marks::default());
        drop(marks.keep(mark(1), 7));
        let errand = marks.keep(mark(2), 8).unwrap();
        assert_eq!(errand.take().len(), 1, "what waited is lost");
    }
}
