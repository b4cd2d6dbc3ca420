//! From the first run to the end of the supervisor.

use std::{any::Any, mem, rc::Rc, task::Waker};

use crate::{
    RunId, ShutdownReport,
    collections::{sorted::SortedSet, waiters::Waiters},
};

/// Where a supervisor is in its life: paused or not, open, draining, shutting down, ended.
///
/// - A supervisor that has begun to close never opens again. A drain may become a shutdown, not the other way.
/// - `owned` is empty once the close has ended.
#[derive(Default)]
pub(crate) struct Lifecycle {
    driver_started: bool,
    paused: bool,
    closing: Option<Closing>,
    /// Waits until no run is live.
    idle: Waiters,
    /// Values that live as long as runs may.
    owned: Vec<Rc<dyn Any>>,
}

/// A drain or a shutdown.
#[derive(Default)]
struct Closing {
    /// Whether runs may still start and end by themselves.
    draining: bool,
    /// Whether no run is live and every notice was delivered.
    done: bool,
    /// Runs that were live when the deadline came.
    forced: SortedSet<RunId>,
    report: ShutdownReport,
    waiters: Waiters,
}

impl Lifecycle {
    /// Notes that the driver starts; returns `false` when it had.
    pub(crate) fn start_driver(&mut self) -> bool {
        !mem::replace(&mut self.driver_started, true)
    }

    pub(crate) fn has_driver(&self) -> bool {
        self.driver_started
    }

    pub(crate) fn is_paused(&self) -> bool {
        self.paused
    }

    /// Pauses or resumes; returns whether that changes anything.
    pub(crate) fn set_paused(&mut self, paused: bool) -> bool {
        mem::replace(&mut self.paused, paused) != paused
    }

    /// Returns whether a drain or a shutdown has begun.
    pub(crate) fn is_closing(&self) -> bool {
        self.closing.is_some()
    }

    /// Returns whether a shutdown has ended.
    pub(crate) fn has_ended(&self) -> bool {
        self.closing.as_ref().is_some_and(|closing| closing.done)
    }

    /// Returns whether a new run may be accepted. During a drain, live runs may need children to end.
    pub(crate) fn accepts(&self, is_child: bool) -> bool {
        match &self.closing {
            None => true,
            Some(closing) => closing.draining && is_child,
        }
    }

    /// Returns whether queued runs are started. A drain starts them even while paused.
    pub(crate) fn starts_runs(&self) -> bool {
        match &self.closing {
            None => !self.paused,
            Some(closing) => closing.draining,
        }
    }

    /// Begins a shutdown, or turns a drain into one.
    pub(crate) fn begin_shutdown(&mut self) {
        self.closing.get_or_insert_default().draining = false;
    }

    /// Begins a drain, unless a shutdown has begun.
    pub(crate) fn begin_drain(&mut self) {
        self.closing.get_or_insert_with(|| Closing {
            draining: true,
            ..Closing::default()
        });
    }

    /// Notes that these runs were live when the deadline of the shutdown came.
    pub(crate) fn deadline_is_over(&mut self, live: &[RunId]) {
        if let Some(closing) = &mut self.closing {
            closing.forced.extend(live.iter().copied());
        }
    }

    /// Adds a run that has ended to the report of the shutdown.
    pub(crate) fn note_end(&mut self, run: RunId) {
        if let Some(closing) = &mut self.closing {
            if closing.forced.contains(&run) {
                closing.report.abandoned.push(run);
            } else {
                closing.report.stopped.push(run);
            }
        }
    }

    /// Ends the close. Adds the wakers that wait for that, and returns what was owned.
    pub(crate) fn end(&mut self, wakers: &mut Vec<Waker>) -> Vec<Rc<dyn Any>> {
        if let Some(closing) = &mut self.closing {
            closing.done = true;
            closing.waiters.take(wakers);
        }
        mem::take(&mut self.owned)
    }

    /// Returns the report once the close has ended; before that, registers the waker.
    pub(crate) fn report(
        &mut self,
        key: &mut Option<u64>,
        waker: &mut Option<Waker>,
    ) -> Option<ShutdownReport> {
        match &mut self.closing {
            Some(closing) if !closing.done => {
                closing.waiters.wait(key, waker);
                None
            }
            Some(closing) => Some(closing.report.clone()),
            None => Some(ShutdownReport::default()),
        }
    }

    pub(crate) fn stop_waiting_for_report(&mut self, key: u64) -> Option<Waker> {
        self.closing.as_mut()?.waiters.leave(key)
    }

    /// Owns a value until the close has ended; returns it when it has.
    pub(crate) fn own(&mut self, value: Rc<dyn Any>) -> Option<Rc<dyn Any>> {
        if self.has_ended() {
            return Some(value);
        }
        self.owned.push(value);
        None
    }

    /// Returns the wakers that wait until no run is live.
    pub(crate) fn idle(&mut self) -> &mut Waiters {
        &mut self.idle
    }
}
