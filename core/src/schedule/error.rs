//! Errors of schedules.

use std::{fmt, sync::Arc};

use crate::{InvalidPolicy, Message, SpawnError, message};

/// Why a schedule was refused, or could not start its task.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ScheduleError {
    /// A value is out of its bounds.
    Invalid(InvalidPolicy),
    /// A run of its task would be refused.
    Refused(SpawnError),
    /// A run of its task is live, and its overlap policy allows no other.
    Skipped(Arc<str>),
    /// The schedule has ended, or never was.
    Ended,
}

impl ScheduleError {
    /// Returns a short name of the kind, for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invalid(_) => "invalid-schedule",
            Self::Refused(error) => error.code(),
            Self::Skipped(_) => "skipped",
            Self::Ended => "ended",
        }
    }
}

impl ScheduleError {
    /// Why, in words.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Invalid(error) => error.message.clone(),
            Self::Refused(error) => error.message(),
            Self::Skipped(title) => message!(
                "\"{title}\" is already running or waiting, so it was not started again",
                title = title
            ),
            Self::Ended => message!("The schedule has ended"),
        }
    }
}

impl fmt::Display for ScheduleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}

impl std::error::Error for ScheduleError {}

impl From<InvalidPolicy> for ScheduleError {
    fn from(error: InvalidPolicy) -> Self {
        Self::Invalid(error)
    }
}

impl From<SpawnError> for ScheduleError {
    fn from(error: SpawnError) -> Self {
        Self::Refused(error)
    }
}
