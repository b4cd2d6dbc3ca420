//! One error, as it is shown and kept.

use std::sync::Arc;

use taskdeck_core::{Instant, RunId, RunSnapshot, TaskError};

/// One error that was reported: what failed, why, and where it came from. It never changes.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorReport {
    /// Its number, unique within its reporter, from 1.
    pub number: u64,
    /// When it was reported.
    pub at: Instant,
    /// What failed: the title of a run, or what was being done.
    pub title: Arc<str>,
    /// Why.
    pub error: TaskError,
    /// Where it came from.
    pub origin: Origin,
}

/// Where an error came from.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// A run failed; this is how it was right after.
    Run(Box<RunSnapshot>),
    /// Nobody caught it.
    Uncaught,
    /// Somebody reported it.
    Reported,
}

impl ErrorReport {
    /// The run that failed.
    #[must_use]
    pub fn run(&self) -> Option<&RunSnapshot> {
        match &self.origin {
            Origin::Run(run) => Some(run),
            Origin::Uncaught | Origin::Reported => None,
        }
    }

    /// The id of the run that failed.
    #[must_use]
    pub fn run_id(&self) -> Option<RunId> {
        self.run().map(|run| run.id)
    }

    /// Whether it opens the error modal by itself: a critical run's, or one that nobody caught.
    #[must_use]
    pub fn is_critical(&self) -> bool {
        match &self.origin {
            Origin::Run(run) => run.critical,
            Origin::Uncaught => true,
            Origin::Reported => false,
        }
    }

    /// Whether the run that failed was started by another one, which knows of it and speaks for it.
    pub(crate) fn is_of_a_child(&self) -> bool {
        self.run()
            .is_some_and(|run| run.parent.is_some() && !run.critical)
    }

    /// Whether a person would say that it is the same error again.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        self.title == other.title && self.says_like(other)
    }

    /// Whether both say the same, whatever failed.
    pub(crate) fn says_like(&self, other: &Self) -> bool {
        self.error.message() == other.error.message()
    }
}
