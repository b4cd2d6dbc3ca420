//! The attempts of a run: how one ends, and whether another follows.

use std::{cell::Cell, rc::Rc};

use crate::supervisor::{Inner, Supervisor, state::State};
use crate::{
    Attempt, CancelReason, Instant, RunId, RunState, TaskError, policy, run::ending::Ending,
    run::record::Record, run::terms::Hold,
};

impl Supervisor {
    /// Ends the wait of a run at once: for its next attempt, or of its delay. It then stands in its
    /// lane's queue. `false` when it does not wait so.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use taskdeck_core::{Config, Retry, RunContext, RunOptions, Supervisor, TaskError, World, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let options = RunOptions::new("Send").retry(Retry::new(1).delay(Duration::from_secs(20)));
    /// let run = supervisor.spawn_repeatable(options, async |ctx: RunContext| match ctx.attempt() {
    ///     1 => Err(TaskError::new("no network")),
    ///     _ => Ok("sent"),
    /// })?;
    /// world.run_until_stalled();
    /// assert_eq!(supervisor.run(run.id()).unwrap().attempts[0].error, TaskError::new("no network"));
    ///
    /// let before = world.now();
    /// assert!(supervisor.retry_now(run.id()));
    /// assert_eq!(world.block_on(run.outcome()).completed(), Some("sent"));
    /// assert_eq!(world.now(), before);
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn retry_now(&self, id: RunId) -> bool {
        self.inner.update(|state| {
            let waits = state.end_hold(id);
            if waits {
                state.line_up(id);
            }
            waits
        })
    }

    /// Ends a run that waits for its next attempt, as failed with its last error. `false` when it does
    /// not wait so.
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
    /// assert!(supervisor.stop_retrying(run.id()));
    /// assert_eq!(world.block_on(run.outcome()), Outcome::Failed(TaskError::new("no network")));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn stop_retrying(&self, id: RunId) -> bool {
        self.inner.update(|state| {
            let Some(error) = state.waits_to_retry(id) else {
                return false;
            };
            let stopped = state.step_out(id);
            if stopped {
                state.finish(id, Ending::Failed(error));
            }
            stopped
        })
    }
}

impl Inner {
    /// Ends an attempt whose body is gone, unless others go on that it has started: the run ends with
    /// it, or waits for the next one.
    pub(crate) fn end_attempt(&self, id: RunId, ending: Ending) {
        if let Some(ending) = self.end_body(id, ending) {
            self.decide(id, ending);
        }
    }

    /// Decides whether a run ends with its attempt, or waits for the next one.
    pub(crate) fn decide(&self, id: RunId, ending: Ending) {
        let again = match &ending {
            Ending::Failed(error) => self.is_worth_another(id, error),
            _ => false,
        };
        self.update(|state| match ending {
            // Who was asked may have cancelled the run.
            Ending::Failed(error) if again && state.may_try_again(id, &error) => {
                state.try_again(id, error);
            }
            ending => state.finish(id, ending),
        });
    }

    /// Whether another attempt may follow this error, by all that the policy says.
    fn is_worth_another(&self, id: RunId, error: &TaskError) -> bool {
        let condition = self.read(|state| {
            let retry = state.store.get(id)?.terms()?.policy.retry.as_ref()?;
            let may = state.may_try_again(id, error);
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
    fn may_try_again(&self, id: RunId, error: &TaskError) -> bool {
        let Some(record) = self.store.get(id) else {
            return false;
        };
        let goes_on = match &record.state {
            RunState::Running => true,
            RunState::Cancelling { reason, .. } => *reason == CancelReason::Timeout,
            _ => false,
        };
        let left = record
            .terms()
            .is_some_and(|terms| record.attempt < terms.max_attempts());
        goes_on && left && !record.abandoned && error.may_retry() && record.repeat.is_some()
    }

    /// Lets a run wait for its next attempt, unless that could not begin before its deadline.
    fn try_again(&mut self, id: RunId, error: TaskError) {
        let now = self.now();
        let Some(record) = self.store.get(id) else {
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
        self.note_attempt(id, &ending);
        if too_late {
            let ending = self.past_deadline(id).unwrap_or(ending);
            return self.finish(id, ending);
        }
        self.owe_progress(id);
        self.vacate(id);
        if !wait.is_zero() {
            self.hold(id, Hold::Retry { at });
        }
        self.transition(id, RunState::Queued);
        if wait.is_zero() {
            self.line_up(id);
        }
    }

    /// Keeps the error and the times of the attempt that has just failed.
    pub(crate) fn note_attempt(&mut self, id: RunId, ending: &Ending) {
        let Ending::Failed(error) = ending else {
            return;
        };
        let now = self.now();
        let Some(record) = self.store.live_mut(id) else {
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

    /// The last error of a run that waits for its next attempt.
    pub(crate) fn waits_to_retry(&self, id: RunId) -> Option<TaskError> {
        let record = self.store.get(id)?;
        let last = record.terms()?.attempts.last()?;
        matches!(record.state, RunState::Queued).then(|| last.error.clone())
    }
}

impl Record {
    /// When the attempt under way has taken as long as it may.
    pub(crate) fn timeout_at(&self) -> Option<Instant> {
        let terms = self.terms()?;
        Some(terms.attempt_started_at? + terms.policy.timeout?)
    }

    /// When the run has taken as long as it may in all; known from its first start.
    pub(crate) fn deadline_at(&self) -> Option<Instant> {
        let deadline = self.terms()?.policy.deadline?;
        Some(self.started_at? + deadline)
    }

    /// When it came to its lane's queue.
    pub(crate) fn ready_at(&self) -> Instant {
        let ready = self.terms().and_then(|terms| terms.ready_at);
        ready.unwrap_or(self.created_at)
    }
}
