//! Taking runs in.

use std::{future::Future, rc::Rc, sync::Arc};

use super::{
    Inner, Supervisor,
    state::{State, no_watchers, place},
};
use crate::{
    Output, Params, Policy, RetryError, RunContext, RunHandle, RunId, RunOptions, RunState,
    SpawnError, Task, TaskError, TaskExists,
    body::{self, Cell, Repeat, Settle},
    field,
    options::Callbacks,
    record::{BodySlot, Extras, Record},
    run_context::ContextCell,
    world::Body,
};

/// A run as it is asked for.
struct Request {
    title: Arc<str>,
    task: Option<Arc<str>>,
    public_id: Option<Arc<str>>,
    params: Params,
    policy: Policy,
    callbacks: Option<Box<Callbacks>>,
    cell: Rc<dyn Settle>,
    retry_of: Option<RunId>,
}

/// Where the bodies of a run come from.
enum Source<F> {
    Once(F),
    Repeat(Rc<dyn Repeat>),
}

impl Supervisor {
    /// Accepts a future to be run under this title, with defaults for everything else.
    ///
    /// The body never starts inside this call. The handle may be dropped: the run goes on, and a
    /// result that nobody asks for is dropped.
    ///
    /// # Errors
    ///
    /// When the queue is full or the supervisor was shut down.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// supervisor.spawn("Fire and forget", async |_ctx: RunContext| Ok(()))?;
    /// world.block_on(supervisor.idle());
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
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

    /// Accepts a future to be run, with options.
    ///
    /// # Errors
    ///
    /// When the queue is full, the parameters are too large, a live run has the public id, or the
    /// supervisor was shut down.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, RunOptions, Params, Priority, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let options = RunOptions::new("Export")
    ///     .params(Params::new().with("format", "csv"))
    ///     .priority(Priority::Background)
    ///     .on_error(|error, run| eprintln!("{}: {error}", run.title));
    /// let run = supervisor.spawn_with(options, async |ctx: RunContext| {
    ///     Ok(ctx.params().text("format").map(str::to_owned))
    /// })?;
    /// assert_eq!(world.block_on(run.outcome()).completed().flatten().as_deref(), Some("csv"));
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
        let (cell, request) = Request::new(options);
        let value = cell.clone();
        let source = Source::Once(move |ctx: RunContext| body::once(body, ctx, value));
        let id = self.inner.accept(request, source)?;
        Ok(RunHandle::new(id, self.downgrade(), cell))
    }

    /// Accepts a future to be run whose body can be called again, so that a person can retry it.
    ///
    /// # Errors
    ///
    /// As [`spawn_with`](Self::spawn_with).
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, RunOptions, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// use std::{cell::Cell, rc::Rc};
    ///
    /// let tries = Rc::new(Cell::new(0));
    /// let run = supervisor.spawn_repeatable(RunOptions::new("Works in the end"), move |_ctx| {
    ///     let tries = tries.clone();
    ///     async move {
    ///         tries.set(tries.get() + 1);
    ///         if tries.get() < 2 {
    ///             return Err(TaskError::new("not yet"));
    ///         }
    ///         Ok(())
    ///     }
    /// })?;
    /// world.block_on(run.wait());
    /// let again = supervisor.retry(run.id()).unwrap();
    /// assert_eq!(supervisor.run(run.id()).unwrap().retried_as, Some(again));
    /// assert_eq!(supervisor.run(again).unwrap().retry_of, Some(run.id()));
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
        let (cell, request) = Request::new(options);
        let source = Source::<NoBody>::Repeat(body::repeat(body::recipe(body), cell.clone()));
        let id = self.inner.accept(request, source)?;
        Ok(RunHandle::new(id, self.downgrade(), cell))
    }

    /// Makes a task known under its id.
    ///
    /// # Errors
    ///
    /// When a task of this id is known already; that one stays.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, Supervisor, Task, sim::SimWorld};
    /// # let supervisor = Supervisor::new(Config::new(SimWorld::new(1).shared()));
    /// let task = |title: &str| Task::new("export", title, async |_ctx: RunContext| Ok(()));
    /// assert!(supervisor.define(task("Export")).is_ok());
    /// assert!(supervisor.define(task("Another")).is_err());
    /// assert_eq!(supervisor.tasks()[0].title(), "Export");
    /// ```
    pub fn define(&self, task: Task) -> Result<(), TaskExists> {
        self.inner.update(|state| {
            if state.tasks.contains_key(&task.id) {
                return Err(TaskExists(task.id.clone()));
            }
            state.task_order.push(task.id.clone());
            state.tasks.insert(task.id.clone(), Rc::new(task));
            Ok(())
        })
    }

    /// The task of this id.
    #[must_use]
    pub fn task(&self, id: &str) -> Option<Task> {
        self.inner
            .read(|state| state.tasks.get(id).map(|task| Task::clone(task)))
    }

    /// All tasks, in the order in which they were defined.
    #[must_use]
    pub fn tasks(&self) -> Vec<Task> {
        self.inner.read(|state| {
            state
                .task_order
                .iter()
                .map(|id| Task::clone(&state.tasks[id]))
                .collect()
        })
    }

    /// Starts a run of the task of this id.
    ///
    /// # Errors
    ///
    /// When there is no such task, its parameters are wrong or too large, the queue is full, or the
    /// supervisor was shut down.
    ///
    /// ```
    /// # use taskdeck_core::{Config, Field, Params, RunContext, SpawnError, Supervisor, Task, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let double = Task::new("double", "Double", async |ctx: RunContext| {
    ///     let n = ctx.params().number("n").unwrap_or_default();
    ///     Ok(format!("{}", n * 2.0))
    /// })
    /// .field(Field::number("n", "Number", 0.0, 100.0).required());
    /// supervisor.define(double).unwrap();
    ///
    /// let run = supervisor.start("double", Params::new().with("n", 21)).unwrap();
    /// world.block_on(run.wait());
    /// let refused = supervisor.start("double", Params::new().with("n", 210)).unwrap_err();
    /// assert_eq!(refused.to_string(), "Number must be between 0 and 100");
    /// ```
    pub fn start(&self, task: &str, params: Params) -> Result<RunHandle<Output>, SpawnError> {
        self.start_with(task, RunOptions::of_task().params(params))
    }

    /// Starts a run of the task of this id, with options that go before the task's own.
    ///
    /// # Errors
    ///
    /// As [`start`](Self::start), and when a live run has the public id.
    pub fn start_with(
        &self,
        task: &str,
        options: RunOptions,
    ) -> Result<RunHandle<Output>, SpawnError> {
        let known = self.inner.read(|state| state.tasks.get(task).cloned());
        let task = known.ok_or_else(|| SpawnError::UnknownTask(task.into()))?;
        let (cell, mut request) = Request::new(options);
        request.params =
            field::complete(&task.fields, request.params).map_err(SpawnError::InvalidParams)?;
        if request.title.is_empty() {
            request.title = task.title_for(&request.params);
        }
        request.task = Some(task.id.clone());
        request.policy = request.policy.over(&task.policy);
        let source = Source::<NoBody>::Repeat(body::repeat(task.recipe.clone(), cell.clone()));
        let id = self.inner.accept(request, source)?;
        Ok(RunHandle::new(id, self.downgrade(), cell))
    }

    /// Starts a new run in place of one that failed or was cancelled, with the same parameters and
    /// policy. Both know of each other, and the old one cannot be retried again. Its callbacks come
    /// along, but for [`on_complete`](RunOptions::on_complete), which is called at most once; see
    /// [`spawn_repeatable`](Self::spawn_repeatable) for an example.
    ///
    /// # Errors
    ///
    /// When the old run has not ended so, cannot be called again, was retried already, is not kept
    /// any more, or the new one is refused.
    pub fn retry(&self, id: RunId) -> Result<RunId, RetryError> {
        let (request, source) = self.inner.read(|state| {
            let old = state.store.get(id).ok_or(RetryError::UnknownRun)?;
            old.check_retry()?;
            let repeat = old.repeat.as_ref().ok_or(RetryError::NotRepeatable)?;
            let (repeat, cell) = repeat.anew();
            let extras = old.extras.as_deref();
            let request = Request {
                title: old.title.clone(),
                task: old.task.clone(),
                public_id: None,
                params: old.params.clone(),
                policy: old.policy(),
                callbacks: extras.and_then(|extras| extras.callbacks.clone()),
                cell,
                retry_of: Some(id),
            };
            Ok((request, Source::<NoBody>::Repeat(repeat)))
        })?;
        let new = self
            .inner
            .accept(request, source)
            .map_err(RetryError::Refused)?;
        self.inner.update(|state| {
            if let Some(old) = state.store.get_mut(id) {
                old.extras().retried_as = Some(new);
            }
            state.show(id);
            state.revision += 1;
        });
        Ok(new)
    }
}

type NoBody = fn(RunContext) -> Body;

impl Request {
    fn new<T: 'static>(options: RunOptions<T>) -> (Rc<Cell<T>>, Self) {
        let cell = Cell::new(options.on_complete);
        let request = Self {
            title: options.title.unwrap_or_default(),
            task: None,
            public_id: options.public_id,
            params: options.params,
            policy: options.policy,
            callbacks: options.callbacks,
            cell: cell.clone(),
            retry_of: None,
        };
        (cell, request)
    }
}

impl Inner {
    fn accept<F>(self: &Rc<Self>, request: Request, source: Source<F>) -> Result<RunId, SpawnError>
    where
        F: FnOnce(RunContext) -> Body,
    {
        self.read(|state| check(state, &request))?;
        let now = self.world.now();
        let context = ContextCell::new(Rc::downgrade(self), request.params.clone());
        let (slot, repeat) = match source {
            Source::Once(make) => (BodySlot::Resting(make(context.context())), None),
            Source::Repeat(repeat) => (BodySlot::Empty, Some(repeat)),
        };
        let id = self.update(|state| {
            let Request {
                title,
                task,
                public_id,
                params,
                policy,
                callbacks,
                cell,
                retry_of,
            } = request;
            let old = public_id
                .as_deref()
                .and_then(|id| state.store.by_public_id(id));
            if let Some(old) = old {
                state.effects.records.extend(state.store.remove(old));
            }
            let arrival = state.store.arrive();
            let unit = policy.unit.unwrap_or_default();
            let plain = callbacks.is_none() && retry_of.is_none() && unit == crate::Unit::Count;
            let extras = (!plain).then(|| {
                Box::new(Extras {
                    callbacks,
                    retry_of,
                    unit,
                    ..Extras::default()
                })
            });
            let id = state.store.insert(|_| Record {
                title,
                task,
                public_id,
                arrival,
                state: RunState::Queued,
                slot,
                repeat,
                cell: Some(cell),
                params,
                priority: policy.priority.unwrap_or_default(),
                critical: policy.critical.unwrap_or(false),
                show_progress: policy.show_progress.unwrap_or(true),
                dirty: false,
                progressed: false,
                attempt: 0,
                grace: policy.grace.unwrap_or_default(),
                progress: None,
                created_at: now,
                started_at: None,
                finished_at: None,
                watchers: no_watchers(),
                extras,
            });
            context.fill(id);
            if let Some(record) = state.store.get(id) {
                state.main.enqueue(place(id, record));
            }
            state.changed(id, None, None);
            id
        });
        self.ensure_driver();
        Ok(id)
    }
}

fn check(state: &State, request: &Request) -> Result<(), SpawnError> {
    if state.closing.is_some() {
        return Err(SpawnError::ShutDown);
    }
    let limit = state.config.max_queued;
    if state.main.waiting() >= limit {
        return Err(SpawnError::QueueFull { limit });
    }
    if !request.params.is_empty() {
        let (size, limit) = (request.params.size(), state.config.max_params);
        if size > limit {
            return Err(SpawnError::ParamsTooLarge { size, limit });
        }
    }
    if let Some(public_id) = &request.public_id
        && let Some(id) = state.store.by_public_id(public_id)
        && state
            .store
            .get(id)
            .is_some_and(|record| record.status().is_live())
    {
        return Err(SpawnError::IdInUse(public_id.clone()));
    }
    Ok(())
}

impl Record {
    fn check_retry(&self) -> Result<(), RetryError> {
        let ended = matches!(self.state, RunState::Failed(_) | RunState::Cancelled { .. });
        if !ended {
            Err(RetryError::NotEnded)
        } else if self
            .extras
            .as_ref()
            .is_some_and(|extras| extras.retried_as.is_some())
        {
            Err(RetryError::AlreadyRetried)
        } else {
            Ok(())
        }
    }

    fn policy(&self) -> Policy {
        Policy {
            priority: Some(self.priority),
            grace: Some(self.grace),
            critical: Some(self.critical),
            show_progress: Some(self.show_progress),
            unit: self.extras.as_ref().map(|extras| extras.unit.clone()),
        }
    }
}
