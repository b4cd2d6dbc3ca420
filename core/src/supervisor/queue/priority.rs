//! The priority of a run that waits.

use crate::{
    Priority, RunId, RunStatus,
    supervisor::{Inner, RunRef, queue::wait::queue_key, state::State},
};

impl RunRef<'_> {
    /// Changes the priority of a queued run. Among the runs of its new priority it keeps its place by arrival.
    /// Returns `false` when the run is not queued or not known.
    ///
    /// ```
    /// # use taskdeck_core::{Config, Priority, RunContext, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let run = supervisor.spawn("Index", async |_ctx: RunContext| Ok(()))?;
    /// assert!(supervisor.run(run.id()).set_priority(Priority::Background));
    /// world.block_on(run.wait());
    /// assert!(!supervisor.run(run.id()).set_priority(Priority::UserBlocking));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn set_priority(self, priority: Priority) -> bool {
        self.inner().set_priority(self.id, priority)
    }
}

impl Inner {
    /// Changes the priority of a queued run, for all callers that joined it.
    pub(crate) fn set_priority(&self, id: RunId, priority: Priority) -> bool {
        self.update(|state| {
            let changed = state.set_queued_priority(id, priority);
            if changed
                && let Some(record) = state.runs.get_mut(id)
                && let Some(joiners) = record
                    .extras
                    .as_mut()
                    .and_then(|extras| extras.joiners.as_mut())
            {
                joiners.set_priority(priority);
            }
            changed
        })
    }
}

impl State {
    /// Sets the highest priority among the callers that joined a run. A running run has it for its next
    /// attempt.
    pub(crate) fn set_joined_priority(&mut self, id: RunId, priority: Priority) {
        if self.set_queued_priority(id, priority) {
            return;
        }
        let Some(record) = self.runs.live_mut(id) else {
            return;
        };
        record.priority = priority;
        if record.status() == RunStatus::Running {
            self.show(id);
        }
    }

    /// Changes the priority of a queued run; returns `false` when it is not queued.
    fn set_queued_priority(&mut self, id: RunId, priority: Priority) -> bool {
        let now = self.now();
        let Some(record) = self.runs.get_mut(id) else {
            return false;
        };
        if record.status() != RunStatus::Queued {
            return false;
        }
        let is_held = record.is_held();
        let (lane, key) = (record.lane, queue_key(id, record));
        let is_in_queue = self.lanes.set_priority(lane, key, priority, now);
        if !is_in_queue && !is_held {
            // It is being cancelled.
            return false;
        }
        self.withdraw_from_loan(id);
        if let Some(record) = self.runs.get_mut(id) {
            record.priority = priority;
        }
        if is_in_queue {
            self.offer_for_loan(id);
        }
        self.show(id);
        self.view.touch();
        true
    }
}
