//! Delivering notices, in a later turn than the change.

use std::rc::Rc;

use crate::{
    RunState, RunStatus, Transition,
    run::{callbacks::Callbacks, cell::Settle, ending::Ending},
    supervisor::{
        Inner,
        notify::events::StatusChange,
        state::{State, outbox::Notice},
    },
};

/// How many notices are delivered at a time. A run has fewer, so delivery keeps up with running.
const BATCH: usize = 8;

impl Inner {
    /// Delivers the oldest notices, at most [`BATCH`] of them; returns `false` when there are none.
    pub(crate) fn deliver_some(&self) -> bool {
        let mut delivered = 0;
        while delivered < BATCH {
            match self.deliver_next(BATCH - delivered) {
                0 => break,
                some => delivered += some,
            }
        }
        delivered > 0
    }

    /// Delivers the oldest notice, with up to `most` transitions in one call; returns how many it was.
    fn deliver_next(&self, most: usize) -> usize {
        match self.update(|state| state.outbox.pop()) {
            None => return 0,
            Some(Notice::Transition(first)) => return self.deliver_transitions(first, most),
            Some(Notice::Progress { run, callback }) => {
                self.guarded("on_progress", move || {
                    if let Some(progress) = &run.progress {
                        callback(progress, &run);
                    }
                });
            }
            Some(Notice::Joined { change, callbacks }) => {
                self.guarded("a callback of a run", move || {
                    call_back(&callbacks, &change);
                });
            }
            Some(Notice::Released {
                reason,
                run,
                callbacks,
            }) => {
                self.guarded("on_cancel", move || {
                    if let Some(callback) = &callbacks.on_cancel {
                        callback(&reason, &run);
                    }
                });
            }
            Some(Notice::Change {
                change,
                callbacks,
                value,
            }) => {
                let change = Rc::new(change);
                self.deliver_to_run(&change, callbacks, value);
                self.deliver_to_error_handler(&change);
            }
        }
        1
    }

    /// Delivers a transition, and those that follow it in the queue, to the streams and the observers.
    fn deliver_transitions(&self, first: Transition, most: usize) -> usize {
        let transitions = self.update(|state| {
            let State {
                outbox, effects, ..
            } = state;
            let transitions = outbox.take_transitions(first, most);
            outbox.send(&transitions, effects.wakers());
            transitions
        });
        let count = transitions.len();
        let transitions = Rc::new(transitions);
        let mut next = 0;
        // An observer may end the subscription of another, or add one.
        while let Some((interest, observer)) = self.read(|state| state.outbox.observer(next)) {
            next += 1;
            if let Some(observer) = observer.upgrade() {
                let transitions = transitions.clone();
                self.guarded("an observer", move || {
                    for some in interest.select(&transitions) {
                        observer(some);
                    }
                });
            }
        }
        count
    }

    /// Delivers a change to the callbacks of the run.
    fn deliver_to_run(
        &self,
        change: &Rc<StatusChange>,
        callbacks: Option<Box<Callbacks>>,
        value: Option<Rc<dyn Settle>>,
    ) {
        if let Some(value) = value {
            let cells = self.share_value(&value);
            for cell in cells {
                let change = change.clone();
                self.guarded("on_complete", move || cell.call_back(&change.run));
            }
            self.release_value(&*value);
            self.guarded("dropping a value", move || drop(value));
        }
        if let Some(callbacks) = callbacks {
            let change = change.clone();
            self.guarded("a callback of a run", move || {
                call_back(&callbacks, &change);
            });
        }
    }

    /// Lets handles take a value.
    fn release_value(&self, value: &dyn Settle) {
        let mut wakers = Vec::new();
        value.settle(Ending::Completed, &mut wakers);
        self.wake(wakers);
    }

    /// Gives a value to all callers that joined the run, and returns their cells.
    fn share_value(&self, value: &Rc<dyn Settle>) -> Vec<Rc<dyn Settle>> {
        let cells = value.cells();
        if cells.is_empty() {
            return vec![value.clone()];
        }
        let value = value.clone();
        self.guarded("cloning a value", move || value.share());
        cells
    }

    /// Delivers a failure to the error handler.
    fn deliver_to_error_handler(&self, change: &Rc<StatusChange>) {
        let on_error = self.read(|state| state.outbox.error_handler());
        let Some(handler) = on_error else { return };
        if let RunState::Failed(error) = &change.run.state {
            let (error, change, world) = (error.clone(), change.clone(), self.world.clone());
            self.guarded("the error handler", move || {
                if let Err(failure) = handler(&change.run, &error) {
                    world.log(
                        &["the error handler failed: ", &failure.message().english()].concat(),
                    );
                }
            });
        }
    }

    /// Drops a notice undelivered. A value that it holds can still be taken.
    pub(crate) fn discard_notice(&self, notice: Notice) {
        if let Notice::Change {
            value: Some(value), ..
        } = &notice
        {
            drop(self.share_value(value));
            self.release_value(&**value);
        }
        self.guarded("dropping a callback", move || drop(notice));
    }

    /// Sets the signals of the overview and of schedules that exist and have changed.
    pub(crate) fn publish(&self) {
        if self.read(|state| state.schedules.has_updates()) {
            self.publish_schedules();
        }
        let changed = self.read(|state| {
            let signal = state.view.overview().cloned()?;
            Some((signal, state.overview()))
        });
        if let Some((signal, overview)) = changed
            && !signal.shows(&overview)
        {
            self.guarded("a signal's subscriber", move || signal.set(overview));
        }
    }
}

fn call_back(callbacks: &Callbacks, change: &StatusChange) {
    let run = &change.run;
    match (&run.state, change.from) {
        (RunState::Running, Some(RunStatus::Queued)) if run.attempt == 1 => {
            if let Some(callback) = &callbacks.on_start {
                callback(run);
            }
        }
        (RunState::Failed(error), _) => {
            if let Some(callback) = &callbacks.on_error {
                callback(error, run);
            }
        }
        (RunState::Cancelled { reason, .. }, _) => {
            if let Some(callback) = &callbacks.on_cancel {
                callback(reason, run);
            }
        }
        _ => {}
    }
}
