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
        /// Of children that have ended. Nothing is subtracted from it, so fractions do not add up to a little more or less.
        ended: Amounts,
        /// Of live children.
        live: Amounts,
    },
    /// The children count in different units, or in none, so there is no sum.
    Mixed,
}

/// Amounts of children whose total is known.
#[derive(Debug, Default)]
struct Amounts {
    done: f64,
    total: f64,
    /// The number of these children.
    count: usize,
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
                    ended: Amounts::default(),
                    live: Amounts::default(),
                };
            }
            Sum::Of { unit: known, .. } if known == unit => {}
            _ => self.sum = Sum::Mixed,
        }
    }

    /// Replaces the part of a live child.
    pub(crate) fn replace(&mut self, old: Part, new: Part) {
        self.under_way += new.fraction - old.fraction;
        if let Sum::Of { live, .. } = &mut self.sum {
            live.remove(old.amount);
            live.add(new.amount);
        }
    }

    /// Counts a child that has ended. One that completed has done its total. If its total is unknown, it is what was done.
    pub(crate) fn end(&mut self, status: RunStatus, last: Part, done: f64) {
        self.counts.add(status);
        let is_last = self.counts.ended() == self.counts.all;
        self.under_way = match is_last {
            true => 0.0,
            false => self.under_way - last.fraction,
        };
        if let Sum::Of { ended, live, .. } = &mut self.sum {
            live.remove(last.amount);
            if is_last {
                *live = Amounts::default();
            }
            let (done, total) = last.amount.unwrap_or((done, done));
            let is_completed = status == RunStatus::Completed;
            ended.add(Some((if is_completed { total } else { done }, total)));
        }
    }

    /// Returns the progress of a parent that reports none, and its unit: the sum of what its children have done if
    /// all of them count in one unit and their totals are known, else how many of them are done.
    pub(crate) fn shown(&self) -> Option<(Progress, Option<&Unit>)> {
        let all = self.counts().all;
        if let Sum::Of { unit, ended, live } = &self.sum
            && ended.count + live.count == all
        {
            let (done, total) = (ended.done + live.done, ended.total + live.total);
            if total > 0.0 {
                return Some((of(done, total), Some(unit)));
            }
        }
        let done = self.counts.ended() as f64 + self.under_way;
        (all > 0).then(|| (of(done, all as f64), None))
    }
}

impl Amounts {
    fn add(&mut self, amount: Option<(f64, f64)>) {
        if let Some((done, total)) = amount {
            self.done += done;
            self.total += total;
            self.count += 1;
        }
    }

    fn remove(&mut self, amount: Option<(f64, f64)>) {
        if let Some((done, total)) = amount {
            self.done -= done;
            self.total -= total;
            self.count -= 1;
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
