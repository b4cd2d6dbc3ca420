//! What happens when runs of one group overlap.

use std::sync::Arc;

use crate::{
    InvalidPolicy, Overlap, RunId, SpawnError,
    lane::LaneId,
    message,
    run::record::Record,
    supervisor::{
        accept::{admit::Admission, request::Request},
        state::{State, groups::GroupKey},
    },
};

/// A slot that a run vacates when it ends.
#[derive(Clone, Copy, Debug)]
pub(crate) struct VacatedSlot {
    pub(crate) lane: LaneId,
    /// The run that had lent it.
    pub(crate) lender: Option<RunId>,
}

impl State {
    /// Decides what becomes of a requested run, by the live runs of its group.
    pub(crate) fn decide_overlap(&mut self, request: &Request) -> Result<Admission, SpawnError> {
        let policy = &request.policy;
        let overlap = policy.overlap.unwrap_or_default();
        if overlap == Overlap::Allow {
            return Ok(Admission::Accept);
        }
        if overlap == Overlap::Join && !request.cell.can_share() {
            return Err(InvalidPolicy::new(
                "overlap",
                message!(
                    "overlap cannot be Join for a value of this type: several would be given it, use RunOptions::join"
                ),
            )
            .into());
        }
        self.track_groups();
        let key = request.group();
        let at_a_time = policy.at_a_time.unwrap_or(1);
        let Some(group) = self.groups.get(&key) else {
            return Ok(Admission::Accept);
        };
        let live = group.len();
        if live < at_a_time {
            return Ok(Admission::Accept);
        }
        Ok(match overlap {
            Overlap::Allow | Overlap::Queue => Admission::Accept,
            Overlap::Drop => Admission::Skip,
            Overlap::Refuse => {
                let behind = group.live().next_back().unwrap_or_default();
                return Err(SpawnError::Overlap { behind });
            }
            Overlap::Restart => {
                let oldest = group.live().take(live + 1 - at_a_time);
                Admission::Replace(oldest.collect())
            }
            Overlap::KeepLatest => Admission::Replace(group.held_after(at_a_time)),
            Overlap::Join => {
                let newest = group.live().rev().find(|run| self.runs.can_be_joined(*run));
                // A run that is being stopped cannot be joined: the new one waits for it.
                let Some(run) = newest else {
                    return Ok(Admission::Accept);
                };
                let cell = self.runs.get(run).and_then(|record| record.cell.clone());
                if cell.and_then(|cell| cell.open(&request.cell)).is_none() {
                    return Err(SpawnError::JoinType { run });
                }
                Admission::Join(run)
            }
        })
    }

    /// Starts to track groups, those of the live runs included. Nothing happens if they are tracked.
    fn track_groups(&mut self) {
        if self.groups.are_tracked() {
            return;
        }
        let live = self.runs.live();
        self.groups
            .track(live.map(|(id, record)| (record.group(), record.arrival, id)));
    }

    /// Adds a new run to its group, where it may have to wait.
    pub(crate) fn enter_group(&mut self, id: RunId) {
        if !self.groups.are_tracked() {
            return;
        }
        let Some(record) = self.runs.get_mut(id) else {
            return;
        };
        let (key, arrival) = (record.group(), record.arrival);
        self.groups.enter(key.clone(), arrival, id);
        let Some(terms) = record.terms_mut() else {
            return;
        };
        if terms.policy.overlap.unwrap_or_default() != Overlap::Allow {
            let at_a_time = terms.policy.at_a_time.unwrap_or(1);
            terms.behind = self.groups.hold(&key, arrival, at_a_time);
        }
    }

    /// Removes a run that has ended from its group. The runs that had waited for that go on, and may inherit the
    /// vacated slot.
    pub(crate) fn leave_group(&mut self, id: RunId, slot: Option<VacatedSlot>) {
        if !self.groups.are_tracked() {
            return;
        }
        let Some(record) = self.runs.get(id) else {
            return;
        };
        let (key, arrival) = (record.group(), record.arrival);
        let departure = self.groups.leave(&key, arrival);
        if let Some((next, Some(before))) = departure.behind
            && let Some(terms) = self.runs.get_mut(next).and_then(Record::terms_mut)
            && terms.behind.is_some()
        {
            terms.behind = Some(before);
            self.show(next);
        }
        for (next, at_a_time) in departure.inside {
            self.advance_in_group(&key, next, at_a_time, slot);
        }
    }

    /// Lets a run go on that is now among the first `at_a_time` of its group, if that is what it waits for.
    fn advance_in_group(
        &mut self,
        key: &GroupKey,
        id: RunId,
        at_a_time: usize,
        slot: Option<VacatedSlot>,
    ) {
        let Some(record) = self.runs.get_mut(id) else {
            return;
        };
        let (arrival, lane) = (record.arrival, record.lane);
        let parent = record.origin().map(|origin| origin.parent);
        let can_inherit = slot.is_some_and(|slot| {
            slot.lane == lane && (slot.lender.is_none() || slot.lender == parent)
        });
        let Some(terms) = record.terms_mut() else {
            return;
        };
        if terms.behind.is_none() || terms.policy.at_a_time.unwrap_or(1) != at_a_time {
            return;
        }
        terms.behind = None;
        let restarts = terms.policy.overlap == Some(Overlap::Restart);
        terms.inherits = restarts && can_inherit && terms.hold.is_none();
        self.groups.release(key, arrival);
        self.become_ready(id);
    }
}

impl Request {
    /// Returns the group that the run will belong to.
    pub(crate) fn group(&self) -> GroupKey {
        group_key(&self.task, &self.policy.key, &self.title)
    }
}

impl Record {
    /// Returns the group that the run belongs to.
    pub(crate) fn group(&self) -> GroupKey {
        let key = self.terms().and_then(|terms| terms.policy.key.clone());
        group_key(&self.task, &key, &self.title)
    }
}

fn group_key(task: &Option<Arc<str>>, key: &Option<Arc<str>>, title: &Arc<str>) -> GroupKey {
    let name = match (task, key) {
        (_, Some(key)) => Some(key.clone()),
        (Some(_), None) => None,
        (None, None) => Some(title.clone()),
    };
    GroupKey::new(task.clone(), name)
}
