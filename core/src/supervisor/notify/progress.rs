//! The progress of a run that reports none: that of its children.

use std::mem;

use crate::{Progress, RunId, run::record::Record, supervisor::state::State};

impl State {
    /// Updates the part of a run that its parent counts as done, and that of its ancestors that show the progress
    /// of their children.
    pub(crate) fn update_part(&mut self, id: RunId) {
        let Some(record) = self.runs.live_mut(id) else {
            return;
        };
        let part = record.part();
        let Some(origin) = record.origin_mut() else {
            return;
        };
        let more = part - mem::replace(&mut origin.part, part);
        let parent = origin.parent;
        if more != 0.0
            && let Some(family) = self.runs.get_mut(parent).and_then(Record::family_mut)
        {
            family.progress.under_way += more;
            self.child_progressed(parent);
        }
    }

    /// Notes progress of the children of a run, which is its own unless it reports some itself.
    pub(crate) fn child_progressed(&mut self, parent: RunId) {
        let Some(record) = self.runs.live_mut(parent) else {
            return;
        };
        if !record.reports_progress() {
            record.progressed = true;
            self.mark_dirty(parent);
            self.update_part(parent);
        }
    }
}

impl Record {
    /// Returns whether it has reported progress itself.
    fn reports_progress(&self) -> bool {
        self.progress()
            .is_some_and(|progress| progress.done > 0.0 || progress.total.is_some())
    }

    /// Returns the progress to show: its own, else that of its children.
    pub(crate) fn shown_progress(&self) -> Option<Progress> {
        let own = self.progress();
        if self.reports_progress() {
            return own.cloned();
        }
        let children = self.family().and_then(|family| family.progress.total());
        let Some(children) = children else {
            return own.cloned();
        };
        Some(Progress {
            message: own.and_then(|own| own.message.clone()),
            ..children
        })
    }

    /// Returns the part of it that is done, from 0 to 1.
    fn part(&self) -> f64 {
        let progress = self.shown_progress();
        progress
            .and_then(|progress| progress.fraction())
            .unwrap_or_default()
    }
}
