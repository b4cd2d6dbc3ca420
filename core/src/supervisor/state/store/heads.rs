//! Heads: runs without a parent that were not retried and that no schedule has started. A list shows them before any row is
//! expanded.

use crate::{
    Counts, RunId,
    run::{family::Origin, record::Record},
    supervisor::state::store::Store,
};

impl Store {
    /// Returns how many of the heads there are of each status.
    pub(crate) fn heads(&self) -> Counts {
        self.heads
    }

    /// Makes a new run the child of another.
    pub(crate) fn set_origin(&mut self, child: RunId, origin: Origin) {
        if let Some(record) = self.records.get_mut(child) {
            if is_head(record) {
                self.heads.remove(record.status());
            }
            record.extras().origin = Some(origin);
        }
    }

    /// Notes that another run was made in place of a finished one.
    pub(crate) fn supersede(&mut self, old: RunId, new: RunId) {
        if let Some(record) = self.records.get_mut(old) {
            if is_head(record) && !self.aside.contains(&old) {
                self.heads.remove(record.status());
            }
            record.extras().retried_as = Some(new);
        }
    }
}

/// Returns whether a list shows this run before any row is expanded.
pub(super) fn is_head(record: &Record) -> bool {
    let Some(extras) = &record.extras else {
        return true;
    };
    extras.origin.is_none() && extras.retried_as.is_none() && extras.schedule.is_none()
}
