//! How many finished runs are kept, and for how long.

use std::time::Duration;

use crate::{
    Instant,
    supervisor::{Supervisor, state::State},
};

impl Supervisor {
    /// Forgets every finished run, and returns how many there were.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let run = supervisor.spawn("Work", async |_ctx: RunContext| Ok(()))?;
    /// world.block_on(run.wait());
    /// assert_eq!(supervisor.clear_finished(), 1);
    /// assert!(supervisor.run(run.id()).snapshot().is_none());
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn clear_finished(&self) -> usize {
        self.inner.update(|state| {
            let finished = state.runs.counts().finished();
            state.runs.evict_over(0, state.effects.discarded_records());
            state.timers.set_expiry(None);
            state.view.touch();
            finished
        })
    }
}

impl State {
    /// Drops finished runs that are too many or too old, and sets the timer for the next one.
    pub(crate) fn evict(&mut self, now: Instant) {
        let before = self.runs.counts().finished();
        let gone = self.effects.discarded_records();
        self.runs.evict_over(self.config.keep, gone);
        if let Some(age) = self.config.keep_for {
            let age = age.max(Duration::from_micros(1));
            if now.since_start() >= age {
                let limit = Instant::after_start(now.since_start() - age);
                self.runs.evict_older(limit, gone);
            }
            let oldest = self.runs.oldest_finished();
            self.timers.set_expiry(oldest.map(|oldest| oldest + age));
        }
        let evicted = before - self.runs.counts().finished();
        if evicted > 0 {
            self.runs.count_evicted(evicted);
            self.view.touch();
        }
    }
}
