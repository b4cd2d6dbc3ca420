//! Which runs wait for which, and loans of slots that keep them from waiting for ever.

use taskdeck_core::{Instant, Overlap, RunStatus};

use super::{Group, Model, Promise, accept::Origin, group::Verdict};
use crate::{coverage::Mark, program::Spec};

impl Model {
    /// Returns these runs and all that they wait for: children, what their bodies have joined, and those
    /// before them in their group. A run in the queue of one of the `full` lanes waits for those that have
    /// its slots.
    fn awaited(&self, mut found: Vec<usize>, full: &[usize]) -> Vec<usize> {
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
            if full.contains(&at.lane) && self.stands(run) {
                let holds = |other: &usize| {
                    let other = &self.runs[*other];
                    other.lane == at.lane && other.holds_slot()
                };
                others.extend(self.live().filter(holds));
            }
            for other in others {
                if !found.contains(&other) {
                    found.push(other);
                }
            }
        }
        found
    }

    /// Returns whether a child would wait for a run that waits for one of its own ancestors.
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
            // A replaced run takes along all that waits for it.
            Verdict::Replace(old) => {
                let others = members.into_iter().filter(|run| !old.contains(run));
                others.collect()
            }
            _ => return false,
        };
        let awaited = self.awaited(ahead, &[]);
        let mut above = Some(parent);
        while let Some(run) = above {
            if awaited.contains(&run) {
                return true;
            }
            above = self.runs[run].parent.map(|(parent, _)| parent);
        }
        false
    }

    /// Returns the lanes in which runs wait for nothing but a slot.
    fn full_lanes(&self, now: Instant) -> Vec<usize> {
        let is_full = |lane: &usize| {
            let (taken, at) = (self.taken(*lane), &self.lanes[*lane]);
            taken >= at.limit && at.is_open(now) && !self.standing(*lane).is_empty()
        };
        (0..self.lanes.len()).filter(is_full).collect()
    }

    /// Returns the runs to which a run could lend its slot: those in the queue of its lane that it waits for,
    /// if need be for a slot of another lane.
    fn borrowers(&self, lender: usize, now: Instant) -> Vec<usize> {
        let at = &self.runs[lender];
        let lends = self.runs.iter().any(|other| other.lender == Some(lender));
        if at.status != RunStatus::Running || lends {
            return Vec::new();
        }
        let stand = |full: &[usize]| -> Vec<usize> {
            let awaited = self.awaited(vec![lender], full).into_iter();
            let here = awaited.filter(|run| self.runs[*run].lane == at.lane);
            here.filter(|run| self.stands(*run)).collect()
        };
        let near = stand(&[]);
        match near.is_empty() {
            true => stand(&self.full_lanes(now)),
            false => near,
        }
    }

    /// Handles the start of a run on a borrowed slot: of its parent, else of the oldest run that waits for
    /// it.
    pub(super) fn borrows_slot(&mut self, run: usize, now: Instant) {
        let lends = |lender: &usize| self.borrowers(*lender, now).contains(&run);
        let parent = self.runs[run].parent.map(|(parent, _)| parent);
        let of_parent = parent.filter(lends);
        let others = self.live().filter(lends);
        let lender = of_parent.or(others.min_by_key(|other| self.runs[*other].id));
        let Some(lender) = lender else {
            return self.expect(Promise::Slots, false, || {
                format!("run {run} started in the slot of nobody")
            });
        };
        let mut waiting = self.borrowers(lender, now);
        if of_parent.is_some() {
            waiting.retain(|other| self.runs[*other].parent.map(|(of, _)| of) == parent);
        }
        // Priorities count here without age.
        let next = self.first_by_class(&waiting);
        self.expect(Promise::Order, next == Some(run), || {
            format!("run {run} started in the slot of run {lender} before {next:?}")
        });
        self.counts_as_start(run, now);
        self.runs[run].lender = Some(lender);
        self.runs[run].mark(Mark::Lent);
        self.runs[lender].mark(Mark::Lent);
    }

    /// Handles the stop of a run: the slot that it had lent belongs to its borrower.
    pub(super) fn leaves_slot(&mut self, run: usize) {
        let lender = self.runs[run].lender.take();
        for other in &mut self.runs {
            if other.lender == Some(run) {
                other.lender = lender;
            }
        }
    }

    /// Checks that no run waits for a slot that another could lend it.
    pub(super) fn nobody_could_borrow(&mut self, now: Instant) {
        let lenders: Vec<usize> = self.live().collect();
        for lender in lenders {
            if !self.lanes[self.runs[lender].lane].is_open(now) {
                continue;
            }
            let waiting = self.borrowers(lender, now);
            self.expect(Promise::Order, waiting.is_empty(), || {
                format!("runs {waiting:?} wait, and run {lender} could lend its slot to them")
            });
        }
    }
}
