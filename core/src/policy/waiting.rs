//! Why a queued run waits.

use std::{fmt, sync::Arc};

use crate::{Instant, RunId};

/// Why a queued run waits. A run without a reason starts in a moment.
///
/// Formatted, it contains no points in time: those are shown by the caller.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Waiting {
    /// It waits for a slot of its lane.
    Slot {
        /// The lane.
        lane: Arc<str>,
        /// The number of slots that are taken.
        taken: usize,
        /// The number of slots.
        limit: usize,
    },
    /// The rate of its lane allows no start for a while.
    Rate {
        /// The lane.
        lane: Arc<str>,
        /// When the next start is allowed.
        until: Instant,
    },
    /// It waits for its next attempt.
    Retry {
        /// When the attempt is due.
        at: Instant,
    },
    /// It waits for the end of its delay.
    Delay {
        /// When the delay is over.
        until: Instant,
    },
    /// It waits for another run of its group.
    Overlap {
        /// The run before it.
        behind: RunId,
    },
    /// Its lane is suspended.
    Suspended {
        /// The lane.
        lane: Arc<str>,
        /// The reason of the suspension.
        why: Arc<str>,
    },
    /// The supervisor is paused.
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
