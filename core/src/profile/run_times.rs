//! What one run did when.

use std::sync::Arc;

use crate::{Instant, RunId, RunState, RunStatus, run::record::Record};

/// What a run does in one part of its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PhaseKind {
    /// It waits for its first start.
    Queued,
    /// Its body works, or holds its slot and waits.
    Running,
    /// An attempt has failed; it waits for the next one.
    RetryWait,
    /// It was asked to stop and has not.
    Cancelling,
}

/// A part of the life of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phase {
    /// What it did.
    pub kind: PhaseKind,
    /// From when on.
    pub from: Instant,
    /// Until when; none while it goes on.
    pub to: Option<Instant>,
}

/// What a run did when: what a timeline is drawn from. Much less than a [`RunSnapshot`](crate::RunSnapshot),
/// so that there may be ten thousand of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunTimes {
    /// Which run.
    pub run: RunId,
    /// Its title; may be empty.
    pub title: Arc<str>,
    /// The lane whose slots it takes.
    pub lane: Arc<str>,
    /// Where it is in its life.
    pub status: RunStatus,
    /// When it was accepted.
    pub created_at: Instant,
    /// When it ended.
    pub finished_at: Option<Instant>,
    /// The parts of its life, one after the other; waits that took no time are left out.
    pub phases: Vec<Phase>,
}

impl Record {
    /// What the run did when, in the lane of this name.
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
        // Of many attempts the oldest are not kept: what they did is one part.
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
            // It waits, or has not come further. What ended with its last attempt is complete.
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

    /// When it was asked to stop, where it went on for a while.
    fn stop_requested_at(&self) -> Option<Instant> {
        match &self.state {
            RunState::Cancelling { since, .. } => Some(*since),
            _ => self.extras.as_ref()?.stop_requested_at,
        }
    }
}
