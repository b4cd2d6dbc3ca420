//! Schedules: runs of a task that are started later, at a time, or again and again.

use std::{any::Any, rc::Rc, sync::Arc};

use crate::{
    RunId, RunOptions, RunStatus, Schedule, ScheduleError, ScheduleHandle, ScheduleId,
    ScheduleSnapshot, ScheduleState, SpawnError, Suspension, Task,
    schedule::{Clocks, Plan, RunTemplate, ScheduleRecord, SignalUpdates},
    supervisor::{
        Inner, Supervisor,
        accept::{admit::Admission, tasks},
        state::State,
    },
};

impl Supervisor {
    /// Starts runs of the task of this id when the schedule is due, each with these options.
    ///
    /// Such a run is like any other: it waits for a slot. While the supervisor is paused, at most one of them
    /// waits. When a run of the task is still live, its overlap policy decides; a start that it skips, or that
    /// would join that run, is counted and makes no run. A schedule with a single start makes that run in any
    /// case.
    ///
    /// [`idle`](Self::idle) does not wait for schedules. [`shutdown`](Self::shutdown), [`drain`](Self::drain) and
    /// the drop of the last supervisor end them. [`on_complete`](RunOptions::on_complete) is called with the first
    /// value only.
    ///
    /// # Errors
    ///
    /// When a time is out of bounds, there is no such task, its parameters are wrong or too large, or the
    /// supervisor was shut down.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, RunOptions, Schedule, Supervisor, Task, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// use std::time::Duration;
    ///
    /// let minute = Duration::from_secs(60);
    /// supervisor.define(Task::new("sync", "Sync", async |_ctx: RunContext| Ok(()))).unwrap();
    /// let sync = supervisor.add_schedule(Schedule::every(5 * minute), "sync", RunOptions::of_task())?;
    /// world.advance(60 * minute);
    /// assert_eq!(sync.snapshot().unwrap().starts, 12);
    ///
    /// let run = sync.run_now()?;
    /// assert_eq!(supervisor.run(run).snapshot().unwrap().schedule, Some(sync.id()));
    ///
    /// sync.pause();
    /// world.advance(60 * minute);
    /// sync.resume();
    /// let next = sync.next().unwrap();
    /// assert_eq!(supervisor.world().unix_time() + 5 * minute, next);
    ///
    /// assert!(sync.stop());
    /// assert!(supervisor.schedules().is_empty());
    /// # Ok::<_, taskdeck_core::ScheduleError>(())
    /// ```
    ///
    /// A schedule whose runs go on failing can suspend itself:
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, RunOptions, Schedule, Supervisor, Task, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// use std::time::Duration;
    ///
    /// let minute = Duration::from_secs(60);
    /// let look = Task::new("look", "Look", async |_ctx: RunContext| {
    ///     Err::<(), _>(TaskError::new("nothing there"))
    /// });
    /// supervisor.define(look).unwrap();
    /// let look = Schedule::every(minute).suspend_after(3, 10 * minute);
    /// let look = supervisor.add_schedule(look, "look", RunOptions::of_task())?;
    /// world.advance(60 * minute);
    /// let seen = look.snapshot().unwrap();
    /// assert_eq!(seen.starts, 4);
    /// let why = seen.suspended().unwrap().to_string();
    /// assert_eq!(why, "4 failures in 10 min: nothing there");
    /// look.resume();
    /// # Ok::<_, taskdeck_core::ScheduleError>(())
    /// ```
    pub fn add_schedule(
        &self,
        schedule: Schedule,
        task: &str,
        options: RunOptions,
    ) -> Result<ScheduleHandle, ScheduleError> {
        schedule.check()?;
        let (task, title, template) = self.inner.check_schedule(task, options)?;
        let id = self.inner.change_schedules(move |state, clocks| {
            let record = ScheduleRecord::new(schedule, task, title, template, clocks);
            state.schedules.insert(record, clocks)
        });
        self.inner.ensure_driver();
        Ok(ScheduleHandle::new(id, self.downgrade()))
    }

    /// Returns all schedules that have not ended, in the order in which they were made.
    #[must_use]
    pub fn schedules(&self) -> Vec<ScheduleSnapshot> {
        self.inner.read(|state| state.schedules.all().collect())
    }

    /// Returns a handle of the schedule of this id. This looks nothing up: each method of the handle does.
    #[must_use]
    pub fn schedule(&self, id: ScheduleId) -> ScheduleHandle {
        ScheduleHandle::new(id, self.downgrade())
    }

    /// Returns the ids of all schedules as a signal. It is set when a schedule is made or ends, at most once a
    /// turn.
    #[cfg(feature = "signals")]
    #[cfg_attr(docsrs, doc(cfg(feature = "signals")))]
    #[must_use]
    pub fn schedule_ids(&self) -> reactive_graph::signal::ArcReadSignal<Vec<ScheduleId>> {
        self.inner
            .update(|state| state.schedules.list())
            .read_only()
    }
}

impl Inner {
    /// Checks and completes the options of the runs of a schedule; returns its task, their title and their
    /// template.
    fn check_schedule(
        &self,
        task: &str,
        mut options: RunOptions,
    ) -> Result<(Rc<Task>, Arc<str>, RunTemplate), SpawnError> {
        let (known, is_closing) = self.read(|state| {
            let known = state.tasks.get(task).cloned();
            (known, state.lifecycle.is_closing())
        });
        if is_closing {
            return Err(SpawnError::ShutDown);
        }
        let task = known.ok_or_else(|| SpawnError::UnknownTask(task.into()))?;
        tasks::complete(&task, &mut options)?;
        let title = options.title.clone().unwrap_or_default();
        let template = RunTemplate::new(options);
        let (_, request, _) = tasks::request(&task, template.options());
        request.policy.validate()?;
        match self.update(|state| state.admit(&request)) {
            // These may have changed when the schedule is due.
            Ok(_)
            | Err(
                SpawnError::QueueFull { .. }
                | SpawnError::IdInUse(_)
                | SpawnError::Overlap { .. }
                | SpawnError::JoinType { .. },
            ) => {}
            Err(error) => return Err(error),
        }
        Ok((task, title, template))
    }

    /// Changes schedules, then sets the timer for the next check of the wall clock.
    fn change_schedules<R>(&self, change: impl FnOnce(&mut State, Clocks) -> R) -> R {
        let clocks = Clocks::of(&*self.world);
        self.update(|state| {
            let result = change(state, clocks);
            state.set_schedule_timer(clocks);
            result
        })
    }

    pub(crate) fn schedule_snapshot(&self, id: ScheduleId) -> Option<ScheduleSnapshot> {
        self.read(|state| Some(state.schedules.get(id)?.snapshot(id)))
    }

    #[cfg(feature = "signals")]
    pub(crate) fn watch_schedule(
        &self,
        id: ScheduleId,
    ) -> Option<reactive_graph::signal::ArcReadSignal<ScheduleSnapshot>> {
        let signal = self.update(|state| state.schedules.signal(id))?;
        Some(signal.read_only())
    }

    pub(crate) fn pause_schedule(&self, id: ScheduleId) -> bool {
        self.change_schedules(|state, _| {
            let active =
                |record: &ScheduleRecord| matches!(record.state, ScheduleState::Active { .. });
            let is_active = state.schedules.get(id).is_some_and(active);
            is_active
                && state
                    .schedules
                    .set_state(id, ScheduleState::Paused)
                    .is_some()
        })
    }

    pub(crate) fn resume_schedule(&self, id: ScheduleId) -> bool {
        self.change_schedules(|state, clocks| state.schedules.resume(id, clocks).is_some())
    }

    pub(crate) fn stop_schedule(&self, id: ScheduleId) -> bool {
        self.change_schedules(|state, _| {
            let stopped = state.schedules.remove(id);
            let was_there = stopped.is_some();
            state.discard_schedules(stopped);
            was_there
        })
    }

    pub(crate) fn run_schedule_now(
        self: &Rc<Self>,
        id: ScheduleId,
    ) -> Result<RunId, ScheduleError> {
        self.change_schedules(|state, _| {
            let entry = state.schedules.get(id)?;
            let over = matches!(entry.state, ScheduleState::Ended);
            if !over && matches!(entry.plan, Plan::Once { .. }) {
                state.schedules.set_state(id, ScheduleState::Ended);
            }
            (!over).then_some(())
        })
        .ok_or(ScheduleError::Ended)?;
        self.start_scheduled(id)
    }

    /// Checks the wall clock: starts may be due.
    pub(crate) fn check_schedules(&self) {
        self.change_schedules(|state, clocks| state.schedules.check(clocks));
    }

    /// Makes one start that is due; returns `false` when none is.
    pub(crate) fn start_due(self: &Rc<Self>) -> bool {
        if !self.read(|state| state.schedules.may_be_due()) {
            return false;
        }
        let due = self.change_schedules(|state, clocks| state.schedules.take_due(clocks));
        // A start that failed is shown by the schedule.
        due.is_some_and(|id| {
            let _ = self.start_scheduled(id);
            true
        })
    }

    /// Sets the signals of schedules that have changed.
    pub(crate) fn publish_schedules(&self) {
        let SignalUpdates { list, schedules } = self.update(|state| state.schedules.take_updates());
        for (signal, snapshot) in schedules {
            self.guarded("a signal's subscriber", move || signal.set(snapshot));
        }
        if let Some((signal, ids)) = list {
            self.guarded("a signal's subscriber", move || signal.set(ids));
        }
    }

    /// Makes a start of a schedule, and counts it.
    fn start_scheduled(self: &Rc<Self>, id: ScheduleId) -> Result<RunId, ScheduleError> {
        let started = self.accept_scheduled(id);
        self.change_schedules(|state, _| {
            let Some(entry) = state.schedules.change(id) else {
                return;
            };
            match &started {
                Ok(run) => {
                    entry.starts += 1;
                    entry.last_run = Some(*run);
                    entry.refused = None;
                }
                Err(error) => {
                    entry.skipped += 1;
                    entry.refused = match error {
                        ScheduleError::Refused(error) => Some(error.clone()),
                        _ => None,
                    };
                }
            }
            if !matches!(entry.state, ScheduleState::Ended) {
                return;
            }
            match entry.refused.clone() {
                Some(error) => {
                    let why = ScheduleState::Suspended(Suspension::Refused(error));
                    state.schedules.set_state(id, why);
                }
                None => {
                    let ended = state.schedules.remove(id);
                    state.discard_schedules(ended);
                }
            }
        });
        started
    }

    fn accept_scheduled(self: &Rc<Self>, id: ScheduleId) -> Result<RunId, ScheduleError> {
        let (task, options, is_single) = self.read(|state| {
            let waits = state.has_waiting_run(id);
            let entry = state.schedules.get(id).ok_or(ScheduleError::Ended)?;
            if waits {
                return Err(ScheduleError::Skipped(entry.title.clone()));
            }
            let is_single = matches!(entry.plan, Plan::Once { .. });
            Ok((entry.task.clone(), entry.template.options(), is_single))
        })?;
        let (_, mut request, source) = tasks::request(&task, options);
        request.schedule = Some(id);
        if !is_single {
            let admission = self.update(|state| state.decide_overlap(&request))?;
            // A start that joins would join again and again.
            if matches!(admission, Admission::Skip | Admission::Join(_)) {
                return Err(ScheduleError::Skipped(request.title));
            }
        }
        Ok(self.accept(request, source)?.id)
    }
}

impl State {
    /// Sets the timer for the next check of the wall clock, after a change.
    pub(crate) fn set_schedule_timer(&mut self, clocks: Clocks) {
        let next = self.schedules.next_check(clocks);
        self.timers.set_schedule(next.map(|left| clocks.now + left));
        self.view.touch();
    }

    /// Returns whether the supervisor is paused and a run of the schedule waits.
    fn has_waiting_run(&self, id: ScheduleId) -> bool {
        let newest = || {
            let run = self.schedules.get(id)?.last_run?;
            Some(self.runs.get(run)?.status() == RunStatus::Queued)
        };
        self.lifecycle.is_paused() && newest().unwrap_or_default()
    }

    /// Ends every schedule.
    pub(crate) fn end_schedules(&mut self) {
        self.timers.set_schedule(None);
        let ended = self.schedules.remove_all();
        self.discard_schedules(ended);
    }

    /// Drops schedules later: their options may call the supervisor when they are dropped.
    fn discard_schedules(&mut self, ended: impl IntoIterator<Item = ScheduleRecord>) {
        let ended = ended.into_iter();
        self.effects
            .discard_all(ended.map(|record| Rc::new(record) as Rc<dyn Any>));
    }
}
