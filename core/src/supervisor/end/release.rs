//! Releases of a run by the callers that joined it; the last release cancels the run.

use crate::{
    CancelReason, RunId,
    run::{
        ending::Ending,
        join::{Joiners, Release},
    },
    supervisor::{
        Inner,
        state::{State, outbox::Notice},
    },
};

impl Inner {
    /// Releases a run for one of the callers that joined it. The last one cancels it.
    pub(crate) fn release(&self, id: RunId, joiner: u32, reason: CancelReason) -> bool {
        self.update(|state| state.release(id, joiner, &reason))
            .unwrap_or_else(|| self.cancel(id, reason))
    }
}

impl State {
    /// Releases a run for one of the callers that joined it. Returns `None` when it is the last one: then the
    /// run has to be cancelled.
    pub(crate) fn release(
        &mut self,
        id: RunId,
        joiner: u32,
        reason: &CancelReason,
    ) -> Option<bool> {
        let Some(record) = self.runs.live_mut(id) else {
            return Some(false);
        };
        let started = record.started_at.is_some();
        let joiners = record.extras.as_mut()?.joiners.as_mut()?;
        let (mut callbacks, priority, body) = match joiners.release(joiner) {
            Release::Before => return Some(true),
            Release::Last => return None,
            Release::One {
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
            self.forget_joined(body, id, joiner);
        }
        if let Some(cell) = cell {
            let reason = reason.clone();
            cell.settle(Ending::Cancelled { reason, started }, self.effects.wakers());
            self.effects.discard(cell);
        }
        if let (Some(callbacks), Some(run)) = (callbacks, self.snapshot(id)) {
            let reason = reason.clone();
            self.outbox.push(Notice::Released {
                reason,
                run,
                callbacks,
            });
            self.view.poke();
        }
        if let Some(priority) = priority {
            self.set_joined_priority(id, priority);
        }
        Some(true)
    }
}
