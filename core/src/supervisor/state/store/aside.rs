//! Finished runs that were cleared and may still be restored.

use crate::{
    RunId,
    collections::name::Name,
    run::record::Record,
    supervisor::state::store::{Store, heads::is_head},
};

impl Store {
    /// Sets finished runs aside: nothing lists, counts or finds them by a public id. Returns those that were set aside.
    pub(crate) fn set_aside(&mut self, runs: impl IntoIterator<Item = RunId>) -> Vec<RunId> {
        let mut set_aside = Vec::new();
        for id in runs {
            let has_ended = |record: &Record| record.status().is_finished();
            if self.get(id).is_some_and(has_ended) && self.unlist(id) {
                self.aside.insert(id);
                set_aside.push(id);
            }
        }
        self.order.retain(|(_, id)| !self.aside.contains(id));
        for queue in self.finished.in_order() {
            queue.retain(|id| !self.aside.contains(id));
        }
        set_aside
    }

    /// Returns whether a run is kept and not set aside.
    pub(crate) fn is_listed(&self, id: RunId) -> bool {
        self.get(id).is_some() && !self.aside.contains(&id)
    }

    /// Lists runs again that were set aside, where they were. Returns how many are still there.
    pub(crate) fn restore(&mut self, runs: &[RunId]) -> usize {
        let mut restored = 0;
        for id in runs {
            if !self.aside.remove(id) {
                continue;
            }
            let Some(record) = self.records.get(*id) else {
                continue;
            };
            restored += 1;
            let (status, ended) = (record.status(), record.finished_at);
            self.counts.add(status);
            if is_head(record) {
                self.heads.add(status);
            }
            // Another run may have taken the public id.
            if let Some(public_id) = &record.public_id
                && self.public_ids.named(public_id).is_none()
            {
                self.public_ids.insert(Name::new(public_id.clone()), *id);
            }
            let at = self
                .order
                .partition_point(|(arrival, _)| *arrival < record.arrival);
            self.order.insert(at, (record.arrival, *id));
            let records = &self.records;
            let queue = self.finished.of(status);
            let at = queue.partition_point(|other| {
                let other = records.get(*other);
                other.is_none_or(|other| other.finished_at < ended)
            });
            queue.insert(at, *id);
        }
        restored
    }

    /// Forgets runs that were set aside. Records whose drop may run code of the caller are moved to `gone`.
    pub(crate) fn forget(&mut self, runs: &[RunId], gone: &mut Vec<Record>) {
        for id in runs {
            if self.aside.remove(id) {
                self.discard(*id, gone);
            }
        }
    }
}
