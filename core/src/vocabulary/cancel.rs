//! Why a run was cancelled.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};

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
    Other(Arc<str>),
}

impl CancelReason {
    /// A reason of the caller's own, in words.
    #[must_use]
    pub fn other(reason: impl Into<Arc<str>>) -> Self {
        Self::Other(reason.into())
    }
}

impl fmt::Display for CancelReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::User => "cancelled by the user",
            Self::Parent => "its parent ended",
            Self::Replaced => "replaced by a newer run",
            Self::Skipped => "skipped: a run of the same task was there",
            Self::Timeout => "it took too long",
            Self::Shutdown => "the supervisor was shut down",
            Self::Owner => "its owner is gone",
            Self::Other(reason) => reason,
        })
    }
}

/// The body was asked to stop: what [`RunContext::checkpoint`](crate::RunContext::checkpoint) and
/// [`RunContext::sleep`](crate::RunContext::sleep) return to a body with a grace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cancelled {
    /// Why.
    pub reason: CancelReason,
}

impl fmt::Display for Cancelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "stopped as asked: {}", self.reason)
    }
}

impl std::error::Error for Cancelled {}
