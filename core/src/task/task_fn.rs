//! Functions that spawn a run with each call.

use std::{
    fmt,
    future::{Future, ready},
    rc::Rc,
    sync::Arc,
};

use futures_core::future::LocalBoxFuture;

use crate::{
    CancelReason, Policy, Progress, RunContext, RunHandle, RunOptions, RunSnapshot, SpawnError,
    Supervisor, TaskError,
    run::callbacks::{Callback, Callbacks},
};

type Function<A, T> = dyn Fn(RunContext, A) -> LocalBoxFuture<'static, Result<T, TaskError>>;

/// A function as a task: each call spawns a run. Title, policy and callbacks are optional.
///
/// It holds its supervisor as a clone does. See [`Task`](crate::Task#comparison-to-taskfn) for a task with an id, which
/// can be started by name and has a form.
///
/// ```
/// # use taskdeck_core::{Config, Outcome, Priority, RunContext, Supervisor, TaskError, TaskFn, sim::SimWorld};
/// # let world = SimWorld::new(1);
/// # let supervisor = Supervisor::new(Config::new(world.shared()));
/// let shout = TaskFn::new(&supervisor, async |_ctx: RunContext, word: String| {
///     Ok(word.to_uppercase())
/// })
/// .title("Shout");
/// assert_eq!(
///     world.block_on(shout.call("hi".to_owned())?.outcome()),
///     Outcome::Completed("HI".to_owned()),
/// );
///
/// let add = TaskFn::plain(&supervisor, |(a, b): (i32, i32)| Ok(a + b)).into_fn();
/// assert_eq!(world.block_on(add((1, 2))?.outcome()), Outcome::Completed(3));
/// # Ok::<_, taskdeck_core::SpawnError>(())
/// ```
pub struct TaskFn<A, T> {
    supervisor: Supervisor,
    title: Arc<str>,
    policy: Policy,
    callbacks: Callbacks,
    on_complete: Option<Callback<T>>,
    function: Rc<Function<A, T>>,
}

impl<A: Clone + 'static, T: 'static> TaskFn<A, T> {
    /// Creates one from an async function of a context and an argument; several arguments are a tuple. The
    /// argument is cloned for every attempt.
    pub fn new<F, Fut>(supervisor: &Supervisor, function: F) -> Self
    where
        F: Fn(RunContext, A) -> Fut + 'static,
        Fut: Future<Output = Result<T, TaskError>> + 'static,
    {
        Self {
            supervisor: supervisor.clone(),
            title: "".into(),
            policy: Policy::default(),
            callbacks: Callbacks::default(),
            on_complete: None,
            function: Rc::new(move |ctx, argument| Box::pin(function(ctx, argument))),
        }
    }

    /// Creates one from a plain function of an argument.
    pub fn plain<F>(supervisor: &Supervisor, function: F) -> Self
    where
        F: Fn(A) -> Result<T, TaskError> + 'static,
    {
        Self::new(supervisor, move |_ctx, argument| ready(function(argument)))
    }

    /// Sets the title of the runs.
    #[must_use]
    pub fn title(mut self, title: impl Into<Arc<str>>) -> Self {
        self.title = title.into();
        self
    }

    /// Sets the policy of the runs.
    #[must_use]
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// Sets a callback that is called when a body has first started.
    #[must_use]
    pub fn on_start(mut self, callback: impl Fn(&RunSnapshot) + 'static) -> Self {
        self.callbacks.on_start = Some(Rc::new(callback));
        self
    }

    /// Sets a callback that is called with the progress, at most once per frame.
    #[must_use]
    pub fn on_progress(mut self, callback: impl Fn(&Progress, &RunSnapshot) + 'static) -> Self {
        self.callbacks.on_progress = Some(Rc::new(callback));
        self
    }

    /// Sets a callback that is called with each value.
    #[must_use]
    pub fn on_complete(mut self, callback: impl Fn(&T, &RunSnapshot) + 'static) -> Self {
        self.on_complete = Some(Rc::new(callback));
        self
    }

    /// Sets a callback that is called with each failure.
    #[must_use]
    pub fn on_error(mut self, callback: impl Fn(&TaskError, &RunSnapshot) + 'static) -> Self {
        self.callbacks.on_error = Some(Rc::new(callback));
        self
    }

    /// Sets a callback that is called when a run was cancelled and has stopped.
    #[must_use]
    pub fn on_cancel(mut self, callback: impl Fn(&CancelReason, &RunSnapshot) + 'static) -> Self {
        self.callbacks.on_cancel = Some(Rc::new(callback));
        self
    }

    /// Spawns a run with this argument.
    ///
    /// # Errors
    ///
    /// When the queue is full or the supervisor was shut down.
    pub fn call(&self, argument: A) -> Result<RunHandle<T>, SpawnError> {
        let mut options = RunOptions::new(self.title.clone()).policy(self.policy.clone());
        options.callbacks = Some(Box::new(self.callbacks.clone()));
        if let Some(callback) = self.on_complete.clone() {
            options = options.on_complete(move |value, run| callback(value, run));
        }
        let function = self.function.clone();
        self.supervisor
            .spawn_repeatable(options, move |ctx| function(ctx, argument.clone()))
    }

    /// Converts it into a function that spawns a run with each call.
    pub fn into_fn(self) -> impl Fn(A) -> Result<RunHandle<T>, SpawnError> {
        move |argument| self.call(argument)
    }
}

impl<A, T> fmt::Debug for TaskFn<A, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TaskFn")
            .field("title", &self.title)
            .finish_non_exhaustive()
    }
}
