//! Starting tasks later, at a time, or again and again.

use std::{any::Any, rc::Rc, sync::Arc};

use reactive_graph::{signal::ArcReadSignal, traits::Set};

use super::{Inner, Supervisor, admit, overlap::Verdict, state::State, tasks};
use crate::{
    RunId, RunOptions, RunStatus, Schedule, ScheduleError, ScheduleHandle, ScheduleId,
    ScheduleSnapshot, ScheduleState, SpawnError, Suspension, Task,
    schedule::{Again, Clocks, Entry, Plan, Shown},
};

impl Supervisor {
    /// Starts the task of this id when the schedule says so, each time with these options.
    ///
    /// A start makes a run like any other: it waits for a slot, and while the supervisor is paused;
    /// then at most one waits. When a run of the task is there still, the overlap decides. A start that
    /// it skips, or would let join that run, is counted and makes no run, but for that of a schedule
    /// with only one. [`idle`](Self::idle) does not wait for schedules. [`shutdown`](Self::shutdown),
    /// [`drain`](Self::drain) and the drop of the last supervisor end them.
    ///
    /// Of the callbacks [`on_complete`](RunOptions::on_complete) is called with the first value only.
    ///
    /// # Errors
    ///
    /// When a time is out of bounds, there is no such task, its parameters are wrong or too large, or
    /// the supervisor was shut down.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, RunOptions, Schedule, Supervisor, Task, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// use std::time::Duration;
    ///
    /// let minute = Duration::from_secs(60);
    /// supervisor.define(Task::new("sync", "Sync", async |_ctx: RunContext| Ok(()))).unwrap();
    /// let sync = supervisor.schedule(Schedule::every(5 * minute), "sync", RunOptions::of_task())?;
    /// world.advance(60 * minute);
    /// assert_eq!(sync.snapshot().unwrap().starts, 12);
    ///
    /// let run = sync.run_now()?;
    /// assert_eq!(supervisor.run(run).unwrap().schedule, Some(sync.id()));
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
    /// let look = supervisor.schedule(look, "look", RunOptions::of_task())?;
    /// world.advance(60 * minute);
    /// let seen = look.snapshot().unwrap();
    /// assert_eq!(seen.starts, 4);
    /// let why = seen.suspended().unwrap().to_string();
    /// assert_eq!(why, "4 failures in 600 s: nothing there");
    /// look.resume();
    /// # Ok::<_, taskdeck_core::ScheduleError>(())
    /// ```
    pub fn schedule(
        &self,
        schedule: Schedule,
        task: &str,
        options: RunOptions,
    ) -> Result<ScheduleHandle, ScheduleError> {
        schedule.check()?;
        let (task, title, again) = self.inner.prepare(task, options)?;
        let id = self.inner.change_schedules(move |state, clocks| {
            let entry = Entry::new(schedule, task, title, again, clocks);
            state.schedules.insert(entry, clocks)
        });
        self.inner.ensure_driver();
        Ok(ScheduleHandle::new(id, self.downgrade()))
    }

    /// All schedules that have not ended, in the order in which they were made.
    #[must_use]
    pub fn schedules(&self) -> Vec<ScheduleSnapshot> {
        self.inner.read(|state| state.schedules.all().collect())
    }

    /// A schedule as it is; `None` when it has ended.
    #[must_use]
    pub fn schedule_snapshot(&self, id: ScheduleId) -> Option<ScheduleSnapshot> {
        self.inner
            .read(|state| Some(state.schedules.get(id)?.snapshot(id)))
    }

    /// Which schedules there are, as a signal: it changes when one comes or goes, at most once a turn.
    #[must_use]
    pub fn schedule_ids(&self) -> ArcReadSignal<Vec<ScheduleId>> {
        self.inner
            .update(|state| state.schedules.list())
            .read_only()
    }

    /// A schedule as a signal, which follows at most once a turn and shows how it was when it has
    /// ended; `None` when it had.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, RunOptions, Schedule, Supervisor, Task, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// # supervisor.define(Task::new("sync", "Sync", async |_ctx: RunContext| Ok(()))).unwrap();
    /// use reactive_graph::traits::GetUntracked;
    /// use std::time::Duration;
    ///
    /// let schedule = Schedule::every(Duration::from_secs(60));
    /// let sync = supervisor.schedule(schedule, "sync", RunOptions::of_task())?;
    /// let (ids, watch) = (supervisor.schedule_ids(), sync.watch().unwrap());
    /// world.advance(Duration::from_secs(600));
    /// assert_eq!(ids.get_untracked(), [sync.id()]);
    /// assert_eq!(watch.get_untracked().starts, 10);
    /// sync.stop();
    /// world.run_until_stalled();
    /// assert!(ids.get_untracked().is_empty());
    /// assert!(watch.get_untracked().has_ended());
    /// # Ok::<_, taskdeck_core::ScheduleError>(())
    /// ```
    #[must_use]
    pub fn watch_schedule(&self, id: ScheduleId) -> Option<ArcReadSignal<ScheduleSnapshot>> {
        let signal = self.inner.update(|state| state.schedules.signal(id))?;
        Some(signal.read_only())
    }

    /// Lets a schedule start nothing until it is resumed. `true`: it waited for its next start.
    ///
    /// Runs that it has started go on; see [`run_schedule_now`](Self::run_schedule_now) for one more.
    pub fn pause_schedule(&self, id: ScheduleId) -> bool {
        self.inner.pause_schedule(id)
    }

    /// Lets a schedule that was paused, or has suspended itself, go on; `false` when it was neither.
    ///
    /// It goes on in step: starts that would have been meanwhile are not made up for. When its only
    /// start would have been meanwhile, that is made at once. Failures of before count no more.
    pub fn resume_schedule(&self, id: ScheduleId) -> bool {
        self.inner.resume_schedule(id)
    }

    /// Makes a start of a schedule now, also while it is paused or suspended, which it stays; later
    /// starts are where they were. When there is only one, this is it.
    ///
    /// # Errors
    ///
    /// When the run was refused, a run of the task is there and the overlap lets no other start, one
    /// waits already while the supervisor is paused, or the schedule has ended.
    pub fn run_schedule_now(&self, id: ScheduleId) -> Result<RunId, ScheduleError> {
        self.inner.run_schedule_now(id)
    }

    /// Ends a schedule; `false` when it had. Runs that it has started go on.
    pub fn stop_schedule(&self, id: ScheduleId) -> bool {
        self.inner.stop_schedule(id)
    }
}

impl Inner {
    /// The task of a schedule, and the options of each run, checked and completed.
    fn prepare(
        &self,
        task: &str,
        mut options: RunOptions,
    ) -> Result<(Rc<Task>, Arc<str>, Again), SpawnError> {
        let (known, closing) =
            self.read(|state| (state.tasks.get(task).cloned(), state.closing.is_some()));
        if closing {
            return Err(SpawnError::ShutDown);
        }
        let task = known.ok_or_else(|| SpawnError::UnknownTask(task.into()))?;
        tasks::complete(&task, &mut options)?;
        let title = options.title.clone().unwrap_or_default();
        let again = Again::new(options);
        let (_, request, _) = tasks::request(&task, again.options());
        request.policy.validate()?;
        match self.update(|state| admit::check(state, &request)) {
            // These may be otherwise when the time has come.
            Ok(_)
            | Err(
                SpawnError::QueueFull { .. }
                | SpawnError::IdInUse(_)
                | SpawnError::Overlap { .. }
                | SpawnError::JoinType { .. },
            ) => {}
            Err(error) => return Err(error),
        }
        Ok((task, title, again))
    }

    /// Changes schedules, then sets the timer for the next look at the wall clock.
    fn change_schedules<R>(&self, change: impl FnOnce(&mut State, Clocks) -> R) -> R {
        let clocks = Clocks::of(&*self.world);
        self.update(|state| {
            let result = change(state, clocks);
            state.look_later(clocks);
            result
        })
    }

    pub(crate) fn pause_schedule(&self, id: ScheduleId) -> bool {
        self.change_schedules(|state, _| {
            let active = |entry: &Entry| matches!(entry.state, ScheduleState::Active { .. });
            let waits = state.schedules.get(id).is_some_and(active);
            waits
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
            state.let_go(stopped);
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

    /// Looks at the wall clock: starts may be due.
    pub(super) fn look_at_schedules(&self) {
        self.change_schedules(|state, clocks| state.schedules.look(clocks));
    }

    /// Makes one start that is due; `false` when none is.
    pub(super) fn start_due(self: &Rc<Self>) -> bool {
        if !self.read(|state| state.schedules.may_be_due()) {
            return false;
        }
        let due = self.change_schedules(|state, clocks| state.schedules.take_due(clocks));
        // Whoever looks at the schedule is told why nothing has started.
        due.is_some_and(|id| {
            let _ = self.start_scheduled(id);
            true
        })
    }

    /// Sets the signals of schedules that have changed.
    pub(super) fn show_schedules(&self) {
        let Shown { list, schedules } = self.update(|state| state.schedules.take_shown());
        for (signal, snapshot) in schedules {
            self.guarded("a signal's subscriber", move || signal.set(snapshot));
        }
        if let Some((signal, ids)) = list {
            self.guarded("a signal's subscriber", move || signal.set(ids));
        }
    }

    /// Makes a start of a schedule, and takes down what came of it.
    fn start_scheduled(self: &Rc<Self>, id: ScheduleId) -> Result<RunId, ScheduleError> {
        let started = self.try_start(id);
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
                    state.let_go(ended);
                }
            }
        });
        started
    }

    fn try_start(self: &Rc<Self>, id: ScheduleId) -> Result<RunId, ScheduleError> {
        let (task, options, only_one) = self.read(|state| {
            let waits = state.one_waits_already(id);
            let entry = state.schedules.get(id).ok_or(ScheduleError::Ended)?;
            if waits {
                return Err(ScheduleError::Skipped(entry.title.clone()));
            }
            let only_one = matches!(entry.plan, Plan::Once { .. });
            Ok((entry.task.clone(), entry.again.options(), only_one))
        })?;
        let (_, mut request, source) = tasks::request(&task, options);
        request.schedule = Some(id);
        if !only_one {
            let verdict = self.update(|state| state.judge(&request))?;
            // Who would join a run now would do so again and again.
            if matches!(verdict, Verdict::Skip | Verdict::Join(_)) {
                return Err(ScheduleError::Skipped(request.title));
            }
        }
        Ok(self.accept(request, source)?.id)
    }
}

impl State {
    /// Sets the timer for the next look at the wall clock, after a change.
    pub(super) fn look_later(&mut self, clocks: Clocks) {
        let next = self.schedules.next_look(clocks);
        self.timers.schedule = next.map(|left| clocks.now + left);
        self.revision += 1;
        self.poke();
    }

    /// Whether a run of a schedule waits while the supervisor is paused.
    fn one_waits_already(&self, id: ScheduleId) -> bool {
        let newest = || {
            let run = self.schedules.get(id)?.last_run?;
            Some(self.store.get(run)?.status() == RunStatus::Queued)
        };
        self.paused && newest().unwrap_or_default()
    }

    /// Ends every schedule.
    pub(super) fn end_schedules(&mut self) {
        self.timers.schedule = None;
        let ended = self.schedules.remove_all();
        self.let_go(ended);
    }

    /// Leaves what others gave to schedules to be dropped where nothing is borrowed.
    fn let_go(&mut self, ended: impl IntoIterator<Item = Entry>) {
        let ended = ended.into_iter().map(|entry| Rc::new(entry) as Rc<dyn Any>);
        self.effects.shared.extend(ended);
    }
}
