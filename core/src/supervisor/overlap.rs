//! What happens when runs of one group overlap.

use std::{rc::Rc, sync::Arc};

use super::{
    Inner,
    spawn::Request,
    state::{Notice, State, place},
};
use crate::{
    CancelReason, InvalidPolicy, Overlap, Priority, RunId, RunState, RunStatus, SpawnError,
    StatusChange,
    body::Ending,
    groups::GroupKey,
    join::{Joiners, LetGo},
    lane::LaneId,
    record::{BodySlot, Record},
};

/// A slot that a run has left when it ended.
#[derive(Clone, Copy, Debug)]
pub(super) struct SlotLeft {
    /// The lane.
    pub(super) of: LaneId,
    /// The run that had lent it.
    pub(super) lender: Option<RunId>,
}

/// What becomes of a run that is asked for.
#[derive(Debug)]
pub(super) enum Verdict {
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
    pub(super) fn judge(&mut self, request: &Request) -> Result<Verdict, SpawnError> {
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
    pub(super) fn enter_group(&mut self, id: RunId) {
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
    pub(super) fn leave_group(&mut self, id: RunId, slot: Option<SlotLeft>) {
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

    /// Lets somebody join a live run, under the key that is returned.
    pub(super) fn join(&mut self, run: RunId, request: Request) -> u32 {
        let Request {
            policy,
            callbacks,
            cell,
            params,
            ..
        } = request;
        // What was attached to them may call the supervisor when it is dropped.
        self.effects.shared.push(Rc::new(params));
        let Some(record) = self.store.live_mut(run) else {
            return Joiners::FIRST;
        };
        let before = record.priority;
        let wanted = policy.priority.unwrap_or_default();
        let joiners = record
            .extras()
            .joiners
            .get_or_insert_with(|| Box::new(Joiners::new(before)));
        let key = joiners.join(wanted, callbacks);
        if let Some(party) = record.cell.take() {
            let party = party.open(&cell);
            if let Some(party) = &party {
                party.join(key, cell);
            }
            record.cell = party;
        }
        if wanted < before {
            self.is_wanted_as(run, wanted);
        }
        key
    }

    /// One of those who joined a run lets go of it. `None`: it has to be cancelled.
    pub(super) fn leave_run(
        &mut self,
        id: RunId,
        joiner: u32,
        reason: &CancelReason,
    ) -> Option<bool> {
        let Some(record) = self.store.live_mut(id) else {
            return Some(false);
        };
        let started = record.started_at.is_some();
        let joiners = record.extras.as_mut()?.joiners.as_mut()?;
        let (mut callbacks, priority, body) = match joiners.let_go(joiner) {
            LetGo::Before => return Some(true),
            LetGo::Last => return None,
            LetGo::Others {
                callbacks,
                priority,
                body,
            } => (callbacks, priority, body),
        };
        if joiner == Joiners::FIRST {
            callbacks = record.extras().callbacks.take();
        }
        let cell = record.cell.as_ref().and_then(|cell| cell.leave(joiner));
        if let Some(body) = body {
            self.has_let_go(body, id, joiner);
        }
        if let Some(cell) = cell {
            let reason = reason.clone();
            cell.settle(
                Ending::Cancelled { reason, started },
                &mut self.effects.wakers,
            );
            self.effects.shared.push(cell);
        }
        if let (Some(callbacks), Some(run)) = (callbacks, self.snapshot(id)) {
            let reason = reason.clone();
            self.notices.push_back(Notice::LetGo {
                reason,
                run,
                callbacks,
            });
            self.poke();
        }
        if let Some(priority) = priority {
            self.is_wanted_as(id, priority);
        }
        Some(true)
    }

    /// Notes that those who joined a run have to be told of a change.
    pub(super) fn tell_joiners(&mut self, id: RunId, change: &StatusChange) {
        let Some(joiners) = self.store.get(id).and_then(Record::joiners) else {
            return;
        };
        let notices = joiners.callbacks().map(|callbacks| Notice::Joined {
            change: change.clone(),
            callbacks: Box::new(callbacks.clone()),
        });
        self.notices.extend(notices);
    }

    /// Those who want a run want it with this priority: one that runs has it for its next attempt.
    fn is_wanted_as(&mut self, id: RunId, priority: Priority) {
        if self.move_to(id, priority) {
            return;
        }
        let Some(record) = self.store.live_mut(id) else {
            return;
        };
        record.priority = priority;
        if record.status() == RunStatus::Running {
            self.show(id);
        }
    }

    /// Changes the priority of a run that waits; `false` when it waits no more.
    pub(super) fn move_to(&mut self, id: RunId, priority: Priority) -> bool {
        let now = self.now();
        let Some(record) = self.store.get_mut(id) else {
            return false;
        };
        if record.status() != RunStatus::Queued {
            return false;
        }
        let held = record.is_held();
        let (lane, place) = (record.lane, place(id, record));
        let waits = self.lanes.move_to(lane, place, priority, now);
        if !waits && !held {
            // It is being cancelled.
            return false;
        }
        self.ask_no_more(id);
        if let Some(record) = self.store.get_mut(id) {
            record.priority = priority;
        }
        if waits {
            self.ask_for_loan(id);
        }
        self.show(id);
        self.revision += 1;
        self.poke();
        true
    }
}

impl State {
    /// How many runs were accepted and have not started.
    pub(super) fn not_started(&self) -> usize {
        self.unstarted
    }

    /// How many of these have not started.
    pub(super) fn never_started(&self, runs: &[RunId]) -> usize {
        let queued = |id: &&RunId| {
            let record = self.store.get(**id);
            record.is_some_and(|record| record.started_at.is_none())
        };
        runs.iter().filter(queued).count()
    }
}

impl Inner {
    /// Does to other runs, or to the new one, what was decided when it was accepted.
    pub(super) fn make_room(&self, new: RunId, verdict: Verdict) {
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

    /// Somebody who has joined a run wants it no more; the last one cancels it.
    pub(crate) fn let_go(&self, id: RunId, joiner: u32, reason: CancelReason) -> bool {
        self.update(|state| state.leave_run(id, joiner, &reason))
            .unwrap_or_else(|| self.cancel(id, reason))
    }
}

impl Request {
    /// The group that the run will belong to.
    pub(super) fn group(&self) -> GroupKey {
        group_key(&self.task, &self.policy.key, &self.title)
    }
}

impl Record {
    /// The group it belongs to.
    pub(super) fn group(&self) -> GroupKey {
        let key = self.terms().and_then(|terms| terms.policy.key.clone());
        group_key(&self.task, &key, &self.title)
    }

    /// Whether it waits for its turn among those of its group.
    pub(super) fn is_behind(&self) -> bool {
        self.terms().is_some_and(|terms| terms.behind.is_some())
    }

    /// Whether it stands in no queue because it waits for something else than a slot.
    pub(super) fn is_held(&self) -> bool {
        self.terms()
            .is_some_and(|terms| terms.hold.is_some() || terms.behind.is_some())
    }

    pub(crate) fn joiners(&self) -> Option<&Joiners> {
        self.extras.as_ref()?.joiners.as_deref()
    }

    /// Whether it goes on by itself: nobody has asked it to stop.
    pub(crate) fn can_be_joined(&self) -> bool {
        match &self.state {
            RunState::Cancelling { reason, .. } => *reason == CancelReason::Timeout,
            // While it waits a body is away only when the run is being ended.
            RunState::Queued => !matches!(self.slot, BodySlot::Away),
            state => state.status().is_live(),
        }
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
