//! What must hold when nothing can go on, and between two steps.

use taskdeck_core::{Instant, RunStatus, Waiting};

use super::{Hold, Model, Promise};
use crate::coverage::Mark;

impl Model {
    /// Checks the model when nothing can go on while no time passes.
    pub(crate) fn stalled(&mut self, now: Instant) {
        for lane in 0..self.lanes.len() {
            let has_slot = self.taken(lane) < self.lanes[lane].limit;
            let open = self.lanes[lane].is_open(now);
            if self.may_start() && has_slot && open {
                let next = self.next(lane, now);
                self.expect(Promise::Order, next.is_none(), || {
                    format!("{next:?} could start in lane {lane} and does not")
                });
            }
        }
        if self.may_start() {
            self.nobody_could_borrow(now);
        }
        let deadline = self.closing.as_ref().and_then(|closing| closing.deadline);
        let live = self.live().count();
        let in_time = live == 0 || deadline.is_none_or(|deadline| now < deadline);
        self.expect(Promise::Shutdown, in_time, || {
            format!("{live} runs are live after the deadline")
        });
        for run in 0..self.runs.len() {
            self.nobody_is_overdue(run, now);
            let at = &self.runs[run];
            let waits = at.waits.is_some_and(|wait| wait.until <= now);
            let stuck = at.holds_slot() && !at.gone && waits;
            self.expect(Promise::Order, !stuck, || {
                format!("run {run} could go on and does not")
            });
            let alone = self.live_children(run).is_empty();
            let cancelling = self.runs[run].status == RunStatus::Cancelling;
            let overdue = cancelling && alone && !self.in_grace(run, now);
            self.expect(Promise::Facts, !overdue, || {
                format!("run {run} was to be dropped by now")
            });
            let at = &self.runs[run];
            let returned = at.status == RunStatus::Running && at.gone && at.said.is_some();
            self.expect(Promise::Children, !(returned && alone), || {
                format!("run {run} has returned, has no children and goes on")
            });
            let orphan = self.is_live(run)
                && self.runs[run].asked.is_none()
                && self.parent_stops_children(run);
            self.expect(Promise::Children, !orphan, || {
                format!("run {run} goes on without its parent")
            });
        }
    }

    /// Returns why a run waits; nothing when it starts in a moment.
    fn reason_to_wait(&self, run: usize, now: Instant) -> Option<Why> {
        let at = &self.runs[run];
        if at.status != RunStatus::Queued {
            return None;
        }
        if let Some(hold) = at.hold {
            return Some(Why::Hold(hold));
        }
        if at.behind {
            return Some(Why::Behind(self.just_before(run)));
        }
        if self.paused && self.closing.is_none() {
            return Some(Why::Paused);
        }
        let lane = &self.lanes[at.lane];
        if lane.suspended {
            return Some(Why::Suspended);
        }
        let taken = self.taken(at.lane);
        if taken >= lane.limit {
            return Some(Why::Slot(taken, lane.limit));
        }
        lane.closed_until(now).map(Why::Rate)
    }

    /// Compares the reason to wait with the one that is shown.
    pub(crate) fn compare_waiting(&mut self, run: usize, shown: Option<Waiting>, now: Instant) {
        let at = &self.runs[run];
        if at.status == RunStatus::Queued && !at.waits() {
            return;
        }
        let shown = shown.map(|waiting| match waiting {
            Waiting::Retry { at } => Why::Hold(Hold::Retry(at)),
            Waiting::Delay { until } => Why::Hold(Hold::Delay(until)),
            Waiting::Overlap { behind } => Why::Behind(self.index(behind)),
            Waiting::Slot { taken, limit, .. } => Why::Slot(taken, limit),
            Waiting::Rate { until, .. } => Why::Rate(until),
            Waiting::Paused => Why::Paused,
            Waiting::Suspended { .. } => Why::Suspended,
            _ => Why::Other,
        });
        let expected = self.reason_to_wait(run, now);
        self.expect(Promise::Waiting, shown == expected, || {
            format!("run {run} waits because of {expected:?}, and says {shown:?}")
        });
        match expected {
            Some(Why::Paused) => self.runs[run].mark(Mark::Pause),
            Some(Why::Hold(_)) if self.paused => self.runs[run].mark(Mark::Pause),
            Some(Why::Suspended) => self.runs[run].mark(Mark::SuspendedLane),
            Some(Why::Rate(_)) => self.runs[run].mark(Mark::Rate),
            _ => {}
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    Hold(Hold),
    Behind(Option<usize>),
    Paused,
    Suspended,
    Slot(usize, usize),
    Rate(Instant),
    Other,
}
