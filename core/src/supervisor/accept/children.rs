//! Spawning runs from the body of another.

use std::{future::Future, rc::Rc, sync::Arc};

use crate::{
    Output, Overlap, Params, RunContext, RunHandle, RunId, RunOptions, RunState, SpawnError,
    Supervisor, TaskError,
    run::{
        child_progress::Part,
        ending::Ending,
        family::{BodyEnd, Family, Origin},
        record::{BodyState, Record},
    },
    supervisor::{
        Inner,
        accept::request::{Parent, Request},
        state::State,
    },
};

/// # Children
///
/// A body spawns other runs as its children. They are runs like any other, with rows of their own, and belong to
/// the attempt that has spawned them:
///
/// - The parent ends after its children: when a body has returned, its run stays *Running* until they have ended.
/// - They are cancelled when their parent is cancelled, when its body fails, and when its time is up. The parent
///   ends, or makes its next attempt, once they have stopped.
/// - A child that fails also fails its parent, once all children have ended. It does not if its end is awaited
///   ([`RunHandle::outcome`], [`RunHandle::wait`]) or the parent is [supervised](RunOptions::supervised).
/// - They have the lane and the priority of their parent unless they set their own. A parent lends its slot to
///   one child of its lane at a time, so it can wait for children when no other slot is free. Further children
///   need slots of their own.
/// - A parent that reports no progress shows that of its children: the sum of what they have done if all of them
///   count in one [`Unit`](crate::Unit) and their totals are known, else how many of them are done.
///
/// ```
/// use taskdeck_core::{Config, Limit, Outcome, RunContext, Supervisor, TaskError, sim::SimWorld};
///
/// let world = SimWorld::new(1);
/// let config = Config::new(world.shared()).concurrency(Limit::at_most(1)?);
/// let supervisor = Supervisor::new(config);
/// let run = supervisor.spawn("Count words", async |ctx: RunContext| {
///     let mut words = 0;
///     for text in ["once upon", "a time"] {
///         let count = ctx.spawn(text, async move |_ctx: RunContext| Ok(text.split(' ').count()))?;
///         words += count.outcome().await.completed().unwrap_or_default();
///     }
///     Ok(words)
/// })?;
/// assert_eq!(world.block_on(run.outcome()), Outcome::Completed(4));
///
/// let run = supervisor.spawn("Print all", async |ctx: RunContext| {
///     ctx.spawn("Print page 3", async |_ctx: RunContext| Err::<(), _>(TaskError::new("no paper")))?;
///     Ok(())
/// })?;
/// let Outcome::Failed(error) = world.block_on(run.outcome()) else { panic!() };
/// assert_eq!(error.message(), "\"Print page 3\" failed");
/// assert!(error.causes().eq(["no paper"]));
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
impl RunContext {
    /// Spawns a child: see [children](Self#children).
    ///
    /// # Errors
    ///
    /// As [`Supervisor::spawn`](crate::Supervisor::spawn). Also when the run has ended, makes another attempt or
    /// is being stopped; when the lane of the child already waits for the lane of the parent; and when an
    /// ancestor is in the group that the child may have to wait for.
    pub fn spawn<F, Fut, T>(
        &self,
        title: impl Into<Arc<str>>,
        body: F,
    ) -> Result<RunHandle<T>, SpawnError>
    where
        F: FnOnce(RunContext) -> Fut + 'static,
        Fut: Future<Output = Result<T, TaskError>> + 'static,
        T: 'static,
    {
        self.spawn_with(RunOptions::new(title), body)
    }

    /// Spawns a child with options: see [children](Self#children).
    ///
    /// # Errors
    ///
    /// As [`spawn`](Self::spawn).
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use taskdeck_core::{CancelReason, Config, RunContext, RunOptions, RunStatus, Supervisor, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let run = supervisor.spawn("Record", async |ctx: RunContext| {
    ///     let options = RunOptions::new("Microphone").grace(Duration::from_secs(1));
    ///     ctx.spawn_with(options, async |ctx: RunContext| {
    ///         ctx.cancelled().await;
    ///         ctx.sleep(Duration::from_millis(10)).await.ok();
    ///         Ok("saved")
    ///     })?;
    ///     Ok(())
    /// })?;
    /// world.run_until_stalled();
    /// run.cancel();
    /// world.block_on(run.wait());
    /// let child = supervisor.run(run.id()).children()[0];
    /// assert_eq!(supervisor.run(child).status(), Some(RunStatus::Completed));
    /// assert_eq!(supervisor.run(run.id()).status(), Some(RunStatus::Cancelled));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn spawn_with<F, Fut, T>(
        &self,
        options: RunOptions<T>,
        body: F,
    ) -> Result<RunHandle<T>, SpawnError>
    where
        F: FnOnce(RunContext) -> Fut + 'static,
        Fut: Future<Output = Result<T, TaskError>> + 'static,
        T: 'static,
    {
        let (inner, parent) = self.as_parent()?;
        inner.spawn_once(parent, options, body)
    }

    /// Spawns a child whose body can be called again, for [retries](crate::Retry): see
    /// [children](Self#children). A run that [`RunRef::retry`](crate::RunRef::retry) makes in place of the child has no parent.
    ///
    /// # Errors
    ///
    /// As [`spawn`](Self::spawn).
    ///
    /// ```
    /// # use taskdeck_core::{Config, Outcome, Retry, RunContext, RunOptions, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let run = supervisor.spawn("Send all", async |ctx: RunContext| {
    ///     let options = RunOptions::new("Send").retry(Retry::new(2));
    ///     let send = ctx.spawn_repeatable(options, async |ctx: RunContext| match ctx.attempt() {
    ///         1 => Err(TaskError::new("no network")),
    ///         attempt => Ok(attempt),
    ///     })?;
    ///     Ok(send.outcome().await.completed())
    /// })?;
    /// assert_eq!(world.block_on(run.outcome()), Outcome::Completed(Some(2)));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn spawn_repeatable<F, Fut, T>(
        &self,
        options: RunOptions<T>,
        body: F,
    ) -> Result<RunHandle<T>, SpawnError>
    where
        F: Fn(RunContext) -> Fut + 'static,
        Fut: Future<Output = Result<T, TaskError>> + 'static,
        T: 'static,
    {
        let (inner, parent) = self.as_parent()?;
        inner.spawn_repeating(parent, options, body)
    }

    /// Starts a run of the task of this id as a child: see [children](Self#children).
    ///
    /// # Errors
    ///
    /// As [`spawn`](Self::spawn), and as [`Supervisor::start`](crate::Supervisor::start).
    ///
    /// ```
    /// # use taskdeck_core::{Config, Params, RunContext, Supervisor, Task, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let check = Task::new("check", "Check", async |_ctx: RunContext| Ok("fine"));
    /// supervisor.define(check).unwrap();
    /// let run = supervisor.spawn("Check all", async |ctx: RunContext| {
    ///     for address in ["a.example", "b.example"] {
    ///         ctx.start("check", Params::new().with("address", address))?;
    ///     }
    ///     Ok(())
    /// })?;
    /// world.block_on(run.wait());
    /// assert_eq!(run.snapshot().unwrap().progress.unwrap().fraction(), Some(1.0));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub fn start(&self, task: &str, params: Params) -> Result<RunHandle<Output>, SpawnError> {
        self.start_with(task, RunOptions::of_task().params(params))
    }

    /// Starts a run of the task of this id as a child, with options that go before the task's own.
    ///
    /// # Errors
    ///
    /// As [`start`](Self::start).
    pub fn start_with(
        &self,
        task: &str,
        options: RunOptions,
    ) -> Result<RunHandle<Output>, SpawnError> {
        let (inner, parent) = self.as_parent()?;
        inner.accept_task(parent, task, options)
    }

    /// Returns the supervisor of the run; `None` when it is gone.
    #[must_use]
    pub fn supervisor(&self) -> Option<Supervisor> {
        self.inner().map(Supervisor::of)
    }

    fn inner(&self) -> Option<Rc<Inner>> {
        self.host()?.into_any().downcast().ok()
    }

    fn as_parent(&self) -> Result<(Rc<Inner>, Parent), SpawnError> {
        let inner = self.inner().ok_or(SpawnError::ShutDown)?;
        Ok((inner, Some(self.attempt_id())))
    }
}

impl State {
    /// Refuses a child unless the attempt of its parent goes on and was not requested to stop, and unless the
    /// child can start before its ancestors end.
    pub(crate) fn check_parent(&self, request: &Request) -> Result<(), SpawnError> {
        let Some(parent) = request.parent else {
            return Ok(());
        };
        let goes_on = |record: &&Record| {
            let is_open = match record.family().and_then(|family| family.ended.as_ref()) {
                // Between the end of the body and that of the attempt no child is accepted.
                None => !matches!(record.body, BodyState::Empty),
                Some(ended) => matches!(ended, BodyEnd::ByItself(Ending::Completed)),
            };
            record.attempt == parent.attempt && record.state == RunState::Running && is_open
        };
        let Some(record) = self.runs.get(parent.run).filter(goes_on) else {
            return Err(SpawnError::ParentEnded);
        };
        let lane = self.lane_of(&request.policy)?;
        if lane != record.lane && self.waits.leads(lane, record.lane) {
            let lane = self.lanes.get(lane).name.clone();
            return Err(SpawnError::LaneCircle { lane });
        }
        if request.policy.overlap.unwrap_or_default() == Overlap::Allow {
            return Ok(());
        }
        let group = request.group();
        let mut ancestor = Some(parent.run);
        while let Some(run) = ancestor {
            let Some(record) = self.runs.get(run) else {
                break;
            };
            if record.group() == group {
                return Err(SpawnError::WaitsForAncestor { run });
            }
            ancestor = record.origin().map(|origin| origin.parent);
        }
        Ok(())
    }

    /// Gives a child the lane and the priority of its parent, where it sets none.
    pub(crate) fn inherit_from_parent(&self, request: &mut Request) {
        let parent = request.parent.and_then(|parent| self.runs.get(parent.run));
        if let Some(parent) = parent {
            let lane = &self.lanes.get(parent.lane).name;
            let policy = &mut request.policy;
            policy.lane.get_or_insert_with(|| lane.clone());
            policy.priority.get_or_insert(parent.priority);
        }
    }

    /// Makes a new run the child of another.
    pub(crate) fn adopt(&mut self, parent: RunId, child: RunId) {
        let origin = Origin {
            parent,
            part: Part::default(),
        };
        self.runs.set_origin(child, origin);
        let Some(record) = self.runs.get(child) else {
            return;
        };
        let (lane, unit) = (record.lane, record.unit());
        let mut family = self.take_family(parent);
        family.add(child, &unit, |id| self.runs.get(id).is_some());
        self.put_family(parent, family);
        let parent_lane = self.runs.get(parent).map(|record| record.lane);
        self.waits.add_child(parent, parent_lane, lane);
        self.child_progressed(parent);
        self.mark_dirty(parent);
    }

    /// Takes the family out of a record, so that the other records can be read while it is changed.
    pub(crate) fn take_family(&mut self, id: RunId) -> Box<Family> {
        let record = self.runs.get_mut(id);
        record
            .and_then(|record| record.extras().family.take())
            .unwrap_or_default()
    }

    pub(crate) fn put_family(&mut self, id: RunId, family: Box<Family>) {
        if let Some(record) = self.runs.get_mut(id) {
            record.extras().family = Some(family);
        }
    }
}
