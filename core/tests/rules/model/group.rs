//! Groups: which runs overlap, and the overlap policy of the new run.

use taskdeck_core::{CancelReason, Instant, Overlap, RunStatus};

use super::{Group, Model, run::Run};
use crate::{coverage::Mark, program::Spec};

/// What becomes of a new run, by the live runs of its group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Accept,
    Skip,
    Refuse { behind: usize },
    Join(usize),
    Replace(Vec<usize>),
}

impl Model {
    /// Returns the live runs of a group, by arrival, without those that are being skipped.
    pub(super) fn members(&self, group: &Group) -> Vec<usize> {
        self.live()
            .filter(|run| self.runs[*run].group == *group && !self.runs[*run].is_skipped())
            .collect()
    }

    /// Returns what becomes of a run that is requested now.
    pub(crate) fn verdict(&self, spec: &Spec, group: &Group) -> Verdict {
        let live = self.members(group);
        let at_a_time = spec.terms.at_a_time.unwrap_or(1);
        if live.len() < at_a_time {
            return Verdict::Accept;
        }
        match spec.terms.overlap.unwrap_or_default() {
            Overlap::Allow | Overlap::Queue => Verdict::Accept,
            Overlap::Drop => Verdict::Skip,
            Overlap::Refuse => Verdict::Refuse {
                behind: live[live.len() - 1],
            },
            Overlap::Restart => {
                let over = live.len() + 1 - at_a_time;
                Verdict::Replace(live[..over].to_vec())
            }
            Overlap::KeepLatest => {
                let waits = |run: &usize| self.runs[*run].behind && self.runs[*run].waits();
                let later = live[at_a_time..].iter().copied();
                Verdict::Replace(later.filter(waits).collect())
            }
            Overlap::Join => match live.into_iter().rev().find(|run| self.goes_on(*run)) {
                Some(run) => Verdict::Join(run),
                None => Verdict::Accept,
            },
        }
    }

    /// Returns whether a run was not requested to stop; its time may be up.
    fn goes_on(&self, run: usize) -> bool {
        !self.runs[run].is_cancelled() && !self.runs[run].given_up
    }

    /// Notes which kinds of overlap came into play.
    pub(super) fn note_overlap(&mut self, spec: &Spec, group: &Group, new: Option<usize>) {
        let members = self.members(group);
        let others: Vec<usize> = members
            .into_iter()
            .filter(|run| Some(*run) != new)
            .collect();
        if others.is_empty() {
            return;
        }
        let mut marks = vec![Mark::of_overlap(spec.terms.overlap.unwrap_or_default())];
        if spec.terms.at_a_time.is_some_and(|at_a_time| at_a_time > 1) {
            marks.push(Mark::AtATime);
        }
        if matches!(spec.terms.group, Some(crate::program::Group::Key(_))) {
            marks.push(Mark::Key);
        }
        for run in others.into_iter().chain(new) {
            for mark in &marks {
                self.runs[run].mark(*mark);
            }
        }
    }

    pub(crate) fn note_refusal(&mut self, spec: &Spec, group: &Group) {
        self.note_overlap(spec, group, None);
    }

    /// Notes that a run is accepted to be skipped.
    pub(crate) fn is_skipped(&mut self, run: usize, now: Instant) {
        self.ask(run, CancelReason::Skipped, now);
    }

    /// Returns whether a run has to wait for older runs of its group.
    pub(super) fn is_behind(&self, run: usize) -> bool {
        let at: &Run = &self.runs[run];
        let before = self.members(&at.group);
        let before = before.into_iter().filter(|other| *other < run).count();
        at.overlap() != Overlap::Allow && before >= at.at_a_time()
    }

    /// Returns the run of its group that came just before.
    pub(crate) fn just_before(&self, run: usize) -> Option<usize> {
        let members = self.members(&self.runs[run].group);
        members.into_iter().rfind(|other| *other < run)
    }

    /// Handles the end of a run: the runs that waited for it go on, and may inherit its slot.
    pub(super) fn let_on(&mut self, ended: usize, was: RunStatus, now: Instant) {
        let lends = self.runs.iter().any(|other| other.lender == Some(ended));
        let had_slot = was != RunStatus::Queued && !lends;
        let lender = self.runs[ended].lender;
        for run in ended + 1..self.runs.len() {
            if !self.runs[run].waits() || !self.runs[run].behind || self.is_behind(run) {
                continue;
            }
            let same_lane = self.runs[run].lane == self.runs[ended].lane;
            let parent = self.runs[run].parent.map(|(parent, _)| parent);
            let same_lender = lender.is_none() || lender == parent;
            let at = &mut self.runs[run];
            at.behind = false;
            let restarts = at.overlap() == Overlap::Restart && at.hold.is_none();
            at.inherits = restarts && had_slot && same_lane && same_lender;
            if at.hold.is_none() {
                at.ready = now;
            }
        }
    }

    /// Applies a verdict to other runs.
    pub(crate) fn replace(&mut self, verdict: &Verdict, now: Instant) {
        if let Verdict::Replace(old) = verdict {
            for run in old {
                self.ask(*run, CancelReason::Replaced, now);
            }
        }
    }
}
