//! What happens when runs of one group overlap.

use std::sync::Arc;

use crate::supervisor::{Inner, accept::request::Request, state::State};
use crate::{
    CancelReason, InvalidPolicy, Overlap, RunId, SpawnError, lane::LaneId, run::ending::Ending,
    run::record::Record, supervisor::state::groups::GroupKey,
};

/// A slot that a run has left when it ended.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SlotLeft {
    /// The lane.
    pub(crate) of: LaneId,
    /// The run that had lent it.
    pub(crate) lender: Option<RunId>,
}

/// What becomes of a run that is asked for.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// It is taken in; whether it has to wait for others shows by its place among them.
    Accept,
    /// It is taken in and ends at once, as skipped.
    Skip,
    /// It is none of its own: whoever asked is given this one.
    Join(RunId),
    /// It is taken in, and these are asked to stop.
    Replace(Vec<RunId>),
}

impl State {
    /// Decides what becomes of a run, by those of its group that are live.
    pub(crate) fn judge(&mut self, request: &Request) -> Result<Verdict, SpawnError> {
        let policy = &request.policy;
        let overlap = policy.overlap.unwrap_or_default();
        if overlap == Overlap::Allow {
            return Ok(Verdict::Accept);
        }
        if overlap == Overlap::Join && !request.cell.can_share() {
            return Err(InvalidPolicy::new(
                "overlap",
                "cannot be Join for a value of this type: several would be given it, use RunOptions::join",
            )
            .into());
        }
        self.keep_groups();
        let key = request.group();
        let at_a_time = policy.at_a_time.unwrap_or(1);
        let Some(group) = self.groups.get(&key) else {
            return Ok(Verdict::Accept);
        };
        let live = group.len();
        if live < at_a_time {
            return Ok(Verdict::Accept);
        }
        Ok(match overlap {
            Overlap::Allow | Overlap::Queue => Verdict::Accept,
            Overlap::Drop => Verdict::Skip,
            Overlap::Refuse => {
                let behind = group.live().next_back().unwrap_or_default();
                return Err(SpawnError::Overlap { behind });
            }
            Overlap::Restart => {
                let oldest = group.live().take(live + 1 - at_a_time);
                Verdict::Replace(oldest.collect())
            }
            Overlap::KeepLatest => Verdict::Replace(group.held_after(at_a_time)),
            Overlap::Join => {
                let newest = group
                    .live()
                    .rev()
                    .find(|run| self.store.can_be_joined(*run));
                // Whoever is being stopped is waited for: its end is nobody's wish.
                let Some(run) = newest else {
                    return Ok(Verdict::Accept);
                };
                let cell = self.store.get(run).and_then(|record| record.cell.clone());
                if cell.and_then(|cell| cell.open(&request.cell)).is_none() {
                    return Err(SpawnError::JoinType { run });
                }
                Verdict::Join(run)
            }
        })
    }

    /// Keeps groups from here on, those of the runs that are there among them. This is done once.
    fn keep_groups(&mut self) {
        if self.groups.are_kept() {
            return;
        }
        let Self { store, groups, .. } = self;
        groups.keep(
            store
                .live()
                .map(|(id, record)| (record.group(), record.arrival, id)),
        );
    }

    /// Takes a new run into its group, where it may have to wait.
    pub(crate) fn enter_group(&mut self, id: RunId) {
        if !self.groups.are_kept() {
            return;
        }
        let Some(record) = self.store.get_mut(id) else {
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

    /// Takes a run that has ended out of its group, and lets go on who waited for that: it may inherit
    /// the slot that is left.
    pub(crate) fn leave_group(&mut self, id: RunId, slot: Option<SlotLeft>) {
        if !self.groups.are_kept() {
            return;
        }
        let Some(record) = self.store.get(id) else {
            return;
        };
        let (key, arrival) = (record.group(), record.arrival);
        let left = self.groups.leave(&key, arrival);
        if let Some((next, Some(before))) = left.behind
            && let Some(terms) = self.store.get_mut(next).and_then(Record::terms_mut)
            && terms.behind.is_some()
        {
            terms.behind = Some(before);
            self.show(next);
        }
        for (next, at_a_time) in left.inside {
            self.let_on(&key, next, at_a_time, slot);
        }
    }

    /// A run is among the first so many of its group: it goes on if that is what it waits for.
    fn let_on(&mut self, key: &GroupKey, id: RunId, at_a_time: usize, left: Option<SlotLeft>) {
        let Some(record) = self.store.get_mut(id) else {
            return;
        };
        let (arrival, lane) = (record.arrival, record.lane);
        let parent = record.origin().map(|origin| origin.parent);
        let can_inherit = match left {
            Some(SlotLeft { of, lender }) => of == lane && (lender.is_none() || lender == parent),
            None => false,
        };
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
        self.line_up(id);
    }
}

impl State {
    /// How many runs were accepted and have not started.
    pub(crate) fn not_started(&self) -> usize {
        self.unstarted
    }

    /// How many of these have not started.
    pub(crate) fn never_started(&self, runs: &[RunId]) -> usize {
        let queued = |id: &&RunId| {
            let record = self.store.get(**id);
            record.is_some_and(|record| record.started_at.is_none())
        };
        runs.iter().filter(queued).count()
    }
}

impl Inner {
    /// Does to other runs, or to the new one, what was decided when it was accepted.
    pub(crate) fn make_room(&self, new: RunId, verdict: Verdict) {
        match verdict {
            Verdict::Accept | Verdict::Join(_) => {}
            Verdict::Skip => {
                let body = self.update(|state| state.store.get_mut(new)?.take_resting());
                let (reason, started) = (CancelReason::Skipped, false);
                self.drop_and_finish(new, body, Ending::Cancelled { reason, started });
            }
            Verdict::Replace(old) => {
                self.cancel_each(old, &CancelReason::Replaced);
            }
        }
    }
}

impl Request {
    /// The group that the run will belong to.
    pub(crate) fn group(&self) -> GroupKey {
        group_key(&self.task, &self.policy.key, &self.title)
    }
}

impl Record {
    /// The group it belongs to.
    pub(crate) fn group(&self) -> GroupKey {
        let key = self.terms().and_then(|terms| terms.policy.key.clone());
        group_key(&self.task, &key, &self.title)
    }

    /// Whether it waits for its turn among those of its group.
    pub(crate) fn is_behind(&self) -> bool {
        self.terms().is_some_and(|terms| terms.behind.is_some())
    }

    /// Whether it stands in no queue because it waits for something else than a slot.
    pub(crate) fn is_held(&self) -> bool {
        self.terms()
            .is_some_and(|terms| terms.hold.is_some() || terms.behind.is_some())
    }
}

fn group_key(task: &Option<Arc<str>>, key: &Option<Arc<str>>, title: &Arc<str>) -> GroupKey {
    let name = match (task, key) {
        (_, Some(key)) => Some(key.clone()),
        (Some(_), None) => None,
        (None, None) => Some(title.clone()),
    };
    GroupKey {
        task: task.clone(),
        name,
    }
}
