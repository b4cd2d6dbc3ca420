//! What a run shows of itself, at every change.

use taskdeck_core::{CancelReason, Instant, RunSnapshot, RunState, RunStatus, Waiting};

use super::{Hold, Model, Promise, run::Past};
use crate::coverage::Mark;

impl Model {
    /// Checks a change that a run shows; `taken` is how many slots of its lane are shown as taken.
    pub(crate) fn sees(&mut self, run: usize, shown: &RunSnapshot, taken: usize, now: Instant) {
        let status = self.runs[run].status;
        let hold = match shown.waiting {
            Some(Waiting::Retry { at }) => Some(Hold::Retry(at)),
            Some(Waiting::Delay { until }) => Some(Hold::Delay(until)),
            _ => None,
        };
        if shown.status() != status {
            self.changes_to(run, &shown.state, hold, taken, now);
        } else if let RunState::Cancelling { reason, .. } = &shown.state {
            self.reason_changes(run, reason, now);
        } else if status == RunStatus::Queued && self.runs[run].hold != hold {
            let begins = hold.is_some();
            self.expect(Promise::Retry, !begins, || {
                format!("run {run} waits for {hold:?} all of a sudden")
            });
            // A run that is being ended waits for nothing any more.
            if self.runs[run].waits() {
                self.hold_ends(run, now);
            }
        }
        self.attempts_are_kept(run, shown);
    }

    pub(crate) fn changes_to(
        &mut self,
        run: usize,
        state: &RunState,
        hold: Option<Hold>,
        taken: usize,
        now: Instant,
    ) {
        let (from, to) = (self.runs[run].status, state.status());
        self.changes.push((self.runs[run].id, to));
        self.expect(Promise::OneEnd, from.is_live(), || {
            format!("run {run} went from {from} to {to}")
        });
        match state {
            RunState::Queued => self.tries_again(run, hold, now),
            RunState::Running => self.starts(run, taken, now),
            RunState::Cancelling { reason, .. } => {
                self.expect(Promise::Facts, from == RunStatus::Running, || {
                    format!("run {run} is cancelling after {from}")
                });
                match reason {
                    CancelReason::Timeout => self.time_is_up(run, now),
                    reason => self.is_told(run, reason, now),
                }
                if self.runs[run].spec.grace > 0 {
                    self.runs[run].mark(Mark::Grace);
                }
            }
            _ => {
                if let RunState::Cancelled { reason, .. } = state {
                    self.is_told(run, reason, now);
                }
                self.ends(run, state, now);
            }
        }
        self.runs[run].status = to;
        if to.is_finished() {
            self.fails_schedule(run, to, now);
            self.let_on(run, from, now);
            self.leaves_slot(run);
            self.keep(run);
        }
    }

    /// Checks the shown reason to stop: that must have been the first one.
    fn is_told(&mut self, run: usize, reason: &CancelReason, now: Instant) {
        if *reason == CancelReason::Parent && self.runs[run].asked.is_none() {
            let body_failed = self.parent_stops_children(run);
            self.expect(Promise::Children, body_failed, || {
                format!("run {run} was stopped with its parent, which goes on")
            });
            self.ask(run, CancelReason::Parent, now);
        }
        let asked = self.runs[run].asked.as_ref();
        let given = asked.is_some_and(|asked| asked.reason == *reason);
        self.expect(Promise::Facts, given, || {
            format!("run {run} says {reason:?}, which nobody gave first")
        });
    }

    /// Any other reason goes before a timeout.
    fn reason_changes(&mut self, run: usize, reason: &CancelReason, now: Instant) {
        let known = &self.runs[run].asked;
        let same = known
            .as_ref()
            .is_some_and(|asked| asked.reason == *reason && !asked.was_timeout);
        if same {
            return;
        }
        let id = self.runs[run].id;
        self.changes.push((id, RunStatus::Cancelling));
        self.is_told(run, reason, now);
        if let Some(asked) = &mut self.runs[run].asked {
            asked.was_timeout = false;
        }
    }

    fn starts(&mut self, run: usize, taken: usize, now: Instant) {
        let at = &self.runs[run];
        let (from, asked) = (at.status, at.asked.is_some() || at.given_up);
        self.expect(Promise::OneEnd, from == RunStatus::Queued, || {
            format!("run {run} started when it was {from}")
        });
        self.expect(Promise::Cancelled, !asked, || {
            format!("run {run} started after it was cancelled")
        });
        let may = self.may_start();
        self.expect(Promise::Order, may, || {
            format!("run {run} started while nothing may start")
        });
        let at = &self.runs[run];
        let (hold, behind, lane) = (at.hold, at.behind, at.lane);
        self.expect(Promise::Retry, hold.is_none(), || {
            format!("run {run} started while it waits for {hold:?}")
        });
        self.expect(Promise::Overlap, !behind, || {
            format!("run {run} started while it waits for others of its group")
        });
        if taken == self.taken(lane) {
            self.borrows_slot(run, now);
        } else {
            self.takes_slot(run, now);
        }
        let at = &mut self.runs[run];
        at.attempt += 1;
        at.started.get_or_insert(now);
        at.attempt_started = Some(now);
        at.inherits = false;
        at.hold = None;
        at.hurried = false;
        at.said = None;
        at.waits = None;
        at.leaving = false;
    }

    fn attempts_are_kept(&mut self, run: usize, shown: &RunSnapshot) {
        let kept: Vec<Past> = shown.attempts.iter().map(Past::from).collect();
        let at = &self.runs[run];
        let right = (kept == at.past || self.dropped) && shown.attempt == at.attempt;
        let past = at.past.clone();
        self.expect(Promise::Retry, right, || {
            format!("run {run} keeps the attempts {kept:?}, there were {past:?}")
        });
    }

    pub(crate) fn poll_begins(&mut self, run: usize) {
        let shut = self.shut;
        self.expect(Promise::Shutdown, !shut, || {
            format!("run {run} was polled after the shutdown")
        });
        let at = &mut self.runs[run];
        at.polled = true;
        let may = at.holds_slot() && (at.asked.is_none() || at.spec.grace > 0);
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
}

impl From<&taskdeck_core::Attempt> for Past {
    fn from(attempt: &taskdeck_core::Attempt) -> Self {
        Self {
            number: attempt.number,
            started: attempt.started_at,
            ended: attempt.ended_at,
            kind: attempt.error.kind(),
        }
    }
}
