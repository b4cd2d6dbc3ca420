//! A countdown that can be paused.

use std::time::Duration;

use taskdeck_core::Instant;

/// How long a toast is shown that closes by itself.
pub(crate) const SHOWN: Duration = Duration::from_secs(6);

/// The least time that is left after a pause.
pub(crate) const LEFT: Duration = Duration::from_secs(3);

/// A countdown that can be paused.
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

    /// Returns when it ends, or `None` while it is paused.
    pub(crate) fn ends_at(self) -> Option<Instant> {
        match self {
            Self::Running { until } => Some(until),
            Self::Held { .. } => None,
        }
    }
}
