//! Where a run is in its life, and how it ended.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Instant, Message, TaskError, message};

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

    /// The status as a message.
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

/// Why a run was cancelled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CancelReason {
    /// A person asked for it.
    #[default]
    User,
    /// Its parent run ended or was cancelled.
    Parent,
    /// A newer run of the same task took its place.
    Replaced,
    /// A run of the same task was already there.
    Skipped,
    /// It took longer than its policy allows. Only a body that is being stopped sees this: the run
    /// fails, or goes on with its next attempt.
    Timeout,
    /// Its supervisor was shut down.
    Shutdown,
    /// Its owner is gone: the last [`Supervisor`](crate::Supervisor) of its kind was dropped.
    Owner,
    /// A reason of the caller's own.
    Other(Message),
}

impl CancelReason {
    /// A reason of the caller's own, in words.
    #[must_use]
    pub fn other(reason: impl Into<Message>) -> Self {
        Self::Other(reason.into())
    }

    /// The reason in words.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::User => message!("Cancelled by the user"),
            Self::Parent => message!("The parent run ended"),
            Self::Replaced => message!("Replaced by a newer run"),
            Self::Skipped => message!("Skipped: another run of this task is live"),
            Self::Timeout => message!("Timed out"),
            Self::Shutdown => message!("Shut down"),
            Self::Owner => message!("Its part of the page was closed"),
            Self::Other(reason) => reason.clone(),
        }
    }
}

impl fmt::Display for CancelReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
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

/// The body was asked to stop: what [`RunContext::checkpoint`](crate::RunContext::checkpoint) and
/// [`RunContext::sleep`](crate::RunContext::sleep) return to a body with a grace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cancelled {
    /// Why.
    pub reason: CancelReason,
}

impl Cancelled {
    /// That the body stopped, and why.
    #[must_use]
    pub fn message(&self) -> Message {
        message!("Stopped: {why}", why = self.reason.message())
    }
}

impl fmt::Display for Cancelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}

impl std::error::Error for Cancelled {}
