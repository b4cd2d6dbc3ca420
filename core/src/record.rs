//! What a supervisor knows of a run.

use std::{
    mem,
    rc::Rc,
    sync::{Arc, Weak},
    time::Duration,
};

use crate::{
    CancelReason, Instant, Log, Message, Output, Params, Priority, Progress, RunId, RunSnapshot,
    RunState, RunStatus, ScheduleId, Unit, Waiting,
    body::{Repeat, Settle},
    family::{Family, Origin},
    join::Joiners,
    lane::LaneId,
    options::Callbacks,
    profile::{Meter, ReportRate},
    ready::RunWaker,
    supervisor::wait::End,
    terms::Terms,
    waiters::Waiters,
    watch::Watchers,
    world::Body,
};

/// What a supervisor knows of a run.
pub(crate) struct Record {
    pub(crate) title: Arc<str>,
    pub(crate) task: Option<Arc<str>>,
    pub(crate) public_id: Option<Arc<str>>,
    /// Counts accepted runs; the order of arrival and of lists.
    pub(crate) arrival: u64,
    pub(crate) state: RunState,
    pub(crate) slot: BodySlot,
    pub(crate) repeat: Option<Rc<dyn Repeat>>,
    pub(crate) cell: Option<Rc<dyn Settle>>,
    pub(crate) params: Params,
    pub(crate) lane: LaneId,
    pub(crate) priority: Priority,
    pub(crate) critical: bool,
    pub(crate) show_progress: bool,
    /// Whether dropping its body would stop nothing.
    pub(crate) undroppable: bool,
    /// Whether its grace is over and it goes on all the same.
    pub(crate) overstays: bool,
    /// Whether it was ended while its body went on.
    pub(crate) abandoned: bool,
    /// Whether the run waits for the next frame to be shown.
    pub(crate) dirty: bool,
    /// Whether it has reported progress since somebody was told.
    pub(crate) progressed: bool,
    pub(crate) attempt: u32,
    pub(crate) grace: Duration,
    /// What it has reported, once it has.
    pub(crate) reported: Option<Box<Reported>>,
    pub(crate) created_at: Instant,
    pub(crate) started_at: Option<Instant>,
    pub(crate) finished_at: Option<Instant>,
    pub(crate) meter: Meter,
    /// What can wake the body of this attempt, once it was polled.
    pub(crate) waker: Option<Weak<RunWaker>>,
    pub(crate) watchers: Watchers,
    pub(crate) extras: Option<Box<Extras>>,
}

/// Where the body of a live run is. A finished run has none.
#[derive(Debug)]
pub(crate) enum BodySlot {
    /// Not made yet, or ended.
    Empty,
    /// Here, between two polls.
    Resting(Body),
    /// With the driver, who polls it, or with whoever stops the run, who drops it.
    Away,
}

/// What a run has reported.
#[derive(Default)]
pub(crate) struct Reported {
    /// The last progress, of this attempt.
    pub(crate) progress: Option<Progress>,
    /// How fast it reports.
    pub(crate) rate: ReportRate,
}

/// What most runs don't have.
#[derive(Default)]
pub(crate) struct Extras {
    pub(crate) log: Log,
    pub(crate) output: Output,
    pub(crate) note: Option<Message>,
    pub(crate) unit: Unit,
    pub(crate) callbacks: Option<Box<Callbacks>>,
    /// Who waits to be told that the run was asked to stop.
    pub(crate) cancel: Waiters,
    /// When it was asked to stop, of a run that has ended some time later.
    pub(crate) asked_at: Option<Instant>,
    /// Where others wait for the end.
    pub(crate) end: Option<Rc<End>>,
    pub(crate) retry_of: Option<RunId>,
    pub(crate) retried_as: Option<RunId>,
    pub(crate) schedule: Option<ScheduleId>,
    pub(crate) terms: Option<Box<Terms>>,
    /// The run that has started it.
    pub(crate) origin: Option<Origin>,
    /// The run on whose slot it runs.
    pub(crate) lender: Option<RunId>,
    /// The runs that it has started.
    pub(crate) family: Option<Box<Family>>,
    /// Those who have joined it.
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

    pub(crate) fn callbacks(&self) -> Option<&Callbacks> {
        self.extras.as_ref()?.callbacks.as_deref()
    }

    /// The last progress that it has reported by itself, in this attempt.
    pub(crate) fn progress(&self) -> Option<&Progress> {
        self.reported.as_ref()?.progress.as_ref()
    }

    /// How fast it reports progress.
    pub(crate) fn report_rate(&self) -> ReportRate {
        let reported = self.reported.as_ref();
        reported.map(|reported| reported.rate).unwrap_or_default()
    }

    /// Takes the body away when it rests; it must be dropped outside of any borrow.
    pub(crate) fn take_resting(&mut self) -> Option<Body> {
        match mem::replace(&mut self.slot, BodySlot::Away) {
            BodySlot::Resting(body) => Some(body),
            other => {
                self.slot = other;
                None
            }
        }
    }

    /// Why the run was asked to stop, while it has not.
    pub(crate) fn asked_to_stop(&self) -> Option<CancelReason> {
        match &self.state {
            RunState::Cancelling { reason, .. } => Some(reason.clone()),
            _ => None,
        }
    }

    /// Whether somebody has to be told of new progress.
    pub(crate) fn owes_progress(&self) -> bool {
        let wants = |callbacks: &Callbacks| callbacks.on_progress.is_some();
        self.progressed
            && (self.callbacks().is_some_and(wants)
                || self
                    .joiners()
                    .is_some_and(|joiners| joiners.callbacks().any(wants)))
    }

    /// Whether dropping it may run code of others.
    pub(crate) fn owns_of_others(&self) -> bool {
        self.repeat.is_some() || self.extras.is_some() || !self.params.is_empty()
    }

    pub(crate) fn can_retry(&self) -> bool {
        matches!(self.status(), RunStatus::Failed | RunStatus::Cancelled)
            && self.repeat.is_some()
            && self
                .extras
                .as_ref()
                .is_none_or(|extras| extras.retried_as.is_none())
    }

    /// Whether its grace is over and it goes on all the same.
    pub(crate) fn is_not_stopping(&self) -> bool {
        self.overstays && self.status() == RunStatus::Cancelling
    }

    pub(crate) fn public_id(&self) -> Arc<str> {
        match &self.public_id {
            Some(id) => id.clone(),
            None => made_id(self.arrival).into(),
        }
    }

    /// The run as it is, in the lane of this name, waiting for this.
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
                .map(|family| family.parts.counts)
                .unwrap_or_default(),
            schedule: extras.and_then(|extras| extras.schedule),
            timeout: terms.and_then(|terms| terms.policy.timeout),
            deadline: terms.and_then(|terms| terms.policy.deadline),
            progress: self.shown_progress(),
            unit: extras.map(|extras| extras.unit.clone()).unwrap_or_default(),
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
            can_retry: self.can_retry(),
            retry_of: extras.and_then(|extras| extras.retry_of),
            retried_as: extras.and_then(|extras| extras.retried_as),
        }
    }
}

/// The public id of a run that was given none.
pub(crate) fn made_id(arrival: u64) -> String {
    format!("run-{arrival}")
}

/// The arrival of the run that was given no id, if this could be its id.
pub(crate) fn arrival_of(made_id: &str) -> Option<u64> {
    let number = made_id.strip_prefix("run-")?;
    let arrival: u64 = number.parse().ok()?;
    (arrival.to_string() == number).then_some(arrival)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_nobody_looks_at_is_a_few_hundred_bytes() {
        assert!(size_of::<Record>() <= 280, "{}", size_of::<Record>());
    }
}
