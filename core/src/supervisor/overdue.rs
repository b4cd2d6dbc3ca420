//! Timeouts and deadlines, judged by the clock and not by a timer.
//!
//! Where a page is hidden or a laptop sleeps, timers come late, and what a body waited for may have
//! come in time all the same. So a run whose time is up is first given a chance to say so: everybody has
//! a real turn, and who was woken by then is polled.

use super::{Inner, state::State};
use crate::{
    CancelReason, ErrorKind, RunId, RunStatus, TaskError, body::Ending, message, record::Record,
};

/// A run whose time is up, and which may have ended in time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Overdue {
    run: RunId,
    /// The attempt that has taken too long; none when it is the whole run.
    attempt: Option<u32>,
    /// How many polls there have been when everybody was polled who had been woken; known after a turn.
    looks_at: Option<u64>,
}

impl State {
    /// The time of an attempt is up.
    pub(super) fn attempt_is_overdue(&mut self, id: RunId) {
        let attempt = self.store.get(id).map(|record| record.attempt);
        self.look_again_at(id, attempt);
    }

    /// The time of a whole run is up. One that waits for its next attempt ends at once.
    pub(super) fn run_is_overdue(&mut self, id: RunId) {
        let waits = self
            .store
            .get(id)
            .is_some_and(|record| record.status() == RunStatus::Queued);
        match self.past_deadline(id).filter(|_| waits) {
            Some(ending) => {
                if self.step_out(id) {
                    self.finish(id, ending);
                }
            }
            None => self.look_again_at(id, None),
        }
    }

    fn look_again_at(&mut self, run: RunId, attempt: Option<u32>) {
        self.overdue.push_back(Overdue {
            run,
            attempt,
            looks_at: None,
        });
    }

    /// Everybody had a turn; runs whose time is up have until this many polls.
    pub(super) fn turn_was_given(&mut self, polls: u64) {
        for overdue in &mut self.overdue {
            overdue.looks_at.get_or_insert(polls);
        }
    }

    /// Takes out one whose chance is over.
    fn next_overdue(&mut self, polls: u64) -> Option<Overdue> {
        let front = self.overdue.front()?;
        let over = front.looks_at.is_some_and(|at| at <= polls);
        over.then(|| self.overdue.pop_front())?
    }

    /// How an attempt failed that was stopped because its time was up.
    pub(super) fn timed_out(&self, record: &Record) -> TaskError {
        let policy = record.terms().map(|terms| &terms.policy);
        let deadline = record.deadline_at().filter(|at| *at <= self.now());
        let limit = match deadline {
            Some(_) => policy.and_then(|policy| policy.deadline),
            None => policy.and_then(|policy| policy.timeout),
        };
        let limit = limit.unwrap_or_default();
        TaskError::of_kind(
            ErrorKind::Timeout,
            match deadline {
                Some(_) => message!("Took longer than {limit} in all", limit = limit),
                None => message!("Took longer than {limit}", limit = limit),
            },
        )
    }

    /// How a run ends that cannot try again before its deadline.
    pub(super) fn past_deadline(&self, id: RunId) -> Option<Ending> {
        let record = self.store.get(id)?;
        let terms = record.terms()?;
        let limit = terms.policy.deadline?;
        let error = TaskError::of_kind(
            ErrorKind::Timeout,
            message!("Took longer than {limit} in all", limit = limit),
        );
        Some(Ending::Failed(match terms.attempts.last() {
            Some(last) if last.error != error => last
                .error
                .causes()
                .fold(error.caused_by(last.error.message()), TaskError::caused_by),
            _ => error,
        }))
    }
}

impl Inner {
    /// Stops one run whose time is up and which has not ended; `false` when there is none yet.
    pub(super) fn stop_overdue(&self) -> bool {
        if self.read(|state| state.overdue.is_empty()) {
            return false;
        }
        let polls = self.ready.polls();
        let Some(overdue) = self.update(|state| state.next_overdue(polls)) else {
            return false;
        };
        let id = overdue.run;
        let goes_on = self.read(|state| {
            state.store.get(id).is_some_and(|record| {
                let same = |attempt| attempt == record.attempt;
                record.status() == RunStatus::Running && overdue.attempt.is_none_or(same)
            })
        });
        if goes_on {
            self.cancel(id, CancelReason::Timeout);
        }
        true
    }
}
