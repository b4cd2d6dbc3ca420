//! Parents and children.

use taskdeck_core::{CancelReason, Instant, Overlap, RunStatus};

use super::{Group, Model, Said, accept::Origin, run::Asked};
use crate::program::Spec;

impl Model {
    pub(crate) fn live_children(&self, run: usize) -> Vec<usize> {
        let is_child = |child: &usize| self.runs[*child].parent.map(|(of, _)| of) == Some(run);
        self.live().filter(is_child).collect()
    }

    /// Returns all children of the current attempt.
    pub(super) fn children(&self, run: usize) -> Vec<usize> {
        let attempt = self.runs[run].attempt;
        (0..self.runs.len())
            .filter(|child| self.runs[*child].parent == Some((run, attempt)))
            .collect()
    }

    /// Returns whether a run that has ended can be retried by hand: it failed, was cancelled, or completed although a
    /// child of its last attempt failed.
    pub(crate) fn leaves_work(&self, run: usize) -> bool {
        match self.runs[run].status {
            RunStatus::Failed | RunStatus::Cancelled => true,
            RunStatus::Completed => {
                let mut children = self.children(run).into_iter();
                children.any(|child| self.runs[child].status == RunStatus::Failed)
            }
            _ => false,
        }
    }

    /// Returns why a child is refused, if it is.
    pub(super) fn refused_child(
        &self,
        spec: &Spec,
        group: &Group,
        origin: Origin,
    ) -> Option<&'static str> {
        let (parent, attempt) = origin.parent?;
        let at = &self.runs[parent];
        if at.status != RunStatus::Running || at.attempt != attempt || at.asked.is_some() {
            return Some("parent-ended");
        }
        let lane = spec.terms.lane.unwrap_or(at.lane);
        if lane != at.lane && self.waits_for(lane, at.lane) {
            return Some("lane-circle");
        }
        if spec.terms.overlap.unwrap_or_default() == Overlap::Allow {
            return None;
        }
        let mut above = Some(parent);
        while let Some(run) = above {
            if self.runs[run].group == *group {
                return Some("waits-for-ancestor");
            }
            above = self.runs[run].parent.map(|(parent, _)| parent);
        }
        None
    }

    /// Returns whether a lane waits for another, because runs of it wait for children there.
    fn waits_for(&self, lane: usize, other: usize) -> bool {
        let mut seen = vec![lane];
        let mut next = 0;
        while next < seen.len() {
            let above = seen[next];
            next += 1;
            for child in self.live() {
                let at = &self.runs[child];
                let Some((parent, _)) = at.parent else {
                    continue;
                };
                if self.runs[parent].lane == above && !seen.contains(&at.lane) {
                    seen.push(at.lane);
                }
            }
        }
        seen.contains(&other)
    }

    /// Handles the end of a body: unless it has returned a value, its children stop.
    pub(crate) fn body_goes(&mut self, run: usize, now: Instant) {
        let at = &self.runs[run];
        let failed = at.said.is_some_and(|said| said != Said::Value);
        if failed && at.asked.is_none() {
            // It ends when the poll is over in which it was dropped.
            self.ask_children(run, now + self.poll_cost);
        }
    }

    /// Requests a run to stop, with all that its body has spawned.
    pub(super) fn ask_children(&mut self, run: usize, now: Instant) {
        let children = self.live_children(run);
        let at = &self.runs[run];
        if children.is_empty() && at.gone && at.said == Some(Said::Value) {
            // Its attempt is over, and only the condition of a retry is left to decide.
            return;
        }
        for child in children {
            self.ask(child, CancelReason::Parent, now);
        }
        let attempt = self.runs[run].attempt;
        for other in 0..self.runs.len() {
            for joiner in 0..self.runs[other].joiners.len() {
                let at = &self.runs[other].joiners[joiner];
                if at.body != Some((run, attempt)) || at.let_go {
                    continue;
                }
                match self.is_last(other, joiner) {
                    true => self.ask(other, CancelReason::Parent, now),
                    false => self.let_go(other, joiner, now),
                }
            }
        }
    }

    /// Returns whether the body of the parent of a run has ended without a value.
    pub(super) fn parent_stops_children(&self, run: usize) -> bool {
        let Some((parent, attempt)) = self.runs[run].parent else {
            return false;
        };
        let at = &self.runs[parent];
        at.asked.is_some() || at.attempt != attempt || (at.gone && at.said != Some(Said::Value))
    }

    /// Requests the children of a body that has failed to stop, before any other request.
    pub(crate) fn stops_with_parent(&mut self, run: usize, now: Instant) {
        let Some((parent, _)) = self.runs[run].parent else {
            return;
        };
        if self.runs[run].asked.is_none() && self.parent_stops_children(run) {
            for child in self.live_children(parent) {
                if self.runs[child].asked.is_none() {
                    self.is_orphan(child, now);
                }
            }
        }
    }

    fn is_orphan(&mut self, run: usize, now: Instant) {
        self.cuts(run);
        self.runs[run].asked = Some(Asked::new(CancelReason::Parent, now));
        self.ask_children(run, now);
    }

    /// Returns whether a child has failed whose end was not awaited.
    pub(super) fn failed_child(&self, run: usize) -> bool {
        let supervised = self.runs[run].spec.terms.supervised;
        let mut children = self.children(run).into_iter();
        !supervised && children.any(|child| self.fails_unwanted(child))
    }

    pub(super) fn fails_unwanted(&self, run: usize) -> bool {
        self.runs[run].status == RunStatus::Failed && !self.runs[run].wanted
    }
}
