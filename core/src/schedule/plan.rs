//! The next start of a schedule.

use std::time::Duration;

use super::when::{First, Schedule, When};
use crate::{Instant, World};

/// Both clocks at one moment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clocks {
    pub(crate) now: Instant,
    /// The time since the Unix epoch, UTC.
    pub(crate) unix: Duration,
}

impl Clocks {
    pub(crate) fn of(world: &dyn World) -> Self {
        Self {
            now: world.now(),
            unix: world.unix_time(),
        }
    }
}

/// The next start of a schedule, on the wall clock.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Plan {
    /// A single start.
    Once {
        at: Duration,
        /// The latest time of the start, even if the wall clock is set back.
        latest: Option<Instant>,
    },
    /// Starts at `base` and every period before and after it.
    Every {
        base: Duration,
        period: Duration,
        /// Whether there is no start before `base`.
        from_base: bool,
    },
}

impl Plan {
    pub(crate) fn new(schedule: &Schedule, clocks: Clocks) -> Self {
        match schedule.when() {
            When::At(at) => Self::Once { at, latest: None },
            When::After(delay) => Self::Once {
                at: clocks.unix.saturating_add(delay),
                latest: Some(clocks.now + delay),
            },
            When::Every { period, first } => Self::Every {
                base: match first {
                    First::Later => clocks.unix.saturating_add(period),
                    First::AtOnce => clocks.unix,
                    First::At(at) => at,
                },
                period,
                from_base: first != First::Later,
            },
        }
    }

    /// Returns when the next start is, seen from this moment. A single start may have passed.
    pub(crate) fn next(&self, clocks: Clocks) -> Duration {
        match *self {
            Self::Once { at, latest: None } => at,
            Self::Once {
                at,
                latest: Some(latest),
            } => at.min(clocks.unix.saturating_add(latest - clocks.now)),
            Self::Every {
                base, from_base, ..
            } if from_base && clocks.unix <= base => base,
            Self::Every { base, period, .. } => in_step(base, period, clocks.unix),
        }
    }

    /// Takes the start that was due at `at`. Returns the number of further starts that have passed since, or
    /// `None` when there is no other start.
    pub(crate) fn take(&mut self, at: Duration, unix: Duration) -> Option<u64> {
        match self {
            Self::Once { .. } => None,
            Self::Every {
                period, from_base, ..
            } => {
                *from_base = false;
                Some(nanos(unix.saturating_sub(at)) / nanos(*period))
            }
        }
    }
}

/// Returns the first time later than `after` among `base` and every period before and after it.
fn in_step(base: Duration, period: Duration, after: Duration) -> Duration {
    let period = nanos(period);
    let wait = match nanos(base.saturating_sub(after)) {
        0 => period - nanos(after.saturating_sub(base)) % period,
        early => (early - 1) % period + 1,
    };
    after.saturating_add(Duration::from_nanos(wait))
}

/// Returns a duration in nanoseconds; saturates after five centuries. `Duration::as_nanos` has 128 bits, whose division
/// is a kilobyte of code.
fn nanos(time: Duration) -> u64 {
    const SECOND: u64 = 1_000_000_000;
    const MOST: u64 = u64::MAX / SECOND;
    match time.as_secs() {
        MOST.. => u64::MAX,
        seconds => seconds * SECOND + u64::from(time.subsec_nanos()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secs(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn the_next_in_step_is_later_and_at_most_a_period_away() {
        for (base, after, next) in [
            (100, 100, 110),
            (100, 99, 100),
            (100, 109, 110),
            (100, 110, 120),
            (100, 90, 100),
            (100, 89, 90),
            (100, 3, 10),
            (100, 0, 10),
            (3, 0, 3),
        ] {
            let found = in_step(secs(base), secs(10), secs(after));
            assert_eq!(found, secs(next), "base {base}, after {after}");
        }
    }

    #[test]
    fn the_end_of_time_is_never_reached() {
        let next = in_step(Duration::MAX, secs(10), Duration::MAX);
        assert_eq!(next, Duration::MAX);
    }
}
