//! A supervisor as a whole.

use crate::{Counts, LaneUse};

/// A supervisor as a whole at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Overview {
    /// How many runs there are of each status.
    pub counts: Counts,
    /// The lane `main`.
    pub main: LaneUse,
    /// Whether starting is paused.
    pub paused: bool,
    /// Whether it was shut down, or is being.
    pub shut_down: bool,
    /// How many finished runs were dropped to keep within bounds.
    pub evicted: u64,
    /// Grows whenever a run came, went or changed its status.
    pub revision: u64,
    /// How many tasks are defined.
    pub tasks: usize,
}
