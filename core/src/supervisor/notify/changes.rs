//! A change of a run: shown to its signals at once, and queued for callbacks and observers.

use std::rc::Rc;

use crate::{
    RunId, RunState, RunStatus, Transition,
    run::{cell::Settle, record::Record},
    supervisor::{
        notify::events::StatusChange,
        state::{State, effects::Show, outbox::Notice},
    },
};

impl State {
    /// Shows a change of a run, and queues the notices of it.
    ///
    /// `value` is the cell of a value that a callback has to see before a handle can take it. A snapshot is made
    /// only if something receives it.
    pub(crate) fn notify_change(
        &mut self,
        id: RunId,
        from: Option<RunStatus>,
        value: Option<Rc<dyn Settle>>,
    ) {
        self.view.touch();
        self.show(id);
        let Some(record) = self.runs.get(id) else {
            return;
        };
        let failed = matches!(record.state, RunState::Failed(_));
        let is_received = failed && self.outbox.has_error_handler()
            || value.is_some()
            || record.callbacks().is_some()
            || record.joiners().is_some();
        if is_received {
            let run = self.snapshot_of(id, record);
            let change = StatusChange { from, run };
            let joined = record.joiners().map(|_| change.clone());
            self.outbox.push(Notice::Change {
                change,
                callbacks: record.callbacks().cloned().map(Box::new),
                value,
            });
            if let Some(change) = joined {
                self.notify_joiners(id, &change);
            }
        }
        let Some(record) = self.runs.get(id) else {
            return;
        };
        let is_retry = || {
            let extras = record.extras.as_ref();
            extras.is_some_and(|extras| extras.retry_of.is_some())
        };
        if self.outbox.is_observed(from, is_retry) {
            let run = self.brief_of(id, record);
            self.outbox
                .push(Notice::Transition(Transition { from, run }));
        }
    }

    /// Queues the notices of a change for the callers that joined the run.
    fn notify_joiners(&mut self, id: RunId, change: &StatusChange) {
        let Some(joiners) = self.runs.get(id).and_then(Record::joiners) else {
            return;
        };
        for callbacks in joiners.callbacks() {
            self.outbox.push(Notice::Joined {
                change: change.clone(),
                callbacks: Box::new(callbacks.clone()),
            });
        }
    }

    /// Shows a run as it is now to its signals, if there are any.
    pub(crate) fn show(&mut self, id: RunId) {
        let Some(record) = self.runs.get(id) else {
            return;
        };
        if let Some(signals) = record.watchers.signals() {
            let run = self.snapshot_of(id, record);
            #[cfg(feature = "signals")]
            self.view.rows().note(&run);
            let moment = self.view.next_moment();
            self.effects.show(Show {
                signals,
                moment,
                run,
            });
        }
    }
}
