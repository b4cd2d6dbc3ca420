//! Runs must not wait for themselves: parents wait for their children and for what they have joined, and runs
//! wait for those of their group that came before.

use crate::{
    Overlap, RunId, RunStatus, SpawnError,
    collections::sorted::SortedSet,
    lane::LaneId,
    run::record::Record,
    supervisor::{
        accept::{admit::Admission, request::Request},
        state::{State, groups::GroupKey},
    },
};

impl State {
    /// Searches these runs and all that they wait for, until `is_it` returns `true`. A run that waits for a slot
    /// of one of the `full` lanes waits for the parents that have one.
    pub(crate) fn find_awaited(
        &self,
        mut next: Vec<RunId>,
        mut full: Vec<LaneId>,
        is_it: &mut dyn FnMut(RunId, &Record) -> bool,
    ) -> Option<RunId> {
        let mut seen: SortedSet<RunId> = next.iter().copied().collect();
        // For each group, the arrival up to which its runs were searched.
        let mut groups = Vec::<(GroupKey, u64)>::new();
        while let Some(id) = next.pop() {
            let Some(record) = self.runs.get(id) else {
                continue;
            };
            if is_it(id, record) {
                return Some(id);
            }
            if let Some(family) = record.family() {
                for run in family.live.iter() {
                    if seen.insert(*run) {
                        next.push(*run);
                    }
                }
                for (run, _) in &family.joined {
                    if seen.insert(*run) {
                        next.push(*run);
                    }
                }
            }
            if record.status() == RunStatus::Queued
                && !record.is_held()
                && let Some(at) = full.iter().position(|lane| *lane == record.lane)
            {
                let lane = full.swap_remove(at);
                for holder in self.waits.waiting() {
                    let record = self.runs.get(holder);
                    let has_slot = |record: &Record| record.lane == lane && record.has_slot();
                    if record.is_some_and(has_slot) && seen.insert(holder) {
                        next.push(holder);
                    }
                }
            }
            if record.is_behind() {
                let key = record.group();
                let before = record.arrival;
                let known = groups.iter().position(|(group, _)| *group == key);
                let at = known.unwrap_or_else(|| {
                    groups.push((key.clone(), 0));
                    groups.len() - 1
                });
                let searched = &mut groups[at].1;
                for other in self.groups.between(&key, *searched, before) {
                    if seen.insert(other) {
                        next.push(other);
                    }
                }
                *searched = before.max(*searched);
            }
        }
        None
    }

    /// Refuses a child that would wait for a run that waits for one of its own ancestors: that could not be
    /// resolved later.
    pub(crate) fn check_circle(
        &self,
        request: &Request,
        admission: &Admission,
    ) -> Result<(), SpawnError> {
        let Some(parent) = request.parent else {
            return Ok(());
        };
        let ahead = self.ahead_of_child(request, parent.run, admission);
        if ahead.is_empty() {
            return Ok(());
        }
        let mut ancestors = SortedSet::new();
        let mut ancestor = Some(parent.run);
        while let Some(run) = ancestor {
            ancestors.insert(run);
            let record = self.runs.get(run);
            ancestor = record.and_then(Record::origin).map(|origin| origin.parent);
        }
        match self.find_awaited(ahead, Vec::new(), &mut |id, _| ancestors.contains(&id)) {
            Some(run) => Err(SpawnError::WaitsForAncestor { run }),
            None => Ok(()),
        }
    }

    /// Returns the runs that a child would wait for.
    fn ahead_of_child(
        &self,
        request: &Request,
        parent: RunId,
        admission: &Admission,
    ) -> Vec<RunId> {
        let is_sibling = |id: &RunId| {
            let record = self.runs.get(*id);
            let origin = record.and_then(Record::origin);
            origin.is_some_and(|origin| origin.parent == parent)
        };
        let at_a_time = request.policy.at_a_time.unwrap_or(1);
        match (admission, request.policy.overlap) {
            (Admission::Join(run), _) => vec![*run],
            // There is room in the group.
            _ if self.groups.len(&request.group()) < at_a_time => Vec::new(),
            (_, Some(Overlap::Queue | Overlap::KeepLatest | Overlap::Join)) => {
                // A run behind a sibling waits for no other run than that sibling does.
                let newest = self.groups.newest(&request.group());
                let is_behind = |id: &RunId| self.runs.get(*id).is_some_and(Record::is_behind);
                match newest.filter(|id| is_sibling(id) && is_behind(id)) {
                    Some(_) => Vec::new(),
                    None => {
                        let mut ahead = self.groups.between(&request.group(), 0, u64::MAX);
                        ahead.retain(|id| !is_sibling(id));
                        ahead
                    }
                }
            }
            _ => Vec::new(),
        }
    }
}
