//! Stopping runs: a request, then what follows from it.

use crate::{
    CancelReason, RunId, RunState, RunStatus,
    run::{ending::Ending, record::BodyState},
    supervisor::{
        Inner, RunRef, Supervisor,
        state::{State, timers::Timer},
    },
    world::Body,
};

/// What has to be done with a run that was requested to stop.
pub(crate) enum StopStep {
    /// Nothing: it has ended or is not known.
    TooLate,
    /// Nothing: it was requested before, or its body was woken and stops by itself.
    Requested,
    /// It is queued: its body is dropped, then it ends.
    EndQueued { body: Option<Body>, ending: Ending },
    /// It is running: its body is dropped, then its attempt ends.
    EndRunning(Body),
}

/// Runs that were requested to stop, with what has to be done.
pub(crate) type StopSteps = Vec<(RunId, StopStep)>;

impl RunRef<'_> {
    /// Requests a run to stop. Returns `true` when the run was live, and `false` when it had ended or is not
    /// known; then nothing changes.
    ///
    /// A run that has not started never starts. A running body without a grace is dropped before this call
    /// returns, or, while it is being polled, right after that poll. A body with a grace is notified, and dropped
    /// when the grace is over. If it returns a value all the same, the run is `Completed`. A second call returns
    /// `true` and keeps the first reason.
    ///
    /// See [`abandon`](Self::abandon) for a body that does not stop, and
    /// [`stop_retrying`](Self::stop_retrying) for a run that is to end as failed.
    ///
    /// ```
    /// # use taskdeck_core::{CancelReason, Config, RunContext, RunStatus, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let run = supervisor.spawn("Never starts", async |_ctx: RunContext| -> Result<(), TaskError> {
    ///     unreachable!()
    /// })?;
    /// assert!(supervisor.run(run.id()).cancel(CancelReason::User));
    /// assert_eq!(supervisor.run(run.id()).status(), Some(RunStatus::Cancelled));
    /// assert!(!supervisor.run(run.id()).cancel(CancelReason::User));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn cancel(self, reason: CancelReason) -> bool {
        self.inner().cancel(self.id, reason)
    }
}

impl Supervisor {
    /// Requests every live run to stop, and returns how many were live.
    ///
    /// All of them are requested before any body is dropped. Bodies are dropped newest first, but children before
    /// their parents.
    ///
    /// ```
    /// # use taskdeck_core::{CancelReason, Config, RunContext, RunFilter, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// for page in 1..=3 {
    ///     supervisor.spawn(format!("Page {page}"), async |_ctx: RunContext| Ok(()))?;
    /// }
    /// assert_eq!(supervisor.cancel_all(CancelReason::other("closing time")), 3);
    /// let first = &supervisor.runs(&RunFilter::all())[0];
    /// assert_eq!(first.cancel_reason(), Some(&CancelReason::other("closing time")));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn cancel_all(&self, reason: CancelReason) -> usize {
        let live = self.inner.read(|state| state.runs.live_ids());
        self.inner.cancel_each(live.into_iter().rev(), &reason)
    }

    /// Requests these runs to stop, and returns how many of them were live. As with
    /// [`cancel_all`](Self::cancel_all), all of them are requested before any body is dropped.
    ///
    /// ```
    /// # use taskdeck_core::{CancelReason, Config, RunContext, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let one = supervisor.spawn("One", async |_ctx: RunContext| Ok(()))?;
    /// let two = supervisor.spawn("Two", async |_ctx: RunContext| Ok(()))?;
    /// assert_eq!(supervisor.cancel_each([one.id()], CancelReason::User), 1);
    /// assert!(supervisor.run(two.id()).is_active());
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn cancel_each(&self, ids: impl IntoIterator<Item = RunId>, reason: CancelReason) -> usize {
        self.inner.cancel_each(ids, &reason)
    }
}

impl Inner {
    pub(crate) fn cancel(&self, id: RunId, reason: CancelReason) -> bool {
        self.cancel_each([id], &reason) > 0
    }

    /// Requests these runs to stop, each with those below it, and returns how many of them were live.
    ///
    /// Dropping a body may call the supervisor. All runs are therefore requested first, so that none of them
    /// can start, be joined or end otherwise in between.
    pub(crate) fn cancel_each(
        &self,
        ids: impl IntoIterator<Item = RunId>,
        reason: &CancelReason,
    ) -> usize {
        let (live, steps) = self.update(|state| {
            let (mut live, mut steps) = (0, StopSteps::new());
            for id in ids {
                let step = state.request_stop(id, reason);
                if matches!(step, StopStep::TooLate) {
                    continue;
                }
                live += 1;
                let first = steps.len();
                steps.push((id, step));
                steps.extend(state.request_stop_below(id));
                // Children before their parents.
                steps[first..].reverse();
            }
            (live, steps)
        });
        for (id, step) in steps {
            self.carry_out(id, step);
        }
        live
    }

    /// Does what has to be done with a run that was requested to stop. It ends only when its body was dropped.
    pub(crate) fn carry_out(&self, id: RunId, step: StopStep) {
        match step {
            StopStep::TooLate | StopStep::Requested => {}
            StopStep::EndQueued { body, ending } => {
                if let Some(body) = body {
                    self.guarded("dropping a body", move || drop(body));
                }
                self.update(|state| state.finish(id, ending));
            }
            StopStep::EndRunning(body) => {
                self.guarded("dropping a body", move || drop(body));
                if let Some(ending) = self.read(|state| state.ending_of_stop(id)) {
                    self.end_attempt(id, ending);
                }
            }
        }
    }

    /// Ends a run that was accepted only to be skipped, because of its overlap policy.
    pub(crate) fn skip(&self, id: RunId) {
        let body = self.update(|state| state.runs.get_mut(id)?.take_resting());
        let (reason, started) = (CancelReason::Skipped, false);
        let ending = Ending::Cancelled { reason, started };
        self.carry_out(id, StopStep::EndQueued { body, ending });
    }
}

impl State {
    /// Requests a live run to stop, and returns what has to be done now.
    pub(crate) fn request_stop(&mut self, id: RunId, reason: &CancelReason) -> StopStep {
        let now = self.now();
        let Some(record) = self.runs.live_mut(id) else {
            return StopStep::TooLate;
        };
        match &mut record.state {
            RunState::Queued => {
                let started = record.started_at.is_some();
                // It leaves its queue at once, so that it cannot start while its body is being dropped.
                if !self.leave_queue(id) {
                    return StopStep::Requested;
                }
                let record = self.runs.live_mut(id);
                let body = record.and_then(|record| {
                    let body = record.take_resting();
                    // Even without a body: a run that is being ended cannot be joined.
                    record.body = BodyState::Taken;
                    body
                });
                let reason = reason.clone();
                let ending = Ending::Cancelled { reason, started };
                StopStep::EndQueued { body, ending }
            }
            RunState::Running => {
                let (grace, undroppable) = (record.grace, record.undroppable);
                let cancelling = RunState::Cancelling {
                    reason: reason.clone(),
                    since: now,
                };
                if grace.is_zero() && !undroppable {
                    let body = record.take_resting();
                    self.transition(id, cancelling);
                    return body.map_or(StopStep::Requested, StopStep::EndRunning);
                }
                if let Some(extras) = &mut record.extras {
                    extras.cancel.take(self.effects.wakers());
                }
                self.timers.set(now + grace, Timer::Grace(id));
                self.transition(id, cancelling);
                StopStep::Requested
            }
            // Any other reason goes before a timeout: then no attempt follows.
            RunState::Cancelling {
                reason: before @ CancelReason::Timeout,
                ..
            } => {
                *before = reason.clone();
                self.notify_change(id, Some(RunStatus::Cancelling), None);
                StopStep::Requested
            }
            _ => StopStep::Requested,
        }
    }

    /// Returns how the attempt of a run ends whose body only stops as requested.
    pub(crate) fn ending_of_stop(&self, id: RunId) -> Option<Ending> {
        let record = self.runs.get(id)?;
        Some(match record.stop_reason()? {
            CancelReason::Timeout => Ending::Failed(self.timeout_error(record)),
            reason => Ending::Cancelled {
                reason,
                started: true,
            },
        })
    }
}
