//! Asking where the time went.

use std::{sync::Weak, time::Duration};

use crate::supervisor::{Supervisor, state::State};
use crate::{
    Blocker, Instant, LONG_POLL, Lint, LongPoll, PollTimes, Profile, RunFilter, RunId, RunState,
    RunStatus, RunTimes,
    profile::{Habits, Poll, SILENCE},
    run::record::{BodySlot, Record},
};

impl Supervisor {
    /// What a run has done with the thread so far; `None` when it is not kept.
    #[must_use]
    pub fn profile(&self, id: RunId) -> Option<Profile> {
        self.inner
            .read(|state| Some(state.store.get(id)?.profile(state.now())))
    }

    /// How long the polls of all runs took, of all that there ever were.
    #[must_use]
    pub fn poll_times(&self) -> PollTimes {
        self.inner.read(|state| state.poll_times.clone())
    }

    /// Who has blocked the page within this time, the worst first: runs with a poll over [`LONG_POLL`].
    #[must_use]
    pub fn blockers(&self, within: Duration) -> Vec<Blocker> {
        self.inner
            .read(|state| state.blocks.blockers(before(state.now(), within)))
    }

    /// The polls within this time that blocked the page, oldest first: of many the newest 1,024.
    #[must_use]
    pub fn long_polls(&self, within: Duration) -> Vec<LongPoll> {
        self.inner.read(|state| {
            let since = before(state.now(), within);
            state.blocks.since(since).cloned().collect()
        })
    }

    /// What the newest runs did when, newest first, and no more than this many.
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
    /// let times = supervisor.timeline(100);
    /// let phase = times[0].phases.last().unwrap();
    /// assert_eq!(phase.kind, PhaseKind::Running);
    /// assert_eq!(phase.to.unwrap() - phase.from, Duration::from_secs(2));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    #[must_use]
    pub fn timeline(&self, most: usize) -> Vec<RunTimes> {
        self.inner.read(|state| {
            let all = RunFilter::all();
            let newest = state.store.filter(&all, state.now());
            let times = |(id, record): (RunId, &Record)| {
                record.times(id, state.lanes.get(record.lane).name.clone())
            };
            newest.take(most).map(times).collect()
        })
    }

    /// What a run does that makes the page slow or a person wait for nothing, the worst first; of one
    /// that has ended, what it did.
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
    /// assert_eq!(supervisor.lints(run.id()), [Lint::BlocksPage { longest }]);
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    #[must_use]
    pub fn lints(&self, id: RunId) -> Vec<Lint> {
        self.inner.read(|state| {
            let record = state.store.get(id);
            record.map_or_else(Vec::new, |record| {
                record.habits(state.now()).lints().collect()
            })
        })
    }
}

/// The time that is so long before now; none when the clock had not started.
fn before(now: Instant, time: Duration) -> Option<Instant> {
    let since = now.since_start().checked_sub(time)?;
    Some(Instant::after_start(since))
}

impl State {
    /// A run was polled, from this time on.
    pub(crate) fn was_polled(&mut self, id: RunId, began: Instant, poll: Poll) {
        if !self.config.profiler {
            return;
        }
        self.poll_times.add(poll.took);
        let Some(record) = self.store.get_mut(id) else {
            return;
        };
        record.meter.add(poll);
        if poll.took > LONG_POLL {
            let title = record.title.clone();
            self.blocks.add(LongPoll {
                run: id,
                title,
                began,
                took: poll.took,
            });
            self.mark_dirty(id);
        }
    }
}

impl Record {
    fn profile(&self, now: Instant) -> Profile {
        self.meter.profile(self.held(now))
    }

    /// How long it has held slots.
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

    /// Whether it has a lint.
    pub(crate) fn has_lint(&self, now: Instant) -> bool {
        !self.is_plainly_calm(now) && self.habits(now).lints().next().is_some()
    }

    /// Whether a glance says that it has none, as of nearly all runs that wait or have ended: of those there
    /// may be a hundred thousand, and all are asked again and again.
    fn is_plainly_calm(&self, now: Instant) -> bool {
        let works = matches!(self.status(), RunStatus::Running | RunStatus::Cancelling);
        let end = self.finished_at.unwrap_or(now);
        let is_short = self.started_at.is_none_or(|at| end - at < SILENCE);
        !works && is_short && self.meter.is_calm() && self.report_rate().is_calm()
    }

    fn habits(&self, now: Instant) -> Habits {
        let works = matches!(self.status(), RunStatus::Running | RunStatus::Cancelling);
        let rests = works && matches!(self.slot, BodySlot::Resting(_));
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
        Habits {
            profile: self.profile(now),
            reports: self.report_rate(),
            is_lost,
            overstays,
            silent: is_silent.then(|| self.held(now)),
        }
    }
}
