//! Lanes: which run is next, whether there is a slot, and what the rate allows.

use std::time::Duration;

use taskdeck_core::{Instant, Priority};

use super::{Model, Promise};
use crate::{coverage::Mark, program::Lane};

/// A lane.
#[derive(Debug)]
pub(crate) struct LaneState {
    pub(crate) limit: usize,
    /// Whether no run may start until it is resumed.
    pub(crate) suspended: bool,
    rate: Option<(usize, Duration)>,
    /// All starts while it had a rate, as far back as its rates have counted.
    starts: Vec<Instant>,
}

impl LaneState {
    pub(crate) fn new(lane: &Lane) -> Self {
        let mut new = Self {
            limit: 0,
            suspended: false,
            rate: None,
            starts: Vec::new(),
        };
        new.set(lane);
        new
    }

    pub(crate) fn set(&mut self, lane: &Lane) {
        self.limit = lane.limit.unwrap_or(usize::MAX);
        let rate = lane.rate;
        self.rate = rate.map(|(starts, window)| (starts, Duration::from_millis(window)));
        self.forget();
    }

    /// Starts that the rate no longer counts are not known to the next rate either.
    fn forget(&mut self) {
        let counted = self.rate.map_or(0, |(starts, _)| starts);
        let over = self.starts.len().saturating_sub(counted);
        self.starts.drain(..over);
    }

    fn has_started(&mut self, now: Instant) {
        self.starts.push(now);
        self.forget();
    }

    /// Returns the number of starts in the window that ends now.
    fn in_window(&self, now: Instant) -> usize {
        let window = self.rate.map_or(Duration::ZERO, |(_, window)| window);
        let in_it = self.starts.iter().filter(|at| now - **at < window);
        in_it.count()
    }

    /// Returns when the rate allows the next start; none when that is now.
    pub(crate) fn closed_until(&self, now: Instant) -> Option<Instant> {
        let (starts, window) = self.rate?;
        let first = self.starts.first()?;
        (self.in_window(now) >= starts).then(|| *first + window)
    }

    /// Returns whether the runs in its queue wait for nothing but a slot.
    pub(super) fn is_open(&self, now: Instant) -> bool {
        !self.suspended && self.closed_until(now).is_none()
    }
}

impl Model {
    /// Returns the number of taken slots of a lane.
    pub(crate) fn taken(&self, lane: usize) -> usize {
        let takes = self.runs.iter().filter(|run| run.lane == lane);
        takes
            .filter(|run| run.holds_slot() && run.lender.is_none())
            .count()
    }

    /// Returns whether a run is in the queue of its lane.
    pub(crate) fn stands(&self, run: usize) -> bool {
        let run = &self.runs[run];
        run.waits() && run.hold.is_none() && !run.behind
    }

    pub(crate) fn standing(&self, lane: usize) -> Vec<usize> {
        (0..self.runs.len())
            .filter(|run| self.runs[*run].lane == lane && self.stands(*run))
            .collect()
    }

    /// Returns the priority of a queued run, which rises each time it has waited long enough.
    pub(super) fn class(&self, run: usize, now: Instant) -> Priority {
        let run = &self.runs[run];
        let since = run.aged_since.map_or(run.ready, |at| at.max(run.ready));
        let gained = match self.ageing.as_nanos() {
            0 => 0,
            ageing => (now - since).as_nanos() / ageing,
        };
        match (run.priority, gained) {
            (priority, 0) => priority,
            (Priority::Background, 1) => Priority::UserVisible,
            _ => Priority::UserBlocking,
        }
    }

    /// Returns the run that has to start next in a lane.
    pub(super) fn next(&self, lane: usize, now: Instant) -> Option<usize> {
        self.first_of(self.standing(lane), now)
    }

    fn first_of(&self, runs: Vec<usize>, now: Instant) -> Option<usize> {
        runs.into_iter().min_by_key(|run| {
            let at = &self.runs[*run];
            match at.inherits {
                true => (false, at.priority, at.ready, *run),
                false => (true, self.class(*run, now), at.ready, *run),
            }
        })
    }

    /// Returns the same by the priorities as they were set.
    pub(super) fn first_by_class(&self, runs: &[usize]) -> Option<usize> {
        runs.iter().copied().min_by_key(|run| {
            let at = &self.runs[*run];
            (!at.inherits, at.priority, at.ready, *run)
        })
    }

    pub(super) fn may_start(&self) -> bool {
        match &self.closing {
            Some(closing) => closing.draining,
            None => !self.paused,
        }
    }

    /// Judges the start of a run in its lane, on a slot of its own.
    pub(super) fn takes_slot(&mut self, run: usize, now: Instant) {
        let lane = self.runs[run].lane;
        // A schedule may have started those that are not seen yet in the same moment, but after it.
        let seen = self.standing(lane).into_iter();
        let seen = seen.filter(|other| !self.unseen.contains(other)).collect();
        let next = self.first_of(seen, now);
        self.expect(Promise::Order, next == Some(run), || {
            format!("run {run} started before {next:?}")
        });
        let (taken, limit) = (self.taken(lane), self.lanes[lane].limit);
        self.expect(Promise::Slots, taken < limit, || {
            format!("run {run} started with {taken} of {limit} slots of lane {lane} taken")
        });
        self.counts_as_start(run, now);
        self.note_order(run, now);
    }

    /// Notes that the limits of a lane change.
    pub(crate) fn mark_lane(&mut self, lane: usize) {
        for run in &mut self.runs {
            if run.lane == lane && run.status.is_live() {
                run.mark(Mark::Limit);
            }
        }
    }

    /// Every start counts for the rate of its lane.
    pub(super) fn counts_as_start(&mut self, run: usize, now: Instant) {
        let lane = self.runs[run].lane;
        let suspended = self.lanes[lane].suspended;
        self.expect(Promise::Order, !suspended, || {
            format!("run {run} started in lane {lane}, which is suspended")
        });
        let closed = self.lanes[lane].closed_until(now);
        self.expect(Promise::Rate, closed.is_none(), || {
            format!("run {run} started in lane {lane}, which is closed until {closed:?}")
        });
        self.lanes[lane].has_started(now);
        if self.lanes[lane].rate.is_some() {
            self.runs[run].mark(Mark::Rate);
        }
        if lane > 0 {
            self.runs[run].mark(Mark::Lane);
        }
    }

    /// Returns whether priority or age let it go before older runs.
    fn note_order(&mut self, run: usize, now: Instant) {
        let others = self.standing(self.runs[run].lane);
        let (class, ready) = (self.class(run, now), self.runs[run].ready);
        let aged = class < self.runs[run].priority;
        if aged && others.len() > 1 {
            self.runs[run].mark(Mark::Ageing);
        }
        let overtaken: Vec<usize> = others
            .into_iter()
            .filter(|other| (self.runs[*other].ready, *other) < (ready, run))
            .collect();
        if !overtaken.is_empty() && !self.runs[run].inherits {
            self.runs[run].mark(Mark::Priority);
        }
        for other in overtaken {
            self.runs[other].mark(Mark::Priority);
        }
    }
}
