//! A plain model of a supervisor: a list of runs, scanned from end to end for every question.
//!
//! It is told what happens, in order, and judges whether that may happen. It starts nothing itself, so
//! the order in which a supervisor does things is free where the rules leave it free.

use std::{collections::BTreeMap, time::Duration};

use taskdeck_core::{
    CancelReason, Counts, ErrorKind, Instant, Priority, RunId, RunState, RunStatus, SpawnError,
};

use crate::program::Spec;

/// What was broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Promise {
    /// An accepted run reaches exactly one terminal status, exactly once.
    OneEnd,
    /// No lane has more slots taken than its limit; a slot is free only when the work has stopped.
    Slots,
    /// What is cancelled never starts, or runs no more.
    Cancelled,
    /// `cancel` says whether the run was live, and leaves one that was not alone.
    CancelAnswer,
    /// Priority, then arrival; whoever can start does; nobody else.
    Order,
    /// After a shutdown nothing is left.
    Shutdown,
    /// The status says what the body did, and a grace is given in full and not longer.
    Facts,
    /// Bounds, counts and what is kept.
    Bounds,
}

/// What a body did last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    Value,
    Error,
    Panic,
    Stopped,
}

#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) id: RunId,
    pub(crate) priority: Priority,
    pub(crate) grace: Duration,
    pub(crate) repeatable: bool,
    pub(crate) spec: Spec,
    pub(crate) status: RunStatus,
    pub(crate) retried: bool,
    pub(crate) asked: Option<Asked>,
    /// Whether it is in a poll of its body right now.
    pub(crate) polled: bool,
    /// Whether the body is being dropped right now, or was.
    pub(crate) leaving: bool,
    pub(crate) gone: bool,
    pub(crate) said: Option<Said>,
    pub(crate) started: bool,
    /// Until when its body waits, if it says so.
    pub(crate) waits_until: Option<Instant>,
    pub(crate) ended_at: Option<Instant>,
}

/// A run was asked to stop.
#[derive(Debug)]
pub(crate) struct Asked {
    /// Reasons of which one counts: the first, once it is settled which that was.
    reasons: Vec<CancelReason>,
    settled: bool,
    since: Instant,
}

impl Run {
    /// Whether it was still there at the deadline and did not end by itself.
    pub(crate) fn was_late(&self, deadline: Option<Instant>) -> bool {
        let ended_late = deadline.is_some() && self.ended_at >= deadline;
        self.said.is_none() && ended_late
    }

    /// Whether its grace was not over when it ended.
    pub(crate) fn had_time_left(&self) -> bool {
        let asked = self.asked.as_ref();
        self.started && asked.is_some_and(|asked| self.ended_at < Some(asked.since + self.grace))
    }
}

#[derive(Debug)]
pub(crate) struct Closing {
    pub(crate) draining: bool,
    pub(crate) deadline: Option<Instant>,
    pub(crate) live: Vec<usize>,
}

#[derive(Debug)]
pub(crate) struct Model {
    pub(crate) limit: usize,
    pub(crate) max_queued: usize,
    pub(crate) keep: usize,
    pub(crate) paused: bool,
    pub(crate) closing: Option<Closing>,
    pub(crate) shut: bool,
    /// Whether the supervisor was dropped.
    pub(crate) dropped: bool,
    pub(crate) runs: Vec<Run>,
    /// Finished runs that are kept, in the order in which they ended.
    pub(crate) kept: Vec<usize>,
    /// Every status change, in order.
    pub(crate) changes: Vec<(RunId, RunStatus)>,
    pub(crate) broken: BTreeMap<Promise, String>,
    /// How many calls that ask several runs to stop are under way.
    pub(crate) asking_many: usize,
}

impl Model {
    pub(crate) fn expect(&mut self, promise: Promise, holds: bool, what: impl FnOnce() -> String) {
        if !holds {
            self.broken.entry(promise).or_insert_with(what);
        }
    }

    pub(crate) fn index(&self, id: RunId) -> Option<usize> {
        self.runs.iter().position(|run| run.id == id)
    }

    pub(crate) fn is_live(&self, run: usize) -> bool {
        self.runs[run].status.is_live()
    }

    fn waits(&self, run: usize) -> bool {
        self.runs[run].status == RunStatus::Queued && self.runs[run].asked.is_none()
    }

    fn holds_slot(run: &Run) -> bool {
        matches!(run.status, RunStatus::Running | RunStatus::Cancelling)
    }

    fn slots_taken(&self) -> usize {
        self.runs.iter().filter(|run| Self::holds_slot(run)).count()
    }

    pub(crate) fn counts(&self) -> Counts {
        let of = |status: RunStatus| {
            let kept = |run: &usize| status.is_live() || self.kept.contains(run);
            (0..self.runs.len())
                .filter(|run| self.runs[*run].status == status)
                .filter(kept)
                .count()
        };
        let cancelling = of(RunStatus::Cancelling);
        Counts {
            queued: of(RunStatus::Queued),
            running: of(RunStatus::Running) + cancelling,
            cancelling,
            completed: of(RunStatus::Completed),
            failed: of(RunStatus::Failed),
            cancelled: of(RunStatus::Cancelled),
        }
    }

    /// What is kept, newest first.
    pub(crate) fn listed(&self) -> Vec<RunId> {
        (0..self.runs.len())
            .rev()
            .filter(|run| self.is_live(*run) || self.kept.contains(run))
            .map(|run| self.runs[run].id)
            .collect()
    }

    pub(crate) fn refusal(&self) -> Option<SpawnError> {
        let waiting = (0..self.runs.len()).filter(|run| self.waits(*run)).count();
        if self.closing.is_some() {
            Some(SpawnError::ShutDown)
        } else if waiting >= self.max_queued {
            Some(SpawnError::QueueFull {
                limit: self.max_queued,
            })
        } else {
            None
        }
    }

    pub(crate) fn accept(&mut self, id: RunId, spec: Spec) {
        self.runs.push(Run {
            id,
            priority: spec.priority,
            grace: Duration::from_millis(spec.grace),
            repeatable: spec.repeatable,
            // A body that can be made again is made when it is first polled.
            gone: spec.repeatable,
            spec,
            status: RunStatus::Queued,
            retried: false,
            asked: None,
            polled: false,
            leaving: false,
            said: None,
            started: false,
            waits_until: None,
            ended_at: None,
        });
        self.changes.push((id, RunStatus::Queued));
    }

    /// Who has to start next, whatever else is the case.
    fn next(&self) -> Option<usize> {
        (0..self.runs.len())
            .filter(|run| self.waits(*run))
            .min_by_key(|run| (self.runs[*run].priority, *run))
    }

    fn may_start(&self) -> bool {
        match &self.closing {
            Some(closing) => closing.draining,
            None => !self.paused,
        }
    }

    pub(crate) fn set_priority(&mut self, run: usize, priority: Priority) -> bool {
        let waits = self.waits(run);
        if waits {
            self.runs[run].priority = priority;
        }
        waits
    }

    /// Somebody asks a run to stop.
    pub(crate) fn ask(&mut self, run: usize, reason: CancelReason, now: Instant) {
        if !self.is_live(run) {
            return;
        }
        let many = self.asking_many > 0;
        match &mut self.runs[run].asked {
            // While several are asked, one that is dropped meanwhile may ask another first.
            Some(asked) if !asked.settled => asked.reasons.push(reason),
            Some(_) => {}
            none => {
                *none = Some(Asked {
                    reasons: vec![reason],
                    settled: !many,
                    since: now,
                });
            }
        }
    }

    /// Whether a run that was asked to stop must have stopped by now.
    pub(crate) fn stops_at_once(&self, run: usize) -> bool {
        let run = &self.runs[run];
        let started = run.status != RunStatus::Queued;
        !run.leaving && !(started && (run.polled || !run.grace.is_zero()))
    }

    pub(crate) fn poll_begins(&mut self, run: usize) {
        let shut = self.shut;
        self.expect(Promise::Shutdown, !shut, || {
            format!("run {run} was polled after the shutdown")
        });
        let at = &mut self.runs[run];
        at.polled = true;
        let may = Self::holds_slot(at) && (at.asked.is_none() || !at.grace.is_zero());
        let seen = format!("run {run} was polled while {:?}, {:?}", at.status, at.asked);
        self.expect(Promise::Cancelled, may, || seen);
        let running = self.runs.iter().filter(|run| run.polled).count();
        self.expect(Promise::Slots, running == 1, || {
            format!("{running} bodies are polled at once")
        });
    }

    pub(crate) fn poll_ends(&mut self, run: usize) {
        self.runs[run].polled = false;
    }

    /// A run has come to a new place in its life.
    pub(crate) fn change(&mut self, run: usize, state: &RunState, now: Instant) {
        let from = self.runs[run].status;
        let to = state.status();
        let id = self.runs[run].id;
        self.changes.push((id, to));
        self.expect(Promise::OneEnd, from.is_live(), || {
            format!("run {run} went from {from} to {to}")
        });
        match to {
            RunStatus::Queued => self.expect(Promise::OneEnd, false, || {
                format!("run {run} was queued again")
            }),
            RunStatus::Running => self.starts(run),
            RunStatus::Cancelling => {
                let legal = from == RunStatus::Running && self.runs[run].asked.is_some();
                self.expect(Promise::Facts, legal, || {
                    format!("run {run} is cancelling after {from}")
                });
            }
            _ => self.ends(run, state, now),
        }
        if let RunState::Cancelling { reason, .. } | RunState::Cancelled { reason, .. } = state {
            let given = self.runs[run].asked.as_mut().is_some_and(|asked| {
                let given = asked.reasons.contains(reason);
                asked.reasons = vec![reason.clone()];
                asked.settled = true;
                given
            });
            self.expect(Promise::Facts, given, || {
                format!("run {run} says {reason:?}, which nobody gave first")
            });
        }
        self.runs[run].status = to;
        if to.is_finished() {
            self.keep(run);
        }
    }

    fn starts(&mut self, run: usize) {
        self.runs[run].started = true;
        let (from, asked) = (self.runs[run].status, self.runs[run].asked.is_some());
        self.expect(Promise::OneEnd, from == RunStatus::Queued, || {
            format!("run {run} started when it was {from}")
        });
        self.expect(Promise::Cancelled, !asked, || {
            format!("run {run} started after it was cancelled")
        });
        let next = self.next();
        self.expect(Promise::Order, next == Some(run), || {
            format!("run {run} started before {next:?}")
        });
        let may = self.may_start();
        self.expect(Promise::Order, may, || {
            format!("run {run} started while nothing may start")
        });
        let (taken, limit) = (self.slots_taken(), self.limit);
        self.expect(Promise::Slots, taken < limit, || {
            format!("run {run} started with {taken} of {limit} slots taken")
        });
    }

    fn ends(&mut self, run: usize, state: &RunState, now: Instant) {
        let at = &self.runs[run];
        let (said, asked) = (at.said, at.asked.is_some());
        let was_started = at.status != RunStatus::Queued;
        let facts = match (said, state) {
            (Some(Said::Value), RunState::Completed) => true,
            (Some(Said::Panic), RunState::Failed(error)) => error.kind() == ErrorKind::Panic,
            (Some(Said::Error), RunState::Failed(error)) => error.kind() == ErrorKind::Error,
            (Some(Said::Stopped), RunState::Failed(error)) => {
                !asked && error.kind() == ErrorKind::Error
            }
            (Some(Said::Stopped) | None, RunState::Cancelled { started, .. }) => {
                asked && *started == was_started
            }
            _ => false,
        };
        let gone = at.gone;
        let in_grace = self.in_grace(run, now);
        self.expect(Promise::Facts, facts, || {
            format!("run {run} is {state:?} when its body said {said:?}")
        });
        self.expect(Promise::Slots, gone, || {
            format!("run {run} gave its slot back before its body was gone")
        });
        self.expect(Promise::Facts, said.is_some() || !in_grace, || {
            format!("run {run} was dropped while it had time to stop")
        });
        self.runs[run].ended_at = Some(now);
    }

    /// Whether a run that was asked to stop has time left to do so.
    fn in_grace(&self, run: usize, now: Instant) -> bool {
        let at = &self.runs[run];
        let Some(asked) = &at.asked else {
            return false;
        };
        let deadline = self.closing.as_ref().and_then(|closing| closing.deadline);
        at.status == RunStatus::Cancelling
            && !self.dropped
            && now < asked.since + at.grace
            && deadline.is_none_or(|deadline| now < deadline)
    }

    /// Keeps the newest finished runs: completed ones go first, then cancelled, then failed.
    fn keep(&mut self, run: usize) {
        self.kept.push(run);
        while self.kept.len() > self.keep {
            let of = |status| {
                self.kept
                    .iter()
                    .position(|run| self.runs[*run].status == status)
            };
            let gone = of(RunStatus::Completed)
                .or_else(|| of(RunStatus::Cancelled))
                .or_else(|| of(RunStatus::Failed));
            self.kept
                .remove(gone.expect("a finished run has ended one way"));
        }
    }

    /// Nothing can go on without time passing.
    pub(crate) fn stalled(&mut self, now: Instant) {
        if self.may_start() && self.slots_taken() < self.limit {
            let next = self.next();
            self.expect(Promise::Order, next.is_none(), || {
                format!("{next:?} could start and does not")
            });
        }
        let deadline = self.closing.as_ref().and_then(|closing| closing.deadline);
        let live = self.runs.iter().filter(|run| run.status.is_live()).count();
        let in_time = live == 0 || deadline.is_none_or(|deadline| now < deadline);
        self.expect(Promise::Shutdown, in_time, || {
            format!("{live} runs are live after the deadline")
        });
        for run in 0..self.runs.len() {
            let at = &self.runs[run];
            let stuck = Self::holds_slot(at) && at.waits_until.is_some_and(|until| until <= now);
            self.expect(Promise::Order, !stuck, || {
                format!("run {run} could go on and does not")
            });
            let overdue =
                self.runs[run].status == RunStatus::Cancelling && !self.in_grace(run, now);
            self.expect(Promise::Facts, !overdue, || {
                format!("run {run} was to be dropped by now")
            });
        }
    }
}
