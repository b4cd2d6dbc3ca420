//! Wakers that wait for the same thing.

use std::task::Waker;

use crate::collections::sorted::SortedMap;

/// The wakers of all futures that wait for the same thing. Each has a key, so a future that is dropped leaves
/// nothing behind.
#[derive(Debug, Default)]
pub(crate) struct Waiters {
    wakers: SortedMap<u64, Waker>,
    next_key: u64,
}

impl Waiters {
    /// Adds a waker, or replaces the one under the key of before. The replaced waker is left in `waker`:
    /// dropping it may run code of the caller.
    pub(crate) fn wait(&mut self, key: &mut Option<u64>, waker: &mut Option<Waker>) {
        let key = *key.get_or_insert_with(|| {
            self.next_key += 1;
            self.next_key
        });
        if let Some(new) = waker.take() {
            *waker = self.wakers.insert(key, new);
        }
    }

    /// Removes a waker.
    pub(crate) fn leave(&mut self, key: u64) -> Option<Waker> {
        self.wakers.remove(&key)
    }

    /// Moves all wakers to these.
    pub(crate) fn take(&mut self, wakers: &mut Vec<Waker>) {
        self.wakers.move_values(wakers);
    }
}
