//! How many finished runs are kept, and for how long.

use std::{
    fmt, mem,
    rc::{Rc, Weak},
    time::Duration,
};

use send_wrapper::SendWrapper;

use crate::{
    Instant, RunId,
    supervisor::{Inner, Supervisor, state::State},
};

impl Supervisor {
    /// Forgets every finished run, and returns how many there were.
    ///
    /// See [`clear`](Self::clear) for some of them, and for a way back.
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

impl Supervisor {
    /// Takes finished runs out of every list, count and query. Live runs and unknown ids are left alone.
    ///
    /// [`ClearedRuns::undo`] restores them; until they are forgotten, [`run`](Self::run) still finds them by id.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, RunFilter, Supervisor, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let run = supervisor.spawn("Work", async |_ctx: RunContext| Ok(()))?;
    /// world.block_on(run.wait());
    /// let cleared = supervisor.clear([run.id()]);
    /// assert_eq!((cleared.len(), supervisor.counts().all()), (1, 0));
    /// cleared.undo();
    /// assert_eq!(supervisor.run_ids(&RunFilter::all()), [run.id()]);
    ///
    /// drop(supervisor.clear([run.id()]));
    /// assert!(supervisor.run(run.id()).snapshot().is_none());
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    #[must_use = "dropping it forgets the runs"]
    pub fn clear(&self, runs: impl IntoIterator<Item = RunId>) -> ClearedRuns {
        let runs: Vec<RunId> = runs.into_iter().collect();
        let runs = self.inner.update(|state| {
            state.view.touch();
            state.runs.set_aside(runs)
        });
        ClearedRuns {
            supervisor: SendWrapper::new(Rc::downgrade(&self.inner)),
            runs,
        }
    }
}

/// Finished runs that were [cleared](Supervisor::clear).
///
/// # On drop
///
/// The runs are forgotten.
pub struct ClearedRuns {
    supervisor: SendWrapper<Weak<Inner>>,
    runs: Vec<RunId>,
}

impl ClearedRuns {
    /// Returns how many runs were cleared.
    #[must_use]
    pub fn len(&self) -> usize {
        self.runs.len()
    }

    /// Returns whether no run was cleared.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// Lists the runs again, in their old places, and returns how many. Bounds on what is kept apply again.
    pub fn undo(mut self) -> usize {
        let runs = mem::take(&mut self.runs);
        let Some(inner) = self.supervisor.upgrade() else {
            return 0;
        };
        inner.update(|state| {
            let restored = state.runs.restore(&runs);
            state.view.touch();
            state.evict(state.now());
            restored
        })
    }
}

impl Drop for ClearedRuns {
    fn drop(&mut self) {
        let runs = mem::take(&mut self.runs);
        if let Some(inner) = self.supervisor.upgrade() {
            inner.update(|state| {
                let gone = state.effects.discarded_records();
                state.runs.forget(&runs, gone);
            });
        }
    }
}

impl fmt::Debug for ClearedRuns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ClearedRuns").field(&self.runs).finish()
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
