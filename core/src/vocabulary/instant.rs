//! Points on the monotonic clock.

use std::{
    num::NonZeroU64,
    ops::{Add, Sub},
    time::Duration,
};

/// A point on the monotonic clock of a world, in whole microseconds since an arbitrary start.
///
/// It replaces [`std::time::Instant`], which panics on `wasm32-unknown-unknown` and cannot be made by a
/// simulated clock. `Option<Instant>` is as small as an `Instant`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(NonZeroU64);

impl Instant {
    /// The start of the clock.
    pub const START: Self = Self(NonZeroU64::MIN);

    /// Creates the point this long after the start of the clock, in whole microseconds.
    #[must_use]
    pub fn after_start(since_start: Duration) -> Self {
        Self(NonZeroU64::MIN.saturating_add(micros(since_start)))
    }

    /// Returns how long after the start of the clock it is.
    #[must_use]
    pub fn since_start(self) -> Duration {
        Duration::from_micros(self.0.get() - 1)
    }

    /// Returns how long after `earlier` it is; zero when it is not later.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(self.0.get().saturating_sub(earlier.0.get()))
    }
}

impl Add<Duration> for Instant {
    type Output = Self;

    /// Adds a duration. Saturates at the end of time, half a million years away.
    fn add(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(micros(duration)))
    }
}

impl Sub for Instant {
    type Output = Duration;

    fn sub(self, earlier: Self) -> Duration {
        self.since(earlier)
    }
}

/// Returns a duration in whole microseconds; saturates.
pub(crate) fn micros(time: Duration) -> u64 {
    // `Duration::as_micros` multiplies 128 bits, as a saturating product does: on wasm32 that is a call.
    const MOST: u64 = u64::MAX / 1_000_000;
    match time.as_secs() {
        MOST.. => u64::MAX,
        seconds => seconds * 1_000_000 + u64::from(time.subsec_micros()),
    }
}
