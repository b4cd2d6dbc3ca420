//! Runs that several have joined: who comes, who lets go, and whose priority counts.

use std::rc::Rc;

use crate::supervisor::{
    Inner,
    accept::request::Request,
    state::{Notice, State, place},
};
use crate::{
    CancelReason, Priority, RunId, RunState, RunStatus, StatusChange,
    run::ending::Ending,
    run::join::{Joiners, LetGo},
    run::record::{BodySlot, Record},
};

impl State {
    /// Lets somebody join a live run, under the key that is returned.
    pub(crate) fn join(&mut self, run: RunId, request: Request) -> u32 {
        let Request {
            policy,
            callbacks,
            cell,
            params,
            ..
        } = request;
        // What was attached to them may call the supervisor when it is dropped.
        self.effects.shared.push(Rc::new(params));
        let Some(record) = self.store.live_mut(run) else {
            return Joiners::FIRST;
        };
        let before = record.priority;
        let wanted = policy.priority.unwrap_or_default();
        let joiners = record
            .extras()
            .joiners
            .get_or_insert_with(|| Box::new(Joiners::new(before)));
        let key = joiners.join(wanted, callbacks);
        if let Some(party) = record.cell.take() {
            let party = party.open(&cell);
            if let Some(party) = &party {
                party.join(key, cell);
            }
            record.cell = party;
        }
        if wanted < before {
            self.is_wanted_as(run, wanted);
        }
        key
    }

    /// One of those who joined a run lets go of it. `None`: it has to be cancelled.
    pub(crate) fn leave_run(
        &mut self,
        id: RunId,
        joiner: u32,
        reason: &CancelReason,
    ) -> Option<bool> {
        let Some(record) = self.store.live_mut(id) else {
            return Some(false);
        };
        let started = record.started_at.is_some();
        let joiners = record.extras.as_mut()?.joiners.as_mut()?;
        let (mut callbacks, priority, body) = match joiners.let_go(joiner) {
            LetGo::Before => return Some(true),
            LetGo::Last => return None,
            LetGo::Others {
                callbacks,
                priority,
                body,
            } => (callbacks, priority, body),
        };
        if joiner == Joiners::FIRST {
            callbacks = record.extras().callbacks.take();
        }
        let cell = record.cell.as_ref().and_then(|cell| cell.leave(joiner));
        if let Some(body) = body {
            self.has_let_go(body, id, joiner);
        }
        if let Some(cell) = cell {
            let reason = reason.clone();
            cell.settle(
                Ending::Cancelled { reason, started },
                &mut self.effects.wakers,
            );
            self.effects.shared.push(cell);
        }
        if let (Some(callbacks), Some(run)) = (callbacks, self.snapshot(id)) {
            let reason = reason.clone();
            self.notices.push_back(Notice::LetGo {
                reason,
                run,
                callbacks,
            });
            self.poke();
        }
        if let Some(priority) = priority {
            self.is_wanted_as(id, priority);
        }
        Some(true)
    }

    /// Notes that those who joined a run have to be told of a change.
    pub(crate) fn tell_joiners(&mut self, id: RunId, change: &StatusChange) {
        let Some(joiners) = self.store.get(id).and_then(Record::joiners) else {
            return;
        };
        let notices = joiners.callbacks().map(|callbacks| Notice::Joined {
            change: change.clone(),
            callbacks: Box::new(callbacks.clone()),
        });
        self.notices.extend(notices);
    }

    /// Those who want a run want it with this priority: one that runs has it for its next attempt.
    fn is_wanted_as(&mut self, id: RunId, priority: Priority) {
        if self.move_to(id, priority) {
            return;
        }
        let Some(record) = self.store.live_mut(id) else {
            return;
        };
        record.priority = priority;
        if record.status() == RunStatus::Running {
            self.show(id);
        }
    }

    /// Changes the priority of a run that waits; `false` when it waits no more.
    pub(crate) fn move_to(&mut self, id: RunId, priority: Priority) -> bool {
        let now = self.now();
        let Some(record) = self.store.get_mut(id) else {
            return false;
        };
        if record.status() != RunStatus::Queued {
            return false;
        }
        let held = record.is_held();
        let (lane, place) = (record.lane, place(id, record));
        let waits = self.lanes.move_to(lane, place, priority, now);
        if !waits && !held {
            // It is being cancelled.
            return false;
        }
        self.ask_no_more(id);
        if let Some(record) = self.store.get_mut(id) {
            record.priority = priority;
        }
        if waits {
            self.ask_for_loan(id);
        }
        self.show(id);
        self.revision += 1;
        self.poke();
        true
    }
}

impl Inner {
    /// Somebody who has joined a run wants it no more; the last one cancels it.
    pub(crate) fn let_go(&self, id: RunId, joiner: u32, reason: CancelReason) -> bool {
        self.update(|state| state.leave_run(id, joiner, &reason))
            .unwrap_or_else(|| self.cancel(id, reason))
    }
}

impl Record {
    pub(crate) fn joiners(&self) -> Option<&Joiners> {
        self.extras.as_ref()?.joiners.as_deref()
    }

    /// Whether it goes on by itself: nobody has asked it to stop.
    pub(crate) fn can_be_joined(&self) -> bool {
        match &self.state {
            RunState::Cancelling { reason, .. } => *reason == CancelReason::Timeout,
            // While it waits a body is away only when the run is being ended.
            RunState::Queued => !matches!(self.slot, BodySlot::Away),
            state => state.status().is_live(),
        }
    }
}
