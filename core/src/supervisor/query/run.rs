//! Queries of one run.

use crate::{
    Log, Message, Output, Params, RunBrief, RunId, RunSnapshot, RunStatus,
    run::record::Record,
    supervisor::{Inner, RunRef, Supervisor},
};

impl RunRef<'_> {
    /// Returns the status; `None` when the run is not kept, or never was.
    #[must_use]
    pub fn status(self) -> Option<RunStatus> {
        self.inner()
            .read(|state| Some(state.runs.get(self.id)?.status()))
    }

    /// Returns a snapshot of the run; `None` when it is not kept.
    ///
    /// See [`watch`](Self::watch) for signals that follow the run.
    #[must_use]
    pub fn snapshot(self) -> Option<RunSnapshot> {
        self.inner().snapshot(self.id)
    }

    /// Returns the part of a snapshot that is cheap to make; `None` when the run is not kept.
    #[doc(hidden)]
    #[must_use]
    pub fn brief(self) -> Option<RunBrief> {
        self.inner().read(|state| {
            let record = state.runs.get(self.id)?;
            Some(state.brief_of(self.id, record))
        })
    }

    /// Returns whether the run is kept, and was not [cleared](Supervisor::clear).
    #[doc(hidden)]
    #[must_use]
    pub fn is_listed(self) -> bool {
        self.inner().read(|state| state.runs.is_listed(self.id))
    }

    /// Returns whether the run is known and has not ended.
    #[must_use]
    pub fn is_active(self) -> bool {
        self.status().is_some_and(RunStatus::is_live)
    }

    /// Returns the children that are kept, oldest first: the runs that its body has spawned.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, Supervisor, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let run = supervisor.spawn("Check all", async |ctx: RunContext| {
    ///     for page in 1..=3 {
    ///         ctx.spawn(format!("Check page {page}"), async |_ctx: RunContext| Ok(()))?;
    ///     }
    ///     Ok(())
    /// })?;
    /// world.block_on(run.wait());
    /// let children = supervisor.run(run.id()).children();
    /// assert_eq!(children.len(), 3);
    /// assert_eq!(supervisor.run(children[0]).snapshot().unwrap().parent, Some(run.id()));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    #[must_use]
    pub fn children(self) -> Vec<RunId> {
        self.inner().read(|state| {
            let family = state.runs.get(self.id).and_then(Record::family);
            let all = family.map(|family| &family.all[..]).unwrap_or_default();
            let is_kept = |id: &&RunId| state.runs.get(**id).is_some();
            all.iter().filter(is_kept).copied().collect()
        })
    }

    /// Returns signals that follow the run; `None` when it is not kept.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, RunStatus, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let run = supervisor.spawn("Work", async |ctx: RunContext| {
    ///     ctx.progress(7, 7);
    ///     Ok(())
    /// })?;
    /// let watch = supervisor.run(run.id()).watch().unwrap();
    /// assert_eq!(watch.get_untracked().status(), RunStatus::Queued);
    /// world.block_on(run.wait());
    /// assert_eq!(watch.get_untracked().progress.map(|progress| progress.done), Some(7.0));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    #[cfg(feature = "signals")]
    #[cfg_attr(docsrs, doc(cfg(feature = "signals")))]
    #[must_use]
    pub fn watch(self) -> Option<crate::RunWatch> {
        self.inner().watch(self.id)
    }

    /// Returns the parameters; `None` when the run is not kept.
    #[must_use]
    pub fn params(self) -> Option<Params> {
        self.inner()
            .read(|state| Some(state.runs.get(self.id)?.params.clone()))
    }

    /// Returns the newest lines of the log; `None` when the run is not kept.
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
    /// let log = supervisor.run(run.id()).log().unwrap_or_default();
    /// assert_eq!((log.lines.len(), log.dropped), (200, 100));
    /// assert_eq!(log.lines[199].text, "page 300");
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    #[must_use]
    pub fn log(self) -> Option<Log> {
        self.inner().read(|state| {
            let extras = state.runs.get(self.id)?.extras.as_ref();
            Some(extras.map(|extras| extras.log.clone()).unwrap_or_default())
        })
    }

    /// Returns the problems that its body has found, the first 1,000 of them: see
    /// [`RunContext::problem`](crate::RunContext::problem). Empty when the run is not kept.
    #[must_use]
    pub fn problems(self) -> Vec<Message> {
        self.inner().read(|state| {
            let record = state.runs.get(self.id);
            record
                .map(|record| record.problems().cloned().collect())
                .unwrap_or_default()
        })
    }

    /// Returns the children that failed and can be retried, oldest first.
    ///
    /// See [`retry_failed`](Self::retry_failed) for a retry of all of them.
    #[must_use]
    pub fn failed_children(self) -> Vec<RunId> {
        self.inner().read(|state| {
            let family = state.runs.get(self.id).and_then(Record::family);
            let all = family.map(|family| &family.all[..]).unwrap_or_default();
            let has_failed = |id: &&RunId| {
                let record = state.runs.get(**id);
                record.is_some_and(|record| {
                    record.status() == RunStatus::Failed && record.can_retry()
                })
            };
            all.iter().filter(has_failed).copied().collect()
        })
    }

    /// Returns the output, which is what is shown of the result; `None` when the run is not kept.
    #[must_use]
    pub fn output(self) -> Option<Output> {
        self.inner().output_of(self.id)
    }
}

impl Supervisor {
    /// Returns a reference to the run of this id, which observes and controls it. This looks nothing up: each method
    /// of the reference does.
    pub fn run(&self, id: RunId) -> RunRef<'_> {
        RunRef {
            supervisor: self,
            id,
        }
    }

    /// Returns the run of this public id.
    #[must_use]
    pub fn find(&self, public_id: &str) -> Option<RunId> {
        self.inner.read(|state| state.runs.by_public_id(public_id))
    }
}

impl Inner {
    pub(crate) fn snapshot(&self, id: RunId) -> Option<RunSnapshot> {
        self.read(|state| state.snapshot(id))
    }

    #[cfg(feature = "signals")]
    pub(crate) fn watch(&self, id: RunId) -> Option<crate::RunWatch> {
        let signals = self.update(|state| state.watch(id))?;
        Some(crate::RunWatch::new(signals.0))
    }

    pub(crate) fn output_of(&self, id: RunId) -> Option<Output> {
        self.read(|state| {
            let extras = state.runs.get(id)?.extras.as_ref();
            let output = extras.map(|extras| extras.output.clone());
            Some(output.unwrap_or_default())
        })
    }
}
