//! Where a run is in its life, and how it ended.

use std::fmt;

use crate::{CancelReason, Instant, TaskError};

/// Where a run is in its life, as one word. The order is the order of a life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RunStatus {
    /// Accepted; waits for a slot.
    Queued,
    /// Holds a slot and works.
    Running,
    /// Asked to stop and not yet stopped; still holds its slot.
    Cancelling,
    /// The body returned a value.
    Completed,
    /// The body failed.
    Failed,
    /// Stopped, or never started, because somebody asked for it.
    Cancelled,
}

impl RunStatus {
    /// Every status, in order.
    pub const ALL: [Self; 6] = [
        Self::Queued,
        Self::Running,
        Self::Cancelling,
        Self::Completed,
        Self::Failed,
        Self::Cancelled,
    ];

    /// Whether the run has ended; then it never changes again.
    #[must_use]
    pub fn is_finished(self) -> bool {
        matches!(self, Self::Completed | Self::Failed | Self::Cancelled)
    }

    /// Whether the run has not ended.
    #[must_use]
    pub fn is_live(self) -> bool {
        !self.is_finished()
    }

    /// The status as a word for people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Queued => "Queued",
            Self::Running => "Running",
            Self::Cancelling => "Cancelling",
            Self::Completed => "Completed",
            Self::Failed => "Failed",
            Self::Cancelled => "Cancelled",
        }
    }
}

impl fmt::Display for RunStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Where a run is in its life, with what belongs to each place.
#[derive(Clone, Debug, PartialEq)]
pub enum RunState {
    /// Waits for a slot.
    Queued,
    /// Works.
    Running,
    /// Asked to stop and not yet stopped.
    Cancelling {
        /// The first reason that was given; later ones change nothing.
        reason: CancelReason,
        /// When it was asked.
        since: Instant,
    },
    /// The body returned a value.
    Completed,
    /// The body failed, for this reason.
    Failed(TaskError),
    /// Stopped because somebody asked for it.
    Cancelled {
        /// Why.
        reason: CancelReason,
        /// Whether the body ever started.
        started: bool,
    },
}

impl RunState {
    /// The state as one word.
    #[must_use]
    pub fn status(&self) -> RunStatus {
        match self {
            Self::Queued => RunStatus::Queued,
            Self::Running => RunStatus::Running,
            Self::Cancelling { .. } => RunStatus::Cancelling,
            Self::Completed => RunStatus::Completed,
            Self::Failed(_) => RunStatus::Failed,
            Self::Cancelled { .. } => RunStatus::Cancelled,
        }
    }
}

/// How a run ended. Facts decide, not requests: a body that returned a value is `Completed`, also
/// after a cancel.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome<T> {
    /// The body returned this value.
    Completed(T),
    /// The body failed.
    Failed(TaskError),
    /// The run was stopped, or never started.
    Cancelled(CancelReason),
}

impl<T> Outcome<T> {
    /// The value, when there is one.
    #[must_use]
    pub fn completed(self) -> Option<T> {
        match self {
            Self::Completed(value) => Some(value),
            Self::Failed(_) | Self::Cancelled(_) => None,
        }
    }

    /// The outcome as a word.
    #[must_use]
    pub fn status(&self) -> RunStatus {
        match self {
            Self::Completed(_) => RunStatus::Completed,
            Self::Failed(_) => RunStatus::Failed,
            Self::Cancelled(_) => RunStatus::Cancelled,
        }
    }
}
