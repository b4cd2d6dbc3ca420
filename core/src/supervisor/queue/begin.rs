//! The begin of an attempt.

use std::{mem, rc::Rc};

use crate::{
    Instant, RunContext, RunId, RunState,
    lane::Grant,
    run::{child_progress::ChildProgress, ready::RunWaker, record::BodyState},
    supervisor::{
        Inner, WeakInner,
        state::{State, timers::Timer},
    },
};

impl Inner {
    /// Gives a free slot to the next run; returns `false` when there is no slot or no run.
    pub(crate) fn begin_next(self: &Rc<Self>) -> bool {
        self.begin_with(State::grant_slot)
    }

    /// Begins an attempt of the run that gets a slot; returns `false` when none does.
    pub(crate) fn begin_with(
        self: &Rc<Self>,
        grant: impl FnOnce(&mut State) -> Option<RunId>,
    ) -> bool {
        let begun = self.update(|state| {
            let id = grant(state)?;
            state.begin_attempt(id, state.now(), Rc::downgrade(self));
            Some(id)
        });
        if let Some(id) = begun {
            RunWaker::schedule(id, &self.ready);
        }
        begun.is_some()
    }
}

impl State {
    /// Takes the next run out of its queue, together with a slot.
    fn grant_slot(&mut self) -> Option<RunId> {
        if !self.may_start() {
            return None;
        }
        match self.lanes.take_slot(self.now())? {
            Grant::Slot(id) => {
                self.withdraw_from_loan(id);
                Some(id)
            }
            Grant::Loan(lender) => self.lend_to_next_child(lender),
        }
    }

    /// Begins the next attempt of a run that has a slot.
    fn begin_attempt(&mut self, id: RunId, now: Instant, supervisor: WeakInner) {
        let Some(record) = self.runs.get_mut(id) else {
            return;
        };
        record.attempt = record.attempt.saturating_add(1);
        record.overstays = false;
        record.waker = None;
        let is_first = record.started_at.is_none();
        record.started_at.get_or_insert(now);
        if let Some(repeat) = &record.repeat {
            let params = record.params.clone();
            let context = RunContext::new(supervisor, id, record.attempt, params);
            record.body = BodyState::Resting(repeat.attempt(context));
        }
        if !is_first {
            // Reports of the attempt before do not belong to this one.
            if let Some(reported) = &mut record.reported {
                reported.progress = None;
            }
            if let Some(family) = record.family_mut() {
                family.progress = ChildProgress::default();
            }
            if let Some(extras) = &mut record.extras {
                extras.note = None;
                extras.findings = None;
                let output = mem::take(&mut extras.output);
                self.effects.discard(Rc::new(output));
            }
        }
        if let Some(terms) = record.terms_mut() {
            terms.inherits = false;
            terms.attempt_started_at = Some(now);
            if let Some(timeout) = terms.policy.timeout {
                self.timers.set(now + timeout, Timer::Timeout(id));
            }
            if let Some(deadline) = terms.policy.deadline.filter(|_| is_first) {
                self.timers.set(now + deadline, Timer::Deadline(id));
            }
        }
        if is_first {
            self.runs.remove_unstarted();
        }
        self.transition(id, RunState::Running);
        if !is_first {
            self.update_part(id);
        }
    }

    /// Moves a live run to another live state.
    pub(crate) fn transition(&mut self, id: RunId, to: RunState) {
        let Some(from) = self.runs.set_state(id, to) else {
            return;
        };
        self.notify_change(id, Some(from), None);
    }
}
