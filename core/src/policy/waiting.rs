//! Why a queued run waits.

use std::{fmt, sync::Arc};

use crate::{Instant, Message, RunId, message};

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
        why: Message,
    },
    /// The supervisor is paused.
    Paused,
}

impl Waiting {
    /// Why it waits, in words.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Slot { lane, taken, limit } => message!(
                "Waiting: {taken} of {limit} running in {lane}",
                taken = *taken,
                limit = *limit,
                lane = lane
            ),
            Self::Rate { lane, .. } => {
                message!("Waiting: {lane} may not start another run yet", lane = lane)
            }
            Self::Retry { .. } => message!("Waiting for the next attempt"),
            Self::Delay { .. } => message!("Waiting for its start time"),
            Self::Overlap { .. } => message!("Waiting for another run of this task"),
            Self::Suspended { lane, why } => {
                message!(
                    "Waiting: {lane} is suspended. {why}",
                    lane = lane,
                    why = why
                )
            }
            Self::Paused => message!("Waiting: paused"),
        }
    }
}

impl fmt::Display for Waiting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}
