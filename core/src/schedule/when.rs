//! When a task is to be started.

use std::time::Duration;

use crate::{InvalidPolicy, format::length};

/// The shortest time between two starts of a schedule: 10 ms.
const SHORTEST: Duration = Duration::from_millis(10);

/// The longest time that a schedule takes: a hundred years. Anything over it means *never*.
const LONGEST: Duration = Duration::from_secs(36_525 * 86_400);

/// When a task is to be started: after a delay, at a time, or again and again.
///
/// Schedules are on the wall clock, which people set and computers correct, and on which a sleeping
/// laptop's night has passed. It is looked at again at least once a minute, so that a jump is noticed.
///
/// | | the clock was set forward, or the machine slept | the clock was set back |
/// | --- | --- | --- |
/// | [`at`](Self::at) | starts as soon as that is noticed, when its time has passed | waits until the clock shows its time |
/// | [`after`](Self::after) | likewise | waits no longer than its delay all the same |
/// | [`every`](Self::every) | one start for all that were missed, which are counted; then goes on in step | goes on in step: the next start is at most one period away |
///
/// In step means from start to start: the period is counted from the first start, not from when a run
/// ended or a timer fired, so that nothing drifts.
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

/// When the starts of a [`Schedule`] are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum When {
    /// Once, this long from when it was scheduled.
    After(Duration),
    /// Once, at this time since 1970 began, UTC.
    At(Duration),
    /// Again and again.
    Every {
        /// From start to start.
        period: Duration,
        /// The first start.
        first: First,
    },
}

/// When the first of many starts is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum First {
    /// After one period.
    Later,
    /// As soon as it is scheduled.
    AtOnce,
    /// At this time since 1970 began, UTC. When that has passed, in step with it.
    At(Duration),
}

/// How often runs of a [`Schedule`] may fail before it starts no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SuspendAfter {
    /// This many failures are borne; one more suspends the schedule.
    pub failures: u32,
    /// Only failures within this long count.
    pub window: Duration,
}

impl Schedule {
    /// One start, this long from now; it may be days.
    #[must_use]
    pub fn after(delay: Duration) -> Self {
        Self::of(When::After(delay))
    }

    /// One start at this time since 1970 began, UTC. A time that has passed means at once.
    #[must_use]
    pub fn at(unix_time: Duration) -> Self {
        Self::of(When::At(unix_time))
    }

    /// A start every so often, from start to start; at least 10 ms. The first is after one period.
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

    /// The same with a first start as soon as it is scheduled. One that starts once is not changed.
    #[must_use]
    pub fn at_once(self) -> Self {
        self.first(First::AtOnce)
    }

    /// The same with a first start at this time since 1970 began, UTC; when that has passed, in step
    /// with it. One that starts once is not changed.
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

    /// The same, which starts no more once more than so many of its runs have failed within this
    /// long, until somebody resumes it.
    #[must_use]
    pub fn suspend_after(mut self, failures: u32, window: Duration) -> Self {
        self.suspend = Some(SuspendAfter { failures, window });
        self
    }

    /// When its starts are.
    #[must_use]
    pub fn when(&self) -> When {
        self.when
    }

    /// How often its runs may fail before it is suspended; for ever when `None`.
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
            Some(SuspendAfter { failures: 0, .. }) => Err(InvalidPolicy::bound(
                "suspend_after.failures",
                "at least 1",
                0,
            )),
            Some(rule) => InvalidPolicy::if_zero("suspend_after.window", Some(rule.window)),
            None => Ok(()),
        }
    }
}

fn at_least_shortest(period: Duration) -> Result<(), InvalidPolicy> {
    if period < SHORTEST {
        let shortest = format!("at least {}", length(SHORTEST));
        return Err(InvalidPolicy::bound("every", &shortest, length(period)));
    }
    at_most_longest("every", period)
}

fn at_most_longest(field: &'static str, duration: Duration) -> Result<(), InvalidPolicy> {
    if duration > LONGEST {
        return Err(InvalidPolicy::bound(
            field,
            "at most 100 years",
            length(duration),
        ));
    }
    Ok(())
}
