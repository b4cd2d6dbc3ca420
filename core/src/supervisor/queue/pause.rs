//! Pausing the supervisor.

use crate::supervisor::Supervisor;

impl Supervisor {
    /// Starts no more runs until [`resume`](Self::resume). Running runs go on.
    ///
    /// See [`LaneRef::suspend`](crate::LaneRef::suspend) for a single lane.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, RunStatus, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// supervisor.pause();
    /// let run = supervisor.spawn("Later", async |_ctx: RunContext| Ok(()))?;
    /// world.run_until_stalled();
    /// assert_eq!(supervisor.run(run.id()).status(), Some(RunStatus::Queued));
    ///
    /// supervisor.resume();
    /// world.block_on(run.wait());
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn pause(&self) {
        self.set_paused(true);
    }

    /// Starts runs again after [`pause`](Self::pause).
    pub fn resume(&self) {
        self.set_paused(false);
    }

    fn set_paused(&self, paused: bool) {
        self.inner.update(|state| {
            if state.lifecycle.set_paused(paused) {
                state.view.touch();
            }
        });
    }

    /// Returns whether the supervisor is paused.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.inner.read(|state| state.lifecycle.is_paused())
    }
}
