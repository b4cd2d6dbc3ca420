//! A clock that runs down, and can be stopped.

use std::time::Duration;

use taskdeck_core::Instant;

/// How long a toast that goes by itself is shown.
pub(crate) const SHOWN: Duration = Duration::from_secs(6);

/// How much of that is left at least after the clock was stopped.
pub(crate) const LEFT: Duration = Duration::from_secs(3);

/// A clock that runs down, and stands still while somebody holds it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Countdown {
    Running { until: Instant },
    Held { left: Duration },
}

impl Countdown {
    pub(crate) fn new(now: Instant, held: bool) -> Self {
        if held {
            Self::Held { left: SHOWN }
        } else {
            Self::Running { until: now + SHOWN }
        }
    }

    pub(crate) fn hold(&mut self, now: Instant) {
        if let Self::Running { until } = *self {
            *self = Self::Held { left: until - now };
        }
    }

    pub(crate) fn release(&mut self, now: Instant) {
        if let Self::Held { left } = *self {
            *self = Self::Running {
                until: now + left.max(LEFT),
            };
        }
    }

    /// When it is over, if it runs.
    pub(crate) fn ends_at(self) -> Option<Instant> {
        match self {
            Self::Running { until } => Some(until),
            Self::Held { .. } => None,
        }
    }
}
