//! Who waits for one and the same thing.

use std::{mem, task::Waker};

use crate::collections::sorted::SortedMap;

/// Who waits for one and the same thing. Each has a key, so that one who waits no longer leaves
/// nothing behind, however long the others go on.
#[derive(Debug, Default)]
pub(crate) struct Waiters {
    wakers: SortedMap<u64, Waker>,
    next_key: u64,
}

impl Waiters {
    /// Waits, or goes on waiting under the key of before. The waker of before is left in `waker`:
    /// wakers are code of others, also when they are dropped.
    pub(crate) fn wait(&mut self, key: &mut Option<u64>, waker: &mut Option<Waker>) {
        let key = *key.get_or_insert_with(|| {
            self.next_key += 1;
            self.next_key
        });
        if let Some(new) = waker.take() {
            *waker = self.wakers.insert(key, new);
        }
    }

    /// Waits no longer.
    pub(crate) fn leave(&mut self, key: u64) -> Option<Waker> {
        self.wakers.remove(&key)
    }

    /// Everybody who waits, to be woken.
    pub(crate) fn take(&mut self) -> impl Iterator<Item = Waker> + use<> {
        mem::take(&mut self.wakers).into_values()
    }
}
