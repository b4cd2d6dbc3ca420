//! How an attempt ends, and whether another follows.

use std::time::Duration;

use taskdeck_core::{ErrorKind, Instant, RunState, RunStatus};

use super::{Hold, Model, Promise, Said, run::Past};
use crate::{
    coverage::Mark,
    program::{Condition, Retrying},
};

/// How an attempt has to end, by what its body did and by the requests to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Completed,
    Failed(ErrorKind),
    Cancelled,
}

impl Model {
    /// Returns how the attempt of a run has to end; none while it has no reason to.
    fn ending(&self, run: usize) -> Option<Ending> {
        let at = &self.runs[run];
        let asked = match (&at.asked, at.is_cancelled()) {
            (None, _) => None,
            (Some(_), true) => Some(Ending::Cancelled),
            (Some(_), false) => Some(Ending::Failed(ErrorKind::Timeout)),
        };
        // A cancel in the condition of a retry comes when the time was up already.
        let too_late = at.spec.terms.retry.is_some_and(|retry| {
            let may = at.attempt <= retry.limit;
            may && retry.when == Condition::Cancels && at.was_timed_out
        });
        let asked = match too_late {
            true => Some(Ending::Failed(ErrorKind::Timeout)),
            false => asked,
        };
        match at.said {
            Some(Said::Value) if at.cut => asked,
            Some(Said::Value) if self.failed_child(run) => Some(Ending::Failed(ErrorKind::Error)),
            Some(Said::Value) => Some(Ending::Completed),
            Some(Said::Panic) => Some(Ending::Failed(ErrorKind::Panic)),
            Some(Said::Error { .. }) => Some(Ending::Failed(ErrorKind::Error)),
            Some(Said::Stopped) => asked.or(Some(Ending::Failed(ErrorKind::Error))),
            None => asked,
        }
    }

    /// Returns the wait before the next attempt of a run that has failed so, if there is one.
    fn wait_after(&mut self, run: usize, kind: ErrorKind) -> Option<(Duration, bool)> {
        let at = &mut self.runs[run];
        let retry = at.spec.terms.retry?;
        if at.is_cancelled() || at.attempt > retry.limit || !at.spec.repeatable {
            return None;
        }
        let mut after = None;
        if let Some(Said::Error {
            for_good,
            after: said,
        }) = at.said
        {
            after = said;
            if for_good {
                at.mark(Mark::NoRetry);
                return None;
            }
        }
        let yes = match retry.when {
            Condition::Always | Condition::Cancels => true,
            Condition::NoPanic => kind != ErrorKind::Panic,
            Condition::Never | Condition::Panics => false,
        };
        if !yes {
            at.mark(Mark::Condition);
            return None;
        }
        match after {
            Some(after) => {
                at.mark(Mark::RetryAfter);
                Some((Duration::from_millis(after), false))
            }
            None => Some((backoff(&retry, at.attempt), retry.jitter)),
        }
    }

    /// Notes that an attempt has failed, unless that is known.
    fn note_failure(&mut self, run: usize, kind: ErrorKind, now: Instant) {
        let at = &mut self.runs[run];
        let known = at.past.last().map_or(0, |past| past.number);
        if let Some(started) = at.attempt_started
            && known < at.attempt
            && at.spec.terms.retry.is_some()
        {
            at.past.push(Past {
                number: at.attempt,
                started,
                ended: now,
                kind,
            });
        }
    }

    /// Handles the end of an attempt after which the run is queued for the next one.
    pub(super) fn tries_again(&mut self, run: usize, hold: Option<Hold>, now: Instant) {
        self.body_is_gone(run, now);
        let from = self.runs[run].status;
        self.expect(Promise::OneEnd, from != RunStatus::Queued, || {
            format!("run {run} was queued again")
        });
        let ending = self.ending(run);
        let Some(Ending::Failed(kind)) = ending else {
            return self.expect(Promise::Retry, false, || {
                format!("run {run} is to be tried again when it is to be {ending:?}")
            });
        };
        let wait = self.wait_after(run, kind);
        let deadline = self.runs[run].deadline_at();
        let right = match (wait, hold) {
            (None, _) => false,
            (Some((wait, _)), None) => wait.is_zero(),
            (Some((wait, false)), Some(Hold::Retry(at))) => !wait.is_zero() && at == now + wait,
            (Some((wait, true)), Some(Hold::Retry(at))) => now <= at && at <= now + wait,
            (Some(_), Some(Hold::Delay(_))) => false,
        };
        // With jitter it may not have to wait at all.
        let no_wait = hold.is_none() && wait.is_some_and(|(_, jitter)| jitter);
        self.expect(Promise::Retry, right || no_wait, || {
            format!("run {run} waits for {hold:?} from {now:?}, and should for {wait:?}")
        });
        let at = hold.map_or(now, Hold::until);
        self.expect(Promise::Time, deadline.is_none_or(|end| at < end), || {
            format!("run {run} is to be tried again at {at:?}, after its deadline {deadline:?}")
        });
        let jitter = wait.is_some_and(|(_, jitter)| jitter);
        if jitter {
            self.runs[run].mark(Mark::Jitter);
        }
        self.runs[run].asked = None;
        self.waits_for_next(run, kind, hold, now);
    }

    fn waits_for_next(&mut self, run: usize, kind: ErrorKind, hold: Option<Hold>, now: Instant) {
        self.note_failure(run, kind, now);
        let at = &mut self.runs[run];
        at.mark(Mark::Retry);
        at.hold = hold;
        at.ready = now;
        at.aged_since = None;
        at.cut = false;
        at.was_timed_out = false;
        at.waits = None;
        self.leaves_slot(run);
    }

    /// Handles the end of a run: by what its body did, or without a body.
    pub(super) fn ends(&mut self, run: usize, state: &RunState, now: Instant) {
        let was_queued = self.runs[run].status == RunStatus::Queued;
        if was_queued {
            self.ends_in_queue(run, state, now);
        } else {
            self.body_is_gone(run, now);
            self.ends_after_body(run, state, now);
        }
        self.runs[run].ended_at = Some(now);
    }

    fn ends_in_queue(&mut self, run: usize, state: &RunState, now: Instant) {
        let at = &self.runs[run];
        let late = at.deadline_at().is_some_and(|deadline| deadline <= now);
        let right = match state {
            RunState::Cancelled { started, .. } => {
                at.asked.is_some() && *started == (at.attempt > 0)
            }
            RunState::Failed(error) if at.given_up => {
                at.past.last().is_some_and(|past| past.kind == error.kind())
            }
            RunState::Failed(error) => late && error.kind() == ErrorKind::Timeout,
            _ => false,
        };
        self.expect(Promise::Facts, right, || {
            format!("run {run} was queued and is {state:?}")
        });
        if late && matches!(state, RunState::Failed(_)) {
            self.runs[run].mark(Mark::Deadline);
        }
        if self.runs[run].given_up {
            self.runs[run].mark(Mark::StopRetrying);
        }
    }

    fn ends_after_body(&mut self, run: usize, state: &RunState, now: Instant) {
        let ending = self.ending(run);
        if let (true, RunState::Failed(error)) = (self.runs[run].cut, state) {
            self.note_failure(run, error.kind(), now);
        }
        let given_up = self.dropped && matches!(state, RunState::Cancelled { .. });
        let mut right = match (ending, state) {
            // Its body had ended, and it waited for children that were dropped.
            _ if given_up && self.runs[run].said.is_some() => true,
            (Some(Ending::Completed), RunState::Completed) => true,
            (Some(Ending::Cancelled), RunState::Cancelled { started, .. }) => *started,
            (Some(Ending::Failed(kind)), RunState::Failed(error)) => error.kind() == kind,
            _ => false,
        };
        if let (Some(Ending::Failed(kind)), RunState::Failed(error)) = (ending, state) {
            self.note_failure(run, kind, now);
            if let Some((wait, _)) = self.wait_after(run, kind) {
                // A run that could be retried ends only because its deadline comes first.
                let deadline = self.runs[run].deadline_at();
                let may = deadline.is_some_and(|deadline| deadline <= now + wait);
                self.expect(Promise::Retry, may, || {
                    format!("run {run} has failed for good and had an attempt left")
                });
                right = error.kind() == ErrorKind::Timeout;
                self.runs[run].mark(Mark::Deadline);
            }
        }
        let at = &self.runs[run];
        if at.spec.terms.supervised {
            let failed = self
                .children(run)
                .iter()
                .any(|child| self.fails_unwanted(*child));
            if failed {
                self.runs[run].mark(Mark::Supervised);
            }
        }
        let said = self.runs[run].said;
        self.expect(Promise::Facts, right, || {
            format!("run {run} is {state:?} when its body said {said:?} and it is to be {ending:?}")
        });
    }

    /// Checks the end of an attempt: its body must be gone, it had its grace, and no child is left.
    fn body_is_gone(&mut self, run: usize, now: Instant) {
        if self.runs[run].was_cut_short(now) {
            // Only the deadline of a shutdown does that; runs that are live then are abandoned.
            let live: Vec<usize> = self.live().collect();
            let closing = self.closing.iter_mut();
            closing.for_each(|closing| closing.abandoned.extend(&live));
        }
        let (gone, said) = (self.runs[run].gone, self.runs[run].said);
        self.expect(Promise::Slots, gone, || {
            format!("run {run} gave its slot back before its body was gone")
        });
        let in_grace = self.in_grace(run, now);
        self.expect(Promise::Facts, said.is_some() || !in_grace, || {
            format!("run {run} was dropped while it had time to stop")
        });
        let (left, dropped) = (self.live_children(run), self.dropped);
        self.expect(Promise::Children, left.is_empty() || dropped, || {
            format!("run {run} ended before its children {left:?}")
        });
    }
}

/// Returns the wait after this attempt, without jitter.
fn backoff(retry: &Retrying, attempt: u32) -> Duration {
    let factor = u64::from(retry.factor).pow(attempt - 1);
    Duration::from_millis((retry.delay * factor).min(retry.max_delay))
}
