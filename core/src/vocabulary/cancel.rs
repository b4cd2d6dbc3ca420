//! Reasons of a cancel.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};

/// Why a run was cancelled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CancelReason {
    /// It was cancelled by a person. This is the default.
    #[default]
    User,
    /// Its parent ended or was cancelled.
    Parent,
    /// A newer run of its group took its place.
    Replaced,
    /// Another run of its group was live.
    Skipped,
    /// It took longer than its policy allows. This reason is seen only by a body that is being stopped: the
    /// run then fails, or makes its next attempt.
    Timeout,
    /// Its supervisor was shut down.
    Shutdown,
    /// Its owner is gone: a [`CancelOnDrop`](crate::CancelOnDrop) handle, or the last handle of its
    /// [`Supervisor`](crate::Supervisor), was dropped.
    Owner,
    /// Another reason of the caller.
    Other(Arc<str>),
}

impl CancelReason {
    /// Creates another reason of the caller.
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

/// The body was requested to stop: [`RunContext::checkpoint`](crate::RunContext::checkpoint) and
/// [`RunContext::sleep`](crate::RunContext::sleep) return this error to a body with a grace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cancelled {
    /// The reason of the request.
    pub reason: CancelReason,
}

impl fmt::Display for Cancelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "stopped as asked: {}", self.reason)
    }
}

impl std::error::Error for Cancelled {}
