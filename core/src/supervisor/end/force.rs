//! Bodies that do not stop when they are requested to.

use crate::{
    RunId, RunStatus,
    run::record::{BodyState, Record},
    supervisor::{Inner, RunRef, end::cancel::StopStep, state::State},
};

impl RunRef<'_> {
    /// Ends an undroppable run that is [not stopping](crate::RunSnapshot::not_stopping), and its children that are
    /// not. Returns `false` when there is none; then nothing changes.
    ///
    /// A run ends as it was requested to: cancelled, or failed because its time was up, without another attempt.
    /// Its slot is free, its context is dead, and it is marked as
    /// [abandoned](crate::RunSnapshot::abandoned). What its body still does is not observed.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use taskdeck_core::{Config, RunContext, RunOptions, RunStatus, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let options = RunOptions::new("Somebody else's code").undroppable().grace(Duration::from_secs(5));
    /// let run = supervisor.spawn_with(options, async |_ctx: RunContext| {
    ///     std::future::pending::<Result<(), TaskError>>().await
    /// })?;
    /// world.run_until_stalled();
    /// run.cancel();
    /// assert!(!supervisor.run(run.id()).abandon(), "it has 5 s to stop");
    ///
    /// world.advance(Duration::from_secs(5));
    /// assert!(run.snapshot().unwrap().not_stopping);
    /// assert!(supervisor.run(run.id()).abandon());
    /// assert_eq!(supervisor.run(run.id()).status(), Some(RunStatus::Cancelled));
    /// assert!(run.snapshot().unwrap().abandoned);
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn abandon(self) -> bool {
        // From the leaves up: a parent ends after its children.
        let overstaying = self.inner().read(|state| state.overstaying(self.id));
        for run in overstaying.iter().rev() {
            self.inner().force(*run);
        }
        !overstaying.is_empty()
    }
}

impl Inner {
    /// Ends the grace of a run. A droppable body is dropped; any other is marked as not stopping.
    pub(crate) fn grace_is_over(&self, id: RunId) {
        let is_forced = self.update(|state| {
            let Some(record) = state.runs.live_mut(id) else {
                return false;
            };
            if !record.undroppable {
                return true;
            }
            // A run without a body waits for its children, which are marked themselves.
            if record.has_body() {
                record.overstays = true;
                state.notify_change(id, Some(RunStatus::Cancelling), None);
            }
            false
        });
        if is_forced {
            self.force(id);
        }
    }

    /// Drops the body of a run that was requested to stop and has not. An undroppable run is abandoned by that.
    pub(crate) fn force(&self, id: RunId) {
        let body = self.update(|state| {
            let record = state.runs.get_mut(id)?;
            record.stop_reason()?;
            let body = record.take_resting()?;
            record.abandoned = record.undroppable;
            Some(body)
        });
        if let Some(body) = body {
            self.carry_out(id, StopStep::EndRunning(body));
        }
    }
}

impl State {
    /// Returns this run and all below it, as far as they are not stopping. Parents come first.
    fn overstaying(&self, id: RunId) -> Vec<RunId> {
        let (mut found, mut left) = (Vec::new(), vec![id]);
        while let Some(id) = left.pop() {
            let Some(record) = self.runs.get(id) else {
                continue;
            };
            if record.overstays && record.stop_reason().is_some() && record.has_body() {
                found.push(id);
            }
            let family = record.family();
            left.extend(family.into_iter().flat_map(|family| family.live.iter()));
        }
        found
    }
}

impl Record {
    /// Returns whether the body of its attempt is still there.
    fn has_body(&self) -> bool {
        !matches!(self.body, BodyState::Empty)
    }
}
