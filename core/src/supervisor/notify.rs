//! Telling others what happened, in a later turn.

use std::{mem, rc::Rc};

use super::{
    Inner,
    state::{Notice, State},
};
use crate::{RunState, RunStatus, body::Ending, events};

impl Inner {
    /// Tells the oldest change that was not told yet; `false` when there is none.
    pub(crate) fn tell_one(&self) -> bool {
        let Some((notice, listeners, on_error)) = self.update(|state| {
            let notice = state.notices.pop_front()?;
            state
                .listeners
                .retain(|listener| listener.strong_count() > 0);
            state
                .streams
                .retain(|stream| events::send(stream, &notice.change));
            let listeners: Vec<_> = state
                .listeners
                .iter()
                .filter_map(std::rc::Weak::upgrade)
                .collect();
            Some((notice, listeners, state.config.on_error.clone()))
        }) else {
            return false;
        };
        let Notice {
            change,
            callbacks,
            value,
        } = notice;
        let change = Rc::new(change);

        if let Some(value) = value {
            let (told, run) = (value.clone(), change.clone());
            self.guarded("on_complete", move || told.call_back(&run.run));
            if let Some(waker) = value.settle(Ending::Completed) {
                waker.wake();
            }
        }
        if let Some(callbacks) = callbacks {
            let change = change.clone();
            self.guarded("a callback of a run", move || {
                call_back(&callbacks, &change)
            });
        }
        for listener in listeners {
            let change = change.clone();
            self.guarded("a listener", move || (listener.0)(&change));
        }
        if let (RunState::Failed(error), Some(handler)) = (&change.run.state, on_error) {
            let (error, change, world) = (error.clone(), change.clone(), self.world.clone());
            self.guarded("the error handler", move || {
                if let Err(failure) = handler(&change.run, &error) {
                    world.log(&format!("the error handler failed: {failure}"));
                }
            });
        }
        true
    }

    /// Shows the progress of this frame to those who look, and tells those who want to be told.
    pub(crate) fn show_frame(&self) {
        let told = self.update(|state| {
            let mut told = Vec::new();
            for id in mem::take(&mut state.dirty) {
                let Some(record) = state.store.get_mut(id) else {
                    continue;
                };
                record.dirty = false;
                if record.status().is_finished() {
                    continue;
                }
                let on_progress = record
                    .callbacks()
                    .and_then(|callbacks| callbacks.on_progress.clone());
                if let (Some(callback), Some(_)) = (on_progress, &record.progress) {
                    told.push((callback, record.snapshot(id)));
                }
                state.show(id);
            }
            told
        });
        for (callback, run) in told {
            self.guarded("on_progress", move || {
                if let Some(progress) = &run.progress {
                    callback(progress, &run);
                }
            });
        }
    }

    /// Sets the signal of the whole, when somebody has asked for it and it has changed.
    pub(crate) fn publish(&self) {
        let changed = self.update(|state: &mut State| {
            let signal = state.overview.clone()?;
            let overview = state.overview();
            Some((signal, overview))
        });
        if let Some((signal, overview)) = changed {
            use reactive_graph::traits::{GetUntracked, Set};
            if signal.get_untracked() != overview {
                self.guarded("a signal's subscriber", move || signal.set(overview));
            }
        }
    }
}

fn call_back(callbacks: &crate::options::Callbacks, change: &crate::StatusChange) {
    let run = &change.run;
    match (&run.state, change.from) {
        (RunState::Running, Some(RunStatus::Queued)) => {
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
