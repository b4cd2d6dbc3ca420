//! Requests to stop.

use taskdeck_core::{CancelReason, Instant, RunStatus};

use super::{Model, Said, run::Asked};
use crate::coverage::Mark;

impl Model {
    /// Requests a run to stop, and all that its body has spawned.
    pub(crate) fn ask(&mut self, run: usize, reason: CancelReason, now: Instant) {
        if !self.is_live(run) {
            return;
        }
        self.stops_with_parent(run, now);
        self.ask_alone(run, reason, now);
        self.ask_children(run, now);
    }

    /// Requests a run to stop, and no other.
    pub(crate) fn ask_alone(&mut self, run: usize, reason: CancelReason, now: Instant) {
        self.note_ask(run, &reason);
        self.cuts(run);
        match &mut self.runs[run].asked {
            // Any other reason goes before a timeout.
            Some(asked) if asked.is_timeout() => {
                asked.reason = reason;
                asked.was_timeout = true;
            }
            Some(_) => {}
            none => *none = Some(Asked::new(reason, now)),
        }
    }

    fn note_ask(&mut self, run: usize, reason: &CancelReason) {
        let mark = match reason {
            CancelReason::Shutdown => Mark::Shutdown,
            CancelReason::Other(_) | CancelReason::User => Mark::Cancel,
            _ => return,
        };
        self.runs[run].mark(mark);
    }

    /// A body that has returned has done so before; its children have not.
    pub(super) fn cuts(&mut self, run: usize) {
        let waits = !self.live_children(run).is_empty();
        let at = &mut self.runs[run];
        if waits && at.asked.is_none() && at.gone && at.said == Some(Said::Value) {
            at.cut = true;
        }
    }

    /// Notes that its time is up, as the signals show it.
    pub(super) fn ask_for_time(&mut self, run: usize, now: Instant) {
        self.cuts(run);
        self.runs[run].asked = Some(Asked::new(CancelReason::Timeout, now));
        self.ask_children(run, now);
    }

    /// Returns whether a run that was requested to stop must have stopped by now.
    pub(crate) fn stops_at_once(&self, run: usize) -> bool {
        let at = &self.runs[run];
        let started = at.status != RunStatus::Queued;
        let alone = self.live_children(run).is_empty();
        !at.leaving && !at.given_up && alone && !(started && (at.polled || at.spec.grace > 0))
    }

    /// Returns whether a run that was requested to stop has time left to do so.
    pub(super) fn in_grace(&self, run: usize, now: Instant) -> bool {
        let at = &self.runs[run];
        let Some(asked) = &at.asked else {
            return false;
        };
        let deadline = self.closing.as_ref().and_then(|closing| closing.deadline);
        at.status == RunStatus::Cancelling
            && !self.dropped
            && now < asked.since + at.grace()
            && deadline.is_none_or(|deadline| now < deadline)
    }
}
