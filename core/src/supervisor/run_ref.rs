//! References to runs, by their ids.

use std::{fmt, rc::Rc};

use crate::{
    RunId,
    supervisor::{Inner, Supervisor},
};

/// A reference to the run of an id: see [`Supervisor::run`]. It observes and controls the run.
///
/// It borrows its supervisor and looks the run up with each call. When the run is not kept, or never was, methods
/// return `None`, `false` or nothing, and change nothing. It is meant for one expression:
///
/// ```
/// # use taskdeck_core::{CancelReason, Config, RunContext, RunStatus, Supervisor, sim::SimWorld};
/// # let world = SimWorld::new(1);
/// # let supervisor = Supervisor::new(Config::new(world.shared()));
/// let id = supervisor.spawn("Export", async |_ctx: RunContext| Ok(()))?.id();
/// assert_eq!(supervisor.run(id).status(), Some(RunStatus::Queued));
/// assert!(supervisor.run(id).cancel(CancelReason::User));
/// assert_eq!(supervisor.run(id).snapshot().unwrap().title.as_ref(), "Export");
/// # Ok::<_, taskdeck_core::SpawnError>(())
/// ```
///
/// # Comparison to `RunHandle`
///
/// A [`RunHandle`](crate::RunHandle) comes from the call that spawned the run. It takes the value, it can be moved and
/// kept, and it stands for one caller: when several have joined a run, its `cancel` releases only that caller. A
/// `RunRef` needs nothing but an id. Its `cancel` stops the run for all callers, and it has what a list or a details
/// page needs: log, children, retry, profile.
///
/// # Comparison to `RunWatch`
///
/// A `RunRef` returns the run as it is now. A [`RunWatch`](crate::RunWatch), which [`watch`](Self::watch) returns, has
/// signals that follow the run, and keeps its last snapshot after the run is no longer kept.
#[derive(Clone, Copy, PartialEq)]
#[must_use = "a reference does nothing by itself"]
pub struct RunRef<'a> {
    pub(super) supervisor: &'a Supervisor,
    pub(super) id: RunId,
}

impl RunRef<'_> {
    /// Returns the internal id.
    #[must_use]
    pub fn id(self) -> RunId {
        self.id
    }

    pub(super) fn inner(&self) -> &Rc<Inner> {
        &self.supervisor.inner
    }
}

impl fmt::Debug for RunRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RunRef").field(&self.id).finish()
    }
}
