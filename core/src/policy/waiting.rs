//! Why a queued run waits.

use std::{fmt, sync::Arc};

use crate::{Instant, Message, RunId, message};

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
        why: Message,
    },
    /// For somebody to resume the supervisor.
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
