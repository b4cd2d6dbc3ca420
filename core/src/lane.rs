//! A named number of slots, and who waits for one.

use std::{collections::BTreeSet, sync::Arc};

use crate::{Instant, LaneUse, Limit, Priority, RunId};

/// A number of slots and the runs that wait for one, by priority, then by when they came.
#[derive(Debug)]
pub(crate) struct Lane {
    pub(crate) name: Arc<str>,
    limit: Limit,
    taken: usize,
    waiting: BTreeSet<Place>,
}

/// A place in a queue; the least one is next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) turn: Turn,
    pub(crate) priority: Priority,
    /// When it became ready: when it was accepted, or when its last wait was over.
    pub(crate) ready: Instant,
    pub(crate) arrival: u64,
    pub(crate) run: RunId,
}

/// Whether a run goes before all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Turn {
    /// It inherits a slot that another has left for it.
    Inherits,
    /// It is as good as any.
    Common,
}

impl Lane {
    pub(crate) fn new(name: Arc<str>, limit: Limit) -> Self {
        Self {
            name,
            limit,
            taken: 0,
            waiting: BTreeSet::new(),
        }
    }

    pub(crate) fn set_limit(&mut self, limit: Limit) {
        self.limit = limit;
    }

    pub(crate) fn enqueue(&mut self, place: Place) {
        self.waiting.insert(place);
    }

    pub(crate) fn leave(&mut self, place: Place) -> bool {
        self.waiting.remove(&place)
    }

    pub(crate) fn clear(&mut self) {
        self.taken = 0;
        self.waiting.clear();
    }

    /// Takes a free slot for the run that is next.
    pub(crate) fn take_slot(&mut self) -> Option<RunId> {
        if !self.has_eligible() {
            return None;
        }
        let place = self.waiting.pop_first()?;
        self.taken += 1;
        Some(place.run)
    }

    pub(crate) fn free_slot(&mut self) {
        debug_assert!(self.taken > 0, "a slot is freed once");
        self.taken -= 1;
    }

    /// Whether a run waits and a slot is free.
    pub(crate) fn has_eligible(&self) -> bool {
        self.taken < self.limit.get() && !self.waiting.is_empty()
    }

    pub(crate) fn usage(&self) -> LaneUse {
        LaneUse {
            limit: self.limit,
            taken: self.taken,
            waiting: self.waiting.len(),
            rate: None,
        }
    }
}
