//! Who waits for whom, and who lends its slot so that nobody waits for ever.

use taskdeck_core::{Instant, Overlap, RunStatus};

use super::{Group, Model, Promise, accept::Origin, group::Verdict};
use crate::{coverage::Mark, program::Spec};

impl Model {
    /// These runs and all that they wait for: children, what their bodies have joined, and those before
    /// them in their group.
    fn awaited(&self, mut found: Vec<usize>) -> Vec<usize> {
        let mut next = 0;
        while next < found.len() {
            let run = found[next];
            next += 1;
            let at = &self.runs[run];
            let mut others = self.live_children(run);
            let body = Some((run, at.attempt));
            let joins = |other: &usize| {
                let mut joiners = self.runs[*other].joiners.iter();
                joiners.any(|joiner| joiner.body == body && !joiner.let_go)
            };
            others.extend(self.live().filter(joins));
            if at.behind {
                let members = self.members(&at.group);
                others.extend(members.into_iter().filter(|other| *other < run));
            }
            for other in others {
                if !found.contains(&other) {
                    found.push(other);
                }
            }
        }
        found
    }

    /// Whether a child would wait for a run that waits for one of its own ancestors.
    pub(super) fn closes_circle(
        &self,
        spec: &Spec,
        group: &Group,
        origin: Origin,
        verdict: &Verdict,
    ) -> bool {
        let Some((parent, _)) = origin.parent else {
            return false;
        };
        let at_a_time = spec.terms.at_a_time.unwrap_or(1);
        let members = self.members(group);
        let ahead = match verdict {
            Verdict::Join(run) => vec![*run],
            Verdict::Replace(_) if spec.terms.overlap == Some(Overlap::Restart) => return false,
            Verdict::Replace(_) if members.len() < at_a_time => return false,
            Verdict::Accept if !spec.may_overlap() && members.len() >= at_a_time => members,
            // Who is replaced takes along all that waits for it.
            Verdict::Replace(old) => {
                let others = members.into_iter().filter(|run| !old.contains(run));
                others.collect()
            }
            _ => return false,
        };
        let awaited = self.awaited(ahead);
        let mut above = Some(parent);
        while let Some(run) = above {
            if awaited.contains(&run) {
                return true;
            }
            above = self.runs[run].parent.map(|(parent, _)| parent);
        }
        false
    }

    /// Whether a run has a slot that it could lend to somebody for whom it waits.
    fn could_lend(&self, lender: usize, run: usize) -> bool {
        let at = &self.runs[lender];
        let lends = self.runs.iter().any(|other| other.lender == Some(lender));
        at.status == RunStatus::Running
            && at.lane == self.runs[run].lane
            && !lends
            && lender != run
            && self.awaited(vec![lender]).contains(&run)
    }

    /// A run starts in the slot of another.
    pub(super) fn borrows_slot(&mut self, run: usize, now: Instant) {
        let parent = self.runs[run].parent.map(|(parent, _)| parent);
        let of_parent = parent.filter(|parent| self.could_lend(*parent, run));
        let others = self.live().filter(|other| self.could_lend(*other, run));
        let lender = of_parent.or(others.min_by_key(|other| self.runs[*other].id));
        let Some(lender) = lender else {
            return self.expect(Promise::Slots, false, || {
                format!("run {run} started in the slot of nobody")
            });
        };
        if of_parent.is_some() {
            let lane = self.runs[run].lane;
            let siblings = self.live_children(lender).into_iter();
            let waiting = siblings.filter(|child| self.runs[*child].lane == lane);
            let waiting: Vec<usize> = waiting.filter(|child| self.stands(*child)).collect();
            // Class counts here without age.
            let next = self.first_by_class(&waiting);
            let right = next == Some(run) || self.first_of(waiting, now) == Some(run);
            self.expect(Promise::Order, right, || {
                format!("run {run} started in the slot of its parent before {next:?}")
            });
        }
        self.counts_as_start(run, now);
        self.runs[run].lender = Some(lender);
        self.runs[run].mark(Mark::Lent);
        self.runs[lender].mark(Mark::Lent);
    }

    /// A run has stopped: the slot that it had lent is that of the one to whom it had.
    pub(super) fn leaves_slot(&mut self, run: usize) {
        let lender = self.runs[run].lender.take();
        for other in &mut self.runs {
            if other.lender == Some(run) {
                other.lender = lender;
            }
        }
    }

    /// Nobody in this lane waits in vain for a slot that somebody would lend. In a lane with a rate only
    /// children are sure of it.
    pub(super) fn nobody_could_borrow(&mut self, lane: usize) {
        for run in self.standing(lane) {
            let parent = self.runs[run].parent.map(|(parent, _)| parent);
            let rated = self.lanes[lane].has_rate();
            let mut live = self.live();
            let lender = live.find(|lender| {
                (!rated || parent == Some(*lender)) && self.could_lend(*lender, run)
            });
            drop(live);
            self.expect(Promise::Order, lender.is_none(), || {
                format!("run {run} waits, and run {lender:?} could lend its slot to it")
            });
        }
    }
}
