//! What is shown with the next frame: progress, and changed reasons to wait.

use crate::{
    RunId,
    run::join::Joiners,
    supervisor::state::{State, outbox::Notice},
};

impl State {
    /// Shows a run with the next frame, if it is looked at or a callback receives its progress.
    pub(crate) fn mark_dirty(&mut self, id: RunId) {
        let Some(record) = self.runs.get_mut(id) else {
            return;
        };
        if record.becomes_dirty() {
            self.view.add_dirty(id);
        }
    }

    /// Shows what has changed since the last frame.
    pub(crate) fn show_frame(&mut self) {
        for id in self.view.take_dirty() {
            if let Some(record) = self.runs.live_mut(id) {
                record.dirty = false;
                self.queue_progress(id);
                self.show(id);
            }
        }
        #[cfg(feature = "signals")]
        self.show_rows();
    }

    /// Shows the reasons to wait that have changed.
    #[cfg(feature = "signals")]
    fn show_rows(&mut self) {
        for id in self.view.next_rows() {
            let record = self.runs.get(id).filter(|record| {
                record.status() == crate::RunStatus::Queued && record.watchers.is_watched()
            });
            let Some(record) = record else {
                self.view.rows().remove(id);
                continue;
            };
            let waiting = self.waiting(record);
            if self.view.rows().shown(id) != Some(&waiting) {
                self.show(id);
            }
        }
    }

    /// Queues the notices of the progress of a run, if it is new.
    pub(crate) fn queue_progress(&mut self, id: RunId) {
        let Some(record) = self.runs.live_mut(id) else {
            return;
        };
        if !record.owes_progress() {
            return;
        }
        record.progressed = false;
        let own = record.callbacks().into_iter();
        let joined = record.joiners().into_iter();
        let callbacks: Vec<_> = own
            .chain(joined.flat_map(Joiners::callbacks))
            .filter_map(|callbacks| callbacks.on_progress.clone())
            .collect();
        for callback in callbacks {
            if let Some(run) = self.snapshot(id) {
                self.outbox.push(Notice::Progress { run, callback });
            }
        }
    }
}
