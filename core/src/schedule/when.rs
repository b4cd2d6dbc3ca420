//! When a task is started.

use std::time::Duration;

use crate::{InvalidPolicy, message};

/// The shortest time between two starts of a schedule: 10 ms.
const SHORTEST: Duration = Duration::from_millis(10);

/// The longest time that a schedule accepts: a hundred years. Anything over it means *never*.
const LONGEST: Duration = Duration::from_secs(36_525 * 86_400);

/// When a task is started: after a delay, at a time, or again and again.
///
/// A schedule follows the wall clock, which people set, computers correct, and laptops pass a night on. The
/// clock is checked at least once a minute, so that a jump is noticed.
///
/// | | the clock was set forward, or the machine slept | the clock was set back |
/// | --- | --- | --- |
/// | [`at`](Self::at) | starts as soon as that is noticed, if its time has passed | waits until the clock shows its time |
/// | [`after`](Self::after) | the same | waits no longer than its delay |
/// | [`every`](Self::every) | one start for all that were missed, which are counted; then goes on in step | goes on in step: the next start is at most one period away |
///
/// In step means from start to start: the period is counted from the first start, not from the end of a run
/// or from a timer, so that nothing drifts.
///
/// ```
/// use std::time::Duration;
/// use taskdeck_core::Schedule;
///
/// let minute = Duration::from_secs(60);
/// // In ten minutes.
/// let later = Schedule::after(10 * minute);
/// // On 1 January 2027 at 06:00 UTC.
/// let new_year = Schedule::at(Duration::from_secs(1_798_783_200));
/// // Now and every minute, until more than three runs fail within ten minutes.
/// let watch = Schedule::every(minute).at_once().suspend_after(3, 10 * minute);
/// // Every full hour.
/// let hourly = Schedule::every(60 * minute).starting_at(Duration::ZERO);
/// assert_ne!(watch, hourly);
/// # let _ = (later, new_year);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    when: When,
    suspend: Option<SuspendAfter>,
}

/// The starts of a [`Schedule`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum When {
    /// Once, this long after it was scheduled.
    After(Duration),
    /// Once, at this time since the Unix epoch, UTC.
    At(Duration),
    /// Again and again.
    Every {
        /// From start to start.
        period: Duration,
        /// The first start.
        first: First,
    },
}

/// The first of many starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum First {
    /// After one period.
    Later,
    /// At once.
    AtOnce,
    /// At this time since the Unix epoch, UTC. If that has passed, in step with it.
    At(Duration),
}

/// How many runs of a [`Schedule`] may fail before it suspends itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SuspendAfter {
    /// The number of failures that are tolerated; one more suspends the schedule.
    pub failures: u32,
    /// The time within which failures count.
    pub window: Duration,
}

impl Schedule {
    /// Creates a schedule with a single start, this long from now; it may be days.
    #[must_use]
    pub fn after(delay: Duration) -> Self {
        Self::of(When::After(delay))
    }

    /// Creates a schedule with a single start at this time since the Unix epoch, UTC. A time that has passed
    /// means at once.
    #[must_use]
    pub fn at(unix_time: Duration) -> Self {
        Self::of(When::At(unix_time))
    }

    /// Creates a schedule with a start every period, at least 10 ms. The first is after one period.
    #[must_use]
    pub fn every(period: Duration) -> Self {
        let first = First::Later;
        Self::of(When::Every { period, first })
    }

    fn of(when: When) -> Self {
        Self {
            when,
            suspend: None,
        }
    }

    /// Makes the first start at once. A schedule with a single start is not changed.
    #[must_use]
    pub fn at_once(self) -> Self {
        self.first(First::AtOnce)
    }

    /// Sets the first start to this time since the Unix epoch, UTC; if that has passed, starts are in step
    /// with it. A schedule with a single start is not changed.
    #[must_use]
    pub fn starting_at(self, unix_time: Duration) -> Self {
        self.first(First::At(unix_time))
    }

    fn first(mut self, new: First) -> Self {
        if let When::Every { first, .. } = &mut self.when {
            *first = new;
        }
        self
    }

    /// Makes the schedule suspend itself when more than `failures` of its runs have failed within the window,
    /// until it is resumed.
    #[must_use]
    pub fn suspend_after(mut self, failures: u32, window: Duration) -> Self {
        self.suspend = Some(SuspendAfter { failures, window });
        self
    }

    /// Returns when its starts are.
    #[must_use]
    pub fn when(&self) -> When {
        self.when
    }

    /// Returns how many of its runs may fail before it suspends itself; `None` for any number.
    #[must_use]
    pub fn suspends_after(&self) -> Option<SuspendAfter> {
        self.suspend
    }

    pub(crate) fn check(&self) -> Result<(), InvalidPolicy> {
        match self.when {
            When::Every { period, .. } => at_least_shortest(period)?,
            When::After(delay) => at_most_longest("after", delay)?,
            When::At(_) => {}
        }
        match self.suspend {
            Some(SuspendAfter { failures: 0, .. }) => Err(InvalidPolicy::too_small(
                "suspend_after.failures",
                1_u32.into(),
                0_u32.into(),
            )),
            Some(rule) => InvalidPolicy::if_zero("suspend_after.window", Some(rule.window)),
            None => Ok(()),
        }
    }
}

fn at_least_shortest(period: Duration) -> Result<(), InvalidPolicy> {
    if period < SHORTEST {
        return Err(InvalidPolicy::too_small(
            "every",
            SHORTEST.into(),
            period.into(),
        ));
    }
    at_most_longest("every", period)
}

fn at_most_longest(field: &'static str, duration: Duration) -> Result<(), InvalidPolicy> {
    if duration > LONGEST {
        let message = message!(
            "{field} must be at most 100 years, and is {value}",
            field = field,
            value = duration
        );
        return Err(InvalidPolicy::new(field, message));
    }
    Ok(())
}
