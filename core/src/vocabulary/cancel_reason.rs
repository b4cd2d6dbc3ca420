//! Reasons of a cancel.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Message, message};

/// Why a run was cancelled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CancelReason {
    /// It was cancelled by a person. This is the default.
    #[default]
    User,
    /// It was cancelled by code that gave no reason, as [`RunHandle::cancel`](crate::RunHandle::cancel) does.
    Caller,
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
    Other(Message),
}

impl CancelReason {
    /// Creates another reason of the caller.
    #[must_use]
    pub fn other(reason: impl Into<Message>) -> Self {
        Self::Other(reason.into())
    }

    /// Returns the reason in words.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::User => message!("Cancelled by the user"),
            Self::Caller => message!("Cancelled by the page"),
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

/// The body was requested to stop: [`RunContext::checkpoint`](crate::RunContext::checkpoint) and
/// [`RunContext::sleep`](crate::RunContext::sleep) return this error to a body with a grace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cancelled {
    /// The reason of the request.
    pub reason: CancelReason,
}

impl Cancelled {
    /// Returns the error in words: that the body stopped, and why.
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
