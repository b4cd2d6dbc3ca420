//! One try that failed.

use crate::{Instant, TaskError};

/// One try within a run, which failed.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    /// Which one it was, from 1.
    pub number: u32,
    /// When its body started.
    pub started_at: Instant,
    /// When its body had ended or been stopped.
    pub ended_at: Instant,
    /// Why it failed.
    pub error: TaskError,
}

/// How many attempts of a run are kept; of more, the newest.
pub(crate) const KEPT: usize = 100;
