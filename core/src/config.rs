//! The settings of a supervisor.

use std::{collections::BTreeMap, fmt, rc::Rc, sync::Arc, time::Duration};

use crate::{
    InvalidPolicy, LaneOptions, Limit, Report, Reports, RunId, RunSnapshot, TaskError,
    world::SharedWorld,
};

/// A function that is called once for each failed run. Its error, and its panic, are logged and change
/// nothing.
pub type ErrorHandler = Rc<dyn Fn(&RunSnapshot, &TaskError) -> Result<(), TaskError>>;

/// The settings of a supervisor. Every field has a default that suits a page.
///
/// ```
/// use std::time::Duration;
/// use taskdeck_core::{Config, Limit, RunContext, SpawnError, Supervisor, sim::SimWorld};
///
/// let world = SimWorld::new(1);
/// let config = Config::new(world.shared())
///     .concurrency(Limit::at_most(2)?)
///     .max_queued(3)
///     .keep(100)
///     .keep_for(Duration::from_secs(600))
///     .on_error(|run, error| {
///         eprintln!("{}: {error}", run.title);
///         Ok(())
///     });
/// let supervisor = Supervisor::new(config);
/// for _ in 0..3 {
///     supervisor.spawn("Work", async |_ctx: RunContext| Ok(())).unwrap();
/// }
/// let refused = supervisor.spawn("Too much", async |_ctx: RunContext| Ok(())).unwrap_err();
/// assert_eq!(refused, SpawnError::QueueFull { limit: 3 });
/// # Ok::<_, taskdeck_core::ZeroLimit>(())
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct Config {
    /// The world of the supervisor.
    pub world: SharedWorld,
    /// The number of slots of the lane `main`: 4.
    pub concurrency: Limit,
    /// The lanes beside `main`, by name: none.
    pub lanes: BTreeMap<Arc<str>, LaneOptions>,
    /// How long a queued run waits until its priority rises by one, and again: 30 s; zero is never. It keeps
    /// runs in the background from starving.
    pub ageing: Duration,
    /// The seed for retry jitter: the one of the world.
    pub seed: Option<u64>,
    /// The number of queued runs that have not started: at most 10,000.
    pub max_queued: usize,
    /// The size of the parameters of a run as JSON: at most 65,536 bytes.
    pub max_params: usize,
    /// The number of finished runs that are kept: 1,000.
    pub keep: usize,
    /// How long a finished run is kept: as long as there is room.
    pub keep_for: Option<Duration>,
    /// The number of lines that the log of a run keeps: 200.
    pub log_lines: usize,
    /// How long all polls of one turn may take before the page gets one: 8 ms.
    pub slice: Duration,
    /// Whether polls are counted and timed: yes. It is off only to measure what that costs.
    #[doc(hidden)]
    pub profiler: bool,
    /// The error handler: none.
    pub on_error: Option<ErrorHandler>,
    /// The observer of reports: none.
    #[doc(hidden)]
    pub on_report: Option<Reports>,
}

impl Config {
    /// Creates the default settings for a world.
    #[must_use]
    pub fn new(world: SharedWorld) -> Self {
        Self {
            world,
            concurrency: Limit::from(const { std::num::NonZeroUsize::new(4).unwrap() }),
            lanes: BTreeMap::new(),
            ageing: Duration::from_secs(30),
            seed: None,
            max_queued: 10_000,
            max_params: 64 * 1024,
            keep: 1_000,
            keep_for: None,
            log_lines: 200,
            slice: Duration::from_millis(8),
            profiler: true,
            on_error: None,
            on_report: None,
        }
    }

    /// Sets the number of slots of the lane `main`.
    #[must_use]
    pub fn concurrency(mut self, limit: Limit) -> Self {
        self.concurrency = limit;
        self
    }

    /// Adds a lane. The lane `main` exists already; set here, it goes before
    /// [`concurrency`](Self::concurrency).
    ///
    /// # Errors
    ///
    /// When the name is empty.
    ///
    /// ```
    /// use std::time::Duration;
    /// use taskdeck_core::{Config, LaneOptions, Rate, RunContext, RunOptions, Supervisor, sim::SimWorld};
    ///
    /// let world = SimWorld::new(1);
    /// let rate = Rate::new(10, Duration::from_secs(1))?;
    /// let network = LaneOptions::at_most(2)?.rate(rate);
    /// let supervisor = Supervisor::new(Config::new(world.shared()).lane("network", network)?);
    /// let options = RunOptions::new("Fetch").lane("network");
    /// let run = supervisor.spawn_with(options, async |_ctx: RunContext| Ok(()))?;
    /// assert_eq!(supervisor.lane("network").usage().unwrap().waiting, 1);
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    pub fn lane(
        mut self,
        name: impl Into<Arc<str>>,
        options: LaneOptions,
    ) -> Result<Self, InvalidPolicy> {
        let name = name.into();
        InvalidPolicy::if_empty("lane", Some(&name))?;
        self.lanes.insert(name, options);
        Ok(self)
    }

    /// Sets how long a queued run waits until its priority rises by one; zero is never.
    ///
    /// ```
    /// # use std::{future::pending, time::Duration};
    /// # use taskdeck_core::{Config, Limit, Priority, RunContext, RunOptions, RunStatus, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// let config = Config::new(world.shared())
    ///     .concurrency(Limit::at_most(1)?)
    ///     .ageing(Duration::from_secs(30));
    /// let supervisor = Supervisor::new(config);
    /// let spawn = |priority| {
    ///     let options = RunOptions::<()>::new("Work").priority(priority);
    ///     supervisor.spawn_with(options, async |_ctx: RunContext| pending().await)
    /// };
    /// let busy = spawn(Priority::UserBlocking)?;
    /// world.run_until_stalled();
    /// let patient = spawn(Priority::Background)?;
    /// world.advance(Duration::from_secs(60));
    /// let newer = spawn(Priority::UserBlocking)?;
    /// busy.cancel();
    /// world.run_until_stalled();
    /// assert_eq!(supervisor.run(patient.id()).status(), Some(RunStatus::Running));
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn ageing(mut self, after: Duration) -> Self {
        self.ageing = after;
        self
    }

    /// Sets the seed for retry jitter, which makes a run reproducible.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Sets how many queued runs may not have started.
    #[must_use]
    pub fn max_queued(mut self, runs: usize) -> Self {
        self.max_queued = runs;
        self
    }

    /// Sets the largest size of the parameters of a run, in bytes of JSON.
    #[must_use]
    pub fn max_params(mut self, bytes: usize) -> Self {
        self.max_params = bytes;
        self
    }

    /// Sets how many finished runs are kept.
    #[must_use]
    pub fn keep(mut self, runs: usize) -> Self {
        self.keep = runs;
        self
    }

    /// Sets how long finished runs are kept.
    #[must_use]
    pub fn keep_for(mut self, age: Duration) -> Self {
        self.keep_for = Some(age);
        self
    }

    /// Sets how many lines the log of a run keeps.
    #[must_use]
    pub fn log_lines(mut self, lines: usize) -> Self {
        self.log_lines = lines;
        self
    }

    /// Sets the error handler, which is called once per failed run.
    #[must_use]
    pub fn on_error(
        mut self,
        handler: impl Fn(&RunSnapshot, &TaskError) -> Result<(), TaskError> + 'static,
    ) -> Self {
        self.on_error = Some(Rc::new(handler));
        self
    }

    /// Sets the observer of reports, which is called inside the call that reports; see [`Reports`].
    #[doc(hidden)]
    #[must_use]
    pub fn on_report(mut self, observer: impl Fn(RunId, Report<'_>) + 'static) -> Self {
        self.on_report = Some(Rc::new(observer));
        self
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("concurrency", &self.concurrency)
            .field("lanes", &self.lanes)
            .field("ageing", &self.ageing)
            .field("seed", &self.seed)
            .field("max_queued", &self.max_queued)
            .field("max_params", &self.max_params)
            .field("keep", &self.keep)
            .field("keep_for", &self.keep_for)
            .field("log_lines", &self.log_lines)
            .field("slice", &self.slice)
            .finish_non_exhaustive()
    }
}
