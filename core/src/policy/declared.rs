//! How a run is treated.

use std::{sync::Arc, time::Duration};

use super::{InvalidPolicy, Overlap, Retry, policy_methods};
use crate::{Priority, Unit};

/// How a run is treated. A task has one for its runs, and one run may say otherwise: what is `None`
/// here is as the task says, and else as said below.
///
/// The same methods are those of a [`Task`](crate::Task) and of [`RunOptions`](crate::RunOptions).
///
/// ```
/// use std::time::Duration;
/// use taskdeck_core::{Overlap, Policy, Retry, RunContext, RunOptions, Task};
///
/// let patient = Policy::new()
///     .lane("network")
///     .timeout(Duration::from_secs(60))
///     .retry(Retry::new(3).jitter());
/// let task = Task::new("sync", "Sync", async |_ctx: RunContext| Ok(()))
///     .policy(patient.clone())
///     .overlap(Overlap::Queue);
/// let once: RunOptions = RunOptions::of_task().policy(patient).retry(Retry::new(0));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Policy {
    /// Which queued run starts first: user-visible. With time it gains, see
    /// [`Config::ageing`](crate::Config::ageing).
    pub priority: Option<Priority>,
    /// The lane whose slots it takes: `main`. See [`Supervisor::set_lane`](crate::Supervisor::set_lane).
    pub lane: Option<Arc<str>>,
    /// What happens when a run of the same task and key is live: nothing.
    pub overlap: Option<Overlap>,
    /// How many runs of the same task and key may run at a time, where [`overlap`](Self::overlap)
    /// limits them: 1.
    pub at_a_time: Option<usize>,
    /// Tells apart runs of one task that don't overlap: all are alike.
    pub key: Option<Arc<str>>,
    /// How long an attempt may take, from its start: for ever.
    ///
    /// A body that takes longer is stopped as by a cancel, with its [`grace`](Self::grace), and keeps
    /// its slot until it has stopped. Then the attempt has failed with
    /// [`ErrorKind::Timeout`](crate::ErrorKind::Timeout), unless it returned a value all the same. It is
    /// judged by the clock: where timers come late, as in a hidden tab, a body that ended in time is
    /// completed.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use taskdeck_core::{Config, ErrorKind, Outcome, RunContext, RunOptions, Supervisor, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let options = RunOptions::new("Ask a server").timeout(Duration::from_secs(10));
    /// let run = supervisor.spawn_with(options, async |ctx: RunContext| {
    ///     ctx.sleep(Duration::from_secs(11)).await?;
    ///     Ok("too late")
    /// })?;
    /// let Outcome::Failed(error) = world.block_on(run.outcome()) else { unreachable!() };
    /// assert_eq!(error.kind(), ErrorKind::Timeout);
    /// assert_eq!(error.message(), "Took longer than 10 s");
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub timeout: Option<Duration>,
    /// How long the whole run may take, from the start of its first attempt and with all its waits:
    /// for ever.
    ///
    /// When the next attempt could not begin before that, the run fails at once.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use taskdeck_core::{Config, Outcome, Retry, RunContext, RunOptions, Supervisor, TaskError, World, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let options = RunOptions::new("Send")
    ///     .deadline(Duration::from_secs(10))
    ///     .retry(Retry::new(100));
    /// let run = supervisor.spawn_repeatable(options, async |_ctx: RunContext| {
    ///     Err::<(), _>(TaskError::new("no network"))
    /// })?;
    /// let Outcome::Failed(error) = world.block_on(run.outcome()) else { unreachable!() };
    /// assert_eq!(error.message(), "Took longer than 10 s in all");
    /// assert!(error.causes().eq(["no network"]));
    /// // Attempts at 0, 1, 3 and 7 s; the next one would be at 15.
    /// assert_eq!(world.now().since_start(), Duration::from_secs(7));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub deadline: Option<Duration>,
    /// Whether and when a failed attempt is followed by another: never.
    pub retry: Option<Retry>,
    /// How long it waits before it stands in its lane's queue: not at all. It may be days.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use taskdeck_core::{Config, RunContext, RunOptions, Supervisor, Waiting, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let month = Duration::from_secs(30 * 24 * 60 * 60);
    /// let options = RunOptions::new("Ask for a review").delay(month);
    /// let run = supervisor.spawn_with(options, async |_ctx: RunContext| Ok(()))?;
    /// let seen = run.snapshot().unwrap();
    /// assert_eq!(seen.waiting, Some(Waiting::Delay { until: seen.created_at + month }));
    /// world.block_on(run.wait());
    /// let seen = run.snapshot().unwrap();
    /// assert_eq!(seen.started_at, Some(seen.created_at + month));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub delay: Option<Duration>,
    /// How long a body may take to stop once asked: zero, dropped at once.
    pub grace: Option<Duration>,
    /// Whether a failure opens the error modal by itself: no.
    pub critical: Option<bool>,
    /// Whether progress is shown: yes.
    pub show_progress: Option<bool>,
    /// What the progress counts: things without a name.
    pub unit: Option<Unit>,
    /// Whether it goes on when one of its children fails: no, then it fails too.
    pub supervised: Option<bool>,
    /// Whether dropping the body would stop nothing, as where it only waits for code that goes on by
    /// itself: no, what is dropped has stopped.
    ///
    /// Such a run is not forced when its [`grace`](Self::grace) is over: it says that it is
    /// [not stopping](crate::RunSnapshot::not_stopping), keeps its slot, and can be
    /// [abandoned](crate::Supervisor::abandon).
    pub undroppable: Option<bool>,
}

impl Policy {
    /// One that says nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    policy_methods!();

    /// Whether every value is one that can be kept.
    ///
    /// # Errors
    ///
    /// The first one that is not, with its bound.
    ///
    /// ```
    /// use std::time::Duration;
    /// use taskdeck_core::{Policy, Retry};
    ///
    /// let wrong = Policy::new().retry(Retry::new(3).factor(0.5)).validate().unwrap_err();
    /// assert_eq!(wrong.to_string(), "retry.factor must be at least 1, and is 0.5");
    /// let wrong = Policy::new().timeout(Duration::ZERO).validate().unwrap_err();
    /// assert_eq!(wrong.to_string(), "timeout must be more than 0, and is 0");
    /// ```
    pub fn validate(&self) -> Result<(), InvalidPolicy> {
        InvalidPolicy::if_empty("lane", self.lane.as_deref())?;
        InvalidPolicy::if_empty("key", self.key.as_deref())?;
        InvalidPolicy::if_zero("timeout", self.timeout)?;
        InvalidPolicy::if_zero("deadline", self.deadline)?;
        if self.at_a_time == Some(0) {
            return Err(InvalidPolicy::bound("at_a_time", "at least 1", 0));
        }
        self.retry.as_ref().map_or(Ok(()), Retry::validate)
    }

    /// What this says, and what `base` says where this is silent.
    pub(crate) fn over(self, base: &Self) -> Self {
        Self {
            priority: self.priority.or(base.priority),
            lane: self.lane.or_else(|| base.lane.clone()),
            overlap: self.overlap.or(base.overlap),
            at_a_time: self.at_a_time.or(base.at_a_time),
            key: self.key.or_else(|| base.key.clone()),
            timeout: self.timeout.or(base.timeout),
            deadline: self.deadline.or(base.deadline),
            retry: self.retry.or_else(|| base.retry.clone()),
            delay: self.delay.or(base.delay),
            grace: self.grace.or(base.grace),
            critical: self.critical.or(base.critical),
            show_progress: self.show_progress.or(base.show_progress),
            unit: self.unit.or_else(|| base.unit.clone()),
            supervised: self.supervised.or(base.supervised),
            undroppable: self.undroppable.or(base.undroppable),
        }
    }

    /// Whether it says nothing that a run has to be reminded of after it was accepted.
    pub(crate) fn is_plain(&self) -> bool {
        self.overlap.is_none()
            && self.at_a_time.is_none()
            && self.key.is_none()
            && self.timeout.is_none()
            && self.deadline.is_none()
            && self.retry.is_none()
            && self.delay.is_none()
            && self.supervised.is_none()
    }
}
