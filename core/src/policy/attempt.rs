//! Attempts that failed.

use crate::{Instant, TaskError};

/// An attempt of a run that failed.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    /// The number of the attempt, from 1.
    pub number: u32,
    /// When its body started.
    pub started_at: Instant,
    /// When its body had ended or was stopped.
    pub ended_at: Instant,
    /// Why it failed.
    pub error: TaskError,
}

/// How many attempts of a run are kept: the newest.
pub(crate) const KEPT: usize = 100;
