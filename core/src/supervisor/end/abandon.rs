//! Bodies that cannot be dropped, and do not stop.

use crate::supervisor::{Inner, Supervisor, state::State};
use crate::{RunId, RunStatus, run::record::Record};

impl Supervisor {
    /// Ends a run whose body cannot be dropped and which is
    /// [not stopping](crate::RunSnapshot::not_stopping), and those of its children that are not. Their
    /// slots are free, their contexts dead, and they say that they were
    /// [abandoned](crate::RunSnapshot::abandoned): what their bodies still do is nobody's business.
    ///
    /// It ends as it was asked to: cancelled, or failed because its time was up, without another attempt.
    /// `false` when neither it nor a child is not stopping; then nothing changes.
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
    /// assert!(!supervisor.abandon(run.id()), "it has 5 s to stop");
    ///
    /// world.advance(Duration::from_secs(5));
    /// assert!(run.snapshot().unwrap().not_stopping);
    /// assert!(supervisor.abandon(run.id()));
    /// assert_eq!(supervisor.status(run.id()), Some(RunStatus::Cancelled));
    /// assert!(run.snapshot().unwrap().abandoned);
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn abandon(&self, id: RunId) -> bool {
        // From the leaves up: a parent ends after its children.
        let overstaying = self.inner.read(|state| state.overstaying(id));
        for run in overstaying.iter().rev() {
            self.inner.force(*run);
        }
        !overstaying.is_empty()
    }
}

impl Inner {
    /// The grace of a run is over. A body that cannot be dropped is only said to go on.
    pub(crate) fn grace_is_over(&self, id: RunId) {
        let forced = self.update(|state| {
            let Some(record) = state.store.live_mut(id) else {
                return false;
            };
            if !record.undroppable {
                return true;
            }
            // Where the body is gone others hold it up, which say so themselves.
            if record.has_body() {
                record.overstays = true;
                state.changed(id, Some(RunStatus::Cancelling), None);
            }
            false
        });
        if forced {
            self.force(id);
        }
    }
}

impl State {
    /// Of a run and all below it those that are not stopping; parents come first.
    fn overstaying(&self, id: RunId) -> Vec<RunId> {
        let (mut found, mut left) = (Vec::new(), vec![id]);
        while let Some(id) = left.pop() {
            let Some(record) = self.store.get(id) else {
                continue;
            };
            if record.overstays && record.asked_to_stop().is_some() && record.has_body() {
                found.push(id);
            }
            let family = record.family();
            left.extend(family.into_iter().flat_map(|family| family.live.iter()));
        }
        found
    }
}

impl Record {
    /// Whether the body of its attempt is still there.
    fn has_body(&self) -> bool {
        !matches!(self.slot, crate::run::record::BodySlot::Empty)
    }
}
