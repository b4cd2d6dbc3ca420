//! The record of a run.

pub(crate) mod findings;

use std::{
    mem,
    rc::Rc,
    sync::{Arc, Weak},
    time::Duration,
};

use crate::{
    CancelReason, Instant, Log, Message, Output, Params, Priority, Progress, RunId, RunSnapshot,
    RunState, RunStatus, ScheduleId, Unit, Waiting,
    collections::waiters::Waiters,
    format::number::whole,
    lane::LaneId,
    profile::{Meter, ReportRate},
    run::{
        body::Repeat,
        callbacks::Callbacks,
        cell::Settle,
        ending::End,
        family::{Family, Origin},
        join::Joiners,
        ready::RunWaker,
        terms::Terms,
        watchers::Watchers,
    },
    world::Body,
};

use self::findings::Findings;

/// What a supervisor knows of a run.
pub(crate) struct Record {
    pub(crate) title: Arc<str>,
    pub(crate) task: Option<Arc<str>>,
    pub(crate) public_id: Option<Arc<str>>,
    /// The number of the run among all accepted ones: the order of arrival and of lists.
    pub(crate) arrival: u64,
    pub(crate) state: RunState,
    pub(crate) body: BodyState,
    pub(crate) repeat: Option<Rc<dyn Repeat>>,
    pub(crate) cell: Option<Rc<dyn Settle>>,
    pub(crate) params: Params,
    pub(crate) lane: LaneId,
    pub(crate) priority: Priority,
    pub(crate) critical: bool,
    pub(crate) show_progress: bool,
    /// Whether dropping the body would not stop its work.
    pub(crate) undroppable: bool,
    /// Whether its grace is over and its body goes on.
    pub(crate) overstays: bool,
    /// Whether it was ended while its body went on.
    pub(crate) abandoned: bool,
    /// Whether it is shown with the next frame.
    pub(crate) dirty: bool,
    /// Whether it has reported progress that callbacks have not received.
    pub(crate) progressed: bool,
    pub(crate) attempt: u32,
    pub(crate) grace: Duration,
    /// Its reports, once there is one.
    pub(crate) reported: Option<Box<Reported>>,
    pub(crate) created_at: Instant,
    pub(crate) started_at: Option<Instant>,
    pub(crate) finished_at: Option<Instant>,
    pub(crate) meter: Meter,
    /// The waker of this attempt, once its body was polled.
    pub(crate) waker: Option<Weak<RunWaker>>,
    pub(crate) watchers: Watchers,
    pub(crate) extras: Option<Box<Extras>>,
}

/// Where the body of a live run is. A finished run has none.
#[derive(Debug)]
pub(crate) enum BodyState {
    /// It was not made yet, or has ended.
    Empty,
    /// It is here, between two polls.
    Resting(Body),
    /// The driver has it, to poll it, or the end of the run has, to drop it.
    Taken,
}

/// The reports of progress of a run.
#[derive(Default)]
pub(crate) struct Reported {
    /// The last progress, of this attempt.
    pub(crate) progress: Option<Progress>,
    /// How fast progress is reported.
    pub(crate) rate: ReportRate,
}

/// What most runs do not have.
#[derive(Default)]
pub(crate) struct Extras {
    pub(crate) log: Log,
    pub(crate) output: Output,
    pub(crate) note: Option<Message>,
    /// What the body has found beside its output.
    pub(crate) findings: Option<Box<Findings>>,
    pub(crate) unit: Unit,
    pub(crate) callbacks: Option<Box<Callbacks>>,
    /// Wakers for a request to stop.
    pub(crate) cancel: Waiters,
    /// When a run that has ended was requested to stop, if some time passed until it did.
    pub(crate) stop_requested_at: Option<Instant>,
    /// The end, if it is waited for.
    pub(crate) end: Option<Rc<End>>,
    pub(crate) retry_of: Option<RunId>,
    pub(crate) retried_as: Option<RunId>,
    pub(crate) schedule: Option<ScheduleId>,
    pub(crate) terms: Option<Box<Terms>>,
    /// Its parent.
    pub(crate) origin: Option<Origin>,
    /// The run that lends it its slot.
    pub(crate) lender: Option<RunId>,
    /// Its children.
    pub(crate) family: Option<Box<Family>>,
    /// The callers that joined it.
    pub(crate) joiners: Option<Box<Joiners>>,
}

impl Record {
    pub(crate) fn status(&self) -> RunStatus {
        self.state.status()
    }

    pub(crate) fn extras(&mut self) -> &mut Extras {
        self.extras.get_or_insert_default()
    }

    pub(crate) fn terms(&self) -> Option<&Terms> {
        self.extras.as_ref()?.terms.as_deref()
    }

    pub(crate) fn terms_mut(&mut self) -> Option<&mut Terms> {
        self.extras.as_mut()?.terms.as_deref_mut()
    }

    pub(crate) fn joiners(&self) -> Option<&Joiners> {
        self.extras.as_ref()?.joiners.as_deref()
    }

    pub(crate) fn origin(&self) -> Option<&Origin> {
        self.extras.as_ref()?.origin.as_ref()
    }

    pub(crate) fn origin_mut(&mut self) -> Option<&mut Origin> {
        self.extras.as_mut()?.origin.as_mut()
    }

    pub(crate) fn family(&self) -> Option<&Family> {
        self.extras.as_ref()?.family.as_deref()
    }

    pub(crate) fn family_mut(&mut self) -> Option<&mut Family> {
        self.extras.as_mut()?.family.as_deref_mut()
    }

    /// Returns the run that lends it its slot.
    pub(crate) fn lender(&self) -> Option<RunId> {
        self.extras.as_ref()?.lender
    }

    /// Returns whether it has a slot, its own or a borrowed one.
    pub(crate) fn has_slot(&self) -> bool {
        matches!(self.state, RunState::Running | RunState::Cancelling { .. })
    }

    /// Returns whether it can be joined: it is live and was not requested to stop.
    pub(crate) fn can_be_joined(&self) -> bool {
        match &self.state {
            RunState::Cancelling { reason, .. } => *reason == CancelReason::Timeout,
            // The body of a queued run is taken only when the run is being ended.
            RunState::Queued => !matches!(self.body, BodyState::Taken),
            state => state.status().is_live(),
        }
    }

    /// Returns when the current attempt has taken as long as it may.
    pub(crate) fn timeout_at(&self) -> Option<Instant> {
        let terms = self.terms()?;
        Some(terms.attempt_started_at? + terms.policy.timeout?)
    }

    /// Returns when the run has taken as long as it may in all; known from its first start.
    pub(crate) fn deadline_at(&self) -> Option<Instant> {
        let deadline = self.terms()?.policy.deadline?;
        Some(self.started_at? + deadline)
    }

    /// Returns when it came to the queue of its lane.
    pub(crate) fn ready_at(&self) -> Instant {
        let ready = self.terms().and_then(|terms| terms.ready_at);
        ready.unwrap_or(self.created_at)
    }

    pub(crate) fn callbacks(&self) -> Option<&Callbacks> {
        self.extras.as_ref()?.callbacks.as_deref()
    }

    /// Returns the last progress that this attempt has reported itself.
    pub(crate) fn progress(&self) -> Option<&Progress> {
        self.reported.as_ref()?.progress.as_ref()
    }

    /// Returns how fast progress is reported.
    pub(crate) fn report_rate(&self) -> ReportRate {
        let reported = self.reported.as_ref();
        reported.map(|reported| reported.rate).unwrap_or_default()
    }

    /// Takes the body if it is between two polls. The body must be dropped outside any borrow.
    pub(crate) fn take_resting(&mut self) -> Option<Body> {
        match mem::replace(&mut self.body, BodyState::Taken) {
            BodyState::Resting(body) => Some(body),
            other => {
                self.body = other;
                None
            }
        }
    }

    /// Returns why the run was requested to stop, while it has not stopped.
    pub(crate) fn stop_reason(&self) -> Option<CancelReason> {
        match &self.state {
            RunState::Cancelling { reason, .. } => Some(reason.clone()),
            _ => None,
        }
    }

    /// Returns whether a callback has to receive new progress.
    pub(crate) fn owes_progress(&self) -> bool {
        let wants = |callbacks: &Callbacks| callbacks.on_progress.is_some();
        self.progressed
            && (self.callbacks().is_some_and(wants)
                || self
                    .joiners()
                    .is_some_and(|joiners| joiners.callbacks().any(wants)))
    }

    /// Marks the record as dirty if it is looked at or a callback has to receive its progress. Returns whether it
    /// was not marked before.
    pub(crate) fn becomes_dirty(&mut self) -> bool {
        if self.dirty {
            return false;
        }
        self.dirty = self.watchers.is_watched() || self.owes_progress();
        self.dirty
    }

    /// Returns whether dropping the record may run code of the caller.
    pub(crate) fn runs_code_on_drop(&self) -> bool {
        self.repeat.is_some() || self.extras.is_some() || !self.params.is_empty()
    }

    /// Returns whether another run can be made in its place.
    pub(crate) fn can_retry(&self) -> bool {
        let leaves_work = match self.status() {
            RunStatus::Failed | RunStatus::Cancelled => true,
            RunStatus::Completed => self.is_completed_with_problems(),
            _ => false,
        };
        leaves_work && self.repeat.is_some() && !self.is_superseded()
    }

    /// Returns whether another run was made in its place.
    pub(crate) fn is_superseded(&self) -> bool {
        let extras = self.extras.as_ref();
        extras.is_some_and(|extras| extras.retried_as.is_some())
    }

    /// Returns whether its grace is over and its body goes on.
    pub(crate) fn is_not_stopping(&self) -> bool {
        self.overstays && self.status() == RunStatus::Cancelling
    }

    pub(crate) fn public_id(&self) -> Arc<str> {
        match &self.public_id {
            Some(id) => id.clone(),
            None => made_id(self.arrival).into(),
        }
    }

    /// Returns a snapshot of the run, with the name of its lane and its reason to wait.
    pub(crate) fn snapshot(
        &self,
        id: RunId,
        lane: Arc<str>,
        waiting: Option<Waiting>,
    ) -> RunSnapshot {
        let extras = self.extras.as_deref();
        let terms = self.terms();
        RunSnapshot {
            id,
            public_id: self.public_id(),
            title: self.title.clone(),
            task: self.task.clone(),
            state: self.state.clone(),
            attempt: self.attempt,
            attempts: terms
                .map(|terms| terms.attempts.clone())
                .unwrap_or_default(),
            max_attempts: terms.map_or(1, Terms::max_attempts),
            waiting,
            lane,
            parent: self.origin().map(|origin| origin.parent),
            children: self.family().map_or(0, |family| family.started),
            child_counts: self
                .family()
                .map(|family| family.progress.counts())
                .unwrap_or_default(),
            schedule: self.schedule(),
            timeout: terms.and_then(|terms| terms.policy.timeout),
            deadline: terms.and_then(|terms| terms.policy.deadline),
            progress: self.shown_progress(),
            unit: self.shown_unit(),
            show_progress: self.show_progress,
            priority: self.priority,
            critical: self.critical,
            not_stopping: self.is_not_stopping(),
            abandoned: self.abandoned,
            created_at: self.created_at,
            started_at: self.started_at,
            attempt_started_at: terms
                .and_then(|terms| terms.attempt_started_at)
                .or(self.started_at),
            finished_at: self.finished_at,
            note: extras.and_then(|extras| extras.note.clone()),
            has_output: extras.is_some_and(|extras| !extras.output.is_empty()),
            summary: self.summary().cloned(),
            problems: self.problem_count(),
            can_retry: self.can_retry(),
            retry_of: extras.and_then(|extras| extras.retry_of),
            retried_as: extras.and_then(|extras| extras.retried_as),
        }
    }
}

impl Record {
    /// Returns the end of the run, to be waited for.
    pub(crate) fn end(&mut self) -> Rc<End> {
        if self.status().is_finished() {
            return Rc::new(End::of_finished(self.state.clone()));
        }
        self.extras().end.get_or_insert_default().clone()
    }
}

/// Returns the public id of a run for which none was set.
pub(crate) fn made_id(arrival: u64) -> String {
    ["run-", &whole(arrival)].concat()
}

/// Returns the arrival of the run whose made public id this could be.
pub(crate) fn arrival_of(made_id: &str) -> Option<u64> {
    let number = made_id.strip_prefix("run-")?;
    let arrival: u64 = number.parse().ok()?;
    (whole(arrival) == number).then_some(arrival)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_a_few_hundred_bytes() {
        assert!(size_of::<Record>() <= 280, "{}", size_of::<Record>());
    }
}
