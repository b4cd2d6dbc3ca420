//! Starting runs from the body of another.

use std::{future::Future, rc::Rc, sync::Arc};

use crate::supervisor::{Inner, Supervisor, accept::request::Parent};
use crate::{Output, Params, RunContext, RunHandle, RunOptions, SpawnError, TaskError};

/// # Children
///
/// A body starts other runs as its children. They are runs like any other, with rows of their own, and
/// belong to the attempt that has started them:
///
/// - The parent ends after them: a body that has returned leaves its run *Running* until they have ended.
/// - They are cancelled with their parent, and when its body fails or its time is up. It ends, or tries
///   again, when they have stopped.
/// - A child that fails fails its parent, once all have ended, unless somebody asks how that child ends
///   ([`RunHandle::outcome`], [`RunHandle::wait`]) or the parent is
///   [supervised](RunOptions::supervised).
/// - They are in their parent's lane and have its priority unless they say otherwise. A parent lends its
///   slot to one child of its lane at a time, so that it may wait for children where there is no other
///   slot; more of them need slots of their own.
/// - A parent that reports no progress has that of its children.
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
    /// Starts a child: see [children](Self#children).
    ///
    /// # Errors
    ///
    /// As [`Supervisor::spawn`](crate::Supervisor::spawn); and when the run has ended, tries again or is
    /// being stopped; when the child's lane waits already for that of the parent; and when an ancestor is
    /// of the group that the child may have to wait for.
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

    /// Starts a child with options: see [children](Self#children).
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
    /// let child = supervisor.children(run.id())[0];
    /// assert_eq!(supervisor.status(child), Some(RunStatus::Completed));
    /// assert_eq!(supervisor.status(run.id()), Some(RunStatus::Cancelled));
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

    /// Starts a child whose body can be called again, for [retries](crate::Retry): see
    /// [children](Self#children). When a person retries a child, the new run is nobody's.
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
        inner.spawn_again(parent, options, body)
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
        inner.start_task(parent, task, options)
    }

    /// Returns the supervisor of the run, unless it is gone.
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
