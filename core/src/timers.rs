//! Points in time at which the supervisor itself has to act.

use std::collections::BTreeSet;

use crate::{Instant, RunId};

/// What has to be done at a point in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Timer {
    /// The grace of this run is over.
    Grace(RunId),
    /// The deadline of the shutdown has come.
    Shutdown,
    /// A finished run may be too old to be kept.
    Expire,
}

/// All timers of a supervisor. Only the earliest one costs the world a timer.
#[derive(Debug, Default)]
pub(crate) struct Timers(BTreeSet<(Instant, Timer)>);

impl Timers {
    pub(crate) fn set(&mut self, at: Instant, timer: Timer) {
        self.0.insert((at, timer));
    }

    /// Sets a timer of which there is one, in place of where it was before.
    pub(crate) fn set_only(&mut self, at: Instant, timer: Timer) {
        self.clear(timer);
        self.set(at, timer);
    }

    /// Takes a timer away. Timers are few: only runs that are being cancelled have one.
    pub(crate) fn clear(&mut self, timer: Timer) {
        self.0.retain(|(_, other)| *other != timer);
    }

    pub(crate) fn clear_all(&mut self) {
        self.0.clear();
    }

    pub(crate) fn next(&self) -> Option<Instant> {
        self.0.first().map(|(at, _)| *at)
    }

    /// The earliest timer that is due.
    pub(crate) fn pop_due(&mut self, now: Instant) -> Option<Timer> {
        if self.next()? > now {
            return None;
        }
        self.0.pop_first().map(|(_, timer)| timer)
    }
}
