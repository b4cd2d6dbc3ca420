//! Defined tasks, and runs of them.

use std::{mem, rc::Rc};

use crate::{
    DefineError, Output, Params, RunHandle, RunOptions, SpawnError, Task,
    run::{body, cell::ValueCell},
    supervisor::{
        Inner, Supervisor,
        accept::request::{Parent, Request, Source},
    },
    task::field,
};

impl Supervisor {
    /// Defines a task under its id.
    ///
    /// # Errors
    ///
    /// When a task of this id is defined already, which stays, or a value of its policy is invalid.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, Supervisor, Task, sim::SimWorld};
    /// # let supervisor = Supervisor::new(Config::new(SimWorld::new(1).shared()));
    /// let task = |title: &str| Task::new("export", title, async |_ctx: RunContext| Ok(()));
    /// assert!(supervisor.define(task("Export")).is_ok());
    /// assert!(supervisor.define(task("Another")).is_err());
    /// assert_eq!(supervisor.tasks()[0].title(), "Export");
    /// ```
    pub fn define(&self, task: Task) -> Result<(), DefineError> {
        task.policy.validate()?;
        let refused = self.inner.update(|state| {
            let refused = state.tasks.insert(task);
            if refused.is_none() {
                state.view.poke();
            }
            refused
        });
        match refused {
            Some(task) => Err(DefineError::Exists(task.id)),
            None => Ok(()),
        }
    }

    /// Returns the task of this id.
    #[must_use]
    pub fn task(&self, id: &str) -> Option<Task> {
        self.inner
            .read(|state| state.tasks.get(id).map(|task| Task::clone(task)))
    }

    /// Returns all tasks, in the order in which they were defined.
    #[must_use]
    pub fn tasks(&self) -> Vec<Task> {
        self.inner
            .read(|state| state.tasks.iter().map(|task| Task::clone(task)).collect())
    }

    /// Starts a run of the task of this id.
    ///
    /// See [`spawn`](Self::spawn) for a run of a future that is not a task, and [`add_schedule`](Self::add_schedule) for
    /// starts at later times.
    ///
    /// # Errors
    ///
    /// When there is no such task, its parameters are wrong or too large, the queue is full, or the supervisor was
    /// shut down.
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
        self.inner.accept_task(None, task, options)
    }
}

impl Inner {
    /// Accepts a run of the task of this id.
    pub(crate) fn accept_task(
        self: &Rc<Self>,
        parent: Parent,
        task: &str,
        mut options: RunOptions,
    ) -> Result<RunHandle<Output>, SpawnError> {
        let known = self.read(|state| state.tasks.get(task).cloned());
        let task = known.ok_or_else(|| SpawnError::UnknownTask(task.into()))?;
        complete(&task, &mut options)?;
        let (cell, mut request, source) = request(&task, options);
        request.parent = parent;
        let accepted = self.accept(request, source)?;
        Ok(accepted.handle(Rc::downgrade(self), cell))
    }
}

/// Completes options by what the task makes of the parameters: their defaults, a title, a key.
pub(crate) fn complete(task: &Task, options: &mut RunOptions) -> Result<(), SpawnError> {
    let params = mem::take(&mut options.params);
    let params = field::complete(&task.fields, params).map_err(SpawnError::InvalidParams)?;
    if options.title.as_ref().is_none_or(|title| title.is_empty()) {
        options.title = Some(task.title_for(&params));
    }
    if options.policy.key.is_none()
        && let Some(key) = task.key_for(&params)
    {
        options.policy.key = Some(key);
    }
    options.params = params;
    Ok(())
}

/// Returns the request for a run of a task, with its cell and the source of its bodies.
pub(crate) fn request(
    task: &Task,
    options: RunOptions,
) -> (Rc<ValueCell<Output>>, Request, Source<'static>) {
    let (cell, mut request) = Request::new(options);
    cell.set_share(Some(Output::clone));
    request.task = Some(task.id.clone());
    request.policy = request.policy.over(&task.policy);
    let source = Source::Repeat(body::repeat(task.recipe.clone(), cell.clone()));
    (cell, request, source)
}
