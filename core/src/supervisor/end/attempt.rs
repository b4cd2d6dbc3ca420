//! The end of an attempt: the run ends with it, or waits for the next one.

use std::{cell::Cell, rc::Rc};

use crate::{
    Attempt, CancelReason, RunId, RunState, TaskError, policy,
    run::{ending::Ending, terms::Hold},
    supervisor::{Inner, RunRef, state::State},
};

impl RunRef<'_> {
    /// Ends a run that waits for its next attempt, as failed with its last error. Returns `false` when the run
    /// does not wait for one.
    ///
    /// See [`retry_now`](Self::retry_now) for the next attempt at once, and [`cancel`](Self::cancel) for an end as
    /// cancelled.
    ///
    /// ```
    /// # use taskdeck_core::{Config, Outcome, Retry, RunContext, RunOptions, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let options = RunOptions::new("Send").retry(Retry::new(5));
    /// let run = supervisor.spawn_repeatable(options, async |_ctx: RunContext| {
    ///     Err::<(), _>(TaskError::new("no network"))
    /// })?;
    /// world.run_until_stalled();
    /// assert!(supervisor.run(run.id()).stop_retrying());
    /// assert_eq!(world.block_on(run.outcome()), Outcome::Failed(TaskError::new("no network")));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn stop_retrying(self) -> bool {
        let id = self.id;
        self.inner().update(|state| {
            let Some(error) = state.error_before_retry(id) else {
                return false;
            };
            let stopped = state.leave_queue(id);
            if stopped {
                state.finish(id, Ending::Failed(error));
            }
            stopped
        })
    }
}

impl Inner {
    /// Ends an attempt whose body is gone. The run ends with it or waits for the next one, once its children have
    /// ended.
    pub(crate) fn end_attempt(&self, id: RunId, ending: Ending) {
        if let Some(ending) = self.end_scope(id, ending) {
            self.decide(id, ending);
        }
    }

    /// Decides whether a run ends with its attempt, or waits for the next one.
    pub(crate) fn decide(&self, id: RunId, ending: Ending) {
        let retries = match &ending {
            Ending::Failed(error) => self.allows_retry(id, error),
            _ => false,
        };
        self.update(|state| match ending {
            // The condition of the retry may have cancelled the run.
            Ending::Failed(error) if retries && state.may_retry(id, &error) => {
                state.retry_later(id, error);
            }
            ending => state.finish(id, ending),
        });
    }

    /// Returns whether the policy allows another attempt after this error. Calls the retry condition.
    fn allows_retry(&self, id: RunId, error: &TaskError) -> bool {
        let condition = self.read(|state| {
            let retry = state.runs.get(id)?.terms()?.policy.retry.as_ref()?;
            let may = state.may_retry(id, error);
            may.then(|| retry.when.clone())
        });
        match condition {
            None => false,
            Some(None) => true,
            Some(Some(when)) => {
                let (yes, error) = (Rc::new(Cell::new(false)), error.clone());
                let answer = yes.clone();
                self.guarded("the condition of a retry", move || answer.set(when(&error)));
                yes.get()
            }
        }
    }
}

impl State {
    /// Returns whether another attempt is possible, by everything but the retry condition.
    fn may_retry(&self, id: RunId, error: &TaskError) -> bool {
        let Some(record) = self.runs.get(id) else {
            return false;
        };
        let goes_on = match &record.state {
            RunState::Running => true,
            RunState::Cancelling { reason, .. } => *reason == CancelReason::Timeout,
            _ => false,
        };
        let is_left = record
            .terms()
            .is_some_and(|terms| record.attempt < terms.max_attempts());
        goes_on && is_left && !record.abandoned && error.may_retry() && record.repeat.is_some()
    }

    /// Queues a run for its next attempt. It ends instead if that could not begin before its deadline.
    fn retry_later(&mut self, id: RunId, error: TaskError) {
        let now = self.now();
        let Some(record) = self.runs.get(id) else {
            return;
        };
        let Some(retry) = record.terms().and_then(|terms| terms.policy.retry.as_ref()) else {
            return;
        };
        let wait = match error.retry_delay() {
            Some(wait) => wait,
            None if retry.jitter => self.random.part_of(retry.wait(record.attempt - 1)),
            None => retry.wait(record.attempt - 1),
        };
        let at = now + wait;
        let too_late = record.deadline_at().is_some_and(|deadline| deadline <= at);
        let ending = Ending::Failed(error);
        self.note_failed_attempt(id, &ending);
        if too_late {
            let ending = self.deadline_ending(id).unwrap_or(ending);
            return self.finish(id, ending);
        }
        self.queue_progress(id);
        self.vacate(id);
        if !wait.is_zero() {
            self.hold(id, Hold::Retry { at });
        }
        self.transition(id, RunState::Queued);
        if wait.is_zero() {
            self.become_ready(id);
        }
    }

    /// Keeps the error and the times of the attempt that has just failed, of a run that may have several.
    pub(crate) fn note_failed_attempt(&mut self, id: RunId, ending: &Ending) {
        let Ending::Failed(error) = ending else {
            return;
        };
        let now = self.now();
        let Some(record) = self.runs.live_mut(id) else {
            return;
        };
        let number = record.attempt;
        let Some(terms) = record.terms_mut() else {
            return;
        };
        let (Some(started_at), true) = (terms.attempt_started_at, terms.policy.retry.is_some())
        else {
            return;
        };
        let known = terms.attempts.last().map_or(0, |last| last.number);
        if known >= number {
            return;
        }
        let kept = terms.attempts.len().min(policy::KEPT_ATTEMPTS - 1);
        let older = terms.attempts[terms.attempts.len() - kept..].iter();
        terms.attempts = older
            .cloned()
            .chain([Attempt {
                number,
                started_at,
                ended_at: now,
                error: error.clone(),
            }])
            .collect();
    }

    /// Returns the last error of a run that waits for its next attempt.
    fn error_before_retry(&self, id: RunId) -> Option<TaskError> {
        let record = self.runs.get(id)?;
        let last = record.terms()?.attempts.last()?;
        matches!(record.state, RunState::Queued).then(|| last.error.clone())
    }
}
