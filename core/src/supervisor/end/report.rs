//! What came of a shutdown.

use crate::RunId;

/// The result of a [`shutdown`](crate::Supervisor::shutdown) or a [`drain`](crate::Supervisor::drain): which runs
/// stopped in time, and which were dropped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShutdownReport {
    /// Runs that were live and ended in time, in the order in which they ended.
    pub stopped: Vec<RunId>,
    /// Runs that were dropped when the deadline came.
    pub abandoned: Vec<RunId>,
}
