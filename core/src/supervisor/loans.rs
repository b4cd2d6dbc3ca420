//! A run lends its slot to one of its children at a time.

use super::{
    overlap::SlotLeft,
    state::{State, place},
};
use crate::{RunId, RunStatus, record::Record};

impl State {
    /// A run stands in its lane's queue: its parent may lend it the slot that it has in the same lane.
    pub(super) fn ask_for_loan(&mut self, id: RunId) {
        let Some(record) = self.store.get(id) else {
            return;
        };
        let Some(parent) = record.origin().map(|origin| origin.parent) else {
            return;
        };
        let (lane, place) = (record.lane, place(id, record));
        let Some(above) = self
            .store
            .get_mut(parent)
            .filter(|above| above.lane == lane)
        else {
            return;
        };
        if let Some(family) = above.family_mut() {
            family.waiting.insert(place);
        }
        self.may_lend(parent);
    }

    /// A run waits for a slot no more.
    pub(super) fn ask_no_more(&mut self, id: RunId) {
        let Some(record) = self.store.get(id) else {
            return;
        };
        let Some(parent) = record.origin().map(|origin| origin.parent) else {
            return;
        };
        let place = place(id, record);
        if let Some(family) = self.store.get_mut(parent).and_then(Record::family_mut)
            && family.waiting.remove(&place)
        {
            self.may_lend(parent);
        }
    }

    /// Lends the slot of a run to the one of its children that is next.
    pub(super) fn lend(&mut self, parent: RunId) -> Option<RunId> {
        let family = self.store.get_mut(parent)?.family_mut()?;
        let place = family.waiting.pop_first()?;
        family.lent = Some(place.run);
        self.may_lend(parent);
        let child = self.store.get_mut(place.run)?;
        if let Some(origin) = child.origin_mut() {
            origin.borrows = true;
        }
        let lane = child.lane;
        self.lanes.leave(lane, place);
        Some(place.run)
    }

    /// The slot that a run has.
    pub(super) fn slot_of(&self, id: RunId) -> Option<SlotLeft> {
        let record = self.store.get(id)?;
        let origin = record.origin().filter(|origin| origin.borrows);
        (record.status() != RunStatus::Queued).then(|| SlotLeft {
            of: record.lane,
            lender: origin.map(|origin| origin.parent),
        })
    }

    /// Gives a slot back that was lent; `false` when it is the run's own.
    pub(super) fn give_back(&mut self, id: RunId) -> bool {
        let origin = self.store.get_mut(id).and_then(Record::origin_mut);
        let Some(origin) = origin.filter(|origin| origin.borrows) else {
            return false;
        };
        origin.borrows = false;
        let parent = origin.parent;
        if let Some(family) = self.store.get_mut(parent).and_then(Record::family_mut) {
            family.lent = None;
        }
        self.may_lend(parent);
        true
    }

    /// Makes known to its lane whether a run has a slot to lend and somebody to lend it to.
    fn may_lend(&mut self, parent: RunId) {
        let Some(record) = self.store.get(parent) else {
            return;
        };
        let lends = record
            .family()
            .is_some_and(|family| family.lent.is_none() && !family.waiting.is_empty());
        self.lanes.set_lender(record.lane, parent, lends);
    }
}
