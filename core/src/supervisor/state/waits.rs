//! Runs that wait for others while they hold a slot.

use crate::{
    RunId,
    collections::sorted::SortedSet,
    lane::{Crossings, LaneId},
};

/// The runs that wait for others while they may hold a slot, and which lanes wait for which others by that.
///
/// - `parents` has exactly the runs with children that are live.
/// - `joiners` has exactly the runs whose bodies have joined runs that are not their children.
/// - `crossings` counts each live child that is in another lane than its parent.
#[derive(Default)]
pub(crate) struct WaitGraph {
    parents: SortedSet<RunId>,
    joiners: SortedSet<RunId>,
    crossings: Crossings,
    /// The revision at which a search for a loan found nothing.
    searched_at: Option<u64>,
}

impl WaitGraph {
    /// Adds a child in the lane `below` to a parent in the lane `above`.
    pub(crate) fn add_child(&mut self, parent: RunId, above: Option<LaneId>, below: LaneId) {
        self.parents.insert(parent);
        if let Some(above) = above.filter(|above| *above != below) {
            self.crossings.add(above, below);
        }
    }

    /// Removes a child that has ended. `was_last`: no other child of its parent is live.
    pub(crate) fn remove_child(
        &mut self,
        parent: RunId,
        was_last: bool,
        above: LaneId,
        below: LaneId,
    ) {
        if was_last {
            self.parents.remove(&parent);
        }
        if above != below {
            self.crossings.remove(above, below);
        }
    }

    pub(crate) fn add_joiner(&mut self, run: RunId) {
        self.joiners.insert(run);
    }

    pub(crate) fn remove_joiner(&mut self, run: RunId) {
        self.joiners.remove(&run);
    }

    /// Returns whether runs of the lane `from` wait for runs of the lane `to`, directly or not.
    pub(crate) fn leads(&self, from: LaneId, to: LaneId) -> bool {
        self.crossings.leads(from, to)
    }

    /// Returns the runs that wait for others; some of them twice.
    pub(crate) fn waiting(&self) -> impl Iterator<Item = RunId> {
        self.parents.iter().chain(self.joiners.iter()).copied()
    }

    pub(crate) fn parents(&self) -> impl Iterator<Item = &RunId> {
        self.parents.iter()
    }

    pub(crate) fn has_joiners(&self) -> bool {
        !self.joiners.is_empty()
    }

    /// Notes a search for a loan; returns `false` when nothing has changed since the last one.
    pub(crate) fn begin_search(&mut self, revision: u64) -> bool {
        self.searched_at.replace(revision) != Some(revision)
    }

    /// Makes the next search look again, though the revision is the same.
    pub(crate) fn search_again(&mut self) {
        self.searched_at = None;
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}
