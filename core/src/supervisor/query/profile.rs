//! Where the time of the thread went.

use std::{sync::Weak, time::Duration};

use crate::{
    Blocker, Instant, Lint, LongPoll, PollTimes, Profile, RunId, RunState, RunStatus, RunTimes,
    profile::{LintFacts, PollFigures, SILENCE},
    run::record::{BodyState, Record},
    supervisor::{
        RunRef, Supervisor,
        state::{State, profiler::before},
    },
};

impl RunRef<'_> {
    /// Returns what a run has done with the thread so far; `None` when it is not kept.
    #[must_use]
    pub fn profile(self) -> Option<Profile> {
        self.inner()
            .read(|state| Some(state.runs.get(self.id)?.profile(state.now())))
    }

    /// Returns what a run does, or has done, that makes the page slow or makes a person wait for nothing; the
    /// worst first.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use taskdeck_core::{Config, Lint, RunContext, Supervisor, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let clock = world.clone();
    /// let run = supervisor.spawn("Sort it all", async move |_ctx: RunContext| {
    ///     clock.work(Duration::from_millis(230));
    ///     Ok(())
    /// })?;
    /// world.block_on(run.wait());
    /// let longest = Duration::from_millis(230);
    /// assert_eq!(supervisor.run(run.id()).lints(), [Lint::BlocksPage { longest }]);
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    #[must_use]
    pub fn lints(self) -> Vec<Lint> {
        self.inner().read(|state| {
            let record = state.runs.get(self.id);
            record.map_or_else(Vec::new, |record| {
                record.lint_facts(state.now()).lints().collect()
            })
        })
    }
}

impl Supervisor {
    /// Returns where the time of the thread went, over all runs. See [`RunRef::profile`] and [`RunRef::lints`] for
    /// one run.
    pub fn performance(&self) -> Performance<'_> {
        Performance { supervisor: self }
    }
}

/// Where the time of the thread went, over all runs: see [`Supervisor::performance`].
#[derive(Clone, Copy, Debug)]
#[must_use = "it is read by its methods"]
pub struct Performance<'a> {
    supervisor: &'a Supervisor,
}

impl Performance<'_> {
    /// Returns how long the polls of all runs took, including runs that are no longer kept.
    #[must_use]
    pub fn poll_times(self) -> PollTimes {
        self.supervisor
            .inner
            .read(|state| state.profiler.poll_times().clone())
    }

    /// Returns the runs with a poll over [`LONG_POLL`](crate::LONG_POLL) within this time, the worst first.
    #[must_use]
    pub fn blockers(self, within: Duration) -> Vec<Blocker> {
        self.supervisor.inner.read(|state| {
            let since = before(state.now(), within);
            state.profiler.blocks().blockers(since)
        })
    }

    /// Returns the polls over [`LONG_POLL`](crate::LONG_POLL) within this time, oldest first. The newest 1,024 are
    /// kept.
    #[must_use]
    pub fn long_polls(self, within: Duration) -> Vec<LongPoll> {
        self.supervisor.inner.read(|state| {
            let since = before(state.now(), within);
            state.profiler.blocks().since(since).cloned().collect()
        })
    }

    /// Returns when the newest runs did what, newest first, and at most this many.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use taskdeck_core::{Config, PhaseKind, RunContext, Supervisor, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let run = supervisor.spawn("Rest", async move |ctx: RunContext| {
    ///     ctx.sleep(Duration::from_secs(2)).await?;
    ///     Ok(())
    /// })?;
    /// world.block_on(run.wait());
    /// let times = supervisor.performance().timeline(100);
    /// let phase = times[0].phases.last().unwrap();
    /// assert_eq!(phase.kind, PhaseKind::Running);
    /// assert_eq!(phase.to.unwrap() - phase.from, Duration::from_secs(2));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    #[must_use]
    pub fn timeline(self, most: usize) -> Vec<RunTimes> {
        self.supervisor.inner.read(|state| {
            let newest = state.runs.newest_first();
            let times = |(id, record): (RunId, &Record)| {
                record.times(id, state.lanes.get(record.lane).name.clone())
            };
            newest.take(most).map(times).collect()
        })
    }
}

impl State {
    /// Adds a poll of a run that began at this time.
    pub(crate) fn note_poll(&mut self, id: RunId, began: Instant, poll: PollFigures) {
        let record = self.runs.get_mut(id);
        if self.profiler.add(id, record, began, poll) {
            self.mark_dirty(id);
        }
    }
}

impl Record {
    fn profile(&self, now: Instant) -> Profile {
        self.meter.profile(self.held(now))
    }

    /// Returns how long it has held slots.
    fn held(&self, now: Instant) -> Duration {
        let holds = matches!(self.status(), RunStatus::Running | RunStatus::Cancelling);
        let terms = self.terms();
        let failed = terms.map_or(&[][..], |terms| &terms.attempts);
        let before = failed
            .iter()
            .map(|attempt| attempt.ended_at - attempt.started_at);
        let began = match failed.last() {
            Some(last) if last.number == self.attempt => None,
            _ => terms.and_then(|terms| terms.attempt_started_at),
        };
        let began = began.or(self.started_at.filter(|_| failed.is_empty()));
        let last = match (began, self.finished_at) {
            (Some(began), Some(finished)) => finished - began,
            (Some(began), None) if holds => now - began,
            _ => Duration::ZERO,
        };
        before.sum::<Duration>() + last
    }

    /// Returns whether it has a lint.
    pub(crate) fn has_lint(&self, now: Instant) -> bool {
        !self.is_plainly_calm(now) && self.lint_facts(now).lints().next().is_some()
    }

    /// Returns whether it plainly has none, as nearly all runs that are queued or have ended. A hundred thousand of
    /// them may be filtered again and again.
    fn is_plainly_calm(&self, now: Instant) -> bool {
        let works = matches!(self.status(), RunStatus::Running | RunStatus::Cancelling);
        let end = self.finished_at.unwrap_or(now);
        let is_short = self.started_at.is_none_or(|at| end - at < SILENCE);
        !works && is_short && self.meter.is_calm() && self.report_rate().is_calm()
    }

    fn lint_facts(&self, now: Instant) -> LintFacts {
        let works = matches!(self.status(), RunStatus::Running | RunStatus::Cancelling);
        let rests = works && matches!(self.body, BodyState::Resting(_));
        let wakers = self.waker.as_ref().map(Weak::strong_count);
        let is_lost = rests && wakers == Some(0);
        let overstays = match &self.state {
            RunState::Cancelling { since, .. } if self.overstays => Some(now - *since),
            _ => None,
        };
        let has_logged = self
            .extras
            .as_ref()
            .is_some_and(|extras| !extras.log.lines.is_empty());
        let is_silent = self.show_progress && !has_logged && self.shown_progress().is_none();
        LintFacts {
            profile: self.profile(now),
            reports: self.report_rate(),
            is_lost,
            overstays,
            silent: is_silent.then(|| self.held(now)),
        }
    }
}
