//! Asking what is known, and the switches of the whole supervisor.

use std::mem;

use reactive_graph::signal::{ArcReadSignal, ArcRwSignal};

use super::{Inner, Supervisor};
use crate::{
    Able, Counts, Instant, Log, Output, Overview, Params, RunBrief, RunFilter, RunId, RunSnapshot,
    RunStatus, RunWatch, record::Record,
};

impl Supervisor {
    /// The status of a run; `None` when it is not kept, or never was.
    #[must_use]
    pub fn status(&self, id: RunId) -> Option<RunStatus> {
        self.inner.read(|state| Some(state.store.get(id)?.status()))
    }

    /// A run as it is.
    #[must_use]
    pub fn run(&self, id: RunId) -> Option<RunSnapshot> {
        self.inner.read(|state| state.snapshot(id))
    }

    /// What it costs little to say of a run as it is.
    #[must_use]
    pub fn brief(&self, id: RunId) -> Option<RunBrief> {
        self.inner.read(|state| {
            let record = state.store.get(id)?;
            Some(state.brief_of(id, record))
        })
    }

    /// The run of this public id.
    #[must_use]
    pub fn find(&self, public_id: &str) -> Option<RunId> {
        self.inner.read(|state| state.store.by_public_id(public_id))
    }

    /// Runs that are meant, newest first.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, RunFilter, RunStatus, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// supervisor.spawn("Read the news", async |_ctx: RunContext| Ok(()))?;
    /// supervisor.spawn("Write a book", async |_ctx: RunContext| Ok(()))?;
    /// let filter = RunFilter::all().status(RunStatus::Queued).text("book");
    /// assert_eq!(supervisor.runs(&filter).len(), 1);
    /// assert_eq!(supervisor.active_count(), 2);
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    #[must_use]
    pub fn runs(&self, filter: &RunFilter) -> Vec<RunSnapshot> {
        self.inner.read(|state| {
            state
                .store
                .filter(filter, state.now())
                .map(|(id, record)| state.snapshot_of(id, record))
                .collect()
        })
    }

    /// The ids of runs that are meant, newest first. Cheaper than [`runs`](Self::runs).
    #[must_use]
    pub fn run_ids(&self, filter: &RunFilter) -> Vec<RunId> {
        self.inner.read(|state| {
            let meant = state.store.filter(filter, state.now());
            meant.map(|(id, _)| id).collect()
        })
    }

    /// The ids of runs that are meant, newest first, each with the run that has started it.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, RunFilter, Supervisor, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let run = supervisor.spawn("Check all", async |ctx: RunContext| {
    ///     ctx.spawn("Check one", async |_ctx: RunContext| Ok(()))?;
    ///     Ok(())
    /// })?;
    /// world.block_on(run.wait());
    /// let parents: Vec<_> = supervisor
    ///     .ids_and_parents(&RunFilter::all())
    ///     .into_iter()
    ///     .map(|(_, parent)| parent)
    ///     .collect();
    /// assert_eq!(parents, [Some(run.id()), None]);
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    #[must_use]
    pub fn ids_and_parents(&self, filter: &RunFilter) -> Vec<(RunId, Option<RunId>)> {
        let parent = |record: &Record| Some(record.origin()?.parent);
        self.inner.read(|state| {
            let meant = state.store.filter(filter, state.now());
            meant.map(|(id, record)| (id, parent(record))).collect()
        })
    }

    /// How many of these runs are kept, can be cancelled, and can be retried.
    ///
    /// ```
    /// # use taskdeck_core::{CancelReason, Config, RunContext, Supervisor, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let run = supervisor.spawn("Work", async |_ctx: RunContext| Ok(()))?;
    /// let able = supervisor.able([run.id()]);
    /// assert_eq!((able.kept, able.to_cancel, able.to_retry), (1, 1, 0));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    #[must_use]
    pub fn able(&self, ids: impl IntoIterator<Item = RunId>) -> Able {
        self.inner.read(|state| {
            let records = ids.into_iter().filter_map(|id| state.store.get(id));
            records.fold(Able::default(), |able, record| Able {
                kept: able.kept + 1,
                to_cancel: able.to_cancel + usize::from(can_cancel(record)),
                to_retry: able.to_retry + usize::from(record.can_retry()),
            })
        })
    }

    /// How many runs have not ended.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let run = supervisor.spawn("Work", async |_ctx: RunContext| Ok(()))?;
    /// assert_eq!((supervisor.active_count(), supervisor.active_ids()), (1, vec![run.id()]));
    /// assert!(supervisor.is_active(run.id()));
    /// world.block_on(run.wait());
    /// assert_eq!((supervisor.active_count(), supervisor.active_ids()), (0, vec![]));
    /// assert_eq!(supervisor.counts().completed, 1);
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    #[must_use]
    pub fn active_count(&self) -> usize {
        self.counts().live()
    }

    /// The ids of runs that have not ended, oldest first.
    #[must_use]
    pub fn active_ids(&self) -> Vec<RunId> {
        self.inner.read(|state| state.store.live_ids())
    }

    /// Whether a run is known and has not ended.
    #[must_use]
    pub fn is_active(&self, id: RunId) -> bool {
        self.status(id).is_some_and(RunStatus::is_live)
    }

    /// How many runs there are of each status, of those that are kept.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.inner.read(|state| state.store.counts)
    }

    /// A number that grows whenever a run came, went or changed its status.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, Supervisor, sim::SimWorld};
    /// # let supervisor = Supervisor::new(Config::new(SimWorld::new(1).shared()));
    /// let before = supervisor.revision();
    /// supervisor.spawn("Work", async |_ctx: RunContext| Ok(()))?;
    /// assert!(supervisor.revision() > before);
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.inner.read(|state| state.revision)
    }

    /// The whole as a signal: it follows at most once a turn.
    #[must_use]
    pub fn overview(&self) -> ArcReadSignal<Overview> {
        self.inner.update(|state| match &state.overview {
            Some(signal) => signal.read_only(),
            None => {
                let signal = ArcRwSignal::new(state.overview());
                state.overview.insert(signal).read_only()
            }
        })
    }

    /// Signals that follow a run; `None` when it is not kept.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, RunStatus, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let run = supervisor.spawn("Work", async |ctx: RunContext| {
    ///     ctx.progress(7, 7);
    ///     Ok(())
    /// })?;
    /// let watch = supervisor.watch(run.id()).unwrap();
    /// assert_eq!(watch.get_untracked().status(), RunStatus::Queued);
    /// world.block_on(run.wait());
    /// assert_eq!(watch.get_untracked().progress.map(|progress| progress.done), Some(7.0));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    #[must_use]
    pub fn watch(&self, id: RunId) -> Option<RunWatch> {
        self.inner
            .update(|state| state.watch(id))
            .map(RunWatch::new)
    }

    /// The parameters of a run.
    #[must_use]
    pub fn params(&self, id: RunId) -> Option<Params> {
        self.inner
            .read(|state| Some(state.store.get(id)?.params.clone()))
    }

    /// The log of a run: its newest lines.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let run = supervisor.spawn("Export", async |ctx: RunContext| {
    ///     for page in 1..=300 {
    ///         ctx.log(format!("page {page}"));
    ///     }
    ///     Ok(())
    /// })?;
    /// world.block_on(run.wait());
    /// let log = supervisor.log(run.id()).unwrap_or_default();
    /// assert_eq!((log.lines.len(), log.dropped), (200, 100));
    /// assert_eq!(log.lines[199].text, "page 300");
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    #[must_use]
    pub fn log(&self, id: RunId) -> Option<Log> {
        self.inner.read(|state| {
            let extras = state.store.get(id)?.extras.as_ref();
            Some(extras.map(|extras| extras.log.clone()).unwrap_or_default())
        })
    }

    /// What a person sees of the result of a run.
    #[must_use]
    pub fn output(&self, id: RunId) -> Option<Output> {
        self.inner.output(id)
    }

    /// Starts no more runs until [`resume`](Self::resume). What runs goes on.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, RunStatus, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// supervisor.pause();
    /// let run = supervisor.spawn("Later", async |_ctx: RunContext| Ok(()))?;
    /// world.run_until_stalled();
    /// assert_eq!(supervisor.status(run.id()), Some(RunStatus::Queued));
    ///
    /// supervisor.resume();
    /// world.block_on(run.wait());
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn pause(&self) {
        self.set_paused(true);
    }

    /// Starts runs again.
    pub fn resume(&self) {
        self.set_paused(false);
    }

    fn set_paused(&self, paused: bool) {
        self.inner.update(|state| {
            if mem::replace(&mut state.paused, paused) != paused {
                state.revision += 1;
                state.poke();
            }
        });
    }

    /// Whether starting is paused.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.inner.read(|state| state.paused)
    }

    /// Whether it was shut down, or is being.
    #[must_use]
    pub fn is_shut_down(&self) -> bool {
        self.inner.read(|state| state.closing.is_some())
    }

    /// Forgets every finished run, and returns how many.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let run = supervisor.spawn("Work", async |_ctx: RunContext| Ok(()))?;
    /// world.block_on(run.wait());
    /// assert_eq!(supervisor.clear_finished(), 1);
    /// assert!(supervisor.run(run.id()).is_none());
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn clear_finished(&self) -> usize {
        self.inner.update(|state| {
            let finished = state.store.counts.finished();
            state.store.clear_finished(&mut state.effects.records);
            state.timers.expire = None;
            state.revision += 1;
            state.poke();
            finished
        })
    }

    /// When something happened, or will happen, on the wall clock: time since 1970 began, UTC.
    #[must_use]
    pub fn unix_time(&self, at: Instant) -> std::time::Duration {
        let (now, unix) = (self.inner.world.now(), self.inner.world.unix_time());
        unix.saturating_sub(now - at).saturating_add(at - now)
    }
}

/// Whether it is live and was not asked to stop yet.
fn can_cancel(record: &Record) -> bool {
    matches!(record.status(), RunStatus::Queued | RunStatus::Running)
}

impl Inner {
    pub(crate) fn output(&self, id: RunId) -> Option<Output> {
        self.read(|state| {
            let extras = state.store.get(id)?.extras.as_ref();
            Some(
                extras
                    .map(|extras| extras.output.clone())
                    .unwrap_or_default(),
            )
        })
    }
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Inner")
    }
}
