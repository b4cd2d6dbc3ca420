//! The end of a run: the one place where it gets a terminal status.

use std::{any::Any, rc::Rc};

use crate::{
    RunId, RunState, RunStatus,
    run::{
        ending::Ending,
        record::{BodyState, Record},
    },
    schedule::Clocks,
    supervisor::state::{State, timers::Timer},
};

impl State {
    /// Ends a live run whose body is gone, and with it every parent that had waited for it alone. A slot that it
    /// held is free afterwards.
    pub(crate) fn finish(&mut self, id: RunId, ending: Ending) {
        let mut next = Some((id, ending));
        while let Some((id, ending)) = next {
            next = self.finish_one(id, ending);
        }
    }

    /// Ends one run. Returns how its parent ends, if that had waited for it alone.
    fn finish_one(&mut self, id: RunId, ending: Ending) -> Option<(RunId, Ending)> {
        let now = self.now();
        self.queue_progress(id);
        self.note_failed_attempt(id, &ending);
        let slot = self.slot_to_vacate(id);
        self.vacate(id);
        let record = self.runs.live_mut(id)?;
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
            record.extras().stop_requested_at = Some(since);
        }
        record.state = ending.clone().into();
        record.finished_at = Some(now);
        let to = record.status();
        // A run with problems can be retried.
        if to == RunStatus::Completed && !record.is_completed_with_problems() {
            let repeat = record.repeat.take().map(|repeat| repeat as Rc<dyn Any>);
            self.effects.discard_all(repeat);
        }
        if let Some(extras) = &mut record.extras {
            let wakers = self.effects.wakers();
            extras.cancel.take(wakers);
            if let Some(end) = extras.end.take() {
                end.settle(record.state.clone(), wakers);
            }
        }
        let failure = match &ending {
            Ending::Failed(error) => record.child_failure(error),
            _ => None,
        };
        let mut undelivered = None;
        if let Some(cell) = record.cell.take() {
            if to == RunStatus::Completed && cell.has_callback() {
                undelivered = Some(cell);
            } else {
                cell.settle(ending, self.effects.wakers());
                // Only the last reference drops the value; any other is a handle's.
                if Rc::strong_count(&cell) == 1 && cell.runs_code_on_drop() {
                    self.effects.discard(cell);
                }
            }
        }
        self.runs.retire(id, from, to);
        self.notify_change(id, Some(from), undelivered);
        self.leave_group(id, slot);
        let parent = self.child_ended(id, failure);
        self.lifecycle.note_end(id);
        if self.runs.counts().live() == 0 {
            self.lifecycle.idle().take(self.effects.wakers());
        }
        if schedule.is_some() {
            self.set_schedule_timer(Clocks::of(&*self.config.world));
        }
        self.evict(now);
        let (parent, ending) = parent?;
        if matches!(ending, Ending::Failed(_)) && self.runs.get(parent).is_some_and(has_retry) {
            self.effects.decide(parent, ending);
            return None;
        }
        Some((parent, ending))
    }

    /// Takes a live run from where it is: its queue, or its slot, which is free afterwards.
    pub(crate) fn vacate(&mut self, id: RunId) {
        let Some(record) = self.runs.live_mut(id) else {
            return;
        };
        record.body = BodyState::Empty;
        record.waker = None;
        let (grace, lane) = (record.grace, record.lane);
        match record.state {
            RunState::Queued => {
                self.leave_queue(id);
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
        if !self.return_loan(id) {
            self.lanes.free_slot(lane);
        }
    }
}

fn has_retry(record: &Record) -> bool {
    record
        .terms()
        .is_some_and(|terms| terms.policy.retry.is_some())
}
