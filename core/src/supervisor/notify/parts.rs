//! How far a run is by its children, where it does not say so itself.

use std::mem;

use crate::supervisor::state::State;
use crate::{Progress, RunId, run::record::Record};

impl State {
    /// A run has moved on, and so have those that are no further than their children.
    pub(crate) fn part_has_changed(&mut self, id: RunId) {
        let Some(record) = self.store.live_mut(id) else {
            return;
        };
        let part = record.part();
        let Some(origin) = record.origin_mut() else {
            return;
        };
        let more = part - mem::replace(&mut origin.part, part);
        let parent = origin.parent;
        if more != 0.0
            && let Some(family) = self.store.get_mut(parent).and_then(Record::family_mut)
        {
            family.parts.under_way += more;
            self.parts_have_changed(parent);
        }
    }

    /// The children of a run have moved on, and so has the run unless it says itself how far it is.
    pub(crate) fn parts_have_changed(&mut self, id: RunId) {
        let Some(record) = self.store.live_mut(id) else {
            return;
        };
        if !record.reports_progress() {
            record.progressed = true;
            self.mark_dirty(id);
            self.part_has_changed(id);
        }
    }
}

impl Record {
    /// Whether it says itself how far it is.
    fn reports_progress(&self) -> bool {
        self.progress()
            .is_some_and(|progress| progress.done > 0.0 || progress.total.is_some())
    }

    /// How far it is: by its own word, else by its children's.
    pub(crate) fn shown_progress(&self) -> Option<Progress> {
        let own = self.progress();
        if self.reports_progress() {
            return own.cloned();
        }
        let parts = self.family().and_then(|family| family.parts.progress());
        let Some(parts) = parts else {
            return own.cloned();
        };
        Some(Progress {
            message: own.and_then(|own| own.message.clone()),
            ..parts
        })
    }

    /// The part of it that is done.
    fn part(&self) -> f64 {
        let progress = self.shown_progress();
        progress
            .and_then(|progress| progress.fraction())
            .unwrap_or_default()
    }
}
