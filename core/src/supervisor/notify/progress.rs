//! The progress of a run that reports none: that of its children.

use std::mem;

use crate::{
    Progress, RunId, Unit,
    run::{child_progress::Part, record::Record},
    supervisor::state::State,
};

impl State {
    /// Updates how far its parent counts a run, and so for its ancestors that show the progress of their children.
    pub(crate) fn update_part(&mut self, id: RunId) {
        let Some(record) = self.runs.live_mut(id) else {
            return;
        };
        let part = record.part();
        let Some(origin) = record.origin_mut() else {
            return;
        };
        let before = mem::replace(&mut origin.part, part);
        let parent = origin.parent;
        if part != before
            && let Some(family) = self.runs.get_mut(parent).and_then(Record::family_mut)
        {
            family.progress.replace(before, part);
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

    /// Returns the progress of its children and its unit, if that is what is shown of the run.
    fn progress_of_children(&self) -> Option<(Progress, Option<&Unit>)> {
        let family = self.family().filter(|_| !self.reports_progress())?;
        family.progress.shown()
    }

    /// Returns the progress to show: its own, else that of its children.
    pub(crate) fn shown_progress(&self) -> Option<Progress> {
        let own = self.progress();
        let Some((children, _)) = self.progress_of_children() else {
            return own.cloned();
        };
        Some(Progress {
            message: own.and_then(|own| own.message.clone()),
            ..children
        })
    }

    /// Returns the unit of the progress to show.
    pub(crate) fn shown_unit(&self) -> Unit {
        match self.progress_of_children() {
            Some((_, unit)) => unit.cloned().unwrap_or_default(),
            None => self.unit(),
        }
    }

    /// Returns the unit of its own progress.
    pub(crate) fn unit(&self) -> Unit {
        let extras = self.extras.as_deref();
        extras.map(|extras| extras.unit.clone()).unwrap_or_default()
    }

    /// Returns how far its parent counts it.
    fn part(&self) -> Part {
        let Some(progress) = self.shown_progress() else {
            return Part::default();
        };
        let has_own_unit = self
            .progress_of_children()
            .is_none_or(|(_, unit)| unit.is_some_and(|unit| *unit == self.unit()));
        Part {
            fraction: progress.fraction().unwrap_or_default(),
            amount: progress
                .total
                .filter(|_| has_own_unit)
                .map(|total| (progress.done.min(total), total)),
        }
    }
}
