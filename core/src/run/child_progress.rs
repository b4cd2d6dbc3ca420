//! The progress of the children of a run.

use crate::{ChildCounts, Progress, RunStatus, Unit};

/// How far one child is, as its parent counts it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Part {
    /// The part of it that is done, from 0 to 1.
    pub(crate) fraction: f64,
    /// What is done and the total, in the unit of the child; `None` while the total is unknown.
    pub(crate) amount: Option<(f64, f64)>,
}

/// The progress of the children of one attempt.
#[derive(Debug, Default)]
pub(crate) struct ChildProgress {
    /// Of the children that were spawned.
    counts: ChildCounts,
    /// The number of children that the body has announced.
    pub(crate) expected: usize,
    /// The sum of the parts that live children have done.
    under_way: f64,
    sum: Sum,
}

/// The sum of the amounts of all children.
#[derive(Debug, Default)]
enum Sum {
    /// There are no children yet.
    #[default]
    Empty,
    /// All children count in this unit.
    Of {
        unit: Unit,
        done: f64,
        total: f64,
        /// The number of children whose total is known.
        known: usize,
    },
    /// The children count in different units, or in none, so there is no sum.
    Mixed,
}

impl ChildProgress {
    /// Returns how many children there are or will be, and how they ended.
    pub(crate) fn counts(&self) -> ChildCounts {
        ChildCounts {
            all: self.counts.all.max(self.expected),
            ..self.counts
        }
    }

    /// Adds a child that counts in this unit.
    pub(crate) fn add(&mut self, unit: &Unit) {
        self.counts.all += 1;
        match &self.sum {
            Sum::Empty if *unit != Unit::Count => {
                self.sum = Sum::Of {
                    unit: unit.clone(),
                    done: 0.0,
                    total: 0.0,
                    known: 0,
                };
            }
            Sum::Of { unit: known, .. } if known == unit => {}
            _ => self.sum = Sum::Mixed,
        }
    }

    /// Replaces the part of a live child.
    pub(crate) fn replace(&mut self, old: Part, new: Part) {
        self.under_way += new.fraction - old.fraction;
        self.sum.replace(old.amount, new.amount);
    }

    /// Counts a child that has ended. Its amount is then what it has done: nothing of it is left to do.
    pub(crate) fn end(&mut self, status: RunStatus, last: Part, done: f64) {
        self.counts.add(status);
        let is_last = self.counts.ended() == self.counts.all;
        self.under_way = if is_last {
            0.0
        } else {
            self.under_way - last.fraction
        };
        let amount = match (status, last.amount) {
            (RunStatus::Completed, Some((_, total))) => (total, total),
            _ => (done, done),
        };
        self.sum.replace(last.amount, Some(amount));
    }

    /// Returns the progress of a parent that reports none, and its unit: the sum of what its children have done if
    /// all of them count in one unit and their totals are known, else how many of them are done.
    pub(crate) fn shown(&self) -> Option<(Progress, Option<&Unit>)> {
        let all = self.counts().all;
        if let Sum::Of {
            unit,
            done,
            total,
            known,
        } = &self.sum
            && *known == all
            && *total > 0.0
        {
            return Some((of(*done, *total), Some(unit)));
        }
        let done = self.counts.ended() as f64 + self.under_way;
        (all > 0).then(|| (of(done, all as f64), None))
    }
}

impl Sum {
    fn replace(&mut self, old: Option<(f64, f64)>, new: Option<(f64, f64)>) {
        let Self::Of {
            done, total, known, ..
        } = self
        else {
            return;
        };
        if let Some(old) = old {
            *done -= old.0;
            *total -= old.1;
            *known -= 1;
        }
        if let Some(new) = new {
            *done += new.0;
            *total += new.1;
            *known += 1;
        }
    }
}

fn of(done: f64, total: f64) -> Progress {
    Progress {
        // `clamp` would bring code that writes its bounds.
        done: done.max(0.0).min(total),
        total: Some(total),
        message: None,
    }
}
