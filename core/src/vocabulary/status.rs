//! Statuses of runs, and how they end.

use std::fmt;

use crate::{CancelReason, Instant, Message, TaskError, message};

/// The status of a run. The order is the order of a run's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RunStatus {
    /// It was accepted and waits.
    Queued,
    /// It holds a slot.
    Running,
    /// It was requested to stop and has not stopped; it still holds its slot.
    Cancelling,
    /// The body returned a value.
    Completed,
    /// The body failed.
    Failed,
    /// It was stopped, or never started.
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

    /// Returns whether the run has ended. It then never changes again.
    #[must_use]
    pub fn is_finished(self) -> bool {
        matches!(self, Self::Completed | Self::Failed | Self::Cancelled)
    }

    /// Returns whether the run has not ended.
    #[must_use]
    pub fn is_live(self) -> bool {
        !self.is_finished()
    }

    /// Returns the status as a message.
    #[must_use]
    pub fn message(self) -> Message {
        match self {
            Self::Queued => message!("Queued"),
            Self::Running => message!("Running"),
            Self::Cancelling => message!("Cancelling"),
            Self::Completed => message!("Completed"),
            Self::Failed => message!("Failed"),
            Self::Cancelled => message!("Cancelled"),
        }
    }

    /// Returns the status as a word to show.
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

/// The state of a run: its status, with what belongs to it.
#[derive(Clone, Debug, PartialEq)]
pub enum RunState {
    /// It waits.
    Queued,
    /// It holds a slot.
    Running,
    /// It was requested to stop and has not stopped.
    Cancelling {
        /// The first reason, which later ones do not replace. Only [`Timeout`](CancelReason::Timeout) is
        /// replaced.
        reason: CancelReason,
        /// When it was requested to stop.
        since: Instant,
    },
    /// The body returned a value.
    Completed,
    /// The body failed with this error.
    Failed(TaskError),
    /// It was stopped, or never started.
    Cancelled {
        /// The reason of the cancel.
        reason: CancelReason,
        /// Whether the body ever started.
        started: bool,
    },
}

impl RunState {
    /// Returns the status.
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

/// How a run ended. Facts decide, not requests: a body that returned a value is `Completed`, even after a
/// cancel.
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
    /// Returns the value, if there is one.
    #[must_use]
    pub fn completed(self) -> Option<T> {
        match self {
            Self::Completed(value) => Some(value),
            Self::Failed(_) | Self::Cancelled(_) => None,
        }
    }

    /// Returns the outcome as a status.
    #[must_use]
    pub fn status(&self) -> RunStatus {
        match self {
            Self::Completed(_) => RunStatus::Completed,
            Self::Failed(_) => RunStatus::Failed,
            Self::Cancelled(_) => RunStatus::Cancelled,
        }
    }
}
