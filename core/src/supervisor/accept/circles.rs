//! Who waits for whom: parents for their children and for what they have joined, and runs for those of
//! their group that came before.
//!
//! No run may wait for itself in the end. Whoever would is refused; and where all slots of a lane are
//! taken by parents that wait for a run that has none, one of them lends it its own.

use std::collections::HashMap;

use crate::run::context::AttemptId;
use crate::supervisor::{
    accept::overlap::Verdict,
    accept::request::Request,
    state::{State, place},
};
use crate::{
    Overlap, RunId, RunStatus, SpawnError,
    collections::sorted::SortedSet,
    lane::{LaneId, Place},
    run::record::Record,
};

impl State {
    /// Runs that may hold a slot for which others wait; some of them twice.
    fn holders(&self) -> impl Iterator<Item = RunId> {
        self.parents.iter().chain(self.joining.iter()).copied()
    }

    /// Looks at these runs and all that they wait for, until one is found. Who waits for a slot of one of
    /// the `full` lanes waits for the parents that have one.
    fn find_awaited(
        &self,
        mut next: Vec<RunId>,
        mut full: Vec<LaneId>,
        mut is_it: impl FnMut(RunId, &Record) -> bool,
    ) -> Option<RunId> {
        let mut seen: SortedSet<RunId> = next.iter().copied().collect();
        // Up to which arrival the runs of a group were looked at.
        let mut groups = HashMap::new();
        while let Some(id) = next.pop() {
            let Some(record) = self.store.get(id) else {
                continue;
            };
            if is_it(id, record) {
                return Some(id);
            }
            if let Some(family) = record.family() {
                let joined = family.joined.iter().map(|(run, _)| run);
                let awaited = family.live.iter().chain(joined);
                next.extend(awaited.filter(|run| seen.insert(**run)));
            }
            if record.status() == RunStatus::Queued
                && !record.is_held()
                && let Some(at) = full.iter().position(|lane| *lane == record.lane)
            {
                let lane = full.swap_remove(at);
                let has_slot = |id: &RunId| {
                    let record = self.store.get(*id);
                    record.is_some_and(|record| record.lane == lane && record.has_slot())
                };
                let holders = self.holders().filter(has_slot);
                next.extend(holders.filter(|run| seen.insert(*run)));
            }
            if record.is_behind() {
                let key = record.group();
                let before = record.arrival;
                let looked_at = groups.entry(key.clone()).or_insert(0);
                let others = self.groups.between(&key, *looked_at, before);
                next.extend(others.filter(|other| seen.insert(*other)));
                *looked_at = before.max(*looked_at);
            }
        }
        None
    }

    /// Refuses a child that would wait for a run that waits for one of its own ancestors.
    pub(crate) fn check_circle(
        &self,
        request: &Request,
        verdict: &Verdict,
    ) -> Result<(), SpawnError> {
        let Some(AttemptId { run: parent, .. }) = request.parent else {
            return Ok(());
        };
        let sibling = |id: &RunId| {
            let record = self.store.get(*id);
            let origin = record.and_then(Record::origin);
            origin.is_some_and(|origin| origin.parent == parent)
        };
        let at_a_time = request.policy.at_a_time.unwrap_or(1);
        let ahead = match (verdict, request.policy.overlap) {
            (Verdict::Join(run), _) => vec![*run],
            // There is room in the group.
            _ if self.groups.len(&request.group()) < at_a_time => Vec::new(),
            (_, Some(Overlap::Queue | Overlap::KeepLatest | Overlap::Join)) => {
                // Who waits behind a sibling waits for nobody for whom that does not.
                let newest = self.groups.newest(&request.group());
                let waits = |id: &RunId| self.store.get(*id).is_some_and(Record::is_behind);
                match newest.filter(|id| sibling(id) && waits(id)) {
                    Some(_) => Vec::new(),
                    None => self
                        .groups
                        .between(&request.group(), 0, u64::MAX)
                        .filter(|id| !sibling(id))
                        .collect(),
                }
            }
            _ => Vec::new(),
        };
        if ahead.is_empty() {
            return Ok(());
        }
        let mut ancestors = SortedSet::new();
        let mut above = Some(parent);
        while let Some(run) = above {
            ancestors.insert(run);
            let record = self.store.get(run);
            above = record.and_then(Record::origin).map(|origin| origin.parent);
        }
        match self.find_awaited(ahead, Vec::new(), |id, _| ancestors.contains(&id)) {
            Some(run) => Err(SpawnError::WaitsForAncestor { run }),
            None => Ok(()),
        }
    }

    /// Where a lane is full and a run in its queue is what a parent with one of its slots waits for: takes
    /// that run out and lends it the slot. This is looked for when nothing else can go on; children have
    /// the slot of their parent without that.
    pub(crate) fn help(&mut self) -> Option<RunId> {
        if !self.starts_runs() || self.helped_at == Some(self.revision) {
            return None;
        }
        self.helped_at = Some(self.revision);
        let stuck: Vec<LaneId> = self.lanes.stuck().collect();
        let is_child = |run: &RunId| self.store.get(*run).is_some_and(|at| at.origin().is_some());
        let some_wait = || {
            let held = self.groups.any_held() || !self.joining.is_empty();
            held || self.parents.iter().any(is_child)
        };
        if stuck.is_empty() || !some_wait() {
            return None;
        }
        let mut parents: SortedSet<RunId> = self.holders().collect();
        while let Some(parent) = parents.pop_first() {
            let Some(record) = self.store.get(parent) else {
                continue;
            };
            let lane = record.lane;
            let lends = record.status() == RunStatus::Running
                && record.family().is_some_and(|family| family.lent.is_none());
            if !lends || !stuck.contains(&lane) {
                continue;
            }
            let waits = |record: &Record| {
                record.status() == RunStatus::Queued && record.lane == lane && !record.is_held()
            };
            let first_of = |full: Vec<LaneId>| {
                let mut first: Option<Place> = None;
                self.find_awaited(vec![parent], full, |id, record| {
                    let place = waits(record).then(|| place(id, record));
                    first = first.into_iter().chain(place).min();
                    false
                });
                first
            };
            if let Some(place) = first_of(Vec::new()).or_else(|| first_of(stuck.clone()))
                && self.lanes.lend(lane, place, self.now())
            {
                self.ask_no_more(place.run);
                self.lend_to(parent, place.run);
                return Some(place.run);
            }
        }
        None
    }
}
