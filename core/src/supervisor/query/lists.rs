//! Queries of many runs.

use crate::{
    ActionCounts, Counts, RunFilter, RunId, RunSnapshot, RunStatus, run::record::Record,
    supervisor::Supervisor,
};

impl Supervisor {
    /// Returns the runs that match `filter`, newest first.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, RunFilter, RunStatus, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// supervisor.spawn("Read the news", async |_ctx: RunContext| Ok(()))?;
    /// supervisor.spawn("Write a book", async |_ctx: RunContext| Ok(()))?;
    /// let filter = RunFilter::all().status(RunStatus::Queued).text("book");
    /// assert_eq!(supervisor.runs(&filter).len(), 1);
    /// assert_eq!(supervisor.counts().live(), 2);
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    #[must_use]
    pub fn runs(&self, filter: &RunFilter) -> Vec<RunSnapshot> {
        self.inner.read(|state| {
            state
                .runs
                .filter(filter, state.now())
                .map(|(id, record)| state.snapshot_of(id, record))
                .collect()
        })
    }

    /// Returns the ids of the runs that match `filter`, newest first. This is cheaper than [`runs`](Self::runs).
    #[must_use]
    pub fn run_ids(&self, filter: &RunFilter) -> Vec<RunId> {
        self.inner.read(|state| {
            let matching = state.runs.filter(filter, state.now());
            matching.map(|(id, _)| id).collect()
        })
    }

    /// Returns the ids of the runs that match `filter`, newest first, each with the id of its parent.
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
    #[doc(hidden)]
    #[must_use]
    pub fn ids_and_parents(&self, filter: &RunFilter) -> Vec<(RunId, Option<RunId>)> {
        let parent = |record: &Record| Some(record.origin()?.parent);
        self.inner.read(|state| {
            let matching = state.runs.filter(filter, state.now());
            matching.map(|(id, record)| (id, parent(record))).collect()
        })
    }

    /// Returns how many of these runs are kept, can be cancelled, and can be retried.
    ///
    /// ```
    /// # use taskdeck_core::{CancelReason, Config, RunContext, Supervisor, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let run = supervisor.spawn("Work", async |_ctx: RunContext| Ok(()))?;
    /// let counts = supervisor.action_counts([run.id()]);
    /// assert_eq!((counts.kept, counts.to_cancel, counts.to_retry), (1, 1, 0));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    #[doc(hidden)]
    #[must_use]
    pub fn action_counts(&self, ids: impl IntoIterator<Item = RunId>) -> ActionCounts {
        self.inner.read(|state| {
            let records = ids.into_iter().filter_map(|id| state.runs.get(id));
            records.fold(ActionCounts::default(), |counts, record| ActionCounts {
                kept: counts.kept + 1,
                to_cancel: counts.to_cancel + usize::from(can_cancel(record)),
                to_retry: counts.to_retry + usize::from(record.can_retry()),
            })
        })
    }

    /// Returns the ids of the runs that have not ended, oldest first. See [`counts`](Self::counts) for their number.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let run = supervisor.spawn("Work", async |_ctx: RunContext| Ok(()))?;
    /// assert_eq!((supervisor.counts().live(), supervisor.active_ids()), (1, vec![run.id()]));
    /// assert!(supervisor.run(run.id()).is_active());
    /// world.block_on(run.wait());
    /// assert_eq!((supervisor.counts().live(), supervisor.active_ids()), (0, vec![]));
    /// assert_eq!(supervisor.counts().completed, 1);
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    #[must_use]
    pub fn active_ids(&self) -> Vec<RunId> {
        self.inner.read(|state| state.runs.live_ids())
    }

    /// Returns how many of the kept runs there are of each status.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.inner.read(|state| state.runs.counts())
    }

    /// Returns how many of the kept runs that have no parent and were not retried there are of each status: see
    /// [`Overview::heads`](crate::Overview::heads).
    #[doc(hidden)]
    #[must_use]
    pub fn heads(&self) -> Counts {
        self.inner.read(|state| state.runs.heads())
    }
}

/// Returns whether a run is live and was not requested to stop yet.
fn can_cancel(record: &Record) -> bool {
    matches!(record.status(), RunStatus::Queued | RunStatus::Running)
}
