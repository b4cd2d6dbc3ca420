//! The live runs of overlap groups.

use std::sync::Arc;

use crate::{
    RunId,
    collections::{name, sorted::SortedMap},
};

/// What the runs of a group have in common: the task and the key; without a task the key, else the title.
///
/// Its hash comes first in its order: most comparisons need no other memory.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct GroupKey {
    hash: u64,
    task: Option<Arc<str>>,
    name: Option<Arc<str>>,
}

impl GroupKey {
    pub(crate) fn new(task: Option<Arc<str>>, name: Option<Arc<str>>) -> Self {
        let texts = [&task, &name].map(|text| text.as_deref().unwrap_or_default());
        let hash = name::hash(&texts);
        Self { hash, task, name }
    }
}

/// The live runs of every group, by arrival.
///
/// Nothing is tracked until the first run that may have to wait for another, so groups cost nothing where
/// they are not used.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    tracked: bool,
    groups: SortedMap<GroupKey, Group>,
    /// The number of runs that wait for others of their group.
    held: usize,
}

/// The live runs of one group.
#[derive(Debug, Default)]
pub(crate) struct Group {
    /// By arrival.
    live: SortedMap<u64, RunId>,
    /// Those that wait for others of the group.
    held: SortedMap<u64, RunId>,
    /// One for each value of `at_a_time` among the runs; nearly always one.
    frontiers: Vec<Frontier>,
}

/// The border of the first `at_a_time` runs of a group.
#[derive(Debug)]
struct Frontier {
    at_a_time: usize,
    /// The arrival of the last run inside; none while there is room.
    last: Option<u64>,
}

/// What follows when a run leaves its group.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Departure {
    /// Runs that are now among the first, with their `at_a_time`.
    pub(crate) inside: Vec<(RunId, usize)>,
    /// The next run by arrival, if it waits, and the run that is before it now.
    pub(crate) behind: Option<(RunId, Option<RunId>)>,
}

impl Groups {
    /// Returns whether groups are tracked.
    pub(crate) fn are_tracked(&self) -> bool {
        self.tracked
    }

    /// Tracks groups from now on. `live` are the runs that exist already.
    pub(crate) fn track(&mut self, live: impl Iterator<Item = (GroupKey, u64, RunId)>) {
        self.tracked = true;
        for (key, arrival, run) in live {
            self.enter(key, arrival, run);
        }
    }

    pub(crate) fn get(&mut self, key: &GroupKey) -> Option<&mut Group> {
        self.groups.get_mut(key)
    }

    /// Adds the newest run.
    pub(crate) fn enter(&mut self, key: GroupKey, arrival: u64, run: RunId) {
        let Some(group) = self.groups.get_mut(&key) else {
            let mut group = Group::default();
            group.live.insert(arrival, run);
            self.groups.insert(key, group);
            return;
        };
        group.live.insert(arrival, run);
        let live = group.live.len();
        for line in &mut group.frontiers {
            if line.at_a_time == live {
                line.last = Some(arrival);
            }
        }
    }

    /// Holds a run that is not among the first `at_a_time` of its group; returns the run before it. Returns
    /// `None` when it is among them.
    pub(crate) fn hold(&mut self, key: &GroupKey, arrival: u64, at_a_time: usize) -> Option<RunId> {
        let group = self.groups.get_mut(key)?;
        if group
            .last_inside(at_a_time)
            .is_none_or(|last| arrival <= last)
        {
            return None;
        }
        let run = *group.live.get(&arrival)?;
        group.held.insert(arrival, run);
        self.held += 1;
        group.before(arrival)
    }

    /// Ends the hold of a run.
    pub(crate) fn release(&mut self, key: &GroupKey, arrival: u64) {
        if let Some(group) = self.groups.get_mut(key) {
            self.held -= usize::from(group.held.remove(&arrival).is_some());
        }
    }

    /// Returns whether any run waits for others of its group.
    pub(crate) fn any_held(&self) -> bool {
        self.held > 0
    }

    /// Returns the number of live runs of a group.
    pub(crate) fn len(&self, key: &GroupKey) -> usize {
        self.groups.get(key).map_or(0, Group::len)
    }

    /// Returns the newest run of a group.
    pub(crate) fn newest(&self, key: &GroupKey) -> Option<RunId> {
        self.groups.get(key)?.live().next_back()
    }

    /// Returns the runs of a group that arrived between these.
    pub(crate) fn between(&self, key: &GroupKey, after: u64, before: u64) -> Vec<RunId> {
        let mut between = Vec::new();
        if let Some(group) = self.groups.get(key) {
            for (arrival, run) in group.live.after(&after) {
                if *arrival >= before {
                    break;
                }
                between.push(*run);
            }
        }
        between
    }

    /// Removes a run that has ended.
    pub(crate) fn leave(&mut self, key: &GroupKey, arrival: u64) -> Departure {
        let Some(group) = self.groups.get_mut(key) else {
            return Departure::default();
        };
        if group.live.remove(&arrival).is_none() {
            return Departure::default();
        }
        self.held -= usize::from(group.held.remove(&arrival).is_some());
        if group.live.is_empty() {
            self.groups.remove(key);
            return Departure::default();
        }
        let Group {
            live, frontiers, ..
        } = &mut *group;
        let mut inside = Vec::new();
        for line in frontiers {
            let Some(last) = line.last.filter(|last| arrival <= *last) else {
                continue;
            };
            let next = live.after(&last).next();
            line.last = next.map(|(arrival, _)| *arrival);
            inside.extend(next.map(|(_, run)| (*run, line.at_a_time)));
        }
        let next = group.live.after(&arrival).next();
        let behind = next
            .filter(|(arrival, _)| group.held.contains_key(arrival))
            .map(|(arrival, run)| (*run, group.before(*arrival)));
        Departure { inside, behind }
    }

    pub(crate) fn clear(&mut self) {
        self.groups.clear();
        self.held = 0;
    }
}

impl Group {
    pub(crate) fn len(&self) -> usize {
        self.live.len()
    }

    /// Returns its runs, oldest first.
    pub(crate) fn live(&self) -> impl DoubleEndedIterator<Item = RunId> {
        self.live.values().copied()
    }

    /// Returns those that wait and are not among the first `at_a_time`.
    pub(crate) fn held_after(&mut self, at_a_time: usize) -> Vec<RunId> {
        match self.last_inside(at_a_time) {
            Some(last) => {
                let held = self.held.after(&last);
                held.map(|(_, run)| *run).collect()
            }
            None => Vec::new(),
        }
    }

    fn before(&self, arrival: u64) -> Option<RunId> {
        self.live.before(&arrival).map(|(_, run)| *run)
    }

    /// Returns the arrival of the last run among the first `at_a_time`; `None` while there is room.
    fn last_inside(&mut self, at_a_time: usize) -> Option<u64> {
        let known = self
            .frontiers
            .iter()
            .find(|line| line.at_a_time == at_a_time);
        if let Some(line) = known {
            return line.last;
        }
        let last = self.live.keys().nth(at_a_time.saturating_sub(1)).copied();
        self.frontiers.push(Frontier { at_a_time, last });
        last
    }
}
