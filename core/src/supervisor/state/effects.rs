//! What follows from a change of the state and runs code of the caller.

use std::{any::Any, mem, rc::Rc, task::Waker};

use crate::{
    RunId, RunSnapshot,
    run::{ending::Ending, record::Record, watchers::Watched},
};

/// What follows from a change of the state and may run code of the caller: signals to set, values to drop,
/// wakers to wake, retry conditions to call.
///
/// A change only collects effects. [`Inner::update`](crate::supervisor::Inner::update) takes them when the state
/// is no longer borrowed, and applies them inside the fence.
#[derive(Default)]
pub(crate) struct Effects {
    /// Whether there may be any: most changes have none, so this is read often.
    pending: bool,
    shows: Vec<Show>,
    records: Vec<Record>,
    garbage: Vec<Rc<dyn Any>>,
    wakers: Vec<Waker>,
    decisions: Vec<(RunId, Ending)>,
}

/// A snapshot for the signals of a run.
pub(crate) struct Show {
    pub(crate) signals: Watched,
    /// Numbers the snapshots in the order in which they were taken.
    pub(crate) moment: u64,
    pub(crate) run: RunSnapshot,
}

/// Effects that were taken, to be applied.
pub(crate) struct TakenEffects {
    pub(crate) shows: Vec<Show>,
    /// To be dropped.
    pub(crate) records: Vec<Record>,
    /// To be dropped.
    pub(crate) garbage: Vec<Rc<dyn Any>>,
    pub(crate) wakers: Vec<Waker>,
    /// Attempts that end so, unless the retry policy allows another one.
    pub(crate) decisions: Vec<(RunId, Ending)>,
}

impl Effects {
    /// Returns whether there may be any.
    pub(crate) fn are_pending(&self) -> bool {
        self.pending
    }

    /// Takes everything; `None` when there is nothing.
    pub(crate) fn take(&mut self) -> Option<TakenEffects> {
        self.pending = false;
        let is_empty = self.shows.is_empty()
            && self.records.is_empty()
            && self.garbage.is_empty()
            && self.wakers.is_empty()
            && self.decisions.is_empty();
        if is_empty {
            return None;
        }
        let taken = mem::take(self);
        Some(TakenEffects {
            shows: taken.shows,
            records: taken.records,
            garbage: taken.garbage,
            wakers: taken.wakers,
            decisions: taken.decisions,
        })
    }

    pub(crate) fn show(&mut self, show: Show) {
        self.pending = true;
        self.shows.push(show);
    }

    /// Drops a value later.
    pub(crate) fn discard(&mut self, value: Rc<dyn Any>) {
        self.pending = true;
        self.garbage.push(value);
    }

    /// Drops several values later.
    pub(crate) fn discard_all(&mut self, values: impl IntoIterator<Item = Rc<dyn Any>>) {
        for value in values {
            self.discard(value);
        }
    }

    /// Returns the list of records that are dropped later.
    pub(crate) fn discarded_records(&mut self) -> &mut Vec<Record> {
        self.pending = true;
        &mut self.records
    }

    /// Returns the list of wakers that are woken later.
    pub(crate) fn wakers(&mut self) -> &mut Vec<Waker> {
        self.pending = true;
        &mut self.wakers
    }

    /// Decides later whether a run ends with this attempt: the retry condition is code of the caller.
    pub(crate) fn decide(&mut self, run: RunId, ending: Ending) {
        self.pending = true;
        self.decisions.push((run, ending));
    }
}
