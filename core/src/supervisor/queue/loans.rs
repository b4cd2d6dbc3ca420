//! A run lends its slot to one of its children at a time.
//!
//! For each lender, `family.waiting` has its children that are in the queue of its lane, and `family.lent` the run
//! that has its slot. The lane knows a run as a lender exactly while it could lend: `update_lender` is called after
//! every change of the two.

use crate::{
    RunId, RunStatus,
    run::record::Record,
    supervisor::{accept::overlap::VacatedSlot, queue::wait::queue_key, state::State},
};

impl State {
    /// Offers a run that is in the queue of its lane to its parent, which may lend it its slot in the same lane.
    pub(crate) fn offer_for_loan(&mut self, id: RunId) {
        let Some(record) = self.runs.get(id) else {
            return;
        };
        let Some(parent) = record.origin().map(|origin| origin.parent) else {
            return;
        };
        let (lane, key) = (record.lane, queue_key(id, record));
        let parent_record = self.runs.get_mut(parent);
        let Some(parent_record) = parent_record.filter(|parent| parent.lane == lane) else {
            return;
        };
        if let Some(family) = parent_record.family_mut() {
            family.waiting.insert(key);
        }
        self.update_lender(parent);
    }

    /// Takes back that offer: the run no longer waits for a slot.
    pub(crate) fn withdraw_from_loan(&mut self, id: RunId) {
        let Some(record) = self.runs.get(id) else {
            return;
        };
        let Some(parent) = record.origin().map(|origin| origin.parent) else {
            return;
        };
        let key = queue_key(id, record);
        if let Some(family) = self.runs.get_mut(parent).and_then(Record::family_mut)
            && family.waiting.remove(&key)
        {
            self.update_lender(parent);
        }
    }

    /// Lends the slot of a run to the next of its children.
    pub(crate) fn lend_to_next_child(&mut self, parent: RunId) -> Option<RunId> {
        let family = self.runs.get_mut(parent)?.family_mut()?;
        let key = family.waiting.pop_first()?;
        let lane = self.runs.get(key.run)?.lane;
        self.lanes.leave(lane, key);
        self.lend_to(parent, key.run);
        Some(key.run)
    }

    /// Lends the slot of a run to another.
    pub(crate) fn lend_to(&mut self, lender: RunId, id: RunId) {
        if let Some(family) = self.runs.get_mut(lender).and_then(Record::family_mut) {
            family.lent = Some(id);
        }
        if let Some(record) = self.runs.get_mut(id) {
            record.extras().lender = Some(lender);
        }
        self.update_lender(lender);
    }

    /// Returns the slot that a run will vacate when it ends.
    pub(crate) fn slot_to_vacate(&self, id: RunId) -> Option<VacatedSlot> {
        let record = self.runs.get(id)?;
        let has_it = record.family().is_none_or(|family| family.lent.is_none());
        (record.status() != RunStatus::Queued && has_it).then(|| VacatedSlot {
            lane: record.lane,
            lender: record.lender(),
        })
    }

    /// Returns a borrowed slot to its lender, or leaves the slot to the run that has borrowed it. Returns `false`
    /// when the slot is the run's own, and free.
    pub(crate) fn return_loan(&mut self, id: RunId) -> bool {
        let Some(record) = self.runs.get_mut(id) else {
            return false;
        };
        let borrower = record.family_mut().and_then(|family| family.lent.take());
        let extras = record.extras.as_mut();
        let lender = extras.and_then(|extras| extras.lender.take());
        if let Some(borrower) = borrower.and_then(|borrower| self.runs.get_mut(borrower)) {
            borrower.extras().lender = lender;
        }
        if let Some(lender) = lender {
            if let Some(family) = self.runs.get_mut(lender).and_then(Record::family_mut) {
                family.lent = borrower;
            }
            self.update_lender(lender);
        }
        lender.is_some() || borrower.is_some()
    }

    /// Updates in its lane whether a run has a slot to lend and a child to lend it to.
    fn update_lender(&mut self, parent: RunId) {
        let Some(record) = self.runs.get(parent) else {
            return;
        };
        let lends = record
            .family()
            .is_some_and(|family| family.lent.is_none() && !family.waiting.is_empty());
        self.lanes.set_lender(record.lane, parent, lends);
    }
}
