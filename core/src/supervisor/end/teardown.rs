//! The end of everything, when the last handle of a supervisor is dropped.

use crate::{
    CancelReason, RunId,
    run::{ending::Ending, record::Record},
    supervisor::Inner,
};

impl Inner {
    /// Ends every run because the supervisor is being dropped. Nothing is notified any more, but what is awaited
    /// resolves.
    pub(crate) fn abandon_all(&self) {
        let mut wakers = Vec::new();
        let (records, notices) = self.update(|state| {
            state.end_schedules();
            state.timers.clear_all();
            state.lanes.clear();
            state.groups.clear();
            state.waits.clear();
            let records = state.runs.drain();
            let notices = state.outbox.take_notices();
            state.lifecycle.idle().take(&mut wakers);
            state.outbox.close_streams(&mut wakers);
            (records, notices)
        });
        for (id, record) in records {
            self.abandon_record(id, record);
        }
        for notice in notices {
            self.discard_notice(notice);
        }
        self.wake(wakers);
        self.publish();
    }

    fn abandon_record(&self, id: RunId, mut record: Record) {
        if record.status().is_live() {
            if let Some(body) = record.take_resting() {
                self.guarded("dropping a body", move || drop(body));
            }
            // A run is never cancelled because its time was up.
            let reason = record.stop_reason();
            let reason = reason.filter(|reason| *reason != CancelReason::Timeout);
            let ending = Ending::Cancelled {
                reason: reason.unwrap_or(CancelReason::Owner),
                started: record.started_at.is_some(),
            };
            record.state = ending.clone().into();
            record.finished_at = Some(self.world.now());
            if let Some(signals) = record.watchers.signals() {
                let run = self.read(|state| state.snapshot_of(id, &record));
                self.guarded("a signal's subscriber", move || signals.show(u64::MAX, run));
            }
            let mut wakers = Vec::new();
            if let Some(cell) = record.cell.take() {
                cell.settle(ending, &mut wakers);
            }
            if let Some(extras) = &mut record.extras {
                extras.cancel.take(&mut wakers);
                if let Some(end) = extras.end.take() {
                    end.settle(record.state.clone(), &mut wakers);
                }
            }
            self.wake(wakers);
        }
        self.guarded("dropping what a run had", move || drop(record));
    }
}
