//! Who waits for one and the same thing.

use std::{collections::BTreeMap, mem, task::Waker};

/// Who waits for one and the same thing. Each has a key, so that one who waits no longer leaves
/// nothing behind, however long the others go on.
#[derive(Debug, Default)]
pub(crate) struct Waiters {
    wakers: BTreeMap<u64, Waker>,
    next_key: u64,
}

impl Waiters {
    /// Waits, or goes on waiting under the key of before. What is returned has to be dropped where
    /// nothing is borrowed.
    pub(crate) fn wait(&mut self, key: &mut Option<u64>, waker: Waker) -> Option<Waker> {
        let key = *key.get_or_insert_with(|| {
            self.next_key += 1;
            self.next_key
        });
        self.wakers.insert(key, waker)
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
