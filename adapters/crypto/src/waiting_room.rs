//! Who may wait for a hash, and the memory that they hand on to each other.

use crate::argon::Memory;
use std::sync::{Arc, Mutex, PoisonError};

/// A room of so many places. Memory goes from one guest to the next, and is given back to the system when
/// the last one leaves.
pub(crate) struct WaitingRoom {
    places: usize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    taken: usize,
    spare: Vec<Memory>,
}

/// A place in the room, until it is dropped.
pub(crate) struct Place(Arc<WaitingRoom>);

impl WaitingRoom {
    pub(crate) fn new(places: usize) -> Arc<Self> {
        Arc::new(Self {
            places,
            state: Mutex::default(),
        })
    }

    /// Takes a place; `None` when there is none left.
    pub(crate) fn enter(self: &Arc<Self>) -> Option<Place> {
        self.with(|state| {
            let free = state.taken < self.places;
            state.taken += usize::from(free);
            free
        })
        .then(|| Place(self.clone()))
    }

    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        // Nothing in here panics half-way, so a poisoned state is a whole one.
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Place {
    /// Memory that another guest has left, or none yet.
    pub(crate) fn memory(&self) -> Memory {
        self.0.with(|state| state.spare.pop()).unwrap_or_default()
    }

    /// Leaves the memory to the next guest.
    pub(crate) fn leave(&self, memory: Memory) {
        if memory.worth_keeping() {
            self.0.with(|state| state.spare.push(memory));
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let unused = self.0.with(|state| {
            state.taken -= 1;
            if state.taken == 0 {
                std::mem::take(&mut state.spare)
            } else {
                Vec::new()
            }
        });
        // Outside the lock: giving memory back takes its time.
        drop(unused);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::argon;

    fn used() -> Memory {
        let mut memory = Memory::default();
        argon::verify(b"secreta", None, &mut memory);
        memory
    }

    #[test]
    fn a_full_room_lets_nobody_in_until_somebody_leaves() {
        let room = WaitingRoom::new(2);
        let (one, two) = (room.enter().unwrap(), room.enter().unwrap());
        assert!(room.enter().is_none());
        drop(one);
        let three = room.enter().unwrap();
        assert!(room.enter().is_none());
        drop((two, three));
        assert!(room.enter().is_some());
    }

    #[test]
    fn memory_is_handed_on_while_somebody_is_there() {
        let room = WaitingRoom::new(2);
        let (one, two) = (room.enter().unwrap(), room.enter().unwrap());
        one.leave(used());
        drop(one);
        assert!(two.memory().worth_keeping());
        assert!(!two.memory().worth_keeping(), "it was handed on already");
    }

    #[test]
    fn the_last_guest_gives_the_memory_back() {
        let room = WaitingRoom::new(2);
        let one = room.enter().unwrap();
        one.leave(used());
        drop(one);
        assert!(!room.enter().unwrap().memory().worth_keeping());
    }
}
