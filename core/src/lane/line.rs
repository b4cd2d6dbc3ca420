//! The queue of one priority.

use crate::{Instant, RunId, collections::sorted::SortedSet};

/// The place of a run among those of one priority: when it became ready, its arrival, its id.
pub(super) type LineKey = (Instant, u64, RunId);

/// The runs of one priority that are queued in a lane, in order. Taking out the first one moves no other.
#[derive(Debug, Default)]
pub(super) struct PriorityLine {
    /// The next runs, the first one at the end.
    next: Vec<LineKey>,
    /// All other runs; each is after all in `next`.
    rest: SortedSet<LineKey>,
}

impl PriorityLine {
    pub(super) fn insert(&mut self, key: LineKey) -> bool {
        match self.next.first() {
            Some(last) if key <= *last => {
                let Err(at) = self.position(&key) else {
                    return false;
                };
                self.next.insert(at, key);
                true
            }
            _ => self.rest.insert(key),
        }
    }

    pub(super) fn remove(&mut self, key: &LineKey) -> bool {
        match self.position(key) {
            Ok(at) => {
                self.next.remove(at);
                true
            }
            Err(_) => self.rest.remove(key),
        }
    }

    /// Returns where in `next` a key is, or would be.
    fn position(&self, key: &LineKey) -> Result<usize, usize> {
        self.next.binary_search_by(|at| key.cmp(at))
    }

    pub(super) fn first(&self) -> Option<&LineKey> {
        self.next.last().or_else(|| self.rest.first())
    }

    pub(super) fn pop_first(&mut self) -> Option<LineKey> {
        if self.next.is_empty() {
            self.next = self.rest.take_first_piece();
            self.next.reverse();
        }
        self.next.pop()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.next.is_empty() && self.rest.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, time::Duration};

    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// It behaves as an ordered set.
        #[test]
        fn it_is_an_ordered_set(steps in prop::collection::vec((0..6_u8, 0..600_u64), 0..1500)) {
            let (mut line, mut model) = (PriorityLine::default(), BTreeSet::new());
            for (what, number) in steps {
                let ready = Instant::after_start(Duration::from_micros(number / 3));
                let key = (ready, number, RunId::default());
                match what {
                    0..3 => assert_eq!(line.insert(key), model.insert(key)),
                    3 => assert_eq!(line.remove(&key), model.remove(&key)),
                    _ => assert_eq!(line.pop_first(), model.pop_first()),
                }
                assert_eq!(line.first(), model.first());
                assert_eq!(line.is_empty(), model.is_empty());
            }
        }
    }
}
