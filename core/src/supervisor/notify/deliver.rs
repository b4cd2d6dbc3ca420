//! Telling others what happened, in a later turn.

use std::rc::Rc;

use reactive_graph::traits::{GetUntracked, Set};

use crate::supervisor::{
    Inner,
    state::{Notice, State},
};
use crate::{
    RunState, RunStatus, StatusChange, Transition, run::callbacks::Callbacks, run::cell::Settle,
    run::ending::Ending, supervisor::notify::events,
};

/// A run is told of at most so often, mostly: being told keeps up with running.
const TOLD_AT_ONCE: usize = 8;

impl Inner {
    /// Tells the oldest things that were not told yet, at most [`TOLD_AT_ONCE`]; `false` when there are
    /// none.
    pub(crate) fn tell_some(&self) -> bool {
        let mut told = 0;
        while told < TOLD_AT_ONCE {
            match self.tell_next(TOLD_AT_ONCE - told) {
                0 => break,
                some => told += some,
            }
        }
        told > 0
    }

    /// Tells the oldest thing that was not told yet, with up to so many others that are told in one;
    /// returns how many that were.
    fn tell_next(&self, most: usize) -> usize {
        match self.update(|state| state.notices.pop_front()) {
            None => return 0,
            Some(Notice::Transition(first)) => return self.tell_observers(first, most),
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
            Some(Notice::LetGo {
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
                self.tell_run(&change, callbacks, value);
                self.tell_everybody(&change);
            }
        }
        1
    }

    /// Tells a transition, and those that follow it in the queue, to those who are told of many at a
    /// time.
    fn tell_observers(&self, first: Transition, most: usize) -> usize {
        let transitions = self.update(|state| {
            state
                .observers
                .retain(|(_, observer)| observer.strong_count() > 0);
            let is_one = |notice: &&Notice| matches!(notice, Notice::Transition(_));
            let next = state.notices.iter().take(most - 1).take_while(is_one);
            let more = next.count();
            let next = state.notices.drain(..more);
            let next = next.filter_map(|notice| match notice {
                Notice::Transition(transition) => Some(transition),
                _ => None,
            });
            let mut transitions = Vec::with_capacity(1 + more);
            transitions.push(first);
            transitions.extend(next);
            transitions
        });
        let told = transitions.len();
        let transitions = Rc::new(transitions);
        let mut next = 0;
        // One may end the subscription of another, or make one.
        while let Some((_, observer)) = self.read(|state| state.observers.get(next).cloned()) {
            next += 1;
            if let Some(observer) = observer.upgrade() {
                let transitions = transitions.clone();
                self.guarded("an observer", move || observer(&transitions));
            }
        }
        told
    }

    /// Tells a change to those who asked for this run.
    fn tell_run(
        &self,
        change: &Rc<StatusChange>,
        callbacks: Option<Box<Callbacks>>,
        value: Option<Rc<dyn Settle>>,
    ) {
        if let Some(value) = value {
            let cells = self.shared(&value);
            for cell in cells {
                let change = change.clone();
                self.guarded("on_complete", move || cell.call_back(&change.run));
            }
            self.wake_all(&*value);
            self.guarded("dropping a value", move || drop(value));
        }
        if let Some(callbacks) = callbacks {
            let change = change.clone();
            self.guarded("a callback of a run", move || {
                call_back(&callbacks, &change);
            });
        }
    }

    /// Whoever waits for a value can take it now.
    fn wake_all(&self, value: &dyn Settle) {
        let mut wakers = Vec::new();
        value.settle(Ending::Completed, &mut wakers);
        self.wake(wakers);
    }

    /// The cells that a value is in, once all who joined the run have it.
    fn shared(&self, value: &Rc<dyn Settle>) -> Vec<Rc<dyn Settle>> {
        let cells = value.cells();
        if cells.is_empty() {
            return vec![value.clone()];
        }
        let value = value.clone();
        self.guarded("cloning a value", move || value.share());
        cells
    }

    /// Tells a change to those who asked for all runs.
    fn tell_everybody(&self, change: &Rc<StatusChange>) {
        let (listeners, on_error) = self.update(|state| {
            let State {
                streams, effects, ..
            } = state;
            streams.retain(|stream| events::send(stream, change, &mut effects.wakers));
            state
                .listeners
                .retain(|listener| listener.strong_count() > 0);
            (state.listeners.clone(), state.config.on_error.clone())
        });
        for listener in listeners {
            // The one before may have ended the subscription of this one.
            let Some(listener) = listener.upgrade() else {
                continue;
            };
            let change = change.clone();
            self.guarded("a listener", move || listener(&change));
        }
        let Some(handler) = on_error else { return };
        if let RunState::Failed(error) = &change.run.state {
            let (error, change, world) = (error.clone(), change.clone(), self.world.clone());
            self.guarded("the error handler", move || {
                if let Err(failure) = handler(&change.run, &error) {
                    world.log(&format!("the error handler failed: {failure}"));
                }
            });
        }
    }

    /// Tells nobody any more: a value is there for whoever waits for it, and that is all.
    pub(crate) fn forget(&self, notice: Notice) {
        if let Notice::Change {
            value: Some(value), ..
        } = &notice
        {
            drop(self.shared(value));
            self.wake_all(&**value);
        }
        self.guarded("dropping a callback", move || drop(notice));
    }

    /// Sets the signals of the whole and of schedules, when somebody has asked for them and they have
    /// changed.
    pub(crate) fn publish(&self) {
        if self.read(|state| state.schedules.owes()) {
            self.show_schedules();
        }
        let changed = self.read(|state| {
            let signal = state.overview.clone()?;
            Some((signal, state.overview()))
        });
        if let Some((signal, overview)) = changed
            && signal.get_untracked() != overview
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
