//! A run lends its slot to one of its children at a time.

use crate::supervisor::{
    accept::overlap::SlotLeft,
    state::{State, place},
};
use crate::{RunId, RunStatus, run::record::Record};

impl State {
    /// A run stands in its lane's queue: its parent may lend it the slot that it has in the same lane.
    pub(crate) fn ask_for_loan(&mut self, id: RunId) {
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
    pub(crate) fn ask_no_more(&mut self, id: RunId) {
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
    pub(crate) fn lend(&mut self, parent: RunId) -> Option<RunId> {
        let family = self.store.get_mut(parent)?.family_mut()?;
        let place = family.waiting.pop_first()?;
        let lane = self.store.get(place.run)?.lane;
        self.lanes.leave(lane, place);
        self.lend_to(parent, place.run);
        Some(place.run)
    }

    /// A run is to start on the slot of another.
    pub(crate) fn lend_to(&mut self, lender: RunId, id: RunId) {
        if let Some(family) = self.store.get_mut(lender).and_then(Record::family_mut) {
            family.lent = Some(id);
        }
        if let Some(record) = self.store.get_mut(id) {
            record.extras().lender = Some(lender);
        }
        self.may_lend(lender);
    }

    /// The slot that a run leaves when it ends.
    pub(crate) fn slot_of(&self, id: RunId) -> Option<SlotLeft> {
        let record = self.store.get(id)?;
        let keeps = record.family().is_none_or(|family| family.lent.is_none());
        (record.status() != RunStatus::Queued && keeps).then(|| SlotLeft {
            of: record.lane,
            lender: record.lender(),
        })
    }

    /// Gives a slot back that was lent, or leaves it to the one to which it is lent; `false` when it is
    /// the run's own, and free.
    pub(crate) fn give_back(&mut self, id: RunId) -> bool {
        let Some(record) = self.store.get_mut(id) else {
            return false;
        };
        let user = record.family_mut().and_then(|family| family.lent.take());
        let extras = record.extras.as_mut();
        let lender = extras.and_then(|extras| extras.lender.take());
        if let Some(user) = user.and_then(|user| self.store.get_mut(user)) {
            user.extras().lender = lender;
        }
        if let Some(lender) = lender {
            if let Some(family) = self.store.get_mut(lender).and_then(Record::family_mut) {
                family.lent = user;
            }
            self.may_lend(lender);
        }
        lender.is_some() || user.is_some()
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
