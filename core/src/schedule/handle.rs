//! Handles of schedules.

use std::{fmt, rc::Rc, time::Duration};

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

    /// Returns the schedule as a signal, which is set at most once a turn; `None` when the schedule has ended. After
    /// its end the signal shows the last snapshot.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, RunOptions, Schedule, Supervisor, Task, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// # supervisor.define(Task::new("sync", "Sync", async |_ctx: RunContext| Ok(()))).unwrap();
    /// use reactive_graph::traits::GetUntracked;
    /// use std::time::Duration;
    ///
    /// let schedule = Schedule::every(Duration::from_secs(60));
    /// let sync = supervisor.add_schedule(schedule, "sync", RunOptions::of_task())?;
    /// let (ids, watch) = (supervisor.schedule_ids(), sync.watch().unwrap());
    /// world.advance(Duration::from_secs(600));
    /// assert_eq!(ids.get_untracked(), [sync.id()]);
    /// assert_eq!(watch.get_untracked().starts, 10);
    /// sync.stop();
    /// world.run_until_stalled();
    /// assert!(ids.get_untracked().is_empty());
    /// assert!(watch.get_untracked().has_ended());
    /// # Ok::<_, taskdeck_core::ScheduleError>(())
    /// ```
    #[cfg(feature = "signals")]
    #[cfg_attr(docsrs, doc(cfg(feature = "signals")))]
    #[must_use]
    pub fn watch(&self) -> Option<reactive_graph::signal::ArcReadSignal<ScheduleSnapshot>> {
        self.inner()?.watch_schedule(self.id)
    }

    /// Returns when the next start is: the time since the Unix epoch, UTC. `None` while there is none.
    #[must_use]
    pub fn next(&self) -> Option<Duration> {
        self.snapshot()?.next()
    }

    /// Pauses the schedule: it starts no run until it is resumed. Returns `false` unless it waited for its next
    /// start.
    ///
    /// Runs that it has started go on. See [`run_now`](Self::run_now) for a single start.
    pub fn pause(&self) -> bool {
        self.inner()
            .is_some_and(|inner| inner.pause_schedule(self.id))
    }

    /// Resumes the schedule that was paused or has suspended itself; returns `false` when it was neither.
    ///
    /// Its starts stay in step, and those that have passed meanwhile are not made up for. If its only start has
    /// passed, that is made at once. Earlier failures no longer count.
    pub fn resume(&self) -> bool {
        self.inner()
            .is_some_and(|inner| inner.resume_schedule(self.id))
    }

    /// Makes a start of the schedule now, even if the schedule is paused or suspended, which it stays. Its later
    /// starts stay as they are. If it has a single start, this is it.
    ///
    /// # Errors
    ///
    /// When the run was refused, the overlap policy allows no further run, a run waits already while the
    /// supervisor is paused, or the schedule has ended.
    pub fn run_now(&self) -> Result<RunId, ScheduleError> {
        self.inner()
            .ok_or(ScheduleError::Ended)?
            .run_schedule_now(self.id)
    }

    /// Ends the schedule; returns `false` when it has ended before. Runs that it has started go on.
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
