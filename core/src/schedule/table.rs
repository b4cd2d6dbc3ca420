//! All schedules of a supervisor.

use std::{collections::VecDeque, mem, rc::Rc, sync::Arc, time::Duration};

use super::{
    Clocks, Plan, RunTemplate, Schedule, ScheduleId, ScheduleSnapshot, ScheduleState, Suspension,
};
use crate::{
    Instant, RunId, SpawnError, Task, TaskError,
    collections::sorted::{SortedMap, SortedSet},
    signal::Signal,
};

/// The longest time between two checks of the wall clock while a schedule waits: the clock may jump.
const LONGEST_CHECK: Duration = Duration::from_secs(60);

/// How far the wall clock must go back, against the monotonic one, to count as set back.
const SET_BACK: Duration = Duration::from_millis(100);

/// What a supervisor knows of a schedule.
pub(crate) struct ScheduleRecord {
    pub(crate) schedule: Schedule,
    pub(crate) plan: Plan,
    pub(crate) task: Rc<Task>,
    pub(crate) title: Arc<str>,
    /// The options of each run.
    pub(crate) template: RunTemplate,
    pub(crate) state: ScheduleState,
    /// When its runs failed, within the window that counts.
    failures: VecDeque<Instant>,
    pub(crate) starts: u64,
    pub(crate) skipped: u64,
    pub(crate) missed: u64,
    pub(crate) refused: Option<SpawnError>,
    pub(crate) last_run: Option<RunId>,
    /// Created for the first observer.
    signal: Option<Signal<ScheduleSnapshot>>,
}

impl ScheduleRecord {
    pub(crate) fn new(
        schedule: Schedule,
        task: Rc<Task>,
        title: Arc<str>,
        template: RunTemplate,
        clocks: Clocks,
    ) -> Self {
        let plan = Plan::new(&schedule, clocks);
        let next = plan.next(clocks);
        Self {
            schedule,
            plan,
            task,
            title,
            template,
            state: ScheduleState::Active { next },
            failures: VecDeque::new(),
            starts: 0,
            skipped: 0,
            missed: 0,
            refused: None,
            last_run: None,
            signal: None,
        }
    }

    pub(crate) fn snapshot(&self, id: ScheduleId) -> ScheduleSnapshot {
        ScheduleSnapshot {
            id,
            task: self.task.id.clone(),
            title: self.title.clone(),
            schedule: self.schedule,
            state: self.state.clone(),
            starts: self.starts,
            skipped: self.skipped,
            missed: self.missed,
            refused: self.refused.clone(),
            last_run: self.last_run,
        }
    }

    fn next(&self) -> Option<Duration> {
        match self.state {
            ScheduleState::Active { next } => Some(next),
            _ => None,
        }
    }

    /// Adds a failure. Returns why the schedule is to be suspended, if it is.
    fn failed(&mut self, now: Instant, error: &TaskError) -> Option<Suspension> {
        let rule = self.schedule.suspends_after()?;
        self.failures.push_back(now);
        while self
            .failures
            .front()
            .is_some_and(|at| now - *at > rule.window)
        {
            self.failures.pop_front();
        }
        let failures = self.failures.len();
        (failures > rule.failures as usize).then(|| Suspension::Failures {
            failures,
            window: rule.window,
            last: error.clone(),
        })
    }
}

/// All schedules of a supervisor, in the order in which they were made.
///
/// `waiting` has exactly the active ones, in the order of their next start. `changed` has those whose
/// snapshot has changed since their signal was set.
#[derive(Default)]
pub(crate) struct Schedules {
    entries: SortedMap<ScheduleId, ScheduleRecord>,
    waiting: SortedSet<(Duration, ScheduleId)>,
    last: Option<ScheduleId>,
    /// Both clocks at the last check.
    looked: Option<Clocks>,
    /// Whether a start may be due since then.
    due: bool,
    /// Schedules whose signals are to be set.
    changed: SortedSet<ScheduleId>,
    list: Option<Signal<Vec<ScheduleId>>>,
    list_changed: bool,
    /// The signals of ended schedules, with the last snapshot that they show.
    ended: Vec<(Signal<ScheduleSnapshot>, ScheduleSnapshot)>,
}

/// Signals of schedules that are to be set.
#[derive(Default)]
pub(crate) struct SignalUpdates {
    pub(crate) list: Option<(Signal<Vec<ScheduleId>>, Vec<ScheduleId>)>,
    pub(crate) schedules: Vec<(Signal<ScheduleSnapshot>, ScheduleSnapshot)>,
}

impl Schedules {
    pub(crate) fn get(&self, id: ScheduleId) -> Option<&ScheduleRecord> {
        self.entries.get(&id)
    }

    /// Returns a record that is going to change in what is shown of it.
    pub(crate) fn change(&mut self, id: ScheduleId) -> Option<&mut ScheduleRecord> {
        let entry = self.entries.get_mut(&id)?;
        if entry.signal.is_some() {
            self.changed.insert(id);
        }
        Some(entry)
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = ScheduleSnapshot> {
        self.entries.iter().map(|(id, entry)| entry.snapshot(*id))
    }

    pub(crate) fn insert(&mut self, entry: ScheduleRecord, clocks: Clocks) -> ScheduleId {
        let id = self.last.map_or(ScheduleId::FIRST, ScheduleId::next);
        self.last = Some(id);
        self.looked.get_or_insert(clocks);
        self.waiting.extend(entry.next().map(|next| (next, id)));
        self.entries.insert(id, entry);
        self.list_changed = true;
        id
    }

    /// Removes a schedule: it starts no run any more.
    pub(crate) fn remove(&mut self, id: ScheduleId) -> Option<ScheduleRecord> {
        self.set_state(id, ScheduleState::Ended)?;
        let mut entry = self.entries.remove(&id)?;
        self.changed.remove(&id);
        self.list_changed = true;
        if let Some(signal) = entry.signal.take() {
            self.ended.push((signal, entry.snapshot(id)));
        }
        Some(entry)
    }

    pub(crate) fn remove_all(&mut self) -> Vec<ScheduleRecord> {
        let ids: Vec<_> = self.entries.keys().copied().collect();
        ids.into_iter().filter_map(|id| self.remove(id)).collect()
    }

    pub(crate) fn set_state(&mut self, id: ScheduleId, state: ScheduleState) -> Option<()> {
        let entry = self.change(id)?;
        let before = entry.next();
        entry.state = state;
        let after = entry.next();
        if let Some(next) = before {
            self.waiting.remove(&(next, id));
        }
        self.waiting.extend(after.map(|next| (next, id)));
        Some(())
    }

    /// Lets a paused or suspended schedule wait for its next start.
    pub(crate) fn resume(&mut self, id: ScheduleId, clocks: Clocks) -> Option<()> {
        let entry = self.change(id)?;
        let resting = matches!(
            entry.state,
            ScheduleState::Paused | ScheduleState::Suspended(_)
        );
        if !resting {
            return None;
        }
        entry.failures.clear();
        entry.refused = None;
        let next = entry.plan.next(clocks);
        self.looked.get_or_insert(clocks);
        self.set_state(id, ScheduleState::Active { next })
    }

    /// Takes the first start that is due. A schedule without another start is left as ended until its only
    /// start was made or refused.
    pub(crate) fn take_due(&mut self, clocks: Clocks) -> Option<ScheduleId> {
        let first = self.waiting.first().copied();
        let first = first.filter(|(at, _)| *at <= clocks.unix);
        self.due = first.is_some();
        let (at, id) = first?;
        let entry = self.entries.get_mut(&id)?;
        let state = match entry.plan.take(at, clocks.unix) {
            None => ScheduleState::Ended,
            Some(missed) => {
                entry.missed = entry.missed.saturating_add(missed);
                let next = entry.plan.next(clocks);
                ScheduleState::Active { next }
            }
        };
        self.set_state(id, state)?;
        Some(id)
    }

    /// Checks the wall clock. If it was set back, schedules that would wait too long are moved.
    pub(crate) fn check(&mut self, clocks: Clocks) {
        self.due = true;
        let Some(before) = self.looked.replace(clocks) else {
            return;
        };
        let expected = before.unix.saturating_add(clocks.now - before.now);
        if clocks.unix.saturating_add(SET_BACK) >= expected {
            return;
        }
        let waiting: Vec<_> = self.waiting.iter().copied().collect();
        for (at, id) in waiting {
            let next = self.get(id).map(|entry| entry.plan.next(clocks));
            if let Some(next) = next.filter(|next| *next < at) {
                self.set_state(id, ScheduleState::Active { next });
            }
        }
    }

    /// Returns whether a start may be due.
    pub(crate) fn may_be_due(&self) -> bool {
        self.due
    }

    /// Returns how long until the wall clock is to be checked again; `None` while starts that are due are
    /// being made.
    pub(crate) fn next_check(&mut self, clocks: Clocks) -> Option<Duration> {
        let Some((at, _)) = self.waiting.first() else {
            self.looked = None;
            return None;
        };
        if self.due {
            return None;
        }
        let left = at.saturating_sub(clocks.unix).min(LONGEST_CHECK);
        // In whole microseconds, and not too early.
        let within_second = left.subsec_nanos().div_ceil(1_000);
        Some(Duration::from_secs(left.as_secs()) + Duration::from_micros(within_second.into()))
    }

    /// Adds a failure of a run of this schedule.
    pub(crate) fn failed(&mut self, id: ScheduleId, now: Instant, error: &TaskError) {
        let Some(entry) = self.entries.get_mut(&id) else {
            return;
        };
        let may = matches!(
            entry.state,
            ScheduleState::Active { .. } | ScheduleState::Paused
        );
        if let Some(why) = entry.failed(now, error).filter(|_| may) {
            self.set_state(id, ScheduleState::Suspended(why));
        }
    }

    #[cfg(feature = "signals")]
    pub(crate) fn list(&mut self) -> Signal<Vec<ScheduleId>> {
        let ids = || self.entries.keys().copied().collect();
        let list = &mut self.list;
        list.get_or_insert_with(|| Signal::new(ids())).clone()
    }

    #[cfg(feature = "signals")]
    pub(crate) fn signal(&mut self, id: ScheduleId) -> Option<Signal<ScheduleSnapshot>> {
        let entry = self.entries.get_mut(&id)?;
        if entry.signal.is_none() {
            entry.signal = Some(Signal::new(entry.snapshot(id)));
        }
        entry.signal.clone()
    }

    /// Returns whether signals are to be set.
    pub(crate) fn has_updates(&self) -> bool {
        self.list_changed || !self.changed.is_empty() || !self.ended.is_empty()
    }

    /// Takes the signals that are to be set.
    pub(crate) fn take_updates(&mut self) -> SignalUpdates {
        let list_changed = mem::take(&mut self.list_changed);
        let ids = || self.entries.keys().copied().collect();
        let list = self.list.clone().filter(|_| list_changed);
        let mut schedules = mem::take(&mut self.ended);
        for id in mem::take(&mut self.changed) {
            if let Some(entry) = self.entries.get(&id)
                && let Some(signal) = &entry.signal
            {
                schedules.push((signal.clone(), entry.snapshot(id)));
            }
        }
        SignalUpdates {
            list: list.map(|list| (list, ids())),
            schedules,
        }
    }
}
