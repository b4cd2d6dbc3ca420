//! Loans of slots beyond those to children, which undo deadlocks.

use crate::{
    RunId, RunStatus,
    collections::sorted::SortedSet,
    lane::{LaneId, QueueKey},
    run::record::Record,
    supervisor::{queue::wait::queue_key, state::State},
};

impl State {
    /// Lends a slot where all slots of a lane are taken by runs that wait for a run without one. Returns that run,
    /// which is taken from its queue.
    ///
    /// This is called when nothing else can go on; children get the slot of their parent without it.
    pub(crate) fn find_loan(&mut self) -> Option<RunId> {
        if !self.lifecycle.starts_runs() || !self.waits.begin_search(self.view.revision()) {
            return None;
        }
        let stuck: Vec<LaneId> = self.lanes.stuck().collect();
        if stuck.is_empty() || !self.may_be_deadlocked() {
            return None;
        }
        let mut lenders: SortedSet<RunId> = self.waits.waiting().collect();
        while let Some(lender) = lenders.pop_first() {
            let Some(lane) = self
                .lane_to_lend(lender)
                .filter(|lane| stuck.contains(lane))
            else {
                continue;
            };
            let first = self
                .first_awaited(lender, lane, Vec::new())
                .or_else(|| self.first_awaited(lender, lane, stuck.clone()));
            if let Some(key) = first
                && self.lanes.lend(lane, key, self.now())
            {
                self.withdraw_from_loan(key.run);
                self.lend_to(lender, key.run);
                return Some(key.run);
            }
        }
        None
    }

    /// Returns whether runs wait for others in a way that loans to children do not cover.
    fn may_be_deadlocked(&self) -> bool {
        let is_child = |run: &RunId| self.runs.get(*run).is_some_and(|at| at.origin().is_some());
        self.groups.any_held() || self.waits.has_joiners() || self.waits.parents().any(is_child)
    }

    /// Returns the lane in which a run has a slot that it has not lent.
    fn lane_to_lend(&self, id: RunId) -> Option<LaneId> {
        let record = self.runs.get(id)?;
        let lends = record.status() == RunStatus::Running && record.family()?.lent.is_none();
        lends.then_some(record.lane)
    }

    /// Returns the first in the queue of a lane among the runs that this one waits for.
    fn first_awaited(&self, id: RunId, lane: LaneId, full: Vec<LaneId>) -> Option<QueueKey> {
        let waits = |record: &Record| {
            record.status() == RunStatus::Queued && record.lane == lane && !record.is_held()
        };
        let mut first: Option<QueueKey> = None;
        self.find_awaited(vec![id], full, &mut |id, record| {
            let key = waits(record).then(|| queue_key(id, record));
            first = first.into_iter().chain(key).min();
            false
        });
        first
    }
}
