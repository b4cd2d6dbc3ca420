//! A schedule, for whoever made it.

use std::{fmt, rc::Rc, time::Duration};

use reactive_graph::signal::ArcReadSignal;
use send_wrapper::SendWrapper;

use super::{ScheduleError, ScheduleId, ScheduleSnapshot};
use crate::{
    RunId,
    supervisor::{Inner, WeakInner},
};

/// A schedule, for whoever made it. Dropping it changes nothing: the schedule goes on, until it is
/// stopped, its only start has come, or its supervisor is shut down or gone.
///
/// It may be moved to another thread but used, and dropped, only on the one that made it.
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

    /// The id.
    #[must_use]
    pub fn id(&self) -> ScheduleId {
        self.id
    }

    /// The schedule as it is; `None` when it has ended.
    #[must_use]
    pub fn snapshot(&self) -> Option<ScheduleSnapshot> {
        self.inner()?.schedule_snapshot(self.id)
    }

    /// The schedule as a signal, which shows how it was when it has ended; `None` when it had.
    #[must_use]
    pub fn watch(&self) -> Option<ArcReadSignal<ScheduleSnapshot>> {
        self.inner()?.watch_schedule(self.id)
    }

    /// When the next start is: time since 1970 began, UTC. `None` while there is no next one.
    #[must_use]
    pub fn next(&self) -> Option<Duration> {
        self.snapshot()?.next()
    }

    /// See [`Supervisor::pause_schedule`](crate::Supervisor::pause_schedule).
    pub fn pause(&self) -> bool {
        self.inner()
            .is_some_and(|inner| inner.pause_schedule(self.id))
    }

    /// See [`Supervisor::resume_schedule`](crate::Supervisor::resume_schedule).
    pub fn resume(&self) -> bool {
        self.inner()
            .is_some_and(|inner| inner.resume_schedule(self.id))
    }

    /// See [`Supervisor::run_schedule_now`](crate::Supervisor::run_schedule_now).
    ///
    /// # Errors
    ///
    /// When no run was started, or the schedule has ended.
    pub fn run_now(&self) -> Result<RunId, ScheduleError> {
        self.inner()
            .ok_or(ScheduleError::Ended)?
            .run_schedule_now(self.id)
    }

    /// See [`Supervisor::stop_schedule`](crate::Supervisor::stop_schedule).
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
