//! All lanes of a supervisor.

use std::{sync::Arc, time::Duration};

use super::{
    one::{Door, Lane, Taken},
    open::Open,
    queue::Place,
};
use crate::{
    Config, Instant, LaneOptions, Limit, Message, Priority, RunId,
    sorted::{SortedMap, SortedSet},
};

/// A lane of a supervisor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LaneId(pub(super) u32);

impl LaneId {
    /// The lane that is always there.
    pub(crate) const MAIN: Self = Self(0);
}

/// All lanes of a supervisor. Which of them can start a run is known without looking at the others.
#[derive(Debug)]
pub(crate) struct Lanes {
    lanes: Vec<Lane>,
    names: SortedMap<Arc<str>, LaneId>,
    /// Lanes with a free slot, a run that waits, and a rate that lets it start.
    open: Open,
    /// Lanes in which runs wait and whose rate lets none start, by when it does.
    closed: SortedSet<(Instant, LaneId)>,
    /// The lane that has started a run last: lanes take turns.
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

    /// Changes a lane, and then whether it can start a run.
    fn change<R>(&mut self, id: LaneId, change: impl FnOnce(&mut Lane) -> R) -> R {
        let lane = &mut self.lanes[id.0 as usize];
        let before = lane.door();
        let result = change(lane);
        let now = lane.door();
        if before != now {
            match before {
                Door::Open => self.open.remove(id),
                Door::ClosedUntil(until) => _ = self.closed.remove(&(until, id)),
                Door::Shut => {}
            }
            match now {
                Door::Open => self.open.insert(id),
                Door::ClosedUntil(until) => _ = self.closed.insert((until, id)),
                Door::Shut => {}
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

    /// All lanes, `main` first, then as they came.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Lane> {
        self.lanes.iter()
    }

    /// Makes a lane, or changes the one of this name.
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

    /// Starts nobody in this lane, for this reason, until it is resumed; `None` resumes it.
    pub(crate) fn suspend(&mut self, id: LaneId, why: Option<Message>) {
        self.change(id, |lane| lane.suspended = why);
    }

    /// Resumes all lanes.
    pub(crate) fn resume_all(&mut self) {
        for id in 0..self.lanes.len() {
            self.suspend(LaneId(id as u32), None);
        }
    }

    pub(crate) fn enqueue(&mut self, id: LaneId, place: Place) {
        self.change(id, |lane| lane.enqueue(place));
    }

    /// `false` when the run did not stand there.
    pub(crate) fn leave(&mut self, id: LaneId, place: Place) -> bool {
        self.change(id, |lane| lane.leave(place))
    }

    /// Changes the priority of a run that waits; `false` when it does not.
    pub(crate) fn move_to(
        &mut self,
        id: LaneId,
        place: Place,
        priority: Priority,
        now: Instant,
    ) -> bool {
        self.change(id, |lane| lane.move_to(place, priority, now))
    }

    pub(crate) fn free_slot(&mut self, id: LaneId) {
        self.change(id, Lane::free_slot);
    }

    /// Notes whether a run would lend its slot to one of its children.
    pub(crate) fn set_lender(&mut self, id: LaneId, run: RunId, lends: bool) {
        self.change(id, |lane| lane.set_lender(run, lends));
    }

    /// Takes a run out that is lent a slot; `false` when it does not wait there.
    pub(crate) fn lend(&mut self, id: LaneId, place: Place, now: Instant) -> bool {
        self.change(id, |lane| lane.lend(place, now))
    }

    /// Lanes in which runs wait for a slot, and for nothing else.
    pub(crate) fn stuck(&self) -> impl Iterator<Item = LaneId> {
        let stuck = self.lanes.iter().enumerate();
        let stuck = stuck.filter(|(_, lane)| lane.is_stuck());
        stuck.filter_map(|(id, _)| u32::try_from(id).ok().map(LaneId))
    }

    /// Whether a run can start.
    pub(crate) fn has_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// Takes a slot for the run that is next, in the lane whose turn it is.
    pub(crate) fn take_slot(&mut self, now: Instant) -> Option<Taken> {
        let id = self.open.next_after(self.last)?;
        self.last = id;
        let ageing = self.ageing;
        self.change(id, |lane| lane.take_slot(now, ageing))
    }

    /// When the first lane that waits for its rate may go on.
    pub(crate) fn next_opening(&self) -> Option<Instant> {
        self.closed.first().map(|(at, _)| *at)
    }

    /// Opens the lanes that have waited long enough for their rate; `false` when there is none.
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
