//! The policy of a run.

use std::{sync::Arc, time::Duration};

use super::{InvalidPolicy, Overlap, Retry, policy_methods};
use crate::{Priority, Unit};

/// How a run is treated. A task has a policy for its runs, and the options of a run have one too. A field
/// that is `None` in the options is as in the task; a field that is `None` in both has the default below.
///
/// [`Task`](crate::Task) and [`RunOptions`](crate::RunOptions) have the same setters.
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
    /// Which queued run starts first: user-visible. It rises with time, see
    /// [`Config::ageing`](crate::Config::ageing).
    pub priority: Option<Priority>,
    /// The lane whose slots it takes: `main`. See [`LaneRef::set`](crate::LaneRef::set).
    pub lane: Option<Arc<str>>,
    /// What happens when a run of the same task and key is live: nothing.
    pub overlap: Option<Overlap>,
    /// How many runs of the same task and key may run at a time, where [`overlap`](Self::overlap) limits
    /// them: 1.
    pub at_a_time: Option<usize>,
    /// The key that separates runs of one task that do not overlap: all have the same.
    pub key: Option<Arc<str>>,
    /// The longest time that an attempt may take, from its start: unlimited.
    ///
    /// A body that takes longer is stopped as by a cancel, with its [`grace`](Self::grace), and keeps its
    /// slot until it has stopped. The attempt has then failed with
    /// [`ErrorKind::Timeout`](crate::ErrorKind::Timeout), unless the body returned a value all the same. The
    /// clock decides: where timers are late, as in a hidden tab, a body that ended in time is completed.
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
    /// The longest time that the whole run may take, from the start of its first attempt and with all its
    /// waits: unlimited.
    ///
    /// If the next attempt could not begin before that, the run fails at once.
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
    /// Whether and when another attempt follows one that failed: never.
    pub retry: Option<Retry>,
    /// How long the run waits before it is in the queue of its lane: not at all. It may be days.
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
    /// How long a body may take to stop once it is requested to: zero, it is dropped at once.
    pub grace: Option<Duration>,
    /// Whether a failure opens the error modal by itself: no.
    pub critical: Option<bool>,
    /// Whether progress is shown: yes.
    pub show_progress: Option<bool>,
    /// The unit of the progress: a plain count.
    pub unit: Option<Unit>,
    /// Whether the run goes on when one of its children fails: no, it fails too.
    pub supervised: Option<bool>,
    /// Whether dropping the body would not stop its work, as where it only waits for code that goes on by
    /// itself: no.
    ///
    /// Such a run is not forced when its [`grace`](Self::grace) is over. It is marked as [not
    /// stopping](crate::RunSnapshot::not_stopping), keeps its slot, and can be
    /// [abandoned](crate::RunRef::abandon).
    pub undroppable: Option<bool>,
}

impl Policy {
    /// Creates an empty policy.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    policy_methods!();

    /// Checks every value.
    ///
    /// # Errors
    ///
    /// The first invalid value, with its bound.
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
            return Err(InvalidPolicy::too_small(
                "at_a_time",
                1_u32.into(),
                0_u32.into(),
            ));
        }
        self.retry.as_ref().map_or(Ok(()), Retry::validate)
    }

    /// Returns this policy, completed by `base` where it is `None`.
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

    /// Returns whether the policy is not needed after the run was accepted.
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
