//! Timeouts, deadlines and holds.

use taskdeck_core::{Instant, RunSnapshot, Waiting};

use super::{Hold, Model, Promise};
use crate::coverage::Mark;

impl Model {
    /// Judges that a run is stopped because its time is up.
    pub(super) fn time_is_up(&mut self, run: usize, now: Instant) {
        let at = &self.runs[run];
        let (timeout, deadline) = (at.timeout_at(), at.deadline_at());
        let first = timeout.into_iter().chain(deadline).min();
        let (asked, waits) = (at.asked.is_some(), at.waits);
        let is_up = first.is_some_and(|at| at <= now);
        let in_time = !self.exact || first == Some(now);
        self.expect(Promise::Time, is_up && in_time && !asked, || {
            format!("run {run} was stopped at {now:?}, its time is up at {first:?}")
        });
        // What it waited for came in time, and it did not get the chance to end.
        let could_go_on =
            waits.is_some_and(|wait| wait.by_timer && first.is_some_and(|at| wait.until <= at));
        self.expect(Promise::Time, !could_go_on, || {
            format!("run {run} was stopped at {now:?} when it could go on since {waits:?}")
        });
        if timeout.is_some_and(|at| at <= now) {
            self.runs[run].mark(Mark::Timeout);
        }
        if deadline.is_some_and(|at| at <= now) {
            self.runs[run].mark(Mark::Deadline);
        }
        self.ask_for_time(run, now);
    }

    /// Checks, when nothing can go on while no time passes, that no run has had more than its time.
    pub(super) fn nobody_is_overdue(&mut self, run: usize, now: Instant) {
        let at = &self.runs[run];
        let over = |at: Option<Instant>| at.is_some_and(|at| at <= now);
        let by_attempt = at.holds_slot() && over(at.timeout_at());
        let by_run = at.started.is_some() && at.status.is_live() && over(at.deadline_at());
        // A run whose body has returned and which waits for its children is stopped too.
        let overdue = (by_attempt || by_run) && at.asked.is_none();
        self.expect(Promise::Time, !overdue, || {
            format!("run {run} goes on at {now:?} and its time is up")
        });
        let held = at_hold(self, run);
        self.expect(Promise::Retry, held.is_none_or(|until| until > now), || {
            format!("run {run} waits until {held:?} and it is {now:?}")
        });
    }

    /// Notes a run of a schedule, which is seen a while after its start.
    pub(crate) fn is_seen_late(&mut self, run: usize, shown: &RunSnapshot, now: Instant) {
        let Some(Hold::Delay(until)) = self.runs[run].hold else {
            return;
        };
        let held = matches!(shown.waiting, Some(Waiting::Delay { .. }));
        if !held && until <= now && shown.schedule.is_some() {
            self.hold_ends(run, if self.exact { until } else { now });
        }
    }

    /// Handles the end of the hold of a queued run.
    pub(super) fn hold_ends(&mut self, run: usize, now: Instant) {
        let Some(hold) = self.runs[run].hold.take() else {
            return;
        };
        let hurried = std::mem::take(&mut self.runs[run].hurried);
        let until = hold.until();
        let right = hurried || (now >= until && (now == until || !self.exact));
        self.expect(Promise::Retry, right, || {
            format!("run {run} waited for {hold:?} until {now:?}")
        });
        self.runs[run].ready = now;
    }
}

fn at_hold(model: &Model, run: usize) -> Option<Instant> {
    let at = &model.runs[run];
    at.hold.filter(|_| at.waits()).map(|hold| hold.until())
}
