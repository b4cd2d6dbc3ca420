//! What a list needs of each of very many runs.

use crate::{RunId, RunStatus};

/// A run as a list orders it: see [`Supervisor::listed`](crate::Supervisor::listed).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListedRun {
    /// The run.
    pub run: RunId,
    /// The run whose body spawned it.
    pub parent: Option<RunId>,
    /// Its status.
    pub status: RunStatus,
}
