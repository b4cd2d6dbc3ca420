//! The overview of a supervisor.

use crate::{Counts, LaneUse};

/// A supervisor as a whole at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Overview {
    /// How many runs there are of each status.
    pub counts: Counts,
    /// How many of them have no parent, were not retried, and were not started by a schedule: what a list shows before any
    /// of its rows is expanded.
    pub heads: Counts,
    /// The lane `main`.
    pub main: LaneUse,
    /// Whether it is paused.
    pub paused: bool,
    /// Whether a shutdown or a drain has begun.
    pub shut_down: bool,
    /// The number of finished runs that were dropped to keep within bounds.
    pub evicted: u64,
    /// A number that grows whenever a run is accepted, changes its status or is evicted.
    pub revision: u64,
    /// The number of defined tasks.
    pub tasks: usize,
}
