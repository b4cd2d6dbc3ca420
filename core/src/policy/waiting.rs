//! Why a queued run waits.

use std::{fmt, sync::Arc};

use crate::{Instant, RunId};

/// Why a queued run waits. One that waits for nothing starts in a moment.
///
/// In words it says nothing of points in time: those are for whoever shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Waiting {
    /// For a slot of its lane.
    Slot {
        /// The lane.
        lane: Arc<str>,
        /// How many of its slots are taken.
        taken: usize,
        /// How many it has.
        limit: usize,
    },
    /// For its lane, which may start no more for a while.
    Rate {
        /// The lane.
        lane: Arc<str>,
        /// When it may start the next one.
        until: Instant,
    },
    /// For its next attempt.
    Retry {
        /// When that is due.
        at: Instant,
    },
    /// For the end of its delay.
    Delay {
        /// When that is over.
        until: Instant,
    },
    /// For another run of its group.
    Overlap {
        /// The one that is before it.
        behind: RunId,
    },
    /// For somebody to resume its lane.
    Suspended {
        /// The lane.
        lane: Arc<str>,
        /// Why it is suspended.
        why: Arc<str>,
    },
    /// For somebody to resume the supervisor.
    Paused,
}

impl fmt::Display for Waiting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Slot { lane, taken, limit } => write!(f, "{taken} of {limit} running in {lane}"),
            Self::Rate { lane, .. } => write!(f, "{lane} starts no more for a while"),
            Self::Retry { .. } => f.write_str("until its next attempt"),
            Self::Delay { .. } => f.write_str("until its delay is over"),
            Self::Overlap { .. } => f.write_str("behind a run of the same task"),
            Self::Suspended { lane, why } => write!(f, "{lane} is suspended: {why}"),
            Self::Paused => f.write_str("paused"),
        }
    }
}
