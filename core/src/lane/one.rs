//! A lane.

use std::{sync::Arc, time::Duration};

use super::{
    queue::{Queue, QueueKey},
    starts::Starts,
};
use crate::{
    Instant, LaneOptions, LaneUse, Limit, Message, Priority, RunId, collections::sorted::SortedSet,
};

/// A lane: a named number of slots, and the runs that wait for one.
#[derive(Debug)]
pub(crate) struct Lane {
    pub(crate) name: Arc<str>,
    limit: Limit,
    taken: usize,
    queue: Queue,
    /// Runs that can lend their slot to one of their children.
    lenders: SortedSet<RunId>,
    starts: Option<Starts>,
    /// When the rate allows the next start; none when that is now.
    pub(super) closed_until: Option<Instant>,
    /// Why the lane is suspended.
    pub(super) suspended: Option<Message>,
}

/// A slot for a queued run.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Grant {
    /// A slot of the lane, for this run.
    Slot(RunId),
    /// The slot of this run, for one of its children.
    Loan(RunId),
}

/// Whether a lane can start a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Availability {
    /// A queued run can start, on a free slot or on one that is lent to it.
    Open,
    /// Runs are queued, and the rate allows no start before this.
    ClosedUntil(Instant),
    /// No run is queued, or no slot is free.
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

    pub(super) fn enqueue(&mut self, key: QueueKey) {
        self.queue.insert(key);
    }

    pub(super) fn leave(&mut self, key: QueueKey) -> bool {
        self.queue.remove(key)
    }

    pub(super) fn set_priority(&mut self, key: QueueKey, priority: Priority, now: Instant) -> bool {
        self.queue.set_priority(key, priority, now)
    }

    pub(super) fn clear(&mut self) {
        self.taken = 0;
        self.queue = Queue::default();
        self.lenders.clear();
        self.closed_until = None;
        self.suspended = None;
    }

    /// Notes whether a run can lend its slot.
    pub(super) fn set_lender(&mut self, run: RunId, lends: bool) {
        if lends {
            self.lenders.insert(run);
        } else {
            self.lenders.remove(&run);
        }
    }

    /// Takes a slot for the next run: one that is lent, or else a free one.
    pub(super) fn take_slot(&mut self, now: Instant, ageing: Duration) -> Option<Grant> {
        let taken = match self.lenders.pop_first() {
            Some(lender) => Grant::Loan(lender),
            None => Grant::Slot(self.queue.pop(now, ageing)?),
        };
        if let Grant::Slot(_) = taken {
            self.taken += 1;
        }
        if let Some(starts) = &mut self.starts {
            starts.count(now);
            self.closed_until = starts.next();
        }
        Some(taken)
    }

    /// Removes a run that is lent a slot; returns `false` when it is not queued here.
    pub(super) fn lend(&mut self, key: QueueKey, now: Instant) -> bool {
        let waits = self.queue.remove(key);
        if waits && let Some(starts) = &mut self.starts {
            starts.count(now);
            self.closed_until = starts.next();
        }
        waits
    }

    /// Returns whether runs wait for nothing but a slot.
    pub(super) fn is_stuck(&self) -> bool {
        let is_open = self.closed_until.is_none() && self.suspended.is_none();
        self.queue.len() > 0 && self.is_full() && is_open
    }

    pub(super) fn free_slot(&mut self) {
        debug_assert!(self.taken > 0, "a slot is freed once");
        self.taken -= 1;
    }

    /// Returns whether all slots are taken.
    pub(crate) fn is_full(&self) -> bool {
        self.taken >= self.limit.get()
    }

    /// Returns when the rate allows the next start; `None` when that is now.
    pub(crate) fn closed_until(&self) -> Option<Instant> {
        self.closed_until
    }

    /// Returns why the lane is suspended.
    pub(crate) fn suspended(&self) -> Option<&Message> {
        self.suspended.as_ref()
    }

    /// Returns whether a run can start.
    pub(super) fn availability(&self) -> Availability {
        let waits = self.queue.len() > 0;
        match self.closed_until {
            // This holds for a full lane too: one of its runs may be lent a slot when the rate allows a
            // start.
            Some(until) if waits => Availability::ClosedUntil(until),
            None if waits
                && self.suspended.is_none()
                && (!self.is_full() || !self.lenders.is_empty()) =>
            {
                Availability::Open
            }
            _ => Availability::Shut,
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
