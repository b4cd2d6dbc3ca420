//! Where the records of a supervisor are, and which are kept.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
};

use crate::{
    Counts, Instant, RunFilter, RunId, RunStatus,
    record::{Record, arrival_of, made_id},
    slab::Slab,
};

/// All records, by id, by public id and in the order of arrival; the finished ones in the order in
/// which they will be dropped.
#[derive(Default)]
pub(crate) struct Store {
    records: Slab<Record>,
    /// In the order of arrival; an id whose record is gone is skipped and swept out later.
    order: VecDeque<(u64, RunId)>,
    public_ids: HashMap<Arc<str>, RunId>,
    finished: Finished,
    pub(crate) counts: Counts,
    next_arrival: u64,
}

/// Finished runs by kind, oldest first. A run that was cleared is skipped.
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

    /// The record of a run that is live.
    pub(crate) fn live_mut(&mut self, id: RunId) -> Option<&mut Record> {
        self.records
            .get_mut(id)
            .filter(|record| record.status().is_live())
    }

    /// The number of the next run; no live run has the public id that would be made of it.
    pub(crate) fn arrive(&mut self) -> u64 {
        loop {
            self.next_arrival += 1;
            let given = !self.public_ids.is_empty()
                && self
                    .public_ids
                    .contains_key(made_id(self.next_arrival).as_str());
            if !given {
                return self.next_arrival;
            }
        }
    }

    /// The id of the run that is taken in next.
    pub(crate) fn next_id(&self) -> RunId {
        self.records.next_id()
    }

    #[inline]
    pub(crate) fn insert(&mut self, record: Record) {
        let (arrival, public_id) = (record.arrival, record.public_id.clone());
        self.counts.add(record.status());
        let id = self.records.insert(record);
        self.order.push_back((arrival, id));
        if let Some(public_id) = public_id {
            self.public_ids.insert(public_id, id);
        }
    }

    /// The run of this public id.
    pub(crate) fn by_public_id(&self, public_id: &str) -> Option<RunId> {
        if let Some(id) = self.public_ids.get(public_id) {
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

    /// Keeps a run that has finished, until there are too many.
    pub(crate) fn retire(&mut self, id: RunId, from: RunStatus, to: RunStatus) {
        self.counts.remove(from);
        self.counts.add(to);
        self.finished.of(to).push_back(id);
    }

    /// Takes out finished runs until at most `keep` are left: completed ones first, then cancelled,
    /// then failed, oldest first. Those are left in `gone` whose drop may run code of others.
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

    /// Takes out finished runs that ended at `before` or earlier.
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

    /// When the oldest finished run ended.
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

    /// Takes out a finished run, and leaves it in `gone` when its drop may run code of others.
    pub(crate) fn evict(&mut self, id: RunId, gone: &mut Vec<Record>) {
        self.take_out(id, gone);
        self.sweep();
    }

    fn take_out(&mut self, id: RunId, gone: &mut Vec<Record>) {
        let Some(record) = self.records.get(id) else {
            return;
        };
        self.counts.remove(record.status());
        forget_public_id(&mut self.public_ids, record, id);
        if record.owns_of_others() {
            gone.extend(self.records.remove(id));
        } else {
            self.records.discard(id);
        }
    }

    /// Takes out every finished run.
    pub(crate) fn clear_finished(&mut self, gone: &mut Vec<Record>) {
        self.evict_over(0, gone);
    }

    /// Sweeps ids of gone records out of the order: at its front, where they nearly always are, and once
    /// they are the greater part of it.
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

    /// Runs that are meant at this time, newest first.
    pub(crate) fn filter<'a>(
        &'a self,
        filter: &'a RunFilter,
        now: Instant,
    ) -> impl Iterator<Item = (RunId, &'a Record)> {
        let text = filter.text.to_lowercase();
        self.order
            .iter()
            .rev()
            .filter_map(|(_, id)| Some((*id, self.records.get(*id)?)))
            .filter(move |(_, record)| matches(filter, &text, record))
            .filter(move |(_, record)| !filter.linted || record.has_lint(now))
    }

    /// Whether this run is live and nobody has asked it to stop.
    pub(crate) fn can_be_joined(&self, id: RunId) -> bool {
        self.get(id).is_some_and(Record::can_be_joined)
    }

    /// Runs that have not ended, oldest first.
    pub(crate) fn live(&self) -> impl Iterator<Item = (RunId, &Record)> {
        self.order
            .iter()
            .filter_map(|(_, id)| Some((*id, self.records.get(*id)?)))
            .filter(|(_, record)| record.status().is_live())
    }

    pub(crate) fn live_ids(&self) -> Vec<RunId> {
        self.live().map(|(id, _)| id).collect()
    }

    /// Takes out everything, newest first.
    pub(crate) fn drain(&mut self) -> Vec<(RunId, Record)> {
        let Self {
            mut records, order, ..
        } = std::mem::take(self);
        order
            .into_iter()
            .rev()
            .filter_map(|(_, id)| Some((id, records.remove(id)?)))
            .collect()
    }
}

fn forget_public_id(ids: &mut HashMap<Arc<str>, RunId>, record: &Record, id: RunId) {
    if let Some(public_id) = &record.public_id
        && ids.get(public_id) == Some(&id)
    {
        ids.remove(public_id);
    }
}

fn matches(filter: &RunFilter, text: &str, record: &Record) -> bool {
    let has = |field: &str| field.to_lowercase().contains(text);
    (!filter.roots || record.origin().is_none())
        && (filter.statuses.is_empty() || filter.statuses.contains(&record.status()))
        && filter
            .task
            .as_deref()
            .is_none_or(|task| record.task.as_deref() == Some(task))
        && (text.is_empty()
            || has(&record.title)
            || record.task.as_deref().is_some_and(has)
            || has(&record.public_id())
            || matches!(&record.state, crate::RunState::Failed(error) if has(&error.message().english())))
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
