//! Timeouts and deadlines. They are judged by the clock and not by a timer: see
//! [`OverdueQueue`](crate::supervisor::state::overdue::OverdueQueue).

use crate::{
    CancelReason, ErrorKind, RunId, RunStatus, TaskError, message,
    run::{ending::Ending, record::Record},
    supervisor::{
        Inner,
        state::{State, overdue::OverdueRun},
    },
};

impl State {
    /// Handles the timeout of an attempt.
    pub(crate) fn attempt_is_overdue(&mut self, id: RunId) {
        let attempt = self.runs.get(id).map(|record| record.attempt);
        self.overdue.push(OverdueRun { run: id, attempt });
    }

    /// Handles the deadline of a whole run. One that waits for its next attempt ends at once.
    pub(crate) fn run_is_overdue(&mut self, id: RunId) {
        let is_queued = self
            .runs
            .get(id)
            .is_some_and(|record| record.status() == RunStatus::Queued);
        match self.deadline_ending(id).filter(|_| is_queued) {
            Some(ending) => {
                if self.leave_queue(id) {
                    self.finish(id, ending);
                }
            }
            None => self.overdue.push(OverdueRun {
                run: id,
                attempt: None,
            }),
        }
    }

    /// Returns the error of an attempt that was stopped because its time was up.
    pub(crate) fn timeout_error(&self, record: &Record) -> TaskError {
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

    /// Returns how a run ends that cannot make another attempt before its deadline.
    pub(crate) fn deadline_ending(&self, id: RunId) -> Option<Ending> {
        let record = self.runs.get(id)?;
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
    /// Stops one run whose time is up and whose chance is over; returns `false` when there is none.
    pub(crate) fn stop_overdue(&self) -> bool {
        if self.read(|state| state.overdue.is_empty()) {
            return false;
        }
        let polls = self.ready.polls();
        let Some(overdue) = self.update(|state| state.overdue.pop_due(polls)) else {
            return false;
        };
        let id = overdue.run;
        let goes_on = self.read(|state| {
            state.runs.get(id).is_some_and(|record| {
                let is_same = |attempt| attempt == record.attempt;
                record.status() == RunStatus::Running && overdue.attempt.is_none_or(is_same)
            })
        });
        if goes_on {
            self.cancel(id, CancelReason::Timeout);
        }
        true
    }
}
