//! The status of a run as it is shown.

use taskdeck_core::{Message, RunSnapshot, RunStatus, message};

/// The status of a run as it is shown: its own, or *Done with problems*.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowStatus {
    /// The status of the run.
    Of(RunStatus),
    /// It completed, but not all of it worked.
    Problems,
}

impl RowStatus {
    /// Returns the status that is shown of a run.
    pub(crate) fn of(run: &RunSnapshot) -> Self {
        match run.is_completed_with_problems() {
            true => Self::Problems,
            false => Self::Of(run.status()),
        }
    }

    /// Returns the word on screen.
    pub(crate) fn message(self) -> Message {
        match self {
            Self::Of(status) => status.message(),
            Self::Problems => message!("Done with problems"),
        }
    }

    /// Returns the name for programs and style sheets.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Of(status) => status_name(status),
            Self::Problems => "problems",
        }
    }

    /// Returns whether the run has ended.
    pub(crate) fn is_finished(self) -> bool {
        match self {
            Self::Of(status) => status.is_finished(),
            Self::Problems => true,
        }
    }
}

impl From<RunStatus> for RowStatus {
    fn from(status: RunStatus) -> Self {
        Self::Of(status)
    }
}

/// Returns the name of a status for programs and style sheets.
pub(crate) fn status_name(status: RunStatus) -> &'static str {
    match status {
        RunStatus::Queued => "queued",
        RunStatus::Running => "running",
        RunStatus::Cancelling => "cancelling",
        RunStatus::Completed => "completed",
        RunStatus::Failed => "failed",
        RunStatus::Cancelled => "cancelled",
    }
}
