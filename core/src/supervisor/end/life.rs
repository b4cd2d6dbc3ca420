//! How a run moves on in its life.

use std::{any::Any, mem, rc::Rc};

use crate::supervisor::{
    WeakInner,
    state::{State, place},
};
use crate::{
    Instant, RunContext, RunId, RunState, RunStatus,
    run::ending::Ending,
    run::family::Parts,
    run::record::{BodySlot, Record},
    run::terms::Hold,
    schedule::Clocks,
    supervisor::state::timers::Timer,
};

impl State {
    /// Starts the next attempt of a run that has been given a slot.
    pub(crate) fn start(&mut self, id: RunId, now: Instant, supervisor: WeakInner) {
        let Some(record) = self.store.get_mut(id) else {
            return;
        };
        record.attempt = record.attempt.saturating_add(1);
        record.overstays = false;
        record.waker = None;
        let first = record.started_at.is_none();
        record.started_at.get_or_insert(now);
        if let Some(repeat) = &record.repeat {
            let params = record.params.clone();
            let context = RunContext::new(supervisor, id, record.attempt, params);
            record.slot = BodySlot::Resting(repeat.attempt(context));
        }
        if first {
            self.unstarted -= 1;
        } else {
            // What the attempt before had reported is not how far this one is.
            if let Some(reported) = &mut record.reported {
                reported.progress = None;
            }
            if let Some(family) = record.family_mut() {
                family.parts = Parts::default();
            }
            if let Some(extras) = &mut record.extras {
                extras.note = None;
                let output = mem::take(&mut extras.output);
                self.effects.shared.push(Rc::new(output));
            }
        }
        if let Some(terms) = record.terms_mut() {
            terms.inherits = false;
            terms.attempt_started_at = Some(now);
            if let Some(timeout) = terms.policy.timeout {
                self.timers.set(now + timeout, Timer::Timeout(id));
            }
            if let Some(deadline) = terms.policy.deadline.filter(|_| first) {
                self.timers.set(now + deadline, Timer::Deadline(id));
            }
        }
        self.transition(id, RunState::Running);
        if !first {
            self.part_has_changed(id);
        }
    }

    /// Moves a live run to another live state.
    pub(crate) fn transition(&mut self, id: RunId, to: RunState) {
        let Some(record) = self.store.get_mut(id) else {
            return;
        };
        let from = record.status();
        record.state = to;
        let to = record.status();
        self.store.counts.remove(from);
        self.store.counts.add(to);
        self.changed(id, Some(from), None);
    }

    /// Puts a queued run into its lane's queue, unless it waits for something else.
    pub(crate) fn enqueue(&mut self, id: RunId) {
        if let Some(record) = self.store.get(id)
            && !record.is_held()
        {
            self.lanes.enqueue(record.lane, place(id, record));
            self.ask_for_loan(id);
        }
    }

    /// Something that a queued run has waited for is over: it stands in its lane's queue from now on,
    /// unless it waits for something else.
    pub(crate) fn line_up(&mut self, id: RunId) {
        let now = self.now();
        let Some(record) = self.store.live_mut(id) else {
            return;
        };
        if !record.is_held() {
            if let Some(terms) = record.terms_mut() {
                terms.ready_at = Some(now);
            }
            self.lanes.enqueue(record.lane, place(id, record));
            self.ask_for_loan(id);
        }
        self.show(id);
        self.revision += 1;
        self.poke();
    }

    /// Keeps a queued run out of its lane's queue until its time has come.
    pub(crate) fn hold(&mut self, id: RunId, hold: Hold) {
        let record = self.store.live_mut(id);
        if let Some(terms) = record.and_then(|record| record.terms_mut()) {
            self.timers.set(hold.until(), Timer::Wait(id));
            terms.hold = Some(hold);
        }
    }

    /// Ends the wait of a run for its time; `false` when it does not wait so.
    pub(crate) fn end_hold(&mut self, id: RunId) -> bool {
        let record = self.store.live_mut(id);
        let terms = record.and_then(|record| record.terms_mut());
        let hold = terms.and_then(|terms| terms.hold.take());
        if let Some(hold) = hold {
            self.timers.unset(hold.until(), Timer::Wait(id));
        }
        hold.is_some()
    }

    /// Takes a queued run from wherever it waits, so that it cannot start; `false` when it is being
    /// ended already.
    pub(crate) fn step_out(&mut self, id: RunId) -> bool {
        let had_to_wait = self.end_hold(id);
        self.ask_no_more(id);
        let Some(record) = self.store.live_mut(id) else {
            return false;
        };
        let terms = record.terms_mut();
        let was_behind = terms.and_then(|terms| terms.behind.take()).is_some();
        let (lane, place) = (record.lane, place(id, record));
        let never_started = record.started_at.is_none();
        let waited = self.lanes.leave(lane, place) || had_to_wait || was_behind;
        self.unstarted -= usize::from(waited && never_started);
        waited
    }

    /// Lets a live run go from where it is: its queue, or its slot, which is free from here on.
    pub(crate) fn vacate(&mut self, id: RunId) {
        let Some(record) = self.store.live_mut(id) else {
            return;
        };
        record.slot = BodySlot::Empty;
        record.waker = None;
        let (grace, lane) = (record.grace, record.lane);
        match record.state {
            RunState::Queued => {
                self.step_out(id);
                return;
            }
            RunState::Cancelling { since, .. } => {
                self.timers.unset(since + grace, Timer::Grace(id));
            }
            _ => {}
        }
        if let Some(at) = record.timeout_at() {
            self.timers.unset(at, Timer::Timeout(id));
        }
        if !self.give_back(id) {
            self.lanes.free_slot(lane);
        }
    }

    /// Ends a live run whose body is gone, and with it those that have waited for it alone. A slot that
    /// it held is free from here on.
    pub(crate) fn finish(&mut self, id: RunId, ending: Ending) {
        let mut next = Some((id, ending));
        while let Some((id, ending)) = next {
            next = self.finish_one(id, ending);
        }
    }

    /// Ends one run; returns how the one ends that has waited for it alone.
    fn finish_one(&mut self, id: RunId, ending: Ending) -> Option<(RunId, Ending)> {
        let now = self.now();
        self.owe_progress(id);
        self.note_attempt(id, &ending);
        let slot = self.slot_of(id);
        self.vacate(id);
        let effects = &mut self.effects;
        let record = self.store.live_mut(id)?;
        if let Some(at) = record.deadline_at() {
            self.timers.unset(at, Timer::Deadline(id));
        }
        let schedule = record.extras.as_ref().and_then(|extras| extras.schedule);
        if let (Some(schedule), Ending::Failed(error)) = (schedule, &ending) {
            self.schedules.failed(schedule, now, error);
        }
        let from = record.status();
        if let RunState::Cancelling { since, .. } = record.state
            && since < now
        {
            record.extras().asked_at = Some(since);
        }
        record.state = ending.clone().into();
        record.finished_at = Some(now);
        let to = record.status();
        if to == RunStatus::Completed {
            effects
                .shared
                .extend(record.repeat.take().map(|repeat| repeat as Rc<dyn Any>));
        }
        if let Some(extras) = &mut record.extras {
            effects.wakers.extend(extras.cancel.take());
            if let Some(end) = extras.end.take() {
                effects.wakers.extend(end.settle(record.state.clone()));
            }
        }
        let failure = match &ending {
            Ending::Failed(error) => record.failure(error),
            _ => None,
        };
        let mut owed = None;
        if let Some(cell) = record.cell.take() {
            if to == RunStatus::Completed && cell.has_callback() {
                owed = Some(cell);
            } else {
                cell.settle(ending, &mut effects.wakers);
                // The last one drops the value; another leaves that to whoever has the handle.
                if Rc::strong_count(&cell) == 1 && cell.owns_of_others() {
                    effects.shared.push(cell);
                }
            }
        }
        self.store.retire(id, from, to);
        self.changed(id, Some(from), owed);
        self.leave_group(id, slot);
        let above = self.child_has_ended(id, failure);
        if let Some(closing) = &mut self.closing {
            closing.ended(id);
        }
        if self.store.counts.live() == 0 {
            self.effects.wakers.extend(self.idle.take());
        }
        if schedule.is_some() {
            self.look_later(Clocks::of(&*self.config.world));
        }
        self.keep_bounded(now);
        let (above, ending) = above?;
        let retries = |record: &Record| {
            let terms = record.terms();
            terms.is_some_and(|terms| terms.policy.retry.is_some())
        };
        if matches!(ending, Ending::Failed(_)) && self.store.get(above).is_some_and(retries) {
            self.effects.concluded.push((above, ending));
            return None;
        }
        Some((above, ending))
    }
}
