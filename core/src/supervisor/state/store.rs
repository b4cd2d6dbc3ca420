//! The records of all runs.

mod aside;
mod heads;

use std::collections::VecDeque;

use crate::{
    Counts, Instant, RunId, RunState, RunStatus,
    collections::{
        name::Name,
        slab::Slab,
        sorted::{SortedMap, SortedSet},
    },
    run::record::{Record, arrival_of, made_id},
};

use self::heads::is_head;

/// All records: by id, by public id and in the order of arrival; finished ones in the order of their
/// eviction.
///
/// - `counts` has every record that is not set aside, by its status: `set_state` and `retire` keep it so. `heads` has
///   those of them that a list of heads shows: without a parent, and not superseded by a retry.
/// - `unstarted` is the number of queued runs whose body never started and that were not requested to stop.
/// - `order` and `finished` may have ids of records that are gone: those are skipped, and swept out later.
/// - `aside` has the finished runs that were cleared and may still be restored. Nothing else has their ids.
#[derive(Default)]
pub(crate) struct Store {
    records: Slab<Record>,
    /// In the order of arrival.
    order: VecDeque<(u64, RunId)>,
    public_ids: SortedMap<Name, RunId>,
    finished: Finished,
    counts: Counts,
    heads: Counts,
    aside: SortedSet<RunId>,
    next_arrival: u64,
    unstarted: usize,
    evicted: u64,
}

/// Finished runs by kind, oldest first.
#[derive(Default)]
struct Finished {
    completed: VecDeque<RunId>,
    cancelled: VecDeque<RunId>,
    failed: VecDeque<RunId>,
}

impl Store {
    pub(crate) fn get(&self, id: RunId) -> Option<&Record> {
        self.records.get(id)
    }

    pub(crate) fn get_mut(&mut self, id: RunId) -> Option<&mut Record> {
        self.records.get_mut(id)
    }

    /// Returns the record of a live run.
    pub(crate) fn live_mut(&mut self, id: RunId) -> Option<&mut Record> {
        self.records
            .get_mut(id)
            .filter(|record| record.status().is_live())
    }

    /// Returns how many of the kept runs there are of each status.
    pub(crate) fn counts(&self) -> Counts {
        self.counts
    }

    /// Moves a run to another live state; returns its status before.
    pub(crate) fn set_state(&mut self, id: RunId, to: RunState) -> Option<RunStatus> {
        let record = self.records.get_mut(id)?;
        let from = record.status();
        record.state = to;
        let (to, is_head) = (record.status(), is_head(record));
        self.counts.change(from, to);
        if is_head {
            self.heads.change(from, to);
        }
        Some(from)
    }

    /// Returns how many queued runs have not started yet.
    pub(crate) fn unstarted(&self) -> usize {
        self.unstarted
    }

    pub(crate) fn add_unstarted(&mut self) {
        self.unstarted += 1;
    }

    pub(crate) fn remove_unstarted(&mut self) {
        self.unstarted -= 1;
    }

    /// Returns how many of these runs have not started.
    pub(crate) fn unstarted_of(&self, runs: &[RunId]) -> usize {
        let is_unstarted = |id: &&RunId| {
            let record = self.get(**id);
            record.is_some_and(|record| record.started_at.is_none())
        };
        runs.iter().filter(is_unstarted).count()
    }

    /// Returns how many finished runs were dropped to keep within bounds.
    pub(crate) fn evicted(&self) -> u64 {
        self.evicted
    }

    pub(crate) fn count_evicted(&mut self, runs: usize) {
        self.evicted += runs as u64;
    }

    /// Returns whether a live run has this public id.
    pub(crate) fn is_id_in_use(&self, public_id: &str) -> bool {
        let record = self.by_public_id(public_id).and_then(|id| self.get(id));
        record.is_some_and(|record| record.status().is_live())
    }

    /// Evicts the finished run of this public id, if there is one.
    pub(crate) fn evict_public_id(&mut self, public_id: &str, gone: &mut Vec<Record>) {
        if let Some(old) = self.by_public_id(public_id) {
            self.evict(old, gone);
        }
    }

    /// Returns the number of the next run. No live run has the public id that would be made of it.
    pub(crate) fn next_arrival(&mut self) -> u64 {
        loop {
            self.next_arrival += 1;
            let is_given = || self.public_ids.named(&made_id(self.next_arrival)).is_some();
            if self.public_ids.is_empty() || !is_given() {
                return self.next_arrival;
            }
        }
    }

    /// Returns the number of the newest run.
    pub(crate) fn last_arrival(&self) -> u64 {
        self.next_arrival
    }

    /// Skips numbers, so that the next run has this one.
    pub(crate) fn skip_arrivals(&mut self, next: u64) {
        self.next_arrival = self.next_arrival.max(next.saturating_sub(1));
    }

    /// Returns the id of the next run.
    pub(crate) fn next_id(&self) -> RunId {
        self.records.next_id()
    }

    #[inline]
    pub(crate) fn insert(&mut self, record: Record) {
        let (arrival, public_id) = (record.arrival, record.public_id.clone());
        self.counts.add(record.status());
        if is_head(&record) {
            self.heads.add(record.status());
        }
        let id = self.records.insert(record);
        self.order.push_back((arrival, id));
        if let Some(public_id) = public_id {
            self.public_ids.insert(Name::new(public_id), id);
        }
    }

    /// Returns the run of this public id.
    pub(crate) fn by_public_id(&self, public_id: &str) -> Option<RunId> {
        if let Some(id) = self.public_ids.named(public_id) {
            return Some(*id);
        }
        let arrival = arrival_of(public_id)?;
        let at = self
            .order
            .binary_search_by_key(&arrival, |(arrival, _)| *arrival)
            .ok()?;
        let (_, id) = self.order[at];
        let record = self.records.get(id)?;
        record.public_id.is_none().then_some(id)
    }

    /// Keeps a run that has ended, until there are too many.
    pub(crate) fn retire(&mut self, id: RunId, from: RunStatus, to: RunStatus) {
        self.counts.change(from, to);
        if self.records.get(id).is_some_and(is_head) {
            self.heads.change(from, to);
        }
        self.finished.of(to).push_back(id);
    }

    /// Removes finished runs until at most `keep` are left: completed ones first, then cancelled, then
    /// failed, oldest first. Records whose drop may run code of the caller are moved to `gone`.
    pub(crate) fn evict_over(&mut self, keep: usize, gone: &mut Vec<Record>) {
        while self.counts.finished() > keep {
            let Some(id) = self.next_to_go() else { return };
            self.evict(id, gone);
        }
    }

    fn next_to_go(&mut self) -> Option<RunId> {
        self.finished
            .in_order()
            .into_iter()
            .find_map(VecDeque::pop_front)
    }

    /// Removes finished runs that ended at `before` or earlier.
    pub(crate) fn evict_older(&mut self, before: Instant, gone: &mut Vec<Record>) {
        for kind in 0..3 {
            while let Some(id) = self.finished.in_order()[kind].front() {
                match self.records.get(*id).and_then(|record| record.finished_at) {
                    Some(at) if at > before => break,
                    _ => {}
                }
                let Some(id) = self.finished.in_order()[kind].pop_front() else {
                    break;
                };
                self.take_out(id, gone);
            }
        }
        self.sweep();
    }

    /// Returns when the oldest finished run ended.
    pub(crate) fn oldest_finished(&self) -> Option<Instant> {
        [
            &self.finished.completed,
            &self.finished.cancelled,
            &self.finished.failed,
        ]
        .into_iter()
        .filter_map(|queue| {
            queue
                .iter()
                .find_map(|id| self.records.get(*id)?.finished_at)
        })
        .min()
    }

    /// Removes a finished run. Its record is moved to `gone` if its drop may run code of the caller.
    fn evict(&mut self, id: RunId, gone: &mut Vec<Record>) {
        self.take_out(id, gone);
        self.sweep();
    }

    fn take_out(&mut self, id: RunId, gone: &mut Vec<Record>) {
        if !self.unlist(id) {
            return;
        }
        self.discard(id, gone);
    }

    /// Takes a run out of everything but the records. Returns `false` for one that is gone or set aside.
    fn unlist(&mut self, id: RunId) -> bool {
        let Some(record) = self.records.get(id) else {
            return false;
        };
        if self.aside.contains(&id) {
            return false;
        }
        self.counts.remove(record.status());
        if is_head(record) {
            self.heads.remove(record.status());
        }
        forget_public_id(&mut self.public_ids, record, id);
        true
    }

    fn discard(&mut self, id: RunId, gone: &mut Vec<Record>) {
        if self.records.get(id).is_some_and(Record::runs_code_on_drop) {
            gone.extend(self.records.remove(id));
        } else {
            self.records.discard(id);
        }
    }

    /// Removes ids of gone records from the order: at its front, where they nearly always are, and everywhere
    /// once they are the greater part.
    fn sweep(&mut self) {
        while let Some((_, id)) = self.order.front()
            && !self.records.contains(*id)
        {
            self.order.pop_front();
        }
        if self.order.len() > 64 && self.order.len() > 2 * self.records.len() {
            self.order.retain(|(_, id)| self.records.contains(*id));
        }
        let kept = self.counts.finished();
        for queue in self.finished.in_order() {
            if queue.len() > 64 && queue.len() > 2 * kept {
                queue.retain(|id| self.records.contains(*id));
            }
        }
    }

    /// Returns all records in the order of lists: newest first.
    pub(crate) fn newest_first(&self) -> impl Iterator<Item = (RunId, &Record)> {
        self.order
            .iter()
            .rev()
            .filter_map(|(_, id)| Some((*id, self.records.get(*id)?)))
    }

    /// Returns whether a run can be joined.
    pub(crate) fn can_be_joined(&self, id: RunId) -> bool {
        self.get(id).is_some_and(Record::can_be_joined)
    }

    /// Returns the runs that have not ended, oldest first.
    pub(crate) fn live(&self) -> impl Iterator<Item = (RunId, &Record)> {
        self.order
            .iter()
            .filter_map(|(_, id)| Some((*id, self.records.get(*id)?)))
            .filter(|(_, record)| record.status().is_live())
    }

    pub(crate) fn live_ids(&self) -> Vec<RunId> {
        self.live().map(|(id, _)| id).collect()
    }

    /// Removes all records, newest first.
    pub(crate) fn drain(&mut self) -> Vec<(RunId, Record)> {
        let Self {
            mut records,
            mut order,
            mut aside,
            ..
        } = std::mem::take(self);
        let mut drained = Vec::new();
        while let Some(id) = order
            .pop_back()
            .map(|(_, id)| id)
            .or_else(|| aside.pop_first())
        {
            if let Some(record) = records.remove(id) {
                drained.push((id, record));
            }
        }
        drained
    }
}

fn forget_public_id(ids: &mut SortedMap<Name, RunId>, record: &Record, id: RunId) {
    if let Some(public_id) = &record.public_id
        && ids.named(public_id) == Some(&id)
    {
        ids.remove(&Name::new(public_id.clone()));
    }
}

impl Finished {
    fn of(&mut self, status: RunStatus) -> &mut VecDeque<RunId> {
        match status {
            RunStatus::Failed => &mut self.failed,
            RunStatus::Cancelled => &mut self.cancelled,
            _ => &mut self.completed,
        }
    }

    fn in_order(&mut self) -> [&mut VecDeque<RunId>; 3] {
        [&mut self.completed, &mut self.cancelled, &mut self.failed]
    }
}
