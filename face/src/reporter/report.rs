//! A reported error.

use std::sync::Arc;

use taskdeck_core::{Instant, RunId, RunSnapshot, ScheduleId, TaskError};

/// An error that was reported: what failed, why, and where it came from. It never changes.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorReport {
    /// The number, unique within its reporter, counted from 1.
    pub number: u64,
    /// When it was reported.
    pub at: Instant,
    /// What failed: the title of a run, or the context of a report.
    pub title: Arc<str>,
    /// Why it failed.
    pub error: TaskError,
    /// Where it came from.
    pub origin: Origin,
}

/// Where an error came from.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// A run that failed, as it was right after its end.
    Run(Box<RunSnapshot>),
    /// An error that nothing caught.
    Uncaught,
    /// A call of [`Reporter::report`](super::Reporter::report).
    Reported,
}

impl ErrorReport {
    /// Returns the run that failed.
    #[must_use]
    pub fn run(&self) -> Option<&RunSnapshot> {
        match &self.origin {
            Origin::Run(run) => Some(run),
            Origin::Uncaught | Origin::Reported => None,
        }
    }

    /// Returns the id of the run that failed.
    #[must_use]
    pub fn run_id(&self) -> Option<RunId> {
        self.run().map(|run| run.id)
    }

    /// Returns the schedule that started the run that failed.
    pub(crate) fn schedule(&self) -> Option<ScheduleId> {
        self.run()?.schedule
    }

    /// Returns whether it opens the error modal by itself: it is of a critical run, or was not
    /// caught.
    #[must_use]
    pub fn is_critical(&self) -> bool {
        match &self.origin {
            Origin::Run(run) => run.critical,
            Origin::Uncaught => true,
            Origin::Reported => false,
        }
    }

    /// Returns whether its run is a child. The parent handles the failure, unless the child is
    /// critical.
    pub(crate) fn is_of_a_child(&self) -> bool {
        self.run()
            .is_some_and(|run| run.parent.is_some() && !run.critical)
    }

    /// Returns whether both have the same title and the same message.
    pub(crate) fn is_same_error(&self, other: &Self) -> bool {
        self.title == other.title && self.has_same_message(other)
    }

    /// Returns whether both have the same message, whatever failed.
    pub(crate) fn has_same_message(&self, other: &Self) -> bool {
        self.error.message() == other.error.message()
    }
}
