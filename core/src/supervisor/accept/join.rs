//! Callers who join a live run in place of a new one. How they release it is in `end/release`.

use std::rc::Rc;

use crate::{
    RunId,
    run::{join::Joiners, record::Record},
    supervisor::{accept::request::Request, state::State},
};

impl State {
    /// Lets the caller of a request join a live run, under the key that is returned.
    pub(crate) fn join(&mut self, run: RunId, request: Request) -> u32 {
        let Request {
            policy,
            callbacks,
            cell,
            params,
            parent,
            ..
        } = request;
        // Attachments may call the supervisor when they are dropped.
        self.effects.discard(Rc::new(params));
        let Some(record) = self.runs.live_mut(run) else {
            return Joiners::FIRST;
        };
        let before = record.priority;
        let priority = policy.priority.unwrap_or_default();
        let joiners = record
            .extras()
            .joiners
            .get_or_insert_with(|| Box::new(Joiners::new(before)));
        let key = joiners.join(priority, callbacks);
        if let Some(shared) = record.cell.take() {
            let shared = shared.open(&cell);
            if let Some(shared) = &shared {
                shared.join(key, cell);
            }
            record.cell = shared;
        }
        if priority < before {
            self.set_joined_priority(run, priority);
        }
        if let Some(parent) = parent {
            self.note_joined(parent.run, run, key);
        }
        key
    }

    /// Notes that the body of a run has joined a run that is not its child.
    fn note_joined(&mut self, body_of: RunId, run: RunId, key: u32) {
        let Some(record) = self.runs.get_mut(run) else {
            return;
        };
        if record
            .origin()
            .is_some_and(|origin| origin.parent == body_of)
        {
            return;
        }
        let extras = record.extras.as_mut();
        if let Some(joiners) = extras.and_then(|extras| extras.joiners.as_mut()) {
            joiners.set_body(key, body_of);
        }
        let mut family = self.take_family(body_of);
        family.join(run, key, |id| self.runs.can_be_joined(id));
        self.put_family(body_of, family);
        self.waits.add_joiner(body_of);
        self.view.touch();
    }

    /// Notes that a body has released a run that it had joined: it no longer waits for that, and lends it no slot.
    pub(crate) fn forget_joined(&mut self, body_of: RunId, run: RunId, key: u32) {
        let family = self.runs.get_mut(body_of).and_then(Record::family_mut);
        let Some(family) = family else { return };
        let Some(at) = family.joined.iter().position(|at| *at == (run, key)) else {
            return;
        };
        family.joined.remove(at);
        if family.joined.is_empty() {
            self.waits.remove_joiner(body_of);
        }
    }
}
