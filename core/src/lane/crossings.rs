//! Lanes that wait for other lanes.

use super::LaneId;
use crate::collections::sorted::SortedMap;

/// Which lanes wait for which others, because a run in one waits for a child in the other. Counts these
/// children.
#[derive(Debug, Default)]
pub(crate) struct Crossings(SortedMap<(LaneId, LaneId), usize>);

impl Crossings {
    /// Counts a child in the lane `to` of a run in the lane `from`.
    pub(crate) fn add(&mut self, from: LaneId, to: LaneId) {
        match self.0.get_mut(&(from, to)) {
            Some(runs) => *runs += 1,
            None => _ = self.0.insert((from, to), 1),
        }
    }

    pub(crate) fn remove(&mut self, from: LaneId, to: LaneId) {
        if let Some(runs) = self.0.get_mut(&(from, to)) {
            *runs -= 1;
            if *runs == 0 {
                self.0.remove(&(from, to));
            }
        }
    }

    /// Returns whether a lane waits for another, directly or not.
    pub(crate) fn leads(&self, from: LaneId, to: LaneId) -> bool {
        let mut seen = vec![from];
        let mut next = 0;
        while let Some(lane) = seen.get(next).copied() {
            next += 1;
            for (above, below) in self.0.keys() {
                if *above == lane && !seen.contains(below) {
                    seen.push(*below);
                }
            }
        }
        seen.contains(&to)
    }
}
