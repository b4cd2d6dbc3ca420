//! The options of one run.

use std::{fmt, rc::Rc, sync::Arc};

use crate::{
    CancelReason, Params, Policy, Progress, RunSnapshot, TaskError,
    policy::{SparsePolicy, policy_methods},
    run::{
        callbacks::{Callbacks, OnComplete},
        share::Share,
    },
};

/// The options of one run: title, parameters, policy, callbacks. All but the title have defaults.
///
/// Callbacks are called in a later turn, in the order of the changes. A panic of one is logged and changes
/// nothing.
///
/// ```
/// use taskdeck_core::{Priority, RunOptions};
///
/// let options: RunOptions<u32> = RunOptions::new("Count the stars")
///     .priority(Priority::Background)
///     .on_start(|run| println!("{} has started", run.title))
///     .on_progress(|progress, _run| println!("{} so far", progress.done))
///     .on_complete(|stars, run| println!("{}: {stars}", run.title))
///     .on_error(|error, run| println!("{}: {error}", run.title))
///     .on_cancel(|reason, run| println!("{}: {reason}", run.title));
/// ```
pub struct RunOptions<T = crate::Output> {
    pub(crate) title: Option<Arc<str>>,
    pub(crate) public_id: Option<Arc<str>>,
    pub(crate) params: Params,
    pub(crate) policy: SparsePolicy,
    pub(crate) callbacks: Option<Box<Callbacks>>,
    pub(crate) on_complete: Option<OnComplete<T>>,
    pub(crate) share: Option<Share<T>>,
    pub(crate) attempts_before: u32,
}

impl<T> RunOptions<T> {
    /// Creates options with this title. An empty title is shown as *Untitled*.
    #[must_use]
    pub fn new(title: impl Into<Arc<str>>) -> Self {
        Self {
            title: Some(title.into()),
            ..Self::of_task()
        }
    }

    /// Creates options without a title: a run of a task gets the title of the task.
    #[must_use]
    pub fn of_task() -> Self {
        Self {
            title: None,
            public_id: None,
            params: Params::new(),
            policy: SparsePolicy::default(),
            callbacks: None,
            on_complete: None,
            share: None,
            attempts_before: 0,
        }
    }

    /// Sets the public id, which no live run may have. Without one, a unique one is made.
    ///
    /// ```
    /// # use taskdeck_core::{Config, RunContext, RunOptions, SpawnError, Supervisor, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let spawn = || {
    ///     let options = RunOptions::new("Sync").public_id("sync");
    ///     supervisor.spawn_with(options, async |_ctx: RunContext| Ok(()))
    /// };
    /// let first = spawn()?;
    /// assert_eq!(supervisor.find("sync"), Some(first.id()));
    /// assert_eq!(spawn().unwrap_err(), SpawnError::IdInUse("sync".into()));
    ///
    /// world.block_on(first.wait());
    /// assert!(spawn().is_ok(), "the first has ended");
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    #[must_use]
    pub fn public_id(mut self, id: impl Into<Arc<str>>) -> Self {
        self.public_id = Some(id.into());
        self
    }

    /// Sets the number of attempts that were made elsewhere: the first attempt here has the next number.
    #[must_use]
    pub fn attempts_before(mut self, attempts: u32) -> Self {
        self.attempts_before = attempts;
        self
    }

    /// Sets the parameters.
    #[must_use]
    pub fn params(mut self, params: Params) -> Self {
        self.params = params;
        self
    }

    /// Sets the policy, in place of everything that was set of it before.
    #[must_use]
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = policy.into();
        self
    }

    policy_methods!(.policy);

    /// Sets [`Overlap::Join`](crate::Overlap::Join), for a value of any type that can be cloned. Each caller
    /// who joins gets a clone. Without this call only plain values can be shared: numbers, texts, `()`,
    /// [`Output`](crate::Output).
    ///
    /// ```
    /// # use taskdeck_core::{Config, Outcome, RunContext, RunOptions, Supervisor, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let load = || {
    ///     let options = RunOptions::new("Load the list").join();
    ///     supervisor.spawn_with(options, async |_ctx: RunContext| Ok(vec!["a", "b"]))
    /// };
    /// let (first, second) = (load()?, load()?);
    /// assert_eq!(first.id(), second.id());
    /// for run in [first, second] {
    ///     assert_eq!(world.block_on(run.outcome()), Outcome::Completed(vec!["a", "b"]));
    /// }
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    #[must_use]
    pub fn join(mut self) -> Self
    where
        T: Clone,
    {
        self.policy.overlap = Some(crate::Overlap::Join);
        self.share = Some(T::clone);
        self
    }

    /// Sets a callback that is called when the body has first started.
    #[must_use]
    pub fn on_start(mut self, callback: impl Fn(&RunSnapshot) + 'static) -> Self {
        self.callbacks().on_start = Some(Rc::new(callback));
        self
    }

    /// Sets a callback that is called with the progress, at most once per frame.
    #[must_use]
    pub fn on_progress(mut self, callback: impl Fn(&Progress, &RunSnapshot) + 'static) -> Self {
        self.callbacks().on_progress = Some(Rc::new(callback));
        self
    }

    /// Sets a callback that is called with the value before a handle can take it.
    #[must_use]
    pub fn on_complete(mut self, callback: impl FnOnce(&T, &RunSnapshot) + 'static) -> Self {
        self.on_complete = Some(Box::new(callback));
        self
    }

    /// Sets a callback that is called when the run has failed.
    #[must_use]
    pub fn on_error(mut self, callback: impl Fn(&TaskError, &RunSnapshot) + 'static) -> Self {
        self.callbacks().on_error = Some(Rc::new(callback));
        self
    }

    /// Sets a callback that is called when the run was cancelled and has stopped.
    #[must_use]
    pub fn on_cancel(mut self, callback: impl Fn(&CancelReason, &RunSnapshot) + 'static) -> Self {
        self.callbacks().on_cancel = Some(Rc::new(callback));
        self
    }

    fn callbacks(&mut self) -> &mut Callbacks {
        self.callbacks.get_or_insert_default()
    }
}

impl<T> Default for RunOptions<T> {
    fn default() -> Self {
        Self::of_task()
    }
}

impl<T> fmt::Debug for RunOptions<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RunOptions")
            .field("title", &self.title)
            .field("public_id", &self.public_id)
            .field("params", &self.params)
            .field("policy", &*self.policy)
            .finish_non_exhaustive()
    }
}
