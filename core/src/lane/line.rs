//! Those of one class who wait in a lane.

use crate::{Instant, RunId, collections::sorted::SortedSet};

/// A place among those of one class.
pub(super) type LineKey = (Instant, u64, RunId);

/// Those of one class who wait in a lane, the least first. To take that one moves no other.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// Those who are next, the least at the end.
    next: Vec<LineKey>,
    /// All others; each is greater than all who are next.
    rest: SortedSet<LineKey>,
}

impl Line {
    pub(super) fn insert(&mut self, spot: LineKey) -> bool {
        match self.next.first() {
            Some(last) if spot <= *last => {
                let Err(at) = self.place(&spot) else {
                    return false;
                };
                self.next.insert(at, spot);
                true
            }
            _ => self.rest.insert(spot),
        }
    }

    pub(super) fn remove(&mut self, spot: &LineKey) -> bool {
        match self.place(spot) {
            Ok(at) => {
                self.next.remove(at);
                true
            }
            Err(_) => self.rest.remove(spot),
        }
    }

    /// Where among those who are next this one is, or else would have to be.
    fn place(&self, spot: &LineKey) -> Result<usize, usize> {
        self.next.binary_search_by(|at| spot.cmp(at))
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
        /// What it does is what an ordered set does.
        #[test]
        fn it_is_an_ordered_set(steps in prop::collection::vec((0..6_u8, 0..600_u64), 0..1500)) {
            let (mut line, mut model) = (Line::default(), BTreeSet::new());
            for (what, number) in steps {
                let ready = Instant::after_start(Duration::from_micros(number / 3));
                let spot = (ready, number, RunId::default());
                match what {
                    0..3 => assert_eq!(line.insert(spot), model.insert(spot)),
                    3 => assert_eq!(line.remove(&spot), model.remove(&spot)),
                    _ => assert_eq!(line.pop_first(), model.pop_first()),
                }
                assert_eq!(line.first(), model.first());
                assert_eq!(line.is_empty(), model.is_empty());
            }
        }
    }
}
