//! When one run did what.

use std::sync::Arc;

use crate::{Instant, RunId, RunState, RunStatus, run::record::Record};

/// What a run does in one phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PhaseKind {
    /// It waits for its first start.
    Queued,
    /// It holds a slot.
    Running,
    /// An attempt has failed; it waits for the next one.
    RetryWait,
    /// It was requested to stop and has not stopped.
    Cancelling,
}

/// A phase of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phase {
    /// What it does.
    pub kind: PhaseKind,
    /// The begin.
    pub from: Instant,
    /// The end; none while it goes on.
    pub to: Option<Instant>,
}

/// When a run did what, which a timeline is drawn from. It is much smaller than a
/// [`RunSnapshot`](crate::RunSnapshot), so that there may be ten thousand of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunTimes {
    /// The run.
    pub run: RunId,
    /// Its title; may be empty.
    pub title: Arc<str>,
    /// The lane whose slots it takes.
    pub lane: Arc<str>,
    /// The status of the run.
    pub status: RunStatus,
    /// When it was accepted.
    pub created_at: Instant,
    /// When it ended.
    pub finished_at: Option<Instant>,
    /// Its phases, in order. Waits that took no time are left out.
    pub phases: Vec<Phase>,
}

impl Record {
    /// Returns the times of the run, which is in the lane of this name.
    pub(crate) fn times(&self, run: RunId, lane: Arc<str>) -> RunTimes {
        RunTimes {
            run,
            title: self.title.clone(),
            lane,
            status: self.status(),
            created_at: self.created_at,
            finished_at: self.finished_at,
            phases: self.phases(),
        }
    }

    fn phases(&self) -> Vec<Phase> {
        let terms = self.terms();
        let failed = terms.map_or(&[][..], |terms| &terms.attempts);
        let mut phases = Vec::with_capacity(2 + 2 * failed.len());
        let mut wait = (PhaseKind::Queued, self.created_at);
        let mut add = |kind, from, to: Option<Instant>| {
            let is_nothing = to == Some(from) && kind != PhaseKind::Running;
            if !is_nothing {
                phases.push(Phase { kind, from, to });
            }
        };
        // Of many attempts the oldest are not kept: they are one phase.
        let forgotten = self.started_at.zip(failed.first());
        if let Some((started, first)) = forgotten.filter(|(_, first)| first.number > 1) {
            add(wait.0, wait.1, Some(started));
            add(PhaseKind::Running, started, Some(first.started_at));
            wait = (PhaseKind::RetryWait, first.started_at);
        }
        for attempt in failed {
            add(wait.0, wait.1, Some(attempt.started_at));
            add(
                PhaseKind::Running,
                attempt.started_at,
                Some(attempt.ended_at),
            );
            wait = (PhaseKind::RetryWait, attempt.ended_at);
        }
        let is_noted = failed
            .last()
            .is_some_and(|last| last.number == self.attempt);
        let started = terms
            .and_then(|terms| terms.attempt_started_at)
            .or(self.started_at)
            .filter(|_| !is_noted);
        let Some(started) = started else {
            // It waits, or has ended without another attempt. An attempt that ended the run is in the list
            // already.
            if self.finished_at.is_none_or(|finished| finished > wait.1) {
                add(wait.0, wait.1, self.finished_at);
            }
            return phases;
        };
        add(wait.0, wait.1, Some(started));
        match self.stop_requested_at() {
            Some(asked) => {
                add(PhaseKind::Running, started, Some(asked));
                add(PhaseKind::Cancelling, asked, self.finished_at);
            }
            None => add(PhaseKind::Running, started, self.finished_at),
        }
        phases
    }

    /// Returns when it was requested to stop, if some time passed until it did.
    fn stop_requested_at(&self) -> Option<Instant> {
        match &self.state {
            RunState::Cancelling { since, .. } => Some(*since),
            _ => self.extras.as_ref()?.stop_requested_at,
        }
    }
}
