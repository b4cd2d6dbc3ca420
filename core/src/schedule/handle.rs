//! Handles of schedules.

use std::{fmt, rc::Rc, time::Duration};

use reactive_graph::signal::ArcReadSignal;
use send_wrapper::SendWrapper;

use super::{ScheduleError, ScheduleId, ScheduleSnapshot};
use crate::{
    RunId,
    supervisor::{Inner, WeakInner},
};

/// A handle of a schedule: it observes, pauses and stops the schedule.
///
/// Dropping a handle changes nothing: the schedule goes on until it is stopped, its only start was made, or
/// its supervisor is shut down or dropped. A handle may be moved to another thread, but used and dropped only
/// on the thread of its supervisor.
#[derive(Clone)]
pub struct ScheduleHandle {
    id: ScheduleId,
    supervisor: SendWrapper<WeakInner>,
}

impl ScheduleHandle {
    pub(crate) fn new(id: ScheduleId, supervisor: WeakInner) -> Self {
        Self {
            id,
            supervisor: SendWrapper::new(supervisor),
        }
    }

    fn inner(&self) -> Option<Rc<Inner>> {
        self.supervisor.upgrade()
    }

    /// Returns the id.
    #[must_use]
    pub fn id(&self) -> ScheduleId {
        self.id
    }

    /// Returns a snapshot of the schedule; `None` when it has ended.
    #[must_use]
    pub fn snapshot(&self) -> Option<ScheduleSnapshot> {
        self.inner()?.schedule_snapshot(self.id)
    }

    /// Returns the schedule as a signal; `None` when it has ended. After its end the signal shows the last
    /// snapshot.
    #[must_use]
    pub fn watch(&self) -> Option<ArcReadSignal<ScheduleSnapshot>> {
        self.inner()?.watch_schedule(self.id)
    }

    /// Returns when the next start is: the time since the Unix epoch, UTC. `None` while there is none.
    #[must_use]
    pub fn next(&self) -> Option<Duration> {
        self.snapshot()?.next()
    }

    /// Pauses the schedule: see [`Supervisor::pause_schedule`](crate::Supervisor::pause_schedule).
    pub fn pause(&self) -> bool {
        self.inner()
            .is_some_and(|inner| inner.pause_schedule(self.id))
    }

    /// Resumes the schedule: see [`Supervisor::resume_schedule`](crate::Supervisor::resume_schedule).
    pub fn resume(&self) -> bool {
        self.inner()
            .is_some_and(|inner| inner.resume_schedule(self.id))
    }

    /// Makes a start now: see [`Supervisor::run_schedule_now`](crate::Supervisor::run_schedule_now).
    ///
    /// # Errors
    ///
    /// When no run was started, or the schedule has ended.
    pub fn run_now(&self) -> Result<RunId, ScheduleError> {
        self.inner()
            .ok_or(ScheduleError::Ended)?
            .run_schedule_now(self.id)
    }

    /// Ends the schedule: see [`Supervisor::stop_schedule`](crate::Supervisor::stop_schedule).
    pub fn stop(&self) -> bool {
        self.inner()
            .is_some_and(|inner| inner.stop_schedule(self.id))
    }
}

impl fmt::Debug for ScheduleHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ScheduleHandle").field(&self.id).finish()
    }
}
