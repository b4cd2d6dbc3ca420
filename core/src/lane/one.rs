//! A named number of slots, and who waits for one.

use std::{sync::Arc, time::Duration};

use super::{
    queue::{Place, Queue},
    starts::Starts,
};
use crate::{Instant, LaneOptions, LaneUse, Limit, Message, Priority, RunId, sorted::SortedSet};

/// A number of slots and the runs that wait for one.
#[derive(Debug)]
pub(crate) struct Lane {
    pub(crate) name: Arc<str>,
    limit: Limit,
    taken: usize,
    queue: Queue,
    /// Runs that would lend their slot to one of their children that waits.
    lenders: SortedSet<RunId>,
    starts: Option<Starts>,
    /// Until when no more may start, by its rate.
    pub(super) closed_until: Option<Instant>,
    /// Why nobody may start, until somebody says otherwise.
    pub(super) suspended: Option<Message>,
}

/// A slot for somebody who waits.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Taken {
    /// One of the lane's, for this run.
    Slot(RunId),
    /// The one of this run, for one of its children.
    Loan(RunId),
}

/// Whether a run can start in a lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Door {
    /// One that waits can, on a free slot or one that is lent to it.
    Open,
    /// Some wait, and the rate lets none start before this.
    ClosedUntil(Instant),
    /// Nobody waits, or there is no slot.
    Shut,
}

impl Lane {
    pub(super) fn new(name: Arc<str>, options: LaneOptions) -> Self {
        Self {
            name,
            limit: options.limit,
            taken: 0,
            queue: Queue::default(),
            lenders: SortedSet::new(),
            starts: options.rate.map(Starts::new),
            closed_until: None,
            suspended: None,
        }
    }

    pub(super) fn set(&mut self, options: LaneOptions) {
        self.limit = options.limit;
        match (options.rate, &mut self.starts) {
            (None, starts) => *starts = None,
            (Some(rate), Some(starts)) => starts.set_rate(rate),
            (Some(rate), starts) => *starts = Some(Starts::new(rate)),
        }
        self.closed_until = self.starts.as_ref().and_then(Starts::next);
    }

    pub(super) fn set_limit(&mut self, limit: Limit) {
        self.limit = limit;
    }

    pub(super) fn enqueue(&mut self, place: Place) {
        self.queue.insert(place);
    }

    pub(super) fn leave(&mut self, place: Place) -> bool {
        self.queue.remove(place)
    }

    pub(super) fn move_to(&mut self, place: Place, priority: Priority, now: Instant) -> bool {
        self.queue.move_to(place, priority, now)
    }

    pub(super) fn clear(&mut self) {
        self.taken = 0;
        self.queue = Queue::default();
        self.lenders.clear();
        self.closed_until = None;
        self.suspended = None;
    }

    /// Notes whether a run would lend its slot.
    pub(super) fn set_lender(&mut self, run: RunId, lends: bool) {
        if lends {
            self.lenders.insert(run);
        } else {
            self.lenders.remove(&run);
        }
    }

    /// Takes a slot for the run that is next: one that is lent, or else a free one.
    pub(super) fn take_slot(&mut self, now: Instant, ageing: Duration) -> Option<Taken> {
        let taken = match self.lenders.pop_first() {
            Some(lender) => Taken::Loan(lender),
            None => Taken::Slot(self.queue.pop(now, ageing)?),
        };
        if let Taken::Slot(_) = taken {
            self.taken += 1;
        }
        if let Some(starts) = &mut self.starts {
            starts.count(now);
            self.closed_until = starts.next();
        }
        Some(taken)
    }

    /// Takes a run out that is lent a slot; `false` when it does not wait here.
    pub(super) fn lend(&mut self, place: Place, now: Instant) -> bool {
        let waits = self.queue.remove(place);
        if waits && let Some(starts) = &mut self.starts {
            starts.count(now);
            self.closed_until = starts.next();
        }
        waits
    }

    /// Whether runs wait for a slot, and for nothing else.
    pub(super) fn is_stuck(&self) -> bool {
        let is_open = self.closed_until.is_none() && self.suspended.is_none();
        self.queue.len() > 0 && self.is_full() && is_open
    }

    pub(super) fn free_slot(&mut self) {
        debug_assert!(self.taken > 0, "a slot is freed once");
        self.taken -= 1;
    }

    /// Whether all slots are taken.
    pub(crate) fn is_full(&self) -> bool {
        self.taken >= self.limit.get()
    }

    /// Until when no more may start, by its rate.
    pub(crate) fn closed_until(&self) -> Option<Instant> {
        self.closed_until
    }

    /// Why nobody may start.
    pub(crate) fn suspended(&self) -> Option<&Message> {
        self.suspended.as_ref()
    }

    /// Whether a run can start.
    pub(super) fn door(&self) -> Door {
        let waits = self.queue.len() > 0;
        match self.closed_until {
            // Also of a full lane it has to be known when its rate is no hindrance any more: a slot may
            // be lent to one who waits in it.
            Some(until) if waits => Door::ClosedUntil(until),
            None if waits
                && self.suspended.is_none()
                && (!self.is_full() || !self.lenders.is_empty()) =>
            {
                Door::Open
            }
            _ => Door::Shut,
        }
    }

    pub(crate) fn usage(&self) -> LaneUse {
        LaneUse {
            limit: self.limit,
            taken: self.taken,
            waiting: self.queue.len(),
            rate: self.starts.as_ref().map(|starts| starts.rate),
            suspended: self.suspended.clone(),
        }
    }
}
