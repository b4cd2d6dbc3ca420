//! A function that starts a run each time it is called.

use std::{fmt, future::Future, rc::Rc, sync::Arc};

use crate::{
    Policy, RunContext, RunHandle, RunOptions, RunSnapshot, SpawnError, Supervisor, TaskError,
};

type Function<A, T> =
    dyn Fn(RunContext, A) -> futures_core::future::LocalBoxFuture<'static, Result<T, TaskError>>;

/// A function as a task: each call starts a run of it. Title, policy and callbacks are optional.
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
    on_error: Option<Rc<dyn Fn(&TaskError, &RunSnapshot)>>,
    on_complete: Option<Rc<dyn Fn(&T, &RunSnapshot)>>,
    on_cancel: Option<Rc<dyn Fn(&crate::CancelReason, &RunSnapshot)>>,
    function: Rc<Function<A, T>>,
}

impl<A: Clone + 'static, T: 'static> TaskFn<A, T> {
    /// An async function of a context and an argument; several arguments are a tuple. The argument is
    /// cloned for every attempt.
    pub fn new<F, Fut>(supervisor: &Supervisor, function: F) -> Self
    where
        F: Fn(RunContext, A) -> Fut + 'static,
        Fut: Future<Output = Result<T, TaskError>> + 'static,
    {
        let function = Rc::new(function);
        Self {
            supervisor: supervisor.clone(),
            title: "".into(),
            policy: Policy::default(),
            on_error: None,
            on_complete: None,
            on_cancel: None,
            function: Rc::new(move |ctx, argument| {
                let function = function.clone();
                Box::pin(async move { function(ctx, argument).await })
            }),
        }
    }

    /// A plain function of an argument.
    pub fn plain<F>(supervisor: &Supervisor, function: F) -> Self
    where
        F: Fn(A) -> Result<T, TaskError> + 'static,
    {
        let function = Rc::new(function);
        Self::new(supervisor, move |_ctx, argument| {
            let function = function.clone();
            async move { function(argument) }
        })
    }

    /// The same under this title.
    #[must_use]
    pub fn title(mut self, title: impl Into<Arc<str>>) -> Self {
        self.title = title.into();
        self
    }

    /// The same with this policy.
    #[must_use]
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// The same with somebody who is told each value.
    #[must_use]
    pub fn on_complete(mut self, callback: impl Fn(&T, &RunSnapshot) + 'static) -> Self {
        self.on_complete = Some(Rc::new(callback));
        self
    }

    /// The same with somebody who is told each failure.
    #[must_use]
    pub fn on_error(mut self, callback: impl Fn(&TaskError, &RunSnapshot) + 'static) -> Self {
        self.on_error = Some(Rc::new(callback));
        self
    }

    /// The same with somebody who is told each cancel.
    #[must_use]
    pub fn on_cancel(
        mut self,
        callback: impl Fn(&crate::CancelReason, &RunSnapshot) + 'static,
    ) -> Self {
        self.on_cancel = Some(Rc::new(callback));
        self
    }

    /// Starts a run with this argument.
    ///
    /// # Errors
    ///
    /// When the queue is full or the supervisor was shut down.
    pub fn call(&self, argument: A) -> Result<RunHandle<T>, SpawnError> {
        let mut options = RunOptions::new(self.title.clone()).policy(self.policy.clone());
        if let Some(callback) = self.on_complete.clone() {
            options = options.on_complete(move |value, run| callback(value, run));
        }
        if let Some(callback) = self.on_error.clone() {
            options = options.on_error(move |error, run| callback(error, run));
        }
        if let Some(callback) = self.on_cancel.clone() {
            options = options.on_cancel(move |reason, run| callback(reason, run));
        }
        let function = self.function.clone();
        self.supervisor
            .spawn_repeatable(options, move |ctx| function(ctx, argument.clone()))
    }

    /// The callable form: a function that starts a run each time it is called.
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
