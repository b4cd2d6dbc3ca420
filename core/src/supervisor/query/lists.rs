//! Queries of many runs.

use crate::{
    ActionCounts, Counts, Instant, ListedRun, RunFilter, RunId, RunSnapshot, RunState, RunStatus,
    format,
    run::{family::Origin, record::Record},
    supervisor::{Supervisor, state::State},
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
            let matching = state.matching(filter).into_iter();
            matching
                .map(|(id, record)| state.snapshot_of(id, record))
                .collect()
        })
    }

    /// Returns the ids of the runs that match `filter`, newest first. This is cheaper than [`runs`](Self::runs).
    #[must_use]
    pub fn run_ids(&self, filter: &RunFilter) -> Vec<RunId> {
        self.inner.read(|state| {
            let matching = state.matching(filter).into_iter();
            matching.map(|(id, _)| id).collect()
        })
    }

    /// Returns the runs that match `filter`, newest first, with what a list needs to order them.
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
    /// let listed = supervisor.listed(&RunFilter::all());
    /// assert_eq!((listed[0].parent, listed[1].parent), (Some(run.id()), None));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    #[doc(hidden)]
    #[must_use]
    pub fn listed(&self, filter: &RunFilter) -> Vec<ListedRun> {
        self.inner.read(|state| {
            let matching = state.matching(filter).into_iter();
            let listed = |(run, record): (RunId, &Record)| ListedRun {
                run,
                parent: record.origin().map(|origin| origin.parent),
                status: record.status(),
            };
            matching.map(listed).collect()
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
            let listed = ids.into_iter().filter(|id| state.runs.is_listed(*id));
            let records = listed.filter_map(|id| state.runs.get(id));
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

    /// Returns how many heads there are of each status: see [`Overview::heads`](crate::Overview::heads).
    #[doc(hidden)]
    #[must_use]
    pub fn heads(&self) -> Counts {
        self.inner.read(|state| state.runs.heads())
    }
}

impl State {
    /// Returns the runs that match now, newest first.
    fn matching(&self, filter: &RunFilter) -> Vec<(RunId, &Record)> {
        let (now, text) = (self.now(), self.lowercase(&filter.text));
        let mut matching = Vec::new();
        for (id, record) in self.runs.newest_first() {
            if self.matches(filter, record, now) && self.contains(record, &text) {
                matching.push((id, record));
            }
        }
        matching
    }

    /// Returns whether a run matches all of the filter but its text.
    fn matches(&self, filter: &RunFilter, record: &Record, now: Instant) -> bool {
        (!filter.roots || record.origin().is_none())
            && (!filter.current || !record.is_superseded())
            && (!filter.with_problems || record.is_completed_with_problems())
            && (filter.statuses.is_empty() || filter.statuses.contains(&record.status()))
            && (filter.task.is_none() || filter.task.as_deref() == record.task.as_deref())
            && (!filter.linted || record.has_lint(now))
            && (filter.schedule.is_none() || filter.schedule == record.schedule())
            && (!filter.unscheduled || !self.is_scheduled(record))
    }

    /// Returns whether the title, the task, the public id or the error of a run contains this text, which is in lower
    /// case.
    fn contains(&self, record: &Record, text: &str) -> bool {
        let has = |field: &str| format::contains(&self.lowercase(field), text);
        text.is_empty()
            || has(&record.title)
            || record.task.as_deref().is_some_and(has)
            || has(&record.public_id())
            || matches!(&record.state, RunState::Failed(error) if has(&error.message().english()))
    }

    fn lowercase(&self, text: &str) -> String {
        match text.is_ascii() {
            true => text.to_ascii_lowercase(),
            false => self.config.world.lowercase(text),
        }
    }

    /// Returns whether a schedule that has not ended has started this run, or one above it.
    fn is_scheduled(&self, record: &Record) -> bool {
        let parent = |record: &&Record| self.runs.get(record.origin().map(parent_id)?);
        std::iter::successors(Some(record), parent)
            .filter_map(Record::schedule)
            .any(|id| self.schedules.get(id).is_some())
    }
}

fn parent_id(origin: &Origin) -> RunId {
    origin.parent
}

/// Returns whether a run is live and was not requested to stop yet.
fn can_cancel(record: &Record) -> bool {
    matches!(record.status(), RunStatus::Queued | RunStatus::Running)
}
