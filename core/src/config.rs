//! How a supervisor is set up.

use std::{collections::BTreeMap, fmt, rc::Rc, sync::Arc, time::Duration};

use crate::{
    InvalidPolicy, LaneOptions, Limit, Report, Reports, RunId, RunSnapshot, TaskError,
    world::SharedWorld,
};

/// Told each failure once. What it returns as an error, and its panic, are logged and change nothing.
pub type ErrorHandler = Rc<dyn Fn(&RunSnapshot, &TaskError) -> Result<(), TaskError>>;

/// How a supervisor is set up. Every field has a default that suits a page.
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
    /// The world it lives in.
    pub world: SharedWorld,
    /// Slots of the lane `main`: 4.
    pub concurrency: Limit,
    /// Lanes beside `main`, by name: none.
    pub lanes: BTreeMap<Arc<str>, LaneOptions>,
    /// After how long a queued run gains a class of priority, and again: 30 s; zero is never. So what
    /// is in the background is not starved.
    pub ageing: Duration,
    /// Where chance begins, as in the jitter of a retry: where the world says.
    pub seed: Option<u64>,
    /// How many runs may wait that have not started: 10,000.
    pub max_queued: usize,
    /// How many bytes the parameters of one run may take as JSON: 65,536.
    pub max_params: usize,
    /// How many finished runs are kept: 1,000.
    pub keep: usize,
    /// How long a finished run is kept: for as long as there is room.
    pub keep_for: Option<Duration>,
    /// How many lines of its log a run keeps: 200.
    pub log_lines: usize,
    /// How long all polls of one turn may take before the page gets one: 8 ms.
    pub slice: Duration,
    /// Whether polls are counted and timed: always, but for who measures what that costs.
    #[doc(hidden)]
    pub profiler: bool,
    /// Who is told of each failure: nobody.
    pub on_error: Option<ErrorHandler>,
    /// Who is told of each report while it is made: nobody.
    pub on_report: Option<Reports>,
}

impl Config {
    /// The defaults, in this world.
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

    /// The same with this number of slots in the lane `main`.
    #[must_use]
    pub fn concurrency(mut self, limit: Limit) -> Self {
        self.concurrency = limit;
        self
    }

    /// The same with a lane of this name. `main` is there already; said of it, this goes before
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
    /// assert_eq!(supervisor.lane("network").unwrap().waiting, 1);
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

    /// The same with queued runs that gain a class of priority after this long; zero is never.
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
    /// assert_eq!(supervisor.status(patient.id()), Some(RunStatus::Running));
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn ageing(mut self, after: Duration) -> Self {
        self.ageing = after;
        self
    }

    /// The same with chance that begins here.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// The same with room for this many runs that have not started.
    #[must_use]
    pub fn max_queued(mut self, runs: usize) -> Self {
        self.max_queued = runs;
        self
    }

    /// The same with parameters of at most this many bytes as JSON.
    #[must_use]
    pub fn max_params(mut self, bytes: usize) -> Self {
        self.max_params = bytes;
        self
    }

    /// The same keeping this many finished runs.
    #[must_use]
    pub fn keep(mut self, runs: usize) -> Self {
        self.keep = runs;
        self
    }

    /// The same keeping finished runs no longer than this.
    #[must_use]
    pub fn keep_for(mut self, age: Duration) -> Self {
        self.keep_for = Some(age);
        self
    }

    /// The same keeping this many lines of each run's log.
    #[must_use]
    pub fn log_lines(mut self, lines: usize) -> Self {
        self.log_lines = lines;
        self
    }

    /// The same with somebody who is told of each failure once.
    #[must_use]
    pub fn on_error(
        mut self,
        handler: impl Fn(&RunSnapshot, &TaskError) -> Result<(), TaskError> + 'static,
    ) -> Self {
        self.on_error = Some(Rc::new(handler));
        self
    }

    /// The same with somebody who is told of each report inside the call that makes it; see
    /// [`Reports`].
    #[must_use]
    pub fn on_report(mut self, told: impl Fn(RunId, Report<'_>) + 'static) -> Self {
        self.on_report = Some(Rc::new(told));
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
