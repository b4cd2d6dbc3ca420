//! The timers of a supervisor.

use crate::{Instant, RunId, collections::sorted::SortedSet};

/// What has to be done at a point in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Timer {
    /// The hold of this run is over.
    Wait(RunId),
    /// The grace of this run is over.
    Grace(RunId),
    /// The attempt of this run has taken as long as it may.
    Timeout(RunId),
    /// This run has taken as long as it may in all.
    Deadline(RunId),
    /// The deadline of the shutdown has come.
    Shutdown,
    /// A finished run may be too old to be kept.
    Expiry,
    /// The wall clock has to be checked, for schedules.
    Schedule,
}

/// All timers of a supervisor. The world has only one, for the earliest. A timer of a run is set by `set`,
/// and removed with the same time by `unset`.
#[derive(Debug, Default)]
pub(crate) struct Timers {
    timers: SortedSet<(Instant, Timer)>,
    shutdown: Option<Instant>,
    /// When the oldest finished run is too old.
    expiry: Option<Instant>,
    /// When the wall clock is to be checked again.
    schedule: Option<Instant>,
}

impl Timers {
    pub(crate) fn set(&mut self, at: Instant, timer: Timer) {
        self.timers.insert((at, timer));
    }

    pub(crate) fn unset(&mut self, at: Instant, timer: Timer) {
        self.timers.remove(&(at, timer));
    }

    /// Sets the deadline of the shutdown; of two, the earlier counts.
    pub(crate) fn set_shutdown(&mut self, at: Instant) {
        self.shutdown = Some(self.shutdown.map_or(at, |before| before.min(at)));
    }

    /// Sets when the oldest finished run is too old.
    pub(crate) fn set_expiry(&mut self, at: Option<Instant>) {
        self.expiry = at;
    }

    /// Sets when the wall clock is to be checked again.
    pub(crate) fn set_schedule(&mut self, at: Option<Instant>) {
        self.schedule = at;
    }

    pub(crate) fn clear_all(&mut self) {
        *self = Self::default();
    }

    pub(crate) fn next(&self) -> Option<Instant> {
        let first = self.timers.first().map(|(at, _)| *at);
        [first, self.shutdown, self.expiry, self.schedule]
            .into_iter()
            .flatten()
            .min()
    }

    /// Removes a timer that is due.
    pub(crate) fn pop_due(&mut self, now: Instant) -> Option<Timer> {
        let due = |at: &Instant| *at <= now;
        if self.timers.first().is_some_and(|(at, _)| due(at)) {
            return self.timers.pop_first().map(|(_, timer)| timer);
        }
        if self.shutdown.take_if(|at| due(at)).is_some() {
            return Some(Timer::Shutdown);
        }
        if self.expiry.take_if(|at| due(at)).is_some() {
            return Some(Timer::Expiry);
        }
        self.schedule.take_if(|at| due(at)).map(|_| Timer::Schedule)
    }
}
