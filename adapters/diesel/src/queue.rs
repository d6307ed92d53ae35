//! A bounded queue from asynchronous callers to the threads that own the connections. It has several consumers,
//! and the writer takes all that is there at once.

use std::{
    collections::VecDeque,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
};

pub(crate) struct Queue<T> {
    state: Mutex<State<T>>,
    filled: Condvar,
    capacity: usize,
}

struct State<T> {
    items: VecDeque<T>,
    closed: bool,
}

impl<T> Queue<T> {
    pub(crate) fn new(capacity: usize) -> Self {
        Self {
            state: Mutex::new(State {
                items: VecDeque::new(),
                closed: false,
            }),
            filled: Condvar::new(),
            capacity,
        }
    }

    /// Never waits; gives the item back when the queue is full or closed.
    pub(crate) fn push(&self, item: T) -> Result<(), T> {
        let mut state = self.lock();
        if state.closed || state.items.len() >= self.capacity {
            return Err(item);
        }
        state.items.push_back(item);
        drop(state);
        self.filled.notify_one();
        Ok(())
    }

    /// Waits for one. `None` when the queue is closed and empty.
    pub(crate) fn pop(&self) -> Option<T> {
        self.filled().items.pop_front()
    }

    /// Waits for one, and takes up to `most` of what is there. Takes nothing only when the queue is closed and
    /// empty.
    #[cfg(feature = "sqlite")]
    pub(crate) fn drain(&self, most: usize, into: &mut Vec<T>) {
        let mut state = self.filled();
        let count = state.items.len().min(most);
        into.extend(state.items.drain(..count));
    }

    /// Takes no more items; those that are there are still handed out.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.filled.notify_all();
    }

    fn filled(&self) -> MutexGuard<'_, State<T>> {
        self.filled
            .wait_while(self.lock(), |state| state.items.is_empty() && !state.closed)
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// No holder leaves the state half changed, so a panic while it was held does no harm.
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_queue_gives_the_item_back() {
        let queue = Queue::new(1);
        assert_eq!(queue.push(1), Ok(()));
        assert_eq!(queue.push(2), Err(2));
    }

    #[test]
    fn a_closed_queue_hands_out_what_it_took_and_takes_no_more() {
        let queue = Queue::new(4);
        queue.push(1).unwrap();
        queue.push(2).unwrap();
        queue.close();
        assert_eq!(queue.push(3), Err(3));
        let mut taken = Vec::new();
        queue.drain(1, &mut taken);
        assert_eq!((taken, queue.pop(), queue.pop()), (vec![1], Some(2), None));
    }
}
