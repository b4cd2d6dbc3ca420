//! All lanes of a supervisor.

use std::{sync::Arc, time::Duration};

use super::{
    LaneId,
    one::{Availability, Grant, Lane},
    open::Open,
    queue::QueueKey,
};
use crate::{
    Config, Instant, LaneOptions, Limit, Message, Priority, RunId,
    collections::sorted::{SortedMap, SortedSet},
};

/// All lanes of a supervisor. Each lane is in `open` or `closed` exactly when its [`Availability`] says so,
/// so finding one that can start a run looks at no other.
#[derive(Debug)]
pub(crate) struct Lanes {
    lanes: Vec<Lane>,
    names: SortedMap<Arc<str>, LaneId>,
    /// Lanes with a free slot, a queued run, and a rate that allows a start.
    open: Open,
    /// Lanes with a queued run whose rate allows no start, by when it does.
    closed: SortedSet<(Instant, LaneId)>,
    /// The lane that has started the last run: lanes take turns.
    last: LaneId,
    ageing: Duration,
}

impl Lanes {
    pub(crate) fn new(config: &Config) -> Self {
        let mut lanes = Self {
            lanes: Vec::new(),
            names: SortedMap::new(),
            open: Open::default(),
            closed: SortedSet::new(),
            last: LaneId::MAIN,
            ageing: config.ageing,
        };
        lanes.set("main".into(), LaneOptions::new(config.concurrency));
        for (name, options) in &config.lanes {
            lanes.set(name.clone(), *options);
        }
        lanes
    }

    pub(crate) fn get(&self, id: LaneId) -> &Lane {
        &self.lanes[id.0 as usize]
    }

    /// Changes a lane, and updates whether it can start a run.
    fn change<R>(&mut self, id: LaneId, change: impl FnOnce(&mut Lane) -> R) -> R {
        let lane = &mut self.lanes[id.0 as usize];
        let before = lane.availability();
        let result = change(lane);
        let now = lane.availability();
        if before != now {
            match before {
                Availability::Open => self.open.remove(id),
                Availability::ClosedUntil(until) => _ = self.closed.remove(&(until, id)),
                Availability::Shut => {}
            }
            match now {
                Availability::Open => self.open.insert(id),
                Availability::ClosedUntil(until) => _ = self.closed.insert((until, id)),
                Availability::Shut => {}
            }
        }
        result
    }

    pub(crate) fn main(&self) -> &Lane {
        self.get(LaneId::MAIN)
    }

    pub(crate) fn find(&self, name: &str) -> Option<LaneId> {
        self.names.get(name).copied()
    }

    /// Returns all lanes: `main` first, then in the order of their creation.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Lane> {
        self.lanes.iter()
    }

    /// Creates a lane, or changes the one of this name.
    pub(crate) fn set(&mut self, name: Arc<str>, options: LaneOptions) {
        if let Some(id) = self.find(&name) {
            return self.change(id, |lane| lane.set(options));
        }
        let id = LaneId(u32::try_from(self.lanes.len()).unwrap_or(u32::MAX));
        self.lanes.push(Lane::new(name.clone(), options));
        self.names.insert(name, id);
    }

    pub(crate) fn set_limit(&mut self, id: LaneId, limit: Limit) {
        self.change(id, |lane| lane.set_limit(limit));
    }

    /// Starts no run in this lane until it is resumed; `None` resumes it.
    pub(crate) fn suspend(&mut self, id: LaneId, why: Option<Message>) {
        self.change(id, |lane| lane.suspended = why);
    }

    /// Resumes all lanes.
    pub(crate) fn resume_all(&mut self) {
        for id in 0..self.lanes.len() {
            self.suspend(LaneId(id as u32), None);
        }
    }

    pub(crate) fn enqueue(&mut self, id: LaneId, key: QueueKey) {
        self.change(id, |lane| lane.enqueue(key));
    }

    /// Removes a run from its queue; returns `false` when it is not there.
    pub(crate) fn leave(&mut self, id: LaneId, key: QueueKey) -> bool {
        self.change(id, |lane| lane.leave(key))
    }

    /// Changes the priority of a queued run; returns `false` when it is not queued.
    pub(crate) fn set_priority(
        &mut self,
        id: LaneId,
        key: QueueKey,
        priority: Priority,
        now: Instant,
    ) -> bool {
        self.change(id, |lane| lane.set_priority(key, priority, now))
    }

    pub(crate) fn free_slot(&mut self, id: LaneId) {
        self.change(id, Lane::free_slot);
    }

    /// Notes whether a run can lend its slot to one of its children.
    pub(crate) fn set_lender(&mut self, id: LaneId, run: RunId, lends: bool) {
        self.change(id, |lane| lane.set_lender(run, lends));
    }

    /// Removes a run that is lent a slot from its queue; returns `false` when it is not there.
    pub(crate) fn lend(&mut self, id: LaneId, key: QueueKey, now: Instant) -> bool {
        self.change(id, |lane| lane.lend(key, now))
    }

    /// Returns the lanes in which runs wait for nothing but a slot.
    pub(crate) fn stuck(&self) -> impl Iterator<Item = LaneId> {
        let stuck = self.lanes.iter().enumerate();
        let stuck = stuck.filter(|(_, lane)| lane.is_stuck());
        stuck.filter_map(|(id, _)| u32::try_from(id).ok().map(LaneId))
    }

    /// Returns whether a run can start.
    pub(crate) fn has_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// Takes a slot for the next run, in the lane whose turn it is.
    pub(crate) fn take_slot(&mut self, now: Instant) -> Option<Grant> {
        let id = self.open.next_after(self.last)?;
        self.last = id;
        let ageing = self.ageing;
        self.change(id, |lane| lane.take_slot(now, ageing))
    }

    /// Returns when the first lane that waits for its rate may go on.
    pub(crate) fn next_opening(&self) -> Option<Instant> {
        self.closed.first().map(|(at, _)| *at)
    }

    /// Opens the lanes whose rate allows a start again; returns `false` when there is none.
    pub(crate) fn open_due(&mut self, now: Instant) -> bool {
        let mut opened = false;
        while let Some((at, id)) = self.closed.first().copied()
            && at <= now
        {
            self.change(id, |lane| lane.closed_until = None);
            opened = true;
        }
        opened
    }

    pub(crate) fn clear(&mut self) {
        self.lanes.iter_mut().for_each(Lane::clear);
        self.open = Open::default();
        self.closed.clear();
    }
}
